#!/usr/bin/env python3
"""Walks every route as every role, with matters of their own and foreign scope. Usage: scope.py HEYE

The matrix below is written by hand, apart from the program's own table: the two must agree. What is foreign answers 404, what the role may not do
403, to a stranger the log-in page. A POST that is refused must leave no event behind. Administrators read no matter; auditors change nothing.
"""
import pathlib
import re
import subprocess
import sys

from township import Browser, Township

STAFF = {"clerk", "dispatcher", "handler", "unit_head", "leader", "grid_worker", "auditor", "administrator"}
HANDLES = {"handler", "unit_head", "grid_worker"}
MATRIX = {
    "none": set(),
    "public": STAFF,
    "signed-in": STAFF,
    "read": STAFF - {"administrator"},
    "intake": {"clerk", "dispatcher"} | HANDLES,
    "dispatch": {"dispatcher", "leader"},
    "handle": HANDLES,
    "assign": {"unit_head", "dispatcher"},
    "approve": {"unit_head", "leader"},
    "hear": {"clerk"},
    "reveal": HANDLES,
    "audit": {"auditor", "leader"},
    "report": {"clerk", "dispatcher", "unit_head", "leader"},
    "admin": {"administrator"},
}
ROLE_NUMBER = {"clerk": 1, "dispatcher": 2, "handler": 3, "unit_head": 4, "leader": 5, "grid_worker": 6, "auditor": 7, "administrator": 8}
WATCHING = re.compile(r"score|rank|risk|grade|predict|watch|blacklist|check-?in|mileage|points|quota", re.I)

results = {"passed": 0, "failed": 0}


def check(good, text):
    results["passed" if good else "failed"] += 1
    if not good:
        print("FAILED " + text)


def sign_in(town, role):
    browser = Browser(town.port)
    login, password = town.logins()[role]
    browser.open("/login")
    browser.send("/login", {"name": login, "password": password})
    return browser


def post_of(base, town, role):
    login = town.logins()[role][0]
    return base.execute("select p.id, p.unit, coalesce(p.village, 0) from post p join account a on a.town = p.town and a.person = p.person "
                        "where a.login = ? and p.role = ? and p.valid_to is null", (login, ROLE_NUMBER[role])).fetchone()


def matters(base, role, post):
    """One matter in the role's scope and one outside it, None where there is none."""
    number, unit, village = post
    limits = []
    if role in HANDLES:
        limits.append(f"unit = {unit}")
    if village:
        limits.append(f"village = {village}")
    if role == "administrator":
        limits = ["1 = 0"]
    inside = " and ".join(limits) or "1 = 1"
    own = base.execute(f"select id from matter where {inside} order by id desc limit 1").fetchone()
    foreign = base.execute(f"select id from matter where id not in (select matter from matter_guest) and not coalesce({inside}, 1 = 0) and coalesce(holder, 0) <> {number} and coalesce(entered_by, 0) <> {number} "
                           "order by id desc limit 1").fetchone()
    return own and own[0], foreign and foreign[0]


def csrf_of(browser):
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', browser.page.text)
    return found.group(1) if found else ""


def filled(path, matter):
    return re.sub(r":id", str(matter), path, count=1).replace(":n", "1").replace(":id", "1").replace(":seq", "1")


def events(base):
    return base.execute("select max(seq) from event").fetchone()[0]


def try_route(base, browser, csrf, role, method, path, duty, matter, foreign):
    held = role in MATRIX[duty]
    before = events(base)
    if method == "GET":
        page = browser.request("GET", path, follow=False)
    else:
        page = browser.post(path, [("csrf", csrf), ("once", f"{hash((role, path, matter)) & (2**128 - 1):032x}")], follow=False)
    text = f"{role} {method} {path} ({duty}, {'foreign' if foreign else 'own'}): {page.status}"
    if not held:
        check(page.status in (403, 404), text + ", not refused")
    elif foreign:
        check(page.status == 404, text + ", a foreign matter is not 404")
    else:
        check(page.status < 500 and (page.status not in (401,)), text)
        # an act that the matter's state does not offer just now is refused as well; the matter itself must open
        fine = (200, 303, 403, 404, 409) if re.search(r"/matters/\d+/", path) else (200, 303, 404)
        if re.fullmatch(r"/(today|desk/(matters|new|events)|desk/matters/\d+|admin/[a-z]+|password|help/keys)", path):
            fine = (200, 303)
        check(method == "POST" or page.status in fine, text)
    if method == "POST" and (not held or foreign):
        check(events(base) == before, text + ", left an event behind")


def walk(town, base, routes, role):
    browser = sign_in(town, role)
    browser.open("/password")
    csrf = csrf_of(browser)
    check(csrf != "", f"{role}: no form token on /password")
    own, foreign = matters(base, role, post_of(base, town, role))
    for method, path, duty in routes:
        if duty == "receipt" or path in ("/logout", "/post") or (method == "POST" and ":id" not in path and role in MATRIX[duty]):
            continue
        if path.startswith("/desk/") and ":id" in path:
            if own:
                if method == "GET" or role not in MATRIX[duty]:
                    try_route(base, browser, csrf, role, method, filled(path, own), duty, own, False)
            if foreign:
                try_route(base, browser, csrf, role, method, filled(path, foreign), duty, foreign, True)
        else:
            if method == "POST" and role in MATRIX[duty]:
                continue
            try_route(base, browser, csrf, role, method, filled(path, 1), duty, 0, False)


