#!/usr/bin/env python3
"""The conflict gate: whoever a matter complains about reaches it by no route of `heye routes`, and it is never passed to them. Usage: gate.py HEYE

Three accused: a handler who held the matter, the head of an accused unit, a dispatcher. Each walks every route with the matter's id in each place, with its
number in every form field and search box: no answer may show a word of it, none may change it. A matter that complains about nobody is the counter-test.
"""
import pathlib
import re
import subprocess
import sys

import scope
from scope import check, csrf_of, results, sign_in
from township import Base, Browser, Township

WORDS = {"handler": "青石桥头那笔护栏款对不上账", "head": "碾子湾的工程款少了一截", "dispatcher": "分派的人把我的事压了半年"}
OPEN_WORDS = "桥洞里的灯一直闪，走夜路害怕"
PARAMETER = re.compile(r":[a-z]+")


def person_and_unit(base, login, role):
    return base.execute("select p.person, p.unit from post p join account a on a.town = p.town and a.person = p.person where a.login = ? and p.role = ? "
                        "and p.valid_to is null", (login, role)).fetchone()


def raised(town, words):
    """A matter that the roads unit has in hand. Gives its id."""
    clerk = sign_in(town, "clerk")
    page = clerk.open("/desk/new")
    place = re.search(r'<option value="(\d+)"[^>]*>[^<]*定水村', page.text).group(1)
    page = clerk.send("/desk/new", {"channel": "letter", "words": words, "type": "C02", "place": place, "level": "none"})
    matter = int(re.search(r"/desk/slip/\d{18}/(\d+)", page.path).group(1))
    dispatcher = sign_in(town, "dispatcher")
    page = dispatcher.open(f"/desk/matters/{matter}/offer")
    unit = re.search(r'<option value="(\d+)"[^>]*>[^<]*道路与公共设施组', page.text).group(1)
    dispatcher.send("/offer", {"unit": unit})
    handler = sign_in(town, "handler")
    handler.open(f"/desk/matters/{matter}/claim")
    handler.send("/claim")
    return matter, clerk


def accuse(clerk, matter, unit="", person=""):
    clerk.open(f"/desk/matters/{matter}/petition")
    page = clerk.send("/petition", {"kind": "ask", "came": "direct", "against_unit": str(unit), "against_person": str(person)})
    check(page.status == 200, f"the petition of {matter} was not registered: {page.status}")


def state(base, matter):
    return (base.execute("select state, revision, coalesce(unit, 0), coalesce(holder, 0) from matter where id = ?", (matter,)).fetchone(),
            base.execute("select count(*) from matter_entry where matter = ?", (matter,)).fetchone()[0],
            base.execute("select count(*) from task where matter = ?", (matter,)).fetchone()[0])


def fields(matter, number, year, revision):
    """What a form could say about the matter, in every field that any page has for it."""
    bare = [("id", matter), ("id", f"{matter}.{revision}"), ("matter", matter), ("target", number), ("target", f"{year}-{number}"), ("number", f"{year}-{number}")]
    return [(name, str(value)) for name, value in bare] + [("revision", str(revision)), ("text", "看一看"), ("reason", "看一看"), ("topic", ""), ("do", "print"),
                                                           ("unit", "1"), ("post", "1"), ("sort", "6"), ("route", "看"), ("basis", "看"), ("words", "看一看")]


def walk(town, base, routes, name, matter, words):
    browser = sign_in(town, "handler" if name == "handler" else "dispatcher" if name == "dispatcher" else "unit_head")
    browser.open("/password")
    csrf = csrf_of(browser)
    year, number, revision = base.execute("select year, number, revision from matter where id = ?", (matter,)).fetchone()
    before = state(base, matter)
    for method, path, duty in routes:
        if duty == "receipt" or path in ("/logout", "/post", "/login", "/password"):
            continue
        places = len(PARAMETER.findall(path))
        for place in range(max(places, 1)):
            values = iter(["1"] * place + [str(matter)] + ["1"] * places)
            filled = PARAMETER.sub(lambda _: next(values), path)
            if method == "GET":
                page = browser.request("GET", filled, follow=True)
            else:
                page = browser.post(filled, [("csrf", csrf), ("once", f"{abs(hash((name, filled))):032x}"[:32]), *fields(matter, number, year, revision)])
            check(words not in page.text, f"{name} reads it by {method} {filled}")
            if path.startswith("/desk/matters/:id") and place == 0:
                check(page.status in (403, 404), f"{name} {method} {filled}: {page.status}")
            after = state(base, matter)
            check(after == before, f"{name} changed it by {method} {filled}: {before} → {after}")
            before = after
    searches(browser, name, matter, number, year, words)


