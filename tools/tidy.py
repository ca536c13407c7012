#!/usr/bin/env python3
"""clang-tidy over src/ with the build's own compile commands. Usage: tidy.py BUILD_DIR (a clang build)"""
import concurrent.futures
import json
import pathlib
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parent.parent
build = pathlib.Path(sys.argv[1]).resolve()
commands = json.loads((build / "compile_commands.json").read_text())
files = sorted({str((build / c["file"]).resolve()) for c in commands})
files = [f for f in files if f.startswith(str(root / "src"))]


def check(path):
    done = subprocess.run(["clang-tidy", "-p", str(build), "--quiet", path], capture_output=True, text=True)
    return path, done.stdout if done.returncode else ""


failed = 0
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    for path, fault in pool.map(check, files):
        if fault:
            failed += 1
            print(fault, flush=True)
print(f"{len(files) - failed} passed, {failed} failed")
sys.exit(1 if failed else 0)
