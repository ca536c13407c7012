#!/usr/bin/env python3
"""Runs the stories of this folder against the real binary. Usage: run.py HEYE [story …]

A story is a text file; a line is one of ten verbs, "#" begins a remark:
  serve OPTION …            first line only: this story has a township of its own, served with these options
  run COMMAND …             an operator's command on the township's data folder; its output is then the page in front
  as NAME [ROLE|LOGIN]      another visitor, with cookies of their own; with a ROLE or log-in name of the demo they sign in first;
                            TOWN/ or TOWN/ROLE where there are several townships: their addresses then begin with its code
  open PATH [STATUS]        goes to a page; {name} stands for a kept value, {day+7} for the date in a week
  send ACTION [STATUS] [FIELD=VALUE | FIELD=@FILE …]   fills and sends the form of the page in front (values in "…" may hold blanks)
  again [STATUS]            sends the last form once more, byte for byte, and keeps the page that was in front
  later N | on DAY …        the service is started again N days later, or on the next of these days of the month, at ten; visitors sign in anew
  see WORDS                 the page in front says so
  miss WORDS                it does not
  keep NAME /REGEX/         keeps the first group found in the page (or in its address)
With --prefix or TOWN every address in every page and redirect must lie below it, and every cookie below the prefix.
Prints "N passed, N failed", one for each story.
"""
import datetime
import pathlib
import re
import shlex
import subprocess
import sys

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent))
from township import CHINA, Browser, Page, Township  # noqa: E402


class Visitor(Browser):
    """A browser that can repeat its last POST and, under a prefix, refuses an address outside it."""

    def request(self, method, path, body=None, headers=None, follow=True):
        if method == "POST":
            self.last = (path, body, headers)
        page = super().request(method, path, body, headers, follow)
        found = re.findall(r'\s(?:href|src|action|formaction)="(/[^"]*)"', page.text) if self.root else []
        assets = re.sub(r"/\d{9}$", "", self.root) + "/assets/"
        for address in [*found, page.path]:
            if not (address + "/").startswith((self.root + "/", self.root + "?", assets)):
                raise AssertionError(f"{address} lies outside {self.root}")
        return page

    def keep_cookies(self, lines):
        prefix = re.sub(r"/\d{9}$", "", self.root)
        for line in lines:
            if prefix and not re.search(r"path=" + re.escape(prefix) + r"(/|;|$)", line, re.I):
                raise AssertionError(f"a cookie outside {self.root}: {line}")
        super().keep_cookies(lines)


class Story:
    def __init__(self, path, town):
        self.path, self.town, self.visitors, self.kept = path, town, {}, {}
        self.browser, self.root = None, ""

    def run(self):
        for number, line in enumerate(self.path.read_text().splitlines(), 1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            verb, _, rest = line.partition(" ")
            if verb == "serve" and number == 1:
                continue
            try:
                getattr(self, "do_" + verb)(self.fill(rest.strip()))
            except Exception as fault:  # every failure of a story is reported with its line
                page = self.browser.page if self.browser else None
                print(f"{self.path.name}:{number}: {line}\n    {type(fault).__name__}: {fault}")
                if page:
                    print(f"    on {page.path} ({page.status}): {page.words[:600]}")
                return False
        return True

    def fill(self, text):
        text = re.sub(r"\{day([+-]\d+)\}", lambda m: (datetime.datetime.now(CHINA).date() + datetime.timedelta(days=int(m.group(1)))).isoformat(), text)
        return re.sub(r"\{(\w+)\}", lambda m: self.kept.get(m.group(1), m.group(0)), text)

    def do_as(self, rest):
        name, _, role = rest.partition(" ")
        place, _, role = role.rpartition("/")
        if name not in self.visitors:
            self.visitors[name] = Visitor(self.town.port, self.root + ("/" + place if place else ""))
            self.browser = self.visitors[name]
            if role:
                login, password = self.login_of(role)
                self.browser.open("/login")
                self.browser.send("/login", {"name": login, "password": password})
                self.expect(self.browser.page.status == 200 and self.browser.cookies, "could not sign in")
        self.browser = self.visitors[name]

    def login_of(self, role):
        rows = [line.split("\t") for line in (self.town.data / "logins.txt").read_text().splitlines()]
        return next((r[1], r[2]) for r in rows if role in r[:2])

    def do_run(self, rest):
        words = shlex.split(rest)
        done = subprocess.run([self.town.binary, *words, *self.town.place], capture_output=True, text=True, timeout=60)
        self.browser = self.browser or Visitor(self.town.port, self.root)
        self.browser.page = Page("", done.returncode, {}, (done.stdout + done.stderr).encode())
        self.expect(done.returncode == 0, f"ended with {done.returncode}")

    def do_later(self, rest):
        days = rest.split()
        moment = self.town.now().replace(hour=10, minute=0, second=0) + datetime.timedelta(days=1 if days[0] == "on" else int(days[0]))
        while days[0] == "on" and str(moment.day) not in days[1:]:
            moment += datetime.timedelta(days=1)
        self.town.later(moment)
        self.visitors = {}

    def do_again(self, rest):
        front = self.browser.page
        page = self.browser.request("POST", *self.browser.last)
        self.expect(page.status == int(rest or 200), f"answered {page.status}")
        self.kept["first"], self.kept["second"] = front.path, page.path

    def do_open(self, rest):
        path, _, status = rest.partition(" ")
        page = self.browser.open(path)
        self.expect(page.status == int(status or 200), f"answered {page.status}")

    def do_send(self, rest):
        words = shlex.split(rest)
        status = 200
        values, files = {}, []
        for word in words[1:]:
            if word.isdigit() and len(word) == 3:
                status = int(word)
                continue
            name, _, value = word.partition("=")
            if value.startswith("@"):
                data = (here / value[1:]).read_bytes()
                files.append((name, value[1:], "image/jpeg", data))
            elif name in values:
                values[name] = (values[name] if isinstance(values[name], list) else [values[name]]) + [value]
            else:
                values[name] = value
        page = self.browser.send(words[0], values, files)
        self.expect(page.status == status, f"answered {page.status}")

    def do_see(self, rest):
        self.expect(" ".join(rest.split()) in self.browser.page.words, f"the page does not say “{rest}”")

    def do_miss(self, rest):
        self.expect(rest not in self.browser.page.words, f"the page says “{rest}”")

    def do_keep(self, rest):
        name, _, pattern = rest.partition(" ")
        page = self.browser.page
        found = re.search(pattern.strip("/"), page.path) or re.search(pattern.strip("/"), page.text) or re.search(pattern.strip("/"), page.words)
        self.expect(found, f"nothing matches {pattern}")
        self.kept[name] = found.group(1)

    @staticmethod
    def expect(good, why):
        if not good:
            raise AssertionError(why)


def story(path, town):
    first = path.read_text().split("\n", 1)[0].strip()
    if not first.startswith("serve"):
        return Story(path, town).run()
    options = shlex.split(first)[1:]
    with Township(town.binary, options) as own:
        told = Story(path, own)
        told.root = options[options.index("--prefix") + 1] if "--prefix" in options else ""
        return told.run()


def main():
    stories = [here / f"{s}.txt" for s in sys.argv[2:]] or sorted(here.glob("*.txt"))
    passed = failed = 0
    with Township(sys.argv[1]) as town:
        for path in stories:
            good = story(path, town)
            passed += good
            failed += not good
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
