#!/usr/bin/env python3
"""Kills each part of the cluster in turn with kill -9 while clerks enter matters, and counts what became of them.

Usage: ha.py HEYE [--seconds N] [--clients N]
Each clerk sends a matter again, with the same idempotency key, until it is acknowledged: that is what a browser does whose page says
"not saved, please send again". Then the database is asked for every number: acknowledged and not there is lost, there twice is doubled.
"""
import argparse
import pathlib
import random
import shutil
import sys
import tempfile
import threading
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "ops" / "ha")]
from cluster import Cluster, wait_for  # noqa: E402
from township import Browser  # noqa: E402


class Clerk(threading.Thread):
    def __init__(self, port, login, name):
        super().__init__(daemon=True)
        self.login, self.label, self.browser = login, name, Browser(port)
        self.acknowledged, self.sent, self.again, self.going, self.odd = [], 0, 0, True, []

    def sign_in(self):
        self.browser.open("/login")
        self.browser.send("/login", {"name": self.login[0], "password": self.login[1]})
        self.browser.open("/desk/new")
        self.form = self.browser.page.form("/desk/new")

    def run(self):
        base = {**dict(self.form.fields), "words": "桥头的护栏断了一截，娃儿上学要从那里过。", "channel": "hotline_12345"}
        base["place"] = base.get("place") or next(v for v in self.form.choices["place"] if v)
        while self.going:
            external = f"{self.label}-{self.sent}"
            self.sent += 1
            self.until_acknowledged(external, list({**base, "external": external, "once": f"{random.getrandbits(128):032x}"}.items()))

    def until_acknowledged(self, external, pairs):
        for attempt in range(600):
            try:
                page = self.browser.post(urllib.parse.urljoin("/desk/new", self.form.action), pairs, multipart=self.form.multipart,
                                         follow=False)
                if page.status == 303:
                    self.acknowledged.append((external, time.monotonic()))
                    return
                if page.status not in (500, 502, 503, 504):
                    self.odd.append(f"{page.status}: {page.words[:200]}")
                    return
            except Exception:  # the connection died: nobody knows, so the same is sent again
                pass
            self.again += 1
            time.sleep(0.1)
            if not self.going and attempt > 300:
                return


def gap(clerks, since):
    """The longest time without any acknowledgement, from the kill on."""
    times = sorted(t for c in clerks for _, t in c.acknowledged if t >= since)
    return max((b - a for a, b in zip([since] + times, times)), default=float("inf"))


def cases(cluster):
    leader = cluster.leader()
    names = {m["name"]: m["role"] for m in cluster.members()}
    sync = next(i for i in range(3) if names.get(f"pg{i}") == "sync_standby")
    other = ({0, 1, 2} - {leader, sync}).pop()
    yield "heye serve, first", cluster.servers[0]
    yield "heye serve, second", cluster.servers[1]
    yield "PostgreSQL standby, asynchronous", cluster.patroni[other]
    yield "PostgreSQL standby, synchronous", cluster.patroni[sync]
    yield "etcd, one of three", cluster.etcd[0]
    yield "PostgreSQL primary", cluster.patroni[leader]
    yield "HAProxy", cluster.proxy


def one_case(cluster, clerks, part, seconds):
    before = [(len(c.acknowledged), c.again) for c in clerks]
    time.sleep(seconds / 3)
    leader = cluster.leader()
    killed = time.monotonic()
    part.kill()
    if leader is not None and part is cluster.patroni[leader]:
        wait_for("another primary", 90, lambda: cluster.leader() not in (None, leader))
    time.sleep(seconds)
    part.start()
    wait_for("the cluster to be whole again", 120, lambda: cluster.whole() and cluster.answers())
    time.sleep(seconds / 3)
    without = gap(clerks, killed)
    done = [[e for e, _ in c.acknowledged[n:]] for c, (n, _) in zip(clerks, before)]
    return sum(done, []), sum(c.again - a for c, (_, a) in zip(clerks, before)), without


def found_of(cluster):
    """The service's own role sees no row of a township that it has not named."""
    rows = cluster.psql("set heye.town = '510921207'; select external_ref, count(*) from matter where external_ref like 'ha%' group by 1",
                        "heye", "heye")
    return {e: int(n) for e, n in (row.split("|") for row in rows.splitlines())}


def clerk_login(cluster):
    for line in (cluster.folder / "data" / "logins.txt").read_text().splitlines():
        part = line.split("\t")
        if part[0] == "clerk":
            return part[1], part[2]
    raise LookupError("the demo printed no clerk")


def run(cluster, args):
    cluster.start_database()
    made = cluster.command("demo")
    if made.returncode != 0:
        raise RuntimeError("heye demo: " + made.stderr[-600:])
    cluster.start_service()
    login = clerk_login(cluster)
    clerks = [Clerk(cluster.ports["front"], login, f"ha{i}") for i in range(args.clients)]
    for clerk in clerks:
        clerk.sign_in()
        clerk.start()
    rows = []
    for name, part in list(cases(cluster)):
        acknowledged, again, without = one_case(cluster, clerks, part, args.seconds)
        rows.append((name, acknowledged, again, without))
        print(f"  killed {name}: {len(acknowledged)} acknowledged, {without:.1f} s without service", flush=True)
    for clerk in clerks:
        clerk.going = False
    for clerk in clerks:
        clerk.join(60)
    return rows, [o for c in clerks for o in c.odd]


def table(rows, found):
    """Prints the table and says how many rows are good."""
    print(f"{'killed with kill -9':34} {'acknowledged':>12} {'found':>8} {'lost':>6} {'doubled':>8} {'sent again':>11} {'s without service':>18}")
    good = 0
    for name, acknowledged, again, without in rows:
        there = [e for e in acknowledged if e in found]
        doubled = [e for e in acknowledged if found.get(e, 0) > 1]
        lost = len(acknowledged) - len(there)
        good += bool(acknowledged) and lost == 0 and not doubled
        print(f"{name:34} {len(acknowledged):12} {len(there):8} {lost:6} {len(doubled):8} {again:11} {without:18.1f}")
    return good


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("heye")
    arguments.add_argument("--seconds", type=float, default=24)
    arguments.add_argument("--clients", type=int, default=4)
    arguments.add_argument("--keep", action="store_true", help="leave the folder with the logs")
    args = arguments.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="heye-ha-"))
    cluster = Cluster(args.heye, folder)
    try:
        rows, odd = run(cluster, args)
        found = found_of(cluster)
        good = table(rows, found)
        doubled = sum(n > 1 for n in found.values())
        whole = [cluster.command("verify"), cluster.command("check")]
        for done in whole:
            print((done.stdout + done.stderr).strip()[-400:])
        for line in odd[:5]:
            print("unexpected answer:", line)
        total = len(rows) + len(whole) + 2
        good += sum(done.returncode == 0 for done in whole) + (not odd) + (doubled == 0)
    finally:
        cluster.stop()
        if not args.keep:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"{good} passed, {total - good} failed")
    return 0 if good == total else 1


if __name__ == "__main__":
    sys.exit(main())