def strangers(town, base, routes):
    for method, path, duty in routes:
        if duty in ("public", "receipt"):
            continue
        browser = Browser(town.port)
        before = events(base)
        page = browser.request(method, filled(path, 1), b"" if method == "POST" else None, follow=False)
        check(page.status in (303, 401, 403, 404), f"stranger {method} {path}: {page.status}")
        check(events(base) == before, f"stranger {method} {path} left an event behind")


def auditors_change_nothing(town, base, routes):
    for role in ("auditor", "administrator"):
        browser = sign_in(town, role)
        browser.open("/password")
        csrf = csrf_of(browser)
        before = base.execute("select count(*), sum(revision) from matter").fetchone()
        matter = base.execute("select id, revision from matter where state = 3 limit 1").fetchone()
        for method, path, _ in routes:
            if method == "POST" and path.startswith("/desk/"):
                browser.post(filled(path, matter[0]), [("csrf", csrf), ("revision", str(matter[1])), ("text", "看一看"), ("id", str(matter[0]))], follow=False)
                check(base.execute("select count(*), sum(revision) from matter").fetchone() == before, f"{role} changed a matter by {path}")
                check(base.execute("select count(*) from matter_entry e join post p on p.town = e.town and p.id = e.post where p.role in (7, 8)")
                      .fetchone()[0] == 0, f"{role} wrote into a timeline by {path}")


def only_the_resident_closes(town, base, routes):
    """Every POST of the desk, by every role, on a matter that waits for judgement: none makes it closed_effective without a judgement row."""
    for role in sorted(STAFF):
        browser = sign_in(town, role)
        browser.open("/password")
        csrf = csrf_of(browser)
        answered = base.execute("select id, revision from matter where state = 5 order by id limit 1").fetchone()
        for method, path, duty in routes:
            if method != "POST" or not path.startswith("/desk/matters/:id/") or path.endswith("/judgement"):
                continue
            browser.post(filled(path, answered[0]), [("csrf", csrf), ("revision", str(answered[1])), ("text", "办好了"), ("done", "办好了"), ("done_by", "办公室"),
                                                     ("done_on", "2026-01-05"), ("basis", "规定"), ("solved", "1"), ("sure", "1")], follow=False)
            closed = base.execute("select count(*) from matter m where state = 7 and not exists (select 1 from judgement j where j.town = m.town "
                                  "and j.matter = m.id and j.solved = 1)").fetchone()[0]
            check(closed == 0, f"{role} closed a matter by {path} without a judgement")


def the_accused_reach_nothing(town, base, routes):
    """A matter of the role's own scope complains about whoever is signed in: every route to it answers 404, and no POST leaves an event."""
    for role in sorted(STAFF - {"administrator"}):
        browser = sign_in(town, role)
        browser.open("/password")
        csrf = csrf_of(browser)
        post = post_of(base, town, role)
        own, _ = matters(base, role, post)
        home, person = base.execute("select town, person from post where id = ?", (post[0],)).fetchone()
        base.execute("insert into matter_conflict (town, id, matter, unit, person, noted_at, noted_by) values (?, 1, ?, null, ?, 0, null)", (home, own, person))
        base.execute("update matter set gated = 1 where id = ?", (own,))
        for method, path, duty in routes:
            if path.startswith("/desk/matters/:id") and role in MATRIX[duty]:
                try_route(base, browser, csrf, role, method, filled(path, own), duty, own, True)
        for path in ("/today", "/desk/matters", "/desk/matters?lane=mine", "/desk/matters?lane=late", "/desk/matters?lane=in_hand"):
            check(str(own) not in browser.request("GET", path, follow=False).text, f"{role}: {path} names the matter that complains about them")
        check(browser.request("GET", f"/desk/print?id={own}", follow=False).status == 404, f"{role}: /desk/print shows it")
        base.execute("delete from matter_conflict where id = 1")
        base.execute("update matter set gated = 0 where id = ?", (own,))


def main():
    with Township(pathlib.Path(sys.argv[1])) as town:
        printed = subprocess.run([town.binary, "routes"], capture_output=True, text=True, check=True)
        routes = [line.split(" ") for line in printed.stdout.splitlines()]
        base = town.ask()
        for method, path, duty in routes:
            check(duty in MATRIX or duty == "receipt", f"{method} {path}: unknown duty {duty}")
            check(duty != "none", f"{method} {path} names no duty")
            check(not WATCHING.search(path), f"{method} {path}: persons are not watched")
        strangers(town, base, routes)
        for role in sorted(STAFF):
            walk(town, base, routes, role)
        auditors_change_nothing(town, base, routes)
        only_the_resident_closes(town, base, routes)
        the_accused_reach_nothing(town, base, routes)
    print(f"{results['passed']} passed, {results['failed']} failed")
    return 1 if results["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
