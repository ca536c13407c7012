#!/usr/bin/env python3
"""Every date of dates.csv through `heye calendar explain`, date and derivation. Usage: run.py HEYE
The list must also be what make.py makes today: nobody mends a wrong date by hand."""
import csv
import io
import pathlib
import subprocess
import sys

here = pathlib.Path(__file__).resolve().parent


def main():
    binary = sys.argv[1]
    stored = (here / "dates.csv").read_text()
    made = subprocess.run([sys.executable, here / "make.py"], capture_output=True, text=True, check=True).stdout
    passed, failed = int(stored == made), int(stored != made)
    if failed:
        print("dates.csv is not what make.py makes")
    for row in csv.DictReader(io.StringIO(stored)):
        done = subprocess.run([binary, "calendar", "explain", row["start"], row["days"]], capture_output=True, text=True, timeout=20)
        lines = done.stdout.splitlines()
        wanted = [f'{row["start"]} + {row["days"]} working days = {row["end"]}', f'  {row["derivation"]}; calendar built in, 2022 to 2026']
        good = done.returncode == 0 and lines[:2] == wanted
        passed, failed = passed + good, failed + (not good)
        if not good:
            print(f"FAILED {wanted}\n   got {lines} {done.stderr}")
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
