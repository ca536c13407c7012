#!/usr/bin/env python3
"""A township moves: SQLite → PostgreSQL → SQLite, with nothing lost. Usage: test/with-postgres HEYE move.py HEYE

The demo township, with a matter raised just before, stands still, is exported, imported into a PostgreSQL database of another service (own
credential, own salt, another township in it), used there, exported and imported into a folder of its own. Chain and invariants hold at each
place; both exports hold the same rows; receipt codes open their matters; names can be opened; pictures are there; a paused township takes nothing.
"""
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

from township import SERVER, Browser, Township, database_copy, database_options, free_port

TOWN = "510921207"
KEYED = ("identity", "receipt_pending")  # sealed under the service's own key
results = {"passed": 0, "failed": 0}
binary = str(pathlib.Path(sys.argv[1]).resolve())


def check(good, text):
    results["passed" if good else "failed"] += 1
    if not good:
        print("FAILED " + text)
    return good


def heye(*words):
    done = subprocess.run([binary, *map(str, words)], capture_output=True, text=True, timeout=600)
    return done.returncode, done.stdout + done.stderr


def does(what, *words):
    code, said = heye(*words)
    return check(code == 0, f"{what}: {said[-800:]}")


def rows(folder):
    """Everything that an export holds, table by table."""
    found = {}
    for store in ("heye", "identity"):
        base = sqlite3.connect(folder / f"{store}.db")
        base.text_factory = bytes
        for (table,) in base.execute("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name <> 'migration'").fetchall():
            found[store, table.decode()] = sorted(base.execute(f'select * from "{table.decode()}"').fetchall(), key=repr)
    return found


def differ(one, other, but=()):
    return [t for t in one if t[1] not in but and one[t] != other.get(t)] + [t for t in other if t not in one]


class Elsewhere(Township):
    """A township served where it was moved to."""

    def __init__(self, place, data, login_file):
        self.binary, self.base, self.data, self.place = binary, data.parent, data, ["--data", str(data), *place]
        self.options, self.process, self.ahead = [], None, 0
        self.port, self.login_file = free_port(), login_file

    def logins(self):
        return {p[0]: (p[1], p[2]) for p in (line.split("\t") for line in reversed(self.login_file.read_text().splitlines())) if len(p) >= 3}

    def __exit__(self, *_):
        self.stop()


def receipts(login_file):
    return [line.split("\t")[1] for line in login_file.read_text().splitlines() if line.startswith("receipt")]


def opens(town, codes, where, root=""):
    browser = Browser(town.port, root)
    for code in codes:
        page = browser.open(f"/m/{code}")
        check(page.status == 200 and code in page.text, f"the code {code[:4]}… opens {where}: {page.status}")


def raise_matter(town, words):
    browser = Browser(town.port)
    browser.open("/say")
    browser.send("/say", {"what": words, "category": "C"})
    place = re.search(r'<option value="(\d+)"', browser.page.text)
    browser.send("/say/where", {"place": place.group(1), "spot": "桥头", "name": "欧阳某", "tel": "13900000001", "who": "open"})
    browser.send("/say/check", follow=False)
    found = re.search(r"/receipt/(\d{18})", browser.page.headers.get("Location") or "")
    check(bool(found), f"a matter is raised: {browser.page.status}")
    return found and found.group(1)


def refused(town):
    browser = Browser(town.port)
    browser.open("/say")
    browser.send("/say", {"what": "这一句先留着。", "category": "C"})
    check(browser.page.status == 503 and "搬家" in browser.page.text and "这一句先留着。" in browser.page.text,
          f"a township that stands still takes nothing and loses nothing: {browser.page.status}")


def signs_in(town, where):
    browser = Browser(town.port)
    login, password = town.logins()["clerk"]
    browser.open("/login")
    browser.send("/login", {"name": login, "password": password})
    page = browser.open("/today")
    check(page.status == 200 and "今天" in page.text, f"the clerk signs in {where}")


def main():
    base = pathlib.Path(tempfile.mkdtemp(prefix="heye-move-"))
    logins = base / "home" / "logins.txt"
    home = Elsewhere([], base / "home", logins)
    does("demo", "demo", "--data", home.data)
    codes = receipts(logins)[:3]
    with home:
        codes.append(raise_matter(home, "桥头的护栏松了，孩子放学从那里过。"))
        code, said = heye("town", "export", "--data", home.data, "--code", TOWN, "--to", base / "early")
        check(code == 1 and "stand still" in said, f"an export needs a township that stands still: {said}")
        does("pause", "town", "pause", "--data", home.data, "--code", TOWN)
        refused(home)
        opens(home, codes[:1], "while it stands still")
    does("export", "town", "export", "--data", home.data, "--code", TOWN, "--to", base / "one")
    does("check of the export", "check", "--data", base / "one")

    county = [*database_options("county")] if SERVER else []
    if SERVER:
        database_copy("county", SERVER.rpartition("/")[2])
    there = ["--data", base / "there", *county]
    does("another township", "town", "add", *there, "--code", "510921208", "--name-zh", "邻乡", "--name-en", "Next", "--phone", "0825-1234567")
    (base / "there" / "keys").mkdir(exist_ok=True)
    if not (base / "there" / "keys" / "receipt.salt").exists():  # the county's own salt
        (base / "there" / "keys" / "receipt.salt").write_bytes(os.urandom(16))
        os.chmod(base / "there" / "keys" / "receipt.salt", 0o600)
    does("import", "town", "import", *there, "--code", TOWN, "--from", base / "one")
    code, said = heye("town", "import", *there, "--code", TOWN, "--from", base / "one")
    check(code == 1 and "there already" in said, f"a second import is refused: {said}")
    does("verify there", "verify", *there, "--town", TOWN)
    does("check there", "check", *there)
    does("export back", "town", "export", *there, "--code", TOWN, "--to", base / "two")
    one, two = rows(base / "one"), rows(base / "two")
    check(len(one["heye", "matter"]) > 250 and len(one["heye", "event"]) > 1000, "the export holds the township")
    check(not differ(one, two, but=KEYED), f"both exports hold the same rows: {differ(one, two, but=KEYED)}")
    check([r[:3] for r in one["identity", "identity"]] == [r[:3] for r in two["identity", "identity"]], "and the same names")
    check(len(one["heye", "receipt_pending"]) == len(two["heye", "receipt_pending"]), "and the same codes that wait")
    check({p.name for p in (base / "one" / "files").rglob("*")} == {p.name for p in (base / "two" / "files").rglob("*")}, "and the same pictures")

    does("import at home", "town", "import", "--data", base / "back", "--code", TOWN, "--from", base / "two")
    does("verify at home", "verify", "--data", base / "back")
    does("check at home", "check", "--data", base / "back")
    for place, data, where in ((county, base / "there", "on PostgreSQL" if SERVER else "elsewhere"), ([], base / "back", "back on SQLite")):
        does("resume " + where, "town", "resume", "--data", data, *place, "--code", TOWN)
        with Elsewhere(place, data, logins) as town:
            path = "/" + TOWN if data.name == "there" else ""
            opens(town, codes, where, path)
            if not path:
                signs_in(town, where)
                opens(town, [raise_matter(town, "搬回来以后照样收。")], where)
        does("check after use " + where, "check", "--data", data, *place)
    shutil.rmtree(base, ignore_errors=True)
    print(f"{results['passed']} passed, {results['failed']} failed")
    return 1 if results["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
