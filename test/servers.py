#!/usr/bin/env python3
"""Two servers on one PostgreSQL: connections are cut and a server is killed under load; nothing acknowledged is lost, nothing doubled.

Usage: test/with-postgres HEYE test/servers.py HEYE
Clients enter matters at both servers. Every third of a second all connections of the service are terminated, so that batches die before, in and
after their commit. One server is killed with kill -9: the other one takes over the timers within seconds. A session opened at one server holds
at the other, so do ten wrong receipt codes. Before that: a service whose password lies in a file, and what an operator reads who gave a wrong address.
"""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

from crash import Client
from township import Browser, Township, database_copy, database_url, free_port

results = {"passed": 0, "failed": 0}


def check(good, text):
    results["passed" if good else "failed"] += 1
    if not good:
        print("FAILED " + text)


class Second(Township):
    """Another process on the same database and data folder."""

    def __init__(self, first, name):
        self.binary, self.base, self.data, self.place = first.binary, first.base / name, first.data, first.place
        self.base.mkdir()
        self.options, self.process, self.ahead, self.port = [], None, 0, free_port()
        self.name, self.database = name, first.database


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


def run(town, *words):
    done = subprocess.run([town.binary, *words], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stderr


def said(town):
    """What an operator reads when the address is not the right one."""
    data, url = ["--data", str(town.data)], database_url(town.database)
    database_copy(f"{town.database}_empty", "heye_empty")
    status, words = run(town, "check", *data, "--db", url)
    check(status == 1 and "--identity-db" in words and "migrate" not in words, f"a role that may not open names: {words}")
    status, words = run(town, "check", *data, "--db", database_url(f"{town.database}_empty", "heye_owner"))
    check(status == 1 and "nothing of Heye is in the database yet: run heye migrate" in words, f"an empty database: {words}")
    status, words = run(town, "check", *data, "--db", "postgresql://heye@127.0.0.1:1/heye")
    check(status == 1 and "no connection" in words and "migrate" not in words, f"no server: {words}")
    status, words = run(town, "backup", *data, "--db", url, "--to", str(town.base / "backup"))
    check(status == 2 and "pg_dump or pgBackRest" in words and not (town.base / "backup").exists(), f"a backup on PostgreSQL: {words}")


def locked(town):
    """The sandboxed service reads the file of passwords, wherever it lies, also when it connects anew."""
    rules = pathlib.Path(os.environ["HEYE_TEST_LOG"]).parent / "data" / "pg_hba.conf"
    before = rules.read_text()
    rules.write_text("host all heye_locked 127.0.0.1/32 scram-sha-256\n" + before)
    ask(town, "create role heye_locked login password 'a word' in role heye, heye_identity")
    ask(town, "select pg_reload_conf()")
    own = named(Second(town, "locked"), "locked")
    (own.base / "passwords").write_text("127.0.0.1:*:*:heye_locked:a word\n")
    (own.base / "passwords").chmod(0o600)
    own.place = [re.sub("//heye(_identity)?@", "//heye_locked@", p) for p in own.place]
    status, words = run(town, "check", *own.place)
    check(status == 1 and "no password" in words, f"without the file of passwords: {words}")
    os.environ["PGPASSFILE"] = str(own.base / "passwords")
    own.start()
    del os.environ["PGPASSFILE"]
    browser = Browser(own.port)
    check(browser.open("/").status == 200, "a page of a service with a password")
    ask(town, "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'heye_locked'")
    check(browser.open("/").status == 200, "a page on connections that were made anew with the password")
    own.stop()
    rules.write_text(before)
    shutil.rmtree(own.base)


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
    second = named(Second(first, "second"), "second")
    said(first)
    locked(first)
    second.start()
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
