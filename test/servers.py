#!/usr/bin/env python3
"""Two servers on one PostgreSQL: connections are cut and a server is killed under load; nothing acknowledged is lost, nothing doubled.

Usage: test/with-postgres HEYE test/servers.py HEYE
Clients enter matters at both servers. Every third of a second all connections of the service are terminated, so that batches die before, in and
after their commit. One server is killed with kill -9: the other one takes over the timers within seconds. A session opened at one server holds
at the other, so do ten wrong receipt codes.
"""
import pathlib
import signal
import subprocess
import sys
import threading
import time

from crash import Client
from township import Browser, Township, database_url, free_port

results = {"passed": 0, "failed": 0}


def check(good, text):
    results["passed" if good else "failed"] += 1
    if not good:
        print("FAILED " + text)


class Second(Township):
    """Another process on the same database and data folder."""

    def __init__(self, first):
        self.binary, self.base, self.data, self.place = first.binary, first.base / "second", first.data, first.place
        self.base.mkdir()
        self.options, self.process, self.ahead, self.port = [], None, 0, free_port()
        self.name, self.database = "second", first.database


def named(town, name):
    """Its connections bear its name, so that the server of the database can say whose they are."""
    town.name, town.place = name, [f"{p}?application_name={name}" if p.startswith("postgresql:") else p for p in town.place]
    return town


def cut(town, times):
    for _ in range(times):
        time.sleep(0.33)
        ask(town, "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename in ('heye', 'heye_identity')")


def ask(town, sql):
    return subprocess.run(["psql", "-qXAt", database_url(town.database, "postgres"), "-c", sql], capture_output=True, text=True, check=True).stdout.split()


def holders(town):
    """Whose connection holds the office of the timers (db/db.h)."""
    return ask(town, "select a.application_name from pg_locks l join pg_stat_activity a on a.pid = l.pid where l.locktype = 'advisory' and l.objid = 101")


def wait_for(town, good):
    begun = time.monotonic()
    while not good(holders(town)) and time.monotonic() - begun < 20:
        time.sleep(0.1)
    return time.monotonic() - begun


def shared(first, second):
    """What one server was told, the other one knows."""
    login, password = first.logins()["clerk"]
    browser = Browser(first.port)
    browser.open("/login")
    browser.send("/login", {"name": login, "password": password})
    browser.port = second.port
    check(browser.open("/today").status == 200 and "今天" in browser.page.text, "a session of one server holds at the other")
    guesser = Browser(first.port)
    codes = [f"{1234567890123456 + i}00" for i in range(10)]
    for i, code in enumerate(codes):
        guesser.port = (first, second)[i % 2].port
        guesser.open(f"/m/{code}")
    check(guesser.open(f"/m/{codes[0]}").status in (404, 429), "a wrong code is refused")


def load(first, second):
    login = first.logins()["clerk"]
    clients = [Client(town, login, f"s{i}") for i, town in enumerate((first, second, first, second))]
    for client in clients:
        client.sign_in()
    cutter = threading.Thread(target=cut, args=(first, 12))
    for thread in [*clients, cutter]:
        thread.start()
    cutter.join()
    time.sleep(1)
    wait_for(first, lambda h: len(h) == 1)
    check(len(holders(first)) == 1, "one server looks after the timers")
    old, new = (first, second) if holders(first) == ["first"] else (second, first)
    old.stop(signal.SIGKILL)
    print(f"timers handed over after {wait_for(first, lambda h: h == [new.name]):.1f} s")
    check(holders(first) == [new.name], "the other server takes over the timers")
    time.sleep(1)
    for client in clients:
        client.going = False
        client.join(60)
    return clients


def main():
    first = Township(pathlib.Path(sys.argv[1]))
    second = named(Second(first), "second").start()
    named(first, "first").start()
    shared(first, second)
    clients = load(first, second)
    found = {}
    for (external,) in first.ask().execute("select external_ref from matter where external_ref like 's%-%'"):
        found[external] = found.get(external, 0) + 1
    acknowledged = [e for c in clients for e in c.acknowledged]
    lost = [e for e in acknowledged if e not in found]
    doubled = [e for e, n in found.items() if n > 1]
    print(f"acknowledged {len(acknowledged)}, found {len(found)}, lost {len(lost)}, doubled {len(doubled)}")
    check(len(acknowledged) > 20 and not lost and not doubled, f"lost {lost[:5]}, doubled {doubled[:5]}")
    first.stop(), second.stop()
    done = first.command("check")
    check(done.returncode == 0, done.stdout[-600:] + done.stderr[-600:])
    print(f"{results['passed']} passed, {results['failed']} failed")
    return 1 if results["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
