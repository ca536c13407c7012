#!/usr/bin/env python3
"""What every answer and every form must keep, and where names may stand. Usage: safety.py HEYE

Every POST route refuses a form without its token or from another site; every page carries the policy against foreign script; cookies are out of
reach of script; a name, a phone, a receipt code and a password stand in no file of the township in the clear and not in the log.
"""
import pathlib
import re
import subprocess
import sys

from township import SERVER, Browser, Township

NAME, PHONE, WORDS = "欧阳甲乙丙", "13987650123", "村口的石桥栏杆断了一截，晚上看不见。"
ROLES = ["clerk", "dispatcher", "handler", "unit_head", "leader", "grid_worker", "auditor", "administrator"]
results = {"passed": 0, "failed": 0}


def check(good, text):
    results["passed" if good else "failed"] += 1
    if not good:
        print("FAILED " + text)


def sign_in(town, role):
    browser = Browser(town.port)
    login, password = town.logins()[role]
    browser.open("/login")
    page = browser.send("/login", {"name": login, "password": password}, follow=False)
    cookie = page.headers.get("Set-Cookie") or ""
    check("HttpOnly" in cookie and "SameSite=Lax" in cookie, f"the cookie of {role}: {cookie}")
    return browser


def raise_matter(town, level):
    browser = Browser(town.port)
    browser.open("/say")
    browser.send("/say", {"what": WORDS, "category": "C"})
    place = re.search(r'<option value="(\d+)"', browser.page.text).group(1)
    browser.send("/say/where", {"place": place, "spot": "桥头", "name": NAME, "tel": PHONE, "who": level})
    browser.send("/say/check", follow=False)
    code = re.search(r"/receipt/(\d{18})", browser.page.headers.get("Location") or "")
    check(code is not None, f"a matter with the identity {level} gets a code: {browser.page.status} {browser.page.words[:200]}")
    browser.open(f"/m/{code.group(1)}")
    return browser, code.group(1)


def filled(path, code, matter):
    return path.replace(":code", code).replace(":id", str(matter), 1).replace(":n", "1").replace(":id", "1")


def refused(browser, path, base, why, pairs, headers=None):
    before = base.execute("select max(seq) from event").fetchone()[0]
    body = "&".join(f"{k}={v}" for k, v in pairs).encode()
    page = browser.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}, follow=False)
    check(page.status in (403, 404, 422) or (page.status == 303 and "/login" in page.headers["Location"]), f"POST {path} {why}: {page.status}")
    check(base.execute("select max(seq) from event").fetchone()[0] == before, f"POST {path} {why} left an event behind")


def forged_forms(town, base, routes, resident, code):
    """Signed in and with every field but the token; then with the token, but sent by a page of another site."""
    matter = base.execute("select id from matter where state = 3 order by id limit 1").fetchone()[0]
    for browser, mine in [(resident, ("receipt", "public"))] + [(sign_in(town, role), ()) for role in ROLES]:
        for method, path, duty in routes:
            if method != "POST" or path == "/logout" or (mine and duty not in mine) or (not mine and duty in ("receipt", "public")):
                continue
            target = filled(path, code, matter)
            refused(browser, target, base, "without its token", [("revision", "1"), ("sure", "1"), ("text", "x")])
            refused(browser, target, base, "from another site", [("csrf", "0" * 32), ("sure", "1")],
                    {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})


def headers_of_pages(town, routes):
    for role in ("leader", "administrator"):
        browser = sign_in(town, role)
        for method, path, duty in routes:
            if method == "GET" and ":" not in path and path not in ("/desk/events/check",):
                page = browser.request("GET", path, follow=False)
                policy = page.headers.get("Content-Security-Policy") or ""
                where = f"{role} {path} ({page.status})"
                check("unsafe" not in policy and "default-src 'none'" in policy, f"{where}: policy {policy!r}")
                check(page.headers.get("X-Content-Type-Options") == "nosniff" and page.headers.get("Referrer-Policy") == "no-referrer", f"{where}: headers")
                check(duty == "public" or "no-store" in (page.headers.get("Cache-Control") or ""), f"{where}: may be kept by a cache")
                check(not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", page.text), f"{where}: inline script or style")


def nowhere_in_the_clear(town, secrets):
    """Files are searched as bytes, so that free pages and the write-ahead log count too."""
    files = [p for p in town.data.rglob("*") if p.is_file()] + [town.base / "log"]
    for what, secret in secrets.items():
        for file in files:
            if file.name == "logins.txt":
                continue
            check(secret.encode() not in file.read_bytes(), f"{what} stands in {file.relative_to(town.base)}")


def main():
    with Township(pathlib.Path(sys.argv[1])) as town:
        printed = subprocess.run([town.binary, "routes"], capture_output=True, text=True, check=True)
        routes = [line.split(" ") for line in printed.stdout.splitlines()]
        base = town.ask()
        names = town.ask("identity").execute
        secrets, stored = {"the name": NAME, "the phone": PHONE}, names("select count(*) from identity").fetchone()[0]
        resident = code = None
        for level in ("sealed", "open"):
            resident, code = raise_matter(town, level)
            secrets[f"the receipt code ({level})"] = code
        check(names("select count(*) from identity").fetchone()[0] == stored + 2, "the two identities are kept")
        check(SERVER or any(WORDS.encode() in p.read_bytes() for p in town.data.glob("heye.db*")), "what is not secret is found by this search")
        secrets["a password"] = town.logins()["leader"][1]
        forged_forms(town, base, routes, resident, code)
        headers_of_pages(town, routes)
        nowhere_in_the_clear(town, secrets)
    print(f"{results['passed']} passed, {results['failed']} failed")
    return 1 if results["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
