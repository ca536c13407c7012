#!/usr/bin/env python3
"""Runs the generators on small cases and compares what they write or say.

Usage: run.py SQLGEN VIEWGEN WORDGEN EMBED [case …]

A case is test/<tool>/<name>.case: parts that begin with a line `== kind [file]`:
  == file NAME         an input; without migrations of its own a query case gets those of sqlgen/schema.case
  == args …            what the tool is called with, when it is not the usual; {out} is the folder for outputs
  == error             the exact message, and exit status 1
  == whole FILE        FILE as written, whole
  == has FILE          these lines stand in FILE as written, in this order
  == compile-error     a compiler message that contains this line; else every C file must compile without a warning
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SRC = HERE.parent.parent / "src"
WARNINGS = """-std=c17 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wvla -Wformat=2 -Wundef -Wwrite-strings -Wcast-qual
-Wmissing-prototypes -Wstrict-prototypes -Wnull-dereference -Wimplicit-fallthrough -Wduplicated-cond -Wduplicated-branches
-Wlogical-op -Wdouble-promotion -Wredundant-decls -Wfloat-equal -Werror -D_GNU_SOURCE""".split()


def parts_of(path):
    parts, lines = [], None
    for line in path.read_text().splitlines():
        if line.startswith("== "):
            kind, _, name = line[3:].partition(" ")
            lines = []
            parts.append((kind, name.strip(), lines))
        elif lines is not None:
            lines.append(line)
    return [(kind, name, "\n".join(lines).strip("\n")) for kind, name, lines in parts]


class Case:
    def __init__(self, tools, path, folder):
        self.tools, self.path, self.folder = tools, path, pathlib.Path(folder)
        self.tool = path.parent.name
        self.parts = parts_of(path)
        self.out = self.folder / "gen"
        self.out.mkdir()
        self.faults = []

    def part(self, kind):
        return [(name, text) for k, name, text in self.parts if k == kind]

    def files(self):
        files = self.part("file")
        if self.tool == "sqlgen" and not any(re.search(r"/\d{4}_", name) for name, _ in files):
            files = [(n, t) for k, n, t in parts_of(HERE / "sqlgen" / "schema.case") if k == "file"] + files
        for name, text in files:
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(text + "\n" if text else "")
        return [name for name, _ in files]

    def call(self, tool, *args):
        return subprocess.run([self.tools[tool], *args], cwd=self.folder, capture_output=True, text=True)

    def commands(self, files):
        """The usual call of each generator for the files of the case, words before views."""
        if given := self.part("args"):
            return [(self.tool, given[0][0].replace("{out}", "gen").split())]
        migrations = [f for f in files if re.search(r"\d{4}_", f)]
        commands = []
        for kind, tool in ((".words", "wordgen"), (".sql", "sqlgen"), (".html", "viewgen")):
            for f in files:
                folder, _, base = f.rpartition("/")
                if not f.endswith(kind) or f in migrations:
                    continue
                out = ["--header", f"gen/{base}.h", "--source", f"gen/{base}.c", f]
                if tool == "wordgen":
                    users = [u for u in files if u.endswith((".html", ".c"))]
                    commands.append((tool, [*out, "--used-in", *users]))
                elif tool == "sqlgen":
                    commands.append((tool, ["--folder", folder, *out, "--schema", *migrations]))
                else:
                    words = [w.rpartition("/")[2] for w in files if w.endswith(".words")]
                    commands.append((tool, ["--folder", folder, "--words", *words, *out]))
        return commands

    def compile(self):
        wanted = [text for _, text in self.part("compile-error")]
        said = ""
        for source in sorted(self.out.glob("*.c")):
            command = ["gcc", *WARNINGS, "-O1", "-S", "-o", "/dev/null", "-include", f"{SRC}/base/banned.h", f"-I{SRC}", "-I."]
            said += subprocess.run([*command, f"gen/{source.name}"], cwd=self.folder, capture_output=True, text=True).stderr
        if not wanted and said:
            self.faults.append("what was written does not compile:\n" + said)
        for line in wanted:
            if line not in said:
                self.faults.append(f"the compiler did not say `{line}` but:\n{said}")

    def outputs(self):
        for name, text in self.part("whole"):
            got = (self.out / name).read_text().strip("\n")
            if got != text:
                self.faults.append(f"{name} is:\n{got}")
        for name, text in self.part("has"):
            got, at = (self.out / name).read_text().splitlines(), 0
            for line in text.splitlines():
                if line not in got[at:]:
                    self.faults.append(f"{name} lacks, here, the line `{line}`:\n" + "\n".join(got))
                    break
                at = got.index(line, at) + 1

    def run(self):
        said, status = "", 0
        for tool, args in self.commands(self.files()):
            done = self.call(tool, *args)
            said, status = said + done.stderr, status or done.returncode
            if done.returncode:
                break
        error = [text for _, text in self.part("error")]
        if error:
            if status != 1 or said.strip() != error[0]:
                self.faults.append(f"status {status}, said:\n{said}")
        elif status or said:
            self.faults.append(f"refused, status {status}:\n{said}")
        else:
            self.outputs()
            self.compile()
        return self.faults


def main(arguments):
    tools = dict(zip(("sqlgen", "viewgen", "wordgen", "embed"), map(os.path.abspath, arguments)))
    wanted = arguments[4:]
    passed = failed = 0
    for path in sorted(HERE.glob("*/*.case")):
        if path.stem == "schema" or (wanted and path.stem not in wanted):
            continue
        with tempfile.TemporaryDirectory() as folder:
            faults = Case(tools, path, folder).run()
        for fault in faults:
            print(f"{path.parent.name}/{path.name}: {fault}")
        failed += bool(faults)
        passed += not faults
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
