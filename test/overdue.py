#!/usr/bin/env python3
"""Ten thousand matters that nobody passed on, all overdue at once, in one pass of the running service. Usage: overdue.py HEYE [HOW MANY]"""
import concurrent.futures
import datetime
import http.client
import re
import sqlite3
import sys
import time
import urllib.parse
import uuid

from township import Browser, Township

CLIENTS = 8
results = []


def check(name, good, detail=""):
    results.append(bool(good))
    if not good:
        print(f"FAILED {name}: {detail}")


def desk(town):
    browser = Browser(town.port)
    login, password = town.logins()["clerk"]
    browser.open("/login")
    browser.send("/login", {"name": login, "password": password})
    return browser


def raise_some(town, n):
    """One clerk's connection, kept open; each form has an idempotency key of its own, as a page would give it."""
    browser = desk(town)
    page = browser.open("/desk/new")
    fields = dict(page.form("/desk/new").fields)
    place = re.search(r'<option value="(\d+)"[^>]*>[^<]*青溪村', page.text).group(1)
    cookie = "; ".join(f"{k}={v}" for k, v in browser.cookies.items())
    connection = http.client.HTTPConnection("127.0.0.1", town.port, timeout=60)
    good = 0
    for _ in range(n):
        form = {**fields, "once": uuid.uuid4().hex, "channel": "walk_in", "words": "路面塌了一块，请来看看。", "type": "C02", "place": place, "level": "none"}
        connection.request("POST", "/desk/new", urllib.parse.urlencode(form), {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        answer.read()
        good += answer.status == 303
    return good


def one(base, sql, *values):
    return base.execute(sql, values).fetchone()[0]


def escalated(town, since, n):
    base = sqlite3.connect(f"file:{town.data}/heye.db?mode=ro", uri=True)
    now = int(town.now().timestamp() * 1000)
    started = time.monotonic()
    while time.monotonic() - started < 300:
        left = one(base, "select count(*) from clock where met_at is null and fired_at is null and due_at <= ?", now)
        if left == 0:
            break
        time.sleep(0.1)
    took = time.monotonic() - started
    check("nothing that is due is left after one pass", left == 0, left)
    leader = one(base, "select holder from matter where entered_at >= ? group by holder order by count(*) desc limit 1", since)
    check("all of them have the leader's name", one(base, "select count(*) from matter where entered_at >= ? and state = 1 and holder = ?", since, leader) == n)
    check("whose post is a leader's", one(base, "select role from post where id = ?", leader) == 5)
    lines = one(base, "select count(distinct matter) from digest_line where post = ? and what = 1", leader)
    check("and all stand in the leader's digest", lines >= n, lines)
    days = one(base, "select count(distinct day) from digest_line l join matter m on m.id = l.matter where l.post = ? and l.what = 1 and m.entered_at >= ?",
               leader, since)
    check("which is one digest", days == 1, days)
    first_late = one(base, "select min(e.seq) from matter_entry e join matter m on m.id = e.matter where m.entered_at >= ? and e.act = 27", since)
    last_up = one(base, "select max(e.seq) from matter_entry e join matter m on m.id = e.matter where m.entered_at >= ? and e.detail like '%not passed on'", since)
    check("the unassigned came first", last_up < first_late, f"{last_up} {first_late}")
    moved = one(base, "select count(*) from matter m join clock k on k.matter = m.id and k.kind = 2 and k.round = 0 where m.entered_at >= ? and "
                "(k.due_at <> m.due_at or k.started_at <> m.received_at)", since)
    check("and no date moved", moved == 0, moved)
    base.close()
    return took


def main():
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 10000
    n -= n % CLIENTS
    with Township(sys.argv[1], ["--quiet"]) as town:
        since = int(time.time() * 1000)
        started = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
            raised = sum(pool.map(lambda _: raise_some(town, n // CLIENTS), range(CLIENTS)))
        check(f"{n} matters raised", raised == n, raised)
        entered = time.monotonic() - started
        town.later(town.now() + datetime.timedelta(days=40))
        took = escalated(town, since, n)
        leader = Browser(town.port)
        login, password = town.logins()["leader"]
        leader.open("/login")
        leader.send("/login", {"name": login, "password": password})
        check("the leader's Today opens", leader.open("/today").status == 200)
        check("and the digest", leader.open("/desk/digest").status == 200)
        town.stop()
        done = town.command("check")
        check("every invariant holds", done.returncode == 0, done.stdout[-600:])
    print(f"{n} raised in {entered:.1f} s, escalated in one pass of {took:.1f} s")
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return not all(results)


if __name__ == "__main__":
    sys.exit(main())
