#!/usr/bin/env python3
"""Photos in a store that speaks S3: an upload through one server, shown by another one; nothing acknowledged that is not there.

Usage: test/with-postgres HEYE test/store.py HEYE
The store is an S3 server from the npm registry (test/store), which recomputes each signature. Two servers with a data folder each share it and the
database. The store refuses the key, ends, does not answer, comes back; what nothing shows goes; a township takes its photos along.
"""
import hashlib
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import zlib

from township import Browser, Township, free_port

TOWN, URL = "510921207", "s3://heye/county/files"
here = pathlib.Path(__file__).resolve().parent
results = {"passed": 0, "failed": 0}


def check(good, text):
    results["passed" if good else "failed"] += 1
    if not good:
        print("FAILED " + str(text))
    return good


def wait_for(good, seconds=20):
    begun = time.monotonic()
    while not good() and time.monotonic() - begun < seconds:
        time.sleep(0.1)
    return good()


class Store:
    """The S3 server; its objects are files that a test may look at."""

    def __init__(self, folder, tls=()):
        self.folder, self.tls, self.port, self.process = folder, tls, free_port(), None

    def start(self):
        # it ciphers the token of a long list with what OpenSSL 3 keeps apart
        self.process = subprocess.Popen(["node", "--openssl-legacy-provider", here / "store" / "server.mjs", str(self.port), str(self.folder), *map(str, self.tls)], stdout=subprocess.PIPE, text=True)
        check("up" in self.process.stdout.readline(), "the S3 server starts")
        return self

    def stop(self):
        self.process.kill()
        self.process.wait()

    def objects(self, prefix="county/files"):
        """{name: file} of the objects under a prefix."""
        base = self.folder / "heye" / prefix
        return {p.name.split("._S3rver_")[0]: p for p in base.rglob("*._S3rver_object")}

    def put(self, name, data, prefix="county/files"):
        """An object that no server put there."""
        place = f"http://127.0.0.1:{self.port}/heye/{prefix}/{TOWN}/{name[:2]}/{name}"
        urllib.request.urlopen(urllib.request.Request(place, data, method="PUT"))

    def age(self, name, seconds):
        then = time.time() - seconds
        os.utime(self.objects()[name], (then, then))


def key_file(data, port, secret="S3RVER", scheme="http", ca=None):
    path = pathlib.Path(f"{data}.store.key")
    path.unlink(missing_ok=True)
    path.write_text(f"# of the test\nendpoint = {scheme}://127.0.0.1:{port}\nregion = us-east-1\naccess = S3RVER\nsecret = {secret}\n" + (f"ca = {ca}\n" if ca else ""))
    path.chmod(0o600)


class Other(Township):
    """Another server on the same database, with a data folder of its own: the keys, no file."""

    def __init__(self, first, name, secret="S3RVER", port=None):
        self.binary, self.base, self.name = first.binary, first.base / name, name
        self.base.mkdir()
        self.data = self.base / "data"
        self.data.mkdir()
        shutil.copytree(first.data / "keys", self.data / "keys")
        shutil.copy2(f"{first.data}.key", f"{self.data}.key")
        key_file(self.data, port, secret)
        self.place = ["--data", str(self.data), *first.place[2:]]
        self.options, self.process, self.ahead, self.port, self.database = [], None, 0, free_port(), first.database


def chunk(kind, data):
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def picture(seed):
    """A PNG of 64 × 48 that no other seed makes."""
    row = lambda y: b"\0" + b"".join(bytes(((x * seed) % 256, (y * 5) % 256, (x * y + seed) % 256)) for x in range(64))
    head = (64).to_bytes(4, "big") + (48).to_bytes(4, "big") + b"\x08\x02\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"".join(map(row, range(48))))) + chunk(b"IEND", b"")


def uploads(town, words, seed):
    """The first page of raising a matter, with a photo; what the browser sees then."""
    browser = Browser(town.port)
    browser.open("/say")
    browser.send("/say", {"what": words, "category": "C"}, files=[("photo", "a.png", "image/png", picture(seed))])
    return browser


def raises(town, words, seed):
    browser = uploads(town, words, seed)
    place = re.search(r'<option value="(\d+)"', browser.page.text)
    if not check(bool(place), f"a photo is taken: {browser.page.status}"):
        return ""
    browser.send("/say/where", {"place": place.group(1), "spot": "桥头", "name": "欧阳某", "tel": "13900000001", "who": "open"})
    browser.send("/say/check", follow=False)
    found = re.search(r"/receipt/(\d{18})", browser.page.headers.get("Location") or "")
    return found.group(1) if check(bool(found), f"a matter is raised: {browser.page.status}") else ""


def shows(town, code, which="photo"):
    browser = Browser(town.port)
    browser.open(f"/m/{code}")
    return browser.open(f"/m/{code}/{which}/1")


def not_saved(browser, words, why):
    page = browser.page
    check(page.status == 422 and "照片没有存下来" in page.text and words in page.text, f"{why}: not saved, and the words stay: {page.status}")


