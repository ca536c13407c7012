#!/usr/bin/env python3
"""Commands as an operator calls them: help, wrong arguments (exit 2, a clear line), verify after tampering. Usage: commands.py HEYE"""
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

from township import Browser, Township, free_port

results = []


def check(name, good, detail=""):
    results.append(bool(good))
    if not good:
        print(f"FAILED {name}: {detail}")


def run(binary, *words):
    return subprocess.run([binary, *words], capture_output=True, text=True, timeout=300)


def wrong_arguments(binary):
    for words in [[], ["frobnicate"], ["serve"], ["serve", "--data"], ["serve", "--data", "x", "--colour", "red"], ["verify", "--data=x", "--town", "12"],
                  ["serve", "--data", "x", "--workers", "many"], ["calendar", "--data", "x"], ["calendar", "fly", "--data", "x"], ["town", "--data", "x"],
                  ["serve", "--data", "x", "--prefix", "no-slash"], ["serve", "--data", "x", "--tls-cert", "c"], ["serve", "--data", "x", "--data", "y"],
                  ["user", "--data", "x"], ["backup", "--data", "x"]]:
        done = run(binary, *words)
        check(f"heye {' '.join(words)} exits 2", done.returncode == 2, f"{done.returncode} {done.stderr}")
        check(f"heye {' '.join(words)} says why", done.stderr.strip() or not words, "nothing on standard error")
    help_text = run(binary, "help")
    check("help", help_text.returncode == 0 and all(f"heye {c}" in help_text.stdout for c in
          "serve demo migrate check verify calendar town user identity-key backup help".split()), help_text.stdout)
    missing = run(binary, "verify", "--data", "/nonexistent/heye")
    check("a missing folder", missing.returncode == 1 and "/nonexistent/heye" in missing.stderr, missing.stderr)


def tampering(town):
    """Change, delete, reorder, insert, cut the tail: each is named."""
    database = town.data / "heye.db"
    clean = town.command("verify")
    check("verify on the demo", clean.returncode == 0 and "OK" in clean.stdout, clean.stdout + clean.stderr)
    last = sqlite3.connect(database).execute("select max(seq) from event").fetchone()[0]
    for name, sql, bad in [
            ("a changed detail", "update event set detail = detail || ' ' where seq = 40", 40),
            ("a changed time", "update event set at = at + 1 where seq = 41", 41),
            ("a changed actor", "update event set post = coalesce(post, 0) + 1 where seq = 42", 42),
            ("a deleted row", "delete from event where seq = 50", 50),
            ("a deleted last row", f"delete from event where seq = {last}", last),
            ("two rows swapped", "update event set seq = -1 where seq = 60; update event set seq = 60 where seq = 61; update event set seq = 61 where seq = -1", 60),
            ("a first row deleted", "delete from event where seq = 1", 1),
            ("a row copied in", f"insert into event select town, {last + 1}, at, actor_kind, person, post, object, object_id, kind, state_from, state_to, "
             f"reason, detail, text_hash, prev, hash from event where seq = {last}", last + 1),
    ]:
        copy = pathlib.Path(tempfile.mkdtemp()) / "data"
        shutil.copytree(town.data, copy)
        base = sqlite3.connect(copy / "heye.db")
        base.executescript(sql)
        base.commit()
        base.close()
        done = run(town.binary, "verify", "--data", str(copy))
        check(f"{name} is found", done.returncode == 1, done.stdout + done.stderr)
        check(f"{name} is named", f"event {bad}:" in done.stdout, f"expected event {bad}: {done.stdout}")
        shutil.rmtree(copy.parent)


def operator(town):
    check("check on the demo", town.command("check").returncode == 0, town.command("check").stdout[-2000:])
    explained = town.command("calendar", "explain", "2023-09-28", "5")
    check("calendar explain", "2023-10-11" in explained.stdout, explained.stdout + explained.stderr)
    bad = town.base / "bad.csv"
    bad.write_text("# year 2027\ndate,kind\n2027-02-30,off\n")
    refused = town.command("calendar", "import", str(bad))
    check("a bad holiday file is refused with its line", refused.returncode == 1 and ":3:" in refused.stderr, refused.stderr)
    good = town.base / "2027.csv"
    good.write_text("# year 2027, invented for the test\ndate,kind\n2027-01-01,off\n2027-02-06,off\n2027-02-07,work\n")
    taken = town.command("calendar", "import", str(good))
    check("a holiday file is taken", taken.returncode == 0, taken.stderr)
    copy = town.base / "copy"
    backup = subprocess.run([town.binary, "backup", "--data", str(town.data), "--to", str(copy)], capture_output=True, text=True)
    check("backup", backup.returncode == 0 and run(town.binary, "check", "--data", str(copy)).returncode == 0, backup.stderr)
    again = subprocess.run([town.binary, "demo", "--data", str(town.data)], capture_output=True, text=True)
    check("demo refuses a folder in use", again.returncode == 1, again.stdout)
    check("migrate is idempotent", town.command("migrate").returncode == 0)
    older = town.base / "newer"
    shutil.copytree(town.data, older)
    base = sqlite3.connect(older / "heye.db")
    base.execute("insert into migration (number, name, hash) values (9999, 'from the future', x'00')")
    base.commit()
    base.close()
    newer = run(town.binary, "migrate", "--data", str(older))
    check("a newer database is refused", newer.returncode == 1, newer.stderr)


def fresh_township(binary):
    """A township from nothing: town add, setup with the printed code, sign-in."""
    import re
    base = pathlib.Path(tempfile.mkdtemp())
    made = run(binary, "town", "add", "--data", str(base / "d"), "--code", "510921208", "--name-zh", "试验乡", "--name-en", "Trial", "--phone", "0825-1234567")
    code = re.search(r"code (\S+)$", made.stdout, re.M)
    check("town add prints a setup code", made.returncode == 0 and code, made.stdout + made.stderr)
    port = free_port()
    server = subprocess.Popen([binary, "serve", "--data", str(base / "d"), "--listen", f"127.0.0.1:{port}"], stderr=subprocess.DEVNULL)
    try:
        import time
        time.sleep(1)
        browser = Browser(port)
        browser.open("/setup")
        page = browser.send("/setup", {"code": code.group(1), "person": "管理员甲", "login": "admin.trial", "fresh": "lotus-leaf-2026", "again": "lotus-leaf-2026"})
        check("setup makes the first administrator", page.status == 200, f"{page.status} {page.words[:300]}")
        fresh = Browser(port)
        fresh.open("/login")
        page = fresh.send("/login", {"name": "admin.trial", "password": "lotus-leaf-2026"})
        check("the administrator signs in", page.status == 200 and fresh.cookies.get("heye_s"), page.words[:300])
    except LookupError as fault:
        check("setup page", False, fault)
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(base)


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    wrong_arguments(binary)
    town = Township(binary)
    tampering(town)
    operator(town)
    shutil.rmtree(town.base)
    fresh_township(binary)
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
