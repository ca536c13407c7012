#!/usr/bin/env python3
"""Runs the stories of this folder against the real binary. Usage: run.py HEYE [story …]

A story is a text file; a line is one of six verbs, "#" begins a remark:
  as NAME [ROLE]            another visitor, with cookies of their own; with a ROLE of the demo they sign in first
  open PATH [STATUS]        goes to a page; {name} stands for a kept value
  send ACTION [STATUS] [FIELD=VALUE | FIELD=@FILE …]   fills and sends the form of the page in front (values in "…" may hold blanks)
  see WORDS                 the page in front says so
  miss WORDS                it does not
  keep NAME /REGEX/         keeps the first group found in the page (or in its address)
Prints "N passed, N failed", one for each story.
"""
import pathlib
import re
import shlex
import sys

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent))
from township import Browser, Township  # noqa: E402


class Story:
    def __init__(self, path, town):
        self.path, self.town, self.visitors, self.kept = path, town, {}, {}
        self.browser = None

    def run(self):
        for number, line in enumerate(self.path.read_text().splitlines(), 1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            verb, _, rest = line.partition(" ")
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
        return re.sub(r"\{(\w+)\}", lambda m: self.kept.get(m.group(1), m.group(0)), text)

    def do_as(self, rest):
        name, _, role = rest.partition(" ")
        if name not in self.visitors:
            self.visitors[name] = Browser(self.town.port)
            self.browser = self.visitors[name]
            if role:
                login, password = self.town.logins()[role]
                self.browser.open("/login")
                self.browser.send("/login", {"login": login, "password": password})
                self.expect(self.browser.page.status == 200, "could not sign in")
        self.browser = self.visitors[name]

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
        self.expect(rest in self.browser.page.words, f"the page does not say “{rest}”")

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


def main():
    stories = [here / f"{s}.txt" for s in sys.argv[2:]] or sorted(here.glob("*.txt"))
    passed = failed = 0
    with Township(sys.argv[1]) as town:
        for path in stories:
            good = Story(path, town).run()
            passed += good
            failed += not good
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