def both_show(first, second, store):
    code = raises(first, "路边的护栏松了。", 3)
    one, other = shows(first, code), shows(second, code)
    check(one.status == 200 and other.status == 200 and one.body == other.body and one.body[:3] == b"\xff\xd8\xff", f"both servers show it: {one.status} {other.status}")
    check(other.headers["Content-Type"] == "image/jpeg" and "immutable" in other.headers["Cache-Control"], dict(other.headers))
    thumb = shows(second, code, "thumb")
    check(thumb.status == 200 and thumb.body != other.body, f"and the small one: {thumb.status}")
    check(hashlib.blake2b(one.body, digest_size=32).hexdigest() in store.objects() and len(store.objects()) == 2, "it lies in the store under its hash")
    check(not (first.data / "files").exists() and not (second.data / "files").exists(), "no server keeps a file")
    said = first.command("check")
    check(said.returncode == 0 and f"in {URL}, 0 missing; 0 files" in said.stdout, said.stdout[-600:] + said.stderr[-300:])
    return code


def spoilt(town, code, store):
    """What the store gives is held against its name before anybody sees it; what it lost is missed."""
    name, path = next(iter(store.objects().items()))
    kept = path.read_bytes()
    which = "photo" if hashlib.blake2b(shows(town, code).body, digest_size=32).hexdigest() == name else "thumb"
    path.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    page = shows(town, code, which)
    check(page.status == 503, f"a spoilt picture is not shown: {page.status}")
    path.rename(path.with_suffix(".away"))
    page = shows(town, code, which)
    check(page.status == 404, f"a lost picture is not found: {page.status}")
    said = town.command("check")
    check(said.returncode == 1 and f"the picture {name} is not there" in said.stdout and " 0 missing" not in said.stdout, said.stdout[-600:])
    path.with_suffix(".away").rename(path)
    path.write_bytes(kept)


def wrong_key(first, store):
    with Other(first, "stranger", "WRONG", store.port) as stranger:
        before = len(store.objects())
        not_saved(uploads(stranger, "这句话先留着。", 5), "这句话先留着。", "with a wrong key")
        check(len(store.objects()) == before, "the store took nothing")
        said = stranger.command("check")
        check(said.returncode == 1 and "could not be held" in said.stdout, said.stdout[-400:])
        os.chmod(f"{stranger.data}.store.key", 0o644)
        said = stranger.command("check")
        check(said.returncode == 1 and "can be read by others" in said.stderr, f"a key file that all can read: {said.stderr[-300:]}")


def gone(first, code, store):
    store.stop()
    begun = time.monotonic()
    not_saved(uploads(first, "这句话先留着。", 6), "这句话先留着。", "the store has ended")
    check(shows(first, code).status == 503, "a photo says come back later")
    check(time.monotonic() - begun < 12, f"and soon: {time.monotonic() - begun:.1f} s")
    browser = Browser(first.port)
    browser.open("/say")
    browser.send("/say", {"what": "没有照片的一件事。", "category": "C"})
    check(browser.page.status == 200 and browser.page.path.startswith("/say/where"), f"without a photo it goes on: {browser.page.status}")
    said = first.command("check")
    check(said.returncode == 1 and "could not be held" in said.stdout, said.stdout[-400:])


def silent(first, store):
    """A store that takes the connection and says nothing: uploads wait their time, everybody else does not."""
    with socket.create_server(("127.0.0.1", store.port), backlog=64):
        waiting = [threading.Thread(target=lambda i=i: not_saved(uploads(first, f"第{i}句话。", 20 + i), f"第{i}句话。", "the store is silent")) for i in range(6)]
        begun = time.monotonic()
        for thread in waiting:
            thread.start()
        time.sleep(2)
        quick, (login, password) = time.monotonic(), first.logins()["clerk"]
        browser = Browser(first.port)
        browser.open("/login")
        browser.send("/login", {"name": login, "password": password})
        check(browser.open("/today").status == 200, "the clerk signs in meanwhile")
        check(time.monotonic() - quick < 6, f"and does not wait: {time.monotonic() - quick:.1f} s")
        for thread in waiting:
            thread.join(120)
        check(time.monotonic() - begun < 50, f"nobody waits for ever: {time.monotonic() - begun:.1f} s")


