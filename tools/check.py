#!/usr/bin/env python3
"""The house rules that no compiler knows: floors, names, sizes, banned calls, the town in every key, the rule before features.
(One writer per table, typed queries and words in both languages are the build tools' own checks.)

Usage: tools/check.py [--root DIR] [floors|names|sizes|banned|schema|persons|dialect|routes|words ...]   (all by default)
Prints file:line: message for each breach, then "N passed, N failed"; exit 1 when anything failed.
"""
import pathlib
import re
import sqlite3
import sys

# Floors, lowest first; a folder may include itself and what is listed for it (style.md §4.1).
MAY_USE = {
    "base": [],
    "db": ["base"],
    "http": ["base"],
    "html": ["base"],
    "paper": ["base"],
    "depot": ["base"],
    "desk": ["db", "depot", "base"],
    "web": ["desk", "http", "html", "paper", "db", "depot", "base"],
    "place": ["desk", "db", "base"],
    "staff": ["place", "desk", "db", "base"],
    "catalogue": ["place", "staff", "desk", "db", "base"],
    "identity": ["desk", "db", "base"],
    "matter": ["place", "staff", "catalogue", "identity", "desk", "db", "depot", "base"],
    "joint": ["matter", "place", "staff", "catalogue", "identity", "desk", "db", "base"],
    "search": ["matter", "place", "staff", "catalogue", "identity", "desk", "db", "base"],
    "openday": ["matter", "place", "staff", "catalogue", "identity", "desk", "db", "base"],
    "petition": ["notice", "paper", "matter", "place", "staff", "catalogue", "identity", "desk", "db", "base"],
    "notice": ["paper", "matter", "place", "staff", "catalogue", "identity", "desk", "db", "base"],
    "mediation": ["paper", "matter", "place", "staff", "catalogue", "identity", "desk", "db", "base"],
    "report": ["joint", "notice", "petition", "mediation", "matter", "place", "staff", "catalogue", "identity", "desk", "db", "base"],
    "main": ["search", "paper", "notice", "openday", "report", "joint", "petition", "mediation", "matter", "place", "staff", "catalogue", "identity", "desk", "web", "http", "html", "db", "depot", "base"],
}
SLICES = ["place", "staff", "catalogue", "identity", "matter", "notice", "joint", "petition", "mediation", "openday", "report", "search"]
PAGES_MAY = ["web", "http", "html", "paper"]
MAX_FILE, MAX_FUNCTION, MAX_TEST_FUNCTION = 500, 60, 100
MAX_LINE, LINE_SLACK, MAX_TABLE_LINE = 120, 10, 150  # a table that clang-format leaves alone may be wider

# What SQLite takes and PostgreSQL does not, or means otherwise.
ONE_DIALECT = re.compile(
    r"\b(insert or \w+|replace into|rowid|autoincrement|without rowid|strict|pragma|glob|match|ifnull|iif|group_concat|total|datetime|"
    r"strftime|julianday|unixepoch|json_\w+|last_insert_rowid|changes|typeof|instr|hex|randomblob|collate nocase|blob)\b(?!_)", re.I)

# Words whose presence in a table, column or route would mean that persons are watched (design README, domain.md §0.1).
WATCHING = re.compile(
    r"(score|rank|rating|risk|grade|predict|watch_?list|black_?list|check_?in|checkin|mileage|streak|points|quota|"
    r"target_count|petition_count|repeat_count|online_time|track_person|person_type|keypoint_person|petitioner|"
    r"petitions?_(n|no|num|number|times|total|sum|level)$|(n|num|number|times|total|count)_(of_)?(petition|visit|repeat)s?$|repeats?$|repeat_(n|num|times))", re.I)
# Nothing of a petition hangs on a person: a lane of a matter, no file of somebody.
PETITION_KEEPS_NO = re.compile(r"(person|token|resident|reporter|petitioner|party|household|family)", re.I)
# What would turn rows into a figure about somebody.
COUNTS = re.compile(r"\b(count|sum|avg|rank|dense_rank|row_number|ntile)\s*\(", re.I)
PERSONAL = re.compile(r"^(name|phone|mobile|id_number|contact|reporter|birth|gender|address)$", re.I)
PERSONAL_ALLOWED = {("person", "name"), ("town", "phone"), ("unit", "phone"), ("post", "phone")}


