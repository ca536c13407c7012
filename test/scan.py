#!/usr/bin/env python3
"""No statement of any journey reads much more than it gives. Usage: test/with-postgres HEYE test/scan.py HEYE [story …]

Runs the stories while PostgreSQL writes down each statement's plan with the rows that it really read (auto_explain). It plans as in a county after
years: the demo's values are counted, and its tables then called a thousand times as full (its places, posts and the like twenty times), so that
nothing is read whole because it is small. A statement that read more than ten times the rows that it gave, and more than a page of them, needs a
line above its name in the .sql file: `-- Reads more than it gives: why`. Ends with "N passed, N failed": one for the stories, one for each named query that ran.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "journeys"))
import run  # noqa: E402
from township import Township, database_url  # noqa: E402

SOURCE = HERE.parent / "src"
TIMES, PAGE = 10, 20
REASON = "-- Reads more than it gives: "
SETTINGS = {"session_preload_libraries": "auto_explain", "auto_explain.log_min_duration": "0", "auto_explain.log_analyze": "on",
            "auto_explain.log_timing": "off", "auto_explain.log_buffers": "off", "auto_explain.log_format": "json", "autovacuum": "off",
            "random_page_cost": "1.1", "log_line_prefix": "@@ "}
# What a township has a few of, however long it is there: these are not called a thousand times as full.
STANDING = ("account", "calendar_day", "calendar_list", "limit_rule", "map_shape", "matter_retention", "matter_type", "openday_rule", "person", "place",
            "place_name", "post", "route_rule", "town", "unit")
# Their rows are counted where they are used, or are no rows of a table.
NO_TABLE = ("Subquery Scan", "CTE Scan", "Bitmap Index Scan", "Function Scan", "Values Scan", "WorkTable Scan", "Named Tuplestore Scan")


def ask(database, *orders):
    subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", database_url(database, "postgres"), *[w for o in orders for w in ("-c", o)]], check=True,
                   stdout=subprocess.DEVNULL)


def demo(binary):
    """The township that each story begins with, in the server's eyes a thousand times as large."""
    first = Township(binary)
    shutil.rmtree(first.base)
    ask(f"demo_{os.getpid()}", "analyze", "update pg_class c set relpages = greatest(c.relpages, 1), reltuples = greatest(c.reltuples, 100) * "
        f"case when t.relname in {STANDING} then 20 else 1000 end from pg_class t left join pg_index i on i.indrelid = t.oid "
        "where c.oid in (t.oid, i.indexrelid) and t.relkind = 'r' and t.relnamespace in ('heye'::regnamespace, 'identity'::regnamespace)")


def settings(on):
    change = [f"alter system set {name} = '{value}'" for name, value in SETTINGS.items()] if on else [f"alter system reset {name}" for name in SETTINGS]
    ask("postgres", "load 'auto_explain'", *change, "select pg_reload_conf()")


def squeeze(sql):
    return re.sub(r"\s+", "", sql.replace("?", "$")).lower()


def named(build):
    """{text of a query: its name}, as sqlgen wrote them down."""
    found = {}
    for path in build.rglob("gen/*.sql.c"):
        for name, body in re.findall(r'struct query \w+ = \{ "(\w+)",(.*?)\};', path.read_text(), re.S):
            for text in re.findall(r'"((?:[^"\\]|\\.)*)"', body):
                found[squeeze(text.replace('\\"', '"').replace("\\n", " "))] = name
    return found


def reasons():
    """{name of a query: why it may}: among the comment lines above its name line; above a figure it holds for what is made of it."""
    found = {}
    for path in SOURCE.rglob("*.sql"):
        why = None
        for line in path.read_text().splitlines():
            name = re.match(r"-- @(?:one|many|each|do|change|figure) (\w+)", line)
            if line.startswith(REASON):
                why = line[len(REASON):].strip()
            elif name and why:
                found.update({name.group(1) + end: why for end in ("", *(("_count", "_cells", "_list", "_of") if "@figure" in line else ()))})
            if name or not line.startswith("--"):
                why = None
    return found


def rows_read(plan):
    """Rows that the leaves of a plan touched: those given on and those thrown away."""
    below = sum(rows_read(p) for p in plan.get("Plans", []))
    if "Scan" not in plan["Node Type"] or plan["Node Type"] in NO_TABLE:
        return below
    dropped = plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
    return below + (plan["Actual Rows"] + dropped) * plan["Actual Loops"]


def rows_given(plan):
    node = plan
    while node["Node Type"] in ("ModifyTable", "LockRows") and node.get("Plans"):
        node = next(p for p in node["Plans"] if p["Parent Relationship"] == "Outer")
    return max(1, node["Actual Rows"] * node["Actual Loops"])


def plans(log, begin):
    """The plans of the server's log, one statement after another."""
    with open(log, encoding="utf-8", errors="replace") as f:
        f.seek(begin)
        lines = None
        for line in f:
            if line.startswith("@@ "):
                if lines:
                    yield json.loads("".join(lines))
                lines = [] if re.match(r"@@ LOG:\s+duration: .* plan:$", line.rstrip()) else None
            elif lines is not None:
                lines.append(line)
        if lines:
            yield json.loads("".join(lines))


class Seen:
    """How often a statement ran, and the time when it read most beside what it gave."""

    def __init__(self):
        self.times, self.read, self.given, self.plan = 0, 0, 1, None

    def add(self, read, given, plan):
        self.times += 1
        if self.plan is None or (read > PAGE, read / given) > (self.read > PAGE, self.read / self.given):
            self.read, self.given, self.plan = read, given, plan

    def much(self):
        return self.read > PAGE and self.read > TIMES * self.given


def look(log, begin, names):
    found = {}
    for plan in plans(log, begin):
        name = names.get(squeeze(re.sub(r"^declare \w+ no scroll cursor for ", "", plan["Query Text"])))
        if name:  # else a test's own question, or the service's own words to the server
            found.setdefault(name, Seen()).add(rows_read(plan["Plan"]), rows_given(plan["Plan"]), plan["Plan"])
    return found


def draw(plan, depth=0):
    print(f"    {'  ' * depth}{plan['Node Type']} {plan.get('Relation Name', '')} {plan.get('Index Name', '')}: {plan['Actual Rows']} × {plan['Actual Loops']}"
          f"{', dropped ' + str(plan['Rows Removed by Filter']) if plan.get('Rows Removed by Filter') else ''}")
    for p in plan.get("Plans", []):
        draw(p, depth + 1)


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    log = pathlib.Path(os.environ["HEYE_TEST_LOG"])
    demo(binary)
    settings(True)
    begin = log.stat().st_size
    wrong = run.main()
    settings(False)
    found, why = look(log, begin, named(binary.parent)), reasons()
    passed, failed = int(not wrong), int(wrong)
    if not sys.argv[2:]:
        for name in sorted(set(why) & set(found)):
            if not found[name].much():
                print(f"({name} read no more than it gave this time)")
    for name, s in sorted(found.items()):
        good = not s.much() or name in why
        if s.much():
            print(f"{'ALLOWED' if good else 'FAILED '} {name}: read {s.read:,}, gave {s.given:,} ({s.times:,} times run){': ' + why[name] if good else ''}")
        if not good:
            draw(s.plan)
        passed, failed = passed + good, failed + (not good)
    if len(found) < 300 and not sys.argv[2:]:
        print(f"FAILED only {len(found)} named queries were seen")
        failed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
