#!/usr/bin/env python3
"""kill -9 under load, again and again: every acknowledged matter is there, none twice, the chain is whole.

Usage: crash.py HEYE [--rounds N]
Clients enter matters at the desk, each with its own external number, and note the numbers that were acknowledged (303). After each kill the
server starts on what is left; at the end of each round the database is asked for every number.
"""
import pathlib
import random
import signal
import sys
import threading
import time
import urllib.parse

from township import Browser, Township

rounds = int(sys.argv[sys.argv.index("--rounds") + 1]) if "--rounds" in sys.argv else 20


class Client(threading.Thread):
    """One clerk at work: fills the intake form once, then sends it with new numbers until the server is gone."""

    def __init__(self, town, login, name):
        super().__init__()
        self.town, self.login, self.name_, self.acknowledged, self.sent, self.going = town, login, name, [], 0, True
        self.browser = Browser(town.port)

    def sign_in(self):
        self.browser.open("/login")
        self.browser.send("/login", {"name": self.login[0], "password": self.login[1]})
        self.browser.open("/desk/new")
        self.form = self.browser.page.form("/desk/new")

    def run(self):
        number = 0
        base = {**dict(self.form.fields), "words": "村口的路灯坏了好几天，晚上看不清路。", "channel": "hotline_12345"}
        base["place"] = base.get("place") or next(v for v in self.form.choices["place"] if v)
        while self.going:
            number += 1
            external = f"{self.name_}-{number}"
            once = f"{random.getrandbits(128):032x}"
            pairs = list({**base, "external": external, "once": once}.items())
            self.sent += 1
            try:
                # every fifth is sent twice, as an impatient finger does: one matter all the same
                for _ in range(2 if number % 5 == 0 else 1):
                    page = self.browser.post(urllib.parse.urljoin("/desk/new", self.form.action), pairs, multipart=self.form.multipart, follow=False)
                    if page.status == 303 and external not in self.acknowledged[-1:]:
                        self.acknowledged.append(external)
                    elif page.status not in (303, 503):
                        print(f"unexpected answer {page.status}: {page.words[:300]}")
                        return
            except OSError:
                return
            except Exception:  # the connection died in the middle of an answer
                return


def one_round(town, number):
    town.start()
    logins = town.logins()
    clients = [Client(town, logins["clerk"], f"r{number}c{i}") for i in range(4)]
    for client in clients:
        client.sign_in()
    for client in clients:
        client.start()
    time.sleep(0.6 + random.random() * 0.8)
    town.stop(signal.SIGKILL)
    for client in clients:
        client.going = False
        client.join(20)
    base = town.ask()
    found = {}
    for (external,) in base.execute("select external_ref from matter where external_ref like ?", (f"r{number}c%",)):
        found[external] = found.get(external, 0) + 1
    base.close()
    acknowledged = [e for c in clients for e in c.acknowledged]
    lost = [e for e in acknowledged if e not in found]
    doubled = [e for e, n in found.items() if n > 1]
    print(f"round {number}: sent {sum(c.sent for c in clients)}, acknowledged {len(acknowledged)}, found {len(found)}, lost {len(lost)}, doubled {len(doubled)}")
    return bool(acknowledged) and not lost and not doubled


def main():
    town = Township(pathlib.Path(sys.argv[1]))
    good = [one_round(town, n) for n in range(1, rounds + 1)]
    check = town.command("check")
    print(check.stdout[-600:] + check.stderr[-600:])
    good.append(check.returncode == 0)
    print(f"{sum(good)} passed, {len(good) - sum(good)} failed")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