def searches(browser, name, matter, number, year, words):
    for path in (f"/desk/matters?q={number}", f"/desk/matters?q={year}-{number}", f"/desk/matters?q={words[:2]}", f"/desk/matters?q={words}",
                 f"/desk/print?id={matter}", "/desk/matters?lane=mine", "/desk/matters?lane=late", "/desk/matters?lane=received", "/desk/matters?lane=offered",
                 "/desk/matters?lane=in_hand", "/desk/matters?lane=answered", "/desk/matters?lane=closed", "/desk/petitions?view=all", "/desk/tasks?view=mine"):
        page = browser.open(path)
        check(str(matter) not in page.text.replace(path, "") or path.startswith("/desk/print"), f"{name} finds it by {path}")
        check(words not in page.text or words in path, f"{name} reads it by {path}")


def not_passed_to(town, base, matter, unit, name):
    """Another dispatcher tries to pass it to whom it complains about."""
    browser = Browser(town.port)
    login, password = next((r[1], r[2]) for r in (line.split("\t") for line in (town.data / "logins.txt").read_text().splitlines()) if r[1] == "dispatcher2")
    browser.open("/login")
    browser.send("/login", {"name": login, "password": password})
    browser.open("/password")
    csrf = csrf_of(browser)
    revision = base.execute("select revision from matter where id = ?", (matter,)).fetchone()[0]
    for path in ("offer", "rule", "task", "assign"):
        post = base.execute("select id from post where unit = ? and role = 3 order by id", (unit,)).fetchone()[0]
        browser.post(f"/desk/matters/{matter}/{path}", [("csrf", csrf), ("once", f"{abs(hash((name, path))):032x}"[:32]), ("revision", str(revision)), ("unit", str(unit)),
                                                         ("post", str(post)), ("text", "交"), ("what", "办"), ("due", "2099-01-01"), ("mandatory", "1")])
    holder = base.execute("select coalesce(holder, 0) from matter where id = ?", (matter,)).fetchone()[0]
    seat = base.execute("select unit, person from post where id = ?", (holder,)).fetchone()
    check(seat is not None and seat[0] != unit, f"{name}: the accused unit holds it")
    check(base.execute("select count(*) from task where matter = ? and unit = ?", (matter, unit)).fetchone()[0] == 0, f"{name}: the accused unit has a task in it")


def main():
    with Township(pathlib.Path(sys.argv[1])) as town:
        routes = [line.split(" ") for line in subprocess.run([town.binary, "routes"], capture_output=True, text=True, check=True).stdout.splitlines()]
        base = Base(town)
        logins = town.logins()
        handler, roads = person_and_unit(base, logins["handler"][0], 3)
        dispatcher, _ = person_and_unit(base, logins["dispatcher"][0], 2)
        plain, _ = raised(town, OPEN_WORDS)
        check(OPEN_WORDS in sign_in(town, "handler").open(f"/desk/matters/{plain}").text, "the counter-test: a handler reads what complains about nobody")
        found = {}
        for name, against in (("handler", {"person": handler}), ("head", {"unit": roads}), ("dispatcher", {"person": dispatcher})):
            found[name], clerk = raised(town, WORDS[name])
            accuse(clerk, found[name], **against)
        not_passed_to(town, base, found["head"], roads, "head")
        for name, matter in found.items():
            walk(town, base, routes, name, matter, WORDS[name])
        check(WORDS["handler"] in sign_in(town, "leader").open(f"/desk/matters/{found['handler']}").text, "who is not complained about still reads it")
        base.close()
    print(f"{results['passed']} passed, {results['failed']} failed")
    return 1 if results["failed"] else 0


if __name__ == "__main__":
    assert scope
    sys.exit(main())