def swept(first, second, code, store):
    """A form that nobody sent leaves its photos, a refused one too; they go, and what a matter shows stays."""
    shown = set(store.objects())
    uploads(second, "这件事没有交上去。", 9)
    draft = set(store.objects()) - shown
    check(len(draft) == 2, f"a form under way has its photos: {len(draft)}")
    ask = first.ask()
    ask.execute("insert into matter_photo_gone (town, picture) select town, picture from draft_photo union select town, thumb from draft_photo "
                "union select town, picture from matter_photo on conflict do nothing")
    ask.execute("delete from draft_photo")
    turn = int(time.time() // 3600) % 256
    number, stray = 0, ""
    while int(stray[:2] or "0", 16) != turn or not stray:
        number, stray = number + 1, hashlib.blake2b(b"stray %d" % number, digest_size=32).hexdigest()
    store.put(stray, b"stray %d" % number)
    said = first.command("check")
    check(said.returncode == 0 and "3 files that nothing shows" in said.stdout, said.stdout[-600:])
    first.stop(), second.stop()
    store.age(stray, 9 * 86400)
    one, young = sorted(draft)
    store.age(one, 2 * 3600)
    first.start(), second.start()
    check(wait_for(lambda: set(store.objects()) == shown | {young}), f"what nothing shows goes, but what was just put: {len(store.objects())}")
    check(shows(second, code).status == 200, "what a matter shows stays")
    first.stop(), second.stop()
    store.age(young, 2 * 3600)
    for name in shown:
        store.age(name, 9 * 86400)
    first.start(), second.start()
    check(wait_for(lambda: set(store.objects()) == shown), f"and that goes later: {len(store.objects())}")
    check(int(ask.execute("select count(*) from matter_photo_gone").fetchone()[0]) == 0, "nothing waits any more")
    ask.close()


def moved(first, code, store):
    """A township that goes elsewhere takes its photos along: out of the store into a folder, and into another store."""
    first.stop()
    check(first.command("town", "pause", "--code", TOWN).returncode == 0, "the township stands still")
    said = first.command("town", "export", "--code", TOWN, "--to", str(first.base / "out"))
    names = {p.name for p in (first.base / "out" / "files").rglob("*") if p.is_file()}
    check(said.returncode == 0 and names == set(store.objects()), f"an export holds the photos: {said.stdout} {said.stderr[-300:]}")
    check(f"came from {URL}" in said.stdout, said.stdout)
    alone = subprocess.run([first.binary, "check", "--data", first.base / "out"], capture_output=True, text=True)
    check(alone.returncode == 0 and f"{len(names)} pictures in" in alone.stdout, alone.stdout[-500:])
    key_file(first.base / "new", store.port)
    place = ["--data", first.base / "new", "--store", "s3://heye/elsewhere"]
    done = subprocess.run([first.binary, "town", "import", *place, "--code", TOWN, "--from", first.base / "out"], capture_output=True, text=True)
    check(done.returncode == 0 and set(store.objects("elsewhere")) == names, done.stdout + done.stderr[-300:])
    for number in range(520):  # more than one page of a list
        store.put(hashlib.blake2b(b"more %d" % number, digest_size=32).hexdigest(), b"more", "elsewhere")
    done = subprocess.run([first.binary, "check", *place], capture_output=True, text=True)
    check(done.returncode == 0 and " 0 missing; 520 files" in done.stdout, done.stdout[-500:])
    kept = subprocess.run([first.binary, "backup", *place, "--to", first.base / "copy"], capture_output=True, text=True)
    check(kept.returncode == 0 and "NOT in this copy" in kept.stdout and not (first.base / "copy" / "files").exists(), kept.stdout + kept.stderr[-300:])


def over_tls(first, code, store):
    """The certificate is held against whom the key file trusts; nothing is asked of anybody else."""
    base = first.base
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=store", "-addext", "subjectAltName=IP:127.0.0.1",
                    "-keyout", base / "tls.key", "-out", base / "tls.pem"], check=True, capture_output=True)
    tls = Store(store.folder, (base / "tls.pem", base / "tls.key")).start()
    key_file(first.data, tls.port, scheme="https")
    said = first.command("check")
    check(said.returncode == 1 and "could not be held" in said.stdout, f"an unknown certificate: {said.stdout[-300:]}")
    key_file(first.data, tls.port, scheme="https", ca=base / "tls.pem")
    said = first.command("check")
    check(said.returncode == 0 and "0 missing" in said.stdout, f"a known one: {said.stdout[-500:]} {said.stderr[-300:]}")
    first.stop()
    first.start()
    check(shows(first, code).status == 200, "the service shows a photo over TLS, inside its sandbox")
    tls.stop()


def main():
    base = pathlib.Path(tempfile.mkdtemp(prefix="heye-store-"))
    store = Store(base / "objects").start()
    first = Township(pathlib.Path(sys.argv[1]))
    first.place += ["--store", URL]
    key_file(first.data, store.port)
    second = Other(first, "second", port=store.port).start()
    first.start()
    code = both_show(first, second, store)
    spoilt(second, code, store)
    wrong_key(first, store)
    gone(first, code, store)
    silent(first, store)
    store.start()
    check(shows(second, raises(first, "又有一处松了。", 11)).status == 200, "the store is back, and so are the photos")
    swept(first, second, code, store)
    over_tls(first, code, store)
    key_file(first.data, store.port)
    second.stop()
    moved(first, code, store)
    store.stop()
    shutil.rmtree(base, ignore_errors=True)
    shutil.rmtree(first.base, ignore_errors=True)
    print(f"{results['passed']} passed, {results['failed']} failed")
    return 1 if results["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