class Check:
    def __init__(self, root):
        self.root = root
        self.src = root / "src"
        self.faults = []

    def fault(self, path, line, text):
        self.faults.append(f"{path.relative_to(self.root)}:{line}: {text}")

    def sources(self, *suffixes, under=("src",)):
        for folder in under:
            base = self.root / folder
            if base.exists():
                for path in sorted(base.rglob("*")):
                    if path.suffix in suffixes and "node_modules" not in path.parts:
                        yield path

    # -- floors: an include points down, never up; a domain file knows nothing of pages
    def floors(self):
        generated = self.generated_owner()
        for path in self.sources(".c", ".h"):
            folder = path.parent.name
            if folder not in MAY_USE:
                if path.parent != self.src:
                    self.fault(path, 1, f"folder {folder} stands on no floor")
                continue
            page = path.stem.endswith("_web") or path.stem.endswith("_test")
            domain = folder in SLICES and not page
            for number, line in enumerate(path.read_text().splitlines(), 1):
                found = re.match(r'\s*#\s*include "([^"]+)"', line)
                if not found:
                    continue
                target = found.group(1)
                if target.startswith("gen/"):
                    used = generated.get(target[4:])
                    if used is None and target not in ("gen/assets.h",):
                        self.fault(path, number, f"{target} is generated from no file")
                        continue
                else:
                    used = target.split("/")[0] if "/" in target else None
                if domain and re.search(r"(_web|\.html|\.words)\.h$", target):
                    self.fault(path, number, f"domain file includes the page header {target}")
                if used is None or used == folder:
                    continue
                allowed = MAY_USE[folder] + (PAGES_MAY if folder in SLICES and page else [])
                if used not in allowed:
                    self.fault(path, number, f"{folder} may not use {used} ({target})")

    def generated_owner(self):
        owner = {}
        for path in self.sources(".sql", ".html", ".words", ".csv", ".txt"):
            owner[path.name + ".h"] = path.parent.name if path.suffix == ".sql" else path.parent.name
        return owner

    # -- names: what a header exports begins with the room's noun
    def names(self):
        for path in self.sources(".h"):
            folder = path.parent.name
            if folder not in MAY_USE or path.name == "banned.h":
                continue
            nouns = {folder} | {p.stem for p in path.parent.glob("*.[ch]")} | {p.stem.split("_")[0] for p in path.parent.glob("*.[ch]")}
            for header in path.parent.glob("*.h"):
                nouns |= self.room_nouns(header)
            for number, line in enumerate(path.read_text().splitlines(), 1):
                found = re.match(r"^(?:MUST_USE )?(?:extern )?(?:const )?[a-z_][\w ]*[ \*]([a-z_]\w*)\(", line)
                if not found or line.startswith(("static", "typedef", "#", "\t", " ")):
                    continue
                name = found.group(1)
                if not any(name == n or name.startswith(n + "_") for n in nouns):
                    self.fault(path, number, f"{name}() does not begin with a noun of its room: the folder, a file, a type")

    def room_nouns(self, path):
        """The types that a header declares are nouns too; others it lists in its first comment: `names: put, word`."""
        text = path.read_text()
        nouns = set(re.findall(r"\bstruct (\w+)\s*[{;]", text)) | set(re.findall(r"^\} (\w+);", text, re.M))
        nouns |= {n.rsplit("_", 1)[0] for n in nouns if "_" in n}
        found = re.search(r"\bnames: ([a-z_, ]+)", text.split("*/", 1)[0])
        return nouns | (set(re.split(r"[, ]+", found.group(1).strip())) if found else set())

    # -- sizes
    def sizes(self):
        for path in self.sources(".c", ".h", ".py", ".js", ".mjs", ".sql", ".html", ".css", under=("src", "tools", "test", "bench", "bin")):
            lines = path.read_text().splitlines()
            if "corpus" in path.parts or path.name.endswith(".min.js"):
                continue
            if len(lines) > MAX_FILE:
                self.fault(path, len(lines), f"{len(lines)} lines; a file has {MAX_FILE} at most")
            if path.suffix in (".c", ".h"):
                self.function_sizes(path, lines)
                self.line_widths(path, lines)

    def line_widths(self, path, lines):
        most = MAX_LINE + LINE_SLACK
        for number, line in enumerate(lines, 1):
            if "clang-format off" in line:
                most = MAX_TABLE_LINE
            elif "clang-format on" in line:
                most = MAX_LINE + LINE_SLACK
            elif len(line.expandtabs(8)) > most:
                self.fault(path, number, f"line is {len(line.expandtabs(8))} columns wide")

    def function_sizes(self, path, lines):
        test = path.stem.endswith("_test") or "test" in path.relative_to(self.root).parts
        most = MAX_TEST_FUNCTION if test else MAX_FUNCTION
        start = None
        for number, line in enumerate(lines, 1):
            if line == "{":
                start = number
            elif line == "}" and start is not None:
                if number - start - 1 > most:
                    self.fault(path, start, f"function of {number - start - 1} lines; {most} at most")
                start = None

    # -- banned calls: beyond the poisoned ones, what a feature may not do itself
    def banned(self):
        everywhere = re.compile(r"\b(strcpy|strncpy|strcat|sprintf|vsprintf|gets|strtok|strtoul|atoi|alloca|system|popen|localtime|gmtime|mktemp)\s*\(")
        feature = re.compile(r"\b(malloc|calloc|realloc|free|sqlite3_\w+|time|gettimeofday|clock_gettime|fopen|goto)\b\s*[(;a-z]")
        for path in self.sources(".c", ".h"):
            folder = path.parent.name
            for number, line in enumerate(self.code_lines(path), 1):
                if found := everywhere.search(line):
                    self.fault(path, number, f"{found.group(1)}() is banned")
                if folder in SLICES and not path.stem.endswith("_test") and (found := feature.search(line)):
                    self.fault(path, number, f"{found.group(1)} is not for features: memory is the arena's, time is db->now, SQL is named")
                if re.search(r"\bgoto\b", line) and folder in MAY_USE:
                    self.fault(path, number, "goto")

    @staticmethod
    def code_lines(path):
        text = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group(0).count("\n"), path.read_text(), flags=re.S)
        text = re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', text)
        return [line.split("//")[0] if not line.startswith("#") else "" for line in text.splitlines()]

    # -- schema: township first everywhere, one owner per table, nothing that watches persons, no personal columns
    def schema(self):
        owners = {}
        for store in ("main", "identity"):
            base = sqlite3.connect(":memory:")
            for path in sorted(self.sources(".sql"), key=lambda p: p.name):
                if not re.match(r"\d{4}_", path.name):
                    continue
                text = re.sub(r"^-- @postgresql\n.*?(?=^-- @)", "", path.read_text(), flags=re.S | re.M)  # the other engine's own
                mine = "identity" if text.startswith("-- @store identity") else "main"
                if mine != store:
                    continue
                for table in re.findall(r"create table (\w+)", text):
                    if table in owners:
                        self.fault(path, 1, f"table {table} is already made by {owners[table]}")
                    owners[table] = path.parent.name
                base.executescript(text)
            self.township_first(base, store)
            self.files_kept(base, owners)
        return owners

    # a picture goes only when no slice shows it: each table of photos stands in its folder's query about one file
    def files_kept(self, base, owners):
        for (table,) in base.execute("select name from sqlite_master where type = 'table'").fetchall():
            if not {"picture", "thumb"} <= {c[1] for c in base.execute(f"pragma table_info({table})")}:
                continue
            queries = "".join(p.read_text() for p in (self.src / owners[table]).glob("*.sql"))
            if not re.search(rf"\(file blob\) -> \(kept bool\)\n[^;]*\bfrom {table}\b", queries):
                self.fault(self.src / owners[table] / "meson.build", 1, f"{table} shows photos, and no query (file blob) -> (kept bool) asks it")

    def township_first(self, base, store):
        where = self.src / "gen" / "meson.build"
        for (table,) in base.execute("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'").fetchall():
            columns = base.execute(f"pragma table_info({table})").fetchall()
            key = [c[1] for c in sorted(columns, key=lambda c: c[5]) if c[5]]
            if table != "migration" and (not key or key[0] != "town"):
                self.fault(where, 1, f"{store} table {table}: the primary key does not begin with town")
            for _, index, unique, *_ in base.execute(f"pragma index_list({table})").fetchall():
                first = base.execute(f"pragma index_info({index})").fetchone()
                if first[2] != "town":
                    self.fault(where, 1, f"{store} index {index} of {table} does not begin with town")
            links = {}
            for link in base.execute(f"pragma foreign_key_list({table})").fetchall():
                links.setdefault(link[0], []).append((link[1], link[3], link[4]))
            for parts in links.values():
                if sorted(parts)[0][1:] != ("town", "town"):
                    self.fault(where, 1, f"{store} table {table}: a foreign key does not begin with town")
            for column in columns:
                self.column_rules(where, store, table, column[1])

    def column_rules(self, where, store, table, column):
        if table.startswith("petition") and PETITION_KEEPS_NO.search(column):
            self.fault(where, 1, f"{store} {table}.{column}: a petition is kept by matter, never by person")
        for name in (table, column):
            if WATCHING.search(name):
                self.fault(where, 1, f"{store} {table}.{column}: persons are not scored, ranked, tracked or counted")
        if store == "main" and PERSONAL.match(column) and (table, column) not in PERSONAL_ALLOWED:
            self.fault(where, 1, f"{table}.{column}: personal data stands in the identity store only")

    # -- persons: no query counts, groups or orders matters by whom they come from, and none ranks anybody
    def persons(self):
        for path in self.sources(".sql"):
            line = 1
            for part in path.read_text().split(";"):
                start = line + len(part) - len(part.lstrip("\n"))
                line += part.count("\n")
                sql = "\n".join(row.split("--")[0] for row in part.splitlines()).lower()
                if re.match(r"\d{4}_", path.name) or not sql.strip():
                    continue
                by_token = re.search(r"identity_token\s*=|=\s*(\w+\.)?identity_token|\b(group|order|partition)\s+by\b[^;]*identity_token", sql)
                if by_token and (COUNTS.search(sql) or re.search(r"\bgroup\s+by\b", sql)):
                    self.fault(path, start, "counts or groups matters by whom they come from: nobody's matters are counted")
                if re.search(r"\b(petition\w*)\b", sql) and re.search(r"\b(group|partition)\s+by\b[^;]*(person|token|reporter|holder|post)", sql):
                    self.fault(path, start, "groups petitions by a person")
                if re.search(r"\b(rank|dense_rank|row_number|ntile)\s*\(", sql):
                    self.fault(path, start, "ranks: nobody is ranked")

    # -- dialect: what PostgreSQL would not take
    def dialect(self):
        for path in self.sources(".sql"):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                found = ONE_DIALECT.search(re.sub(r"'[^']*'", "''", line.split("--")[0]))
                if found:
                    self.fault(path, number, f"“{found.group(0)}” is not in the SQL that both engines share")

    # -- routes: every row names its duty through a macro, no route watches persons
    def routes(self):
        for path in self.sources(".c"):
            text = path.read_text()
            for found in re.finditer(r'\b(?:PAGE|CHANGE)(?:_SLOW|_STREAM)?\(\s*"([^"]*)"\s*,\s*(\w+)', text):
                number = text.count("\n", 0, found.start()) + 1
                if not found.group(2).startswith("DUTY_") or found.group(2) == "DUTY_NONE":
                    self.fault(path, number, f"route {found.group(1)} names no duty")
                if WATCHING.search(found.group(1)):
                    self.fault(path, number, f"route {found.group(1)}: persons are not scored, ranked, tracked or counted")
            for number, line in enumerate(text.splitlines(), 1):
                if path.parent.name in SLICES and re.search(r"\{\s*(\.method = )?(GET|POST),", line):
                    self.fault(path, number, "write the row with PAGE() or CHANGE(): they demand the duty")

    # -- words: tone (ui.md §9): no office jargon, no "app"
    def words(self):
        jargon = re.compile(r"请知悉|系统繁忙|特此|贵方|\bapp\b|\bApp\b|\bAPP\b|小程序")
        for path in self.sources(".words"):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if not line.startswith("#") and (found := jargon.search(line)):
                    self.fault(path, number, f"“{found.group(0)}” is not a word of this house")


CHECKS = ["floors", "names", "sizes", "banned", "schema", "persons", "dialect", "routes", "words"]


def main(arguments):
    root = pathlib.Path(__file__).resolve().parent.parent
    if arguments[:1] == ["--root"]:
        root = pathlib.Path(arguments[1]).resolve()
        arguments = arguments[2:]
    passed = failed = 0
    for name in arguments or CHECKS:
        if name not in CHECKS:
            print(f"tools/check.py: no check {name}", file=sys.stderr)
            return 2
        check = Check(root)
        getattr(check, name)()
        for line in check.faults:
            print(line)
        failed += bool(check.faults)
        passed += not check.faults
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
