#!/usr/bin/env python3
"""Compiles each header of src/ alone: a header brings what it needs (git's hdr-check). Usage: headers.py BUILD_DIR"""
import concurrent.futures
import pathlib
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parent.parent
build = pathlib.Path(sys.argv[1])
flags = ["gcc", "-std=c17", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-D_GNU_SOURCE", f"-I{root}/src", f"-I{root}/test", f"-I{build}/src", "-x", "c"]
flags += subprocess.run(["pkg-config", "--cflags", "libpq", "cairo", "xlsxwriter"], capture_output=True, text=True, check=True).stdout.split()


def check(header):
    text = f'#include "{header}"\n'
    done = subprocess.run(flags + ["-"], input=text, capture_output=True, text=True)
    return header, done.stderr if done.returncode else ""


headers = [str(p.relative_to(root / "src")) for p in sorted((root / "src").rglob("*.h"))]
headers += [str(p.relative_to(build / "src")) for p in sorted((build / "src").rglob("*.h")) if ".p/" not in str(p)]
failed = 0
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    for header, fault in pool.map(check, headers):
        if fault:
            failed += 1
            print(f"{header} does not compile alone:\n{fault}")
print(f"{len(headers) - failed} passed, {failed} failed")
sys.exit(1 if failed else 0)
