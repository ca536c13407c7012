"""A township on loopback for tests: starts the real binary on a copy of the demo, speaks to it as a browser without script does."""
import datetime
import html.parser
import http.client
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.parse


class Form:
    def __init__(self, attributes):
        self.action = attributes.get("action", "")
        self.method = attributes.get("method", "get").lower()
        self.multipart = attributes.get("enctype") == "multipart/form-data"
        self.fields = []
        self.buttons = []
        self.choices = {}


class Forms(html.parser.HTMLParser):
    """The forms of a page with what a browser would send from them untouched."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.form, self.area, self.select = [], None, None, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if tag == "form":
            self.form = Form(a)
            self.forms.append(self.form)
        elif self.form is None or (tag in ("input", "select", "textarea", "button") and "disabled" in a):
            return
        elif tag == "input":
            self.input(a)
        elif tag == "button" and a.get("name"):
            self.form.buttons.append((a["name"], a.get("value", "")))
        elif tag == "textarea":
            self.area = [a.get("name", ""), ""]
        elif tag == "select":
            self.select = [a.get("name", ""), None]
        elif tag == "option" and self.select is not None:
            self.form.choices.setdefault(self.select[0], []).append(a.get("value", ""))
            if self.select[1] is None or "selected" in a:
                self.select[1] = a.get("value", "")

    def input(self, a):
        kind = a.get("type", "text")
        if kind in ("radio", "checkbox"):
            self.form.choices.setdefault(a.get("name", ""), []).append(a.get("value", "on"))
            if "checked" not in a:
                return
        if kind in ("submit", "file", "button") or not a.get("name"):
            return
        self.form.fields.append((a["name"], a.get("value", "on" if kind == "checkbox" else "")))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)

    def handle_data(self, data):
        if self.area is not None:
            self.area[1] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "textarea" and self.area is not None:
            if self.form is not None and self.area[0]:
                self.form.fields.append((self.area[0], self.area[1].removeprefix("\n")))
            self.area = None
        elif tag == "select" and self.select is not None:
            if self.form is not None and self.select[0] and self.select[1] is not None:
                self.form.fields.append(tuple(self.select))
            self.select = None


class Page:
    def __init__(self, path, status, headers, body):
        self.path, self.status, self.headers, self.body = path, status, headers, body
        self.text = body.decode("utf-8", "replace")

    @property
    def words(self):
        """The page as read: without tags, entities resolved, white space folded."""
        text = re.sub(r"<(style|script)\b.*?</\1>", " ", self.text, flags=re.S)
        text = re.sub(r"<[^>]+>", " ", text)
        import html as entities
        return re.sub(r"\s+", " ", entities.unescape(text)).strip()

    def form(self, action):
        forms = [f for f in Forms(self.text).forms if action_path(f.action or self.path).endswith(action)]
        if not forms:
            raise LookupError(f"no form for {action} on {self.path} ({self.status}); it has "
                              f"{[f.action for f in Forms(self.text).forms]}")
        return forms[0]


def action_path(action):
    return action.split("?")[0]


class Browser:
    """One visitor: a cookie jar and the page in front of them."""

    def __init__(self, port, root=""):
        self.port, self.root, self.cookies, self.page = port, root, {}, None

    def request(self, method, path, body=None, headers=None, follow=True):
        for _ in range(6):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            sent = dict(headers or {})
            if self.cookies:
                sent["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            data = answer.read()
            self.keep_cookies(answer.headers.get_all("Set-Cookie") or [])
            self.page = Page(path, answer.status, answer.headers, data)
            connection.close()
            if not follow or answer.status not in (301, 302, 303):
                return self.page
            method, body, headers = "GET", None, None
            path = urllib.parse.urljoin(path, answer.headers["Location"])
            path = re.sub(r"^https?://[^/]+", "", path).split("#")[0]
        raise RuntimeError("redirected in a circle")

    def keep_cookies(self, lines):
        for line in lines:
            name, value = line.split(";")[0].split("=", 1)
            if "max-age=0" in line.lower().replace(" ", "") or value == "":
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value

    def open(self, path):
        return self.request("GET", urllib.parse.quote(self.root + path, safe="/?=&%#"))

    def send(self, action, values=(), files=(), follow=True):
        """Fills the form of the page in front and sends it; values replace what stands in it, a list sends several."""
        form = self.page.form(action)
        values = dict(values)
        pairs = [(k, v) for k, v in form.fields if k not in values]
        for name, value in values.items():
            pairs += [(name, v) for v in (value if isinstance(value, list) else [value])]
        target = urllib.parse.urljoin(self.page.path, form.action)
        if form.method == "get":
            return self.request("GET", target.split("?")[0] + "?" + urllib.parse.urlencode(pairs), follow=follow)
        return self.post(target, pairs, files, form.multipart, follow)

    def post(self, target, pairs, files=(), multipart=False, follow=True):
        if not multipart:
            return self.request("POST", target, urllib.parse.urlencode(pairs).encode(),
                                {"Content-Type": "application/x-www-form-urlencoded"}, follow)
        edge = "heye-test-boundary-7d1c"
        parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in pairs]
        for name, filename, kind, data in files:
            parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
                         f"Content-Type: {kind}\r\n\r\n".encode() + data + b"\r\n")
        parts.append(f"--{edge}--\r\n".encode())
        return self.request("POST", target, b"".join(parts), {"Content-Type": f"multipart/form-data; boundary={edge}"}, follow)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


# Tests run on SQLite, or with HEYE_TEST_DB (made by test/with-postgres) on PostgreSQL.
CHINA = datetime.timezone(datetime.timedelta(hours=8))  # where the program reckons its days, wherever a test runs
SERVER = os.environ.get("HEYE_TEST_DB")


def database_url(name, role="heye"):
    """The address of another database on the test's server, as the role that serves or as the owner."""
    return re.sub(r"//[^@]*@([^/]*)/.*", rf"//{role}@\1/{name}", SERVER)


def database_options(name):
    return ["--db", database_url(name), "--identity-db", database_url(name, "heye_identity")]


def database_copy(name, model):
    for order in (f"drop database if exists {name} with (force)", f"create database {name} template {model}"):
        subprocess.run(["psql", "-qX", database_url("postgres", "heye_owner"), "-c", order], check=True, capture_output=True)


class Rows:
    def __init__(self, rows):
        self.rows = rows

    def fetchone(self):
        return self.rows[0] if self.rows else None

    def fetchall(self):
        return self.rows

    def __iter__(self):
        return iter(self.rows)


class Base:
    """Asks a township's database from outside the program, whichever engine it is on: SQL that both know, with ? for values."""

    def __init__(self, town, store="heye"):
        self.psql = None
        if not SERVER:
            self.sqlite = sqlite3.connect(town.data / f"{store}.db", isolation_level=None)
            return
        self.psql = subprocess.Popen(["psql", "-qXAt", "-F", "\x1f", "-v", "ON_ERROR_STOP=0", database_url(town.database, "heye_owner")],
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.execute(f"set search_path to {store}")
        self.execute("set heye.town = '510921207'")

    def execute(self, sql, values=()):
        if not self.psql:
            return self.sqlite.execute(sql, values)
        for value in values:
            sql = sql.replace("?", str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'", 1)
        self.psql.stdin.write(sql.replace("\n", " ") + ";\n\\echo == end ==\n")
        self.psql.stdin.flush()
        rows = []
        for line in self.psql.stdout:
            line = line.rstrip("\n")
            if line == "== end ==":
                return Rows(rows)
            if line.startswith("ERROR:"):
                raise RuntimeError(f"{line} in {sql}")
            rows.append(tuple(int(v) if re.fullmatch(r"-?\d{1,18}", v) else v or None for v in line.split("\x1f")))
        raise RuntimeError("psql ended")

    def close(self):
        if self.psql:
            self.psql.stdin.close()
            self.psql.wait()
        else:
            self.sqlite.close()


class Township:
    """The demo township in a temporary folder, served by the real binary; on PostgreSQL its database is a copy as well."""

    made = None  # a demo folder made once per test program and copied
    count = 0

    def __init__(self, binary, options=(), folder=None, port=None):
        self.binary = str(pathlib.Path(binary).resolve())
        self.base = pathlib.Path(tempfile.mkdtemp(prefix="heye-town-"))
        self.data = self.base / "data"
        source = folder or self.demo()
        shutil.copytree(source, self.data)
        shutil.copy2(f"{source}.key", f"{self.data}.key")
        self.options, self.port, self.process, self.ahead = list(options), port or free_port(), None, 0
        self.place = ["--data", str(self.data)]
        if SERVER:
            Township.count += 1
            self.database = f"town_{os.getpid()}_{Township.count}"
            database_copy(self.database, f"demo_{os.getpid()}")
            self.place += database_options(self.database)

    def demo(self):
        if Township.made is None:
            base = pathlib.Path(tempfile.mkdtemp(prefix="heye-demo-"))
            place = ["--data", str(base / "demo")]
            if SERVER:
                database_copy(f"demo_{os.getpid()}", SERVER.rpartition("/")[2])
                place += database_options(f"demo_{os.getpid()}")
            subprocess.run([self.binary, "demo", *place], check=True, capture_output=True, timeout=300)
            Township.made = base / "demo"
        return Township.made

    def start(self):
        self.log = open(self.base / "log", "ab")
        self.process = subprocess.Popen([self.binary, "serve", *self.place, "--listen", f"127.0.0.1:{self.port}",
                                         *self.options], stdout=self.log, stderr=self.log, env=self.clock())
        for _ in range(400):
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.5).close()
                return self
            except OSError:
                if self.process.poll() is not None:
                    raise RuntimeError("the server ended: " + (self.base / "log").read_text())
                time.sleep(0.025)
        raise RuntimeError("the server does not answer")

    def clock(self):
        """The environment of a program whose calendar is `ahead` seconds in front of ours (Debian's libfaketime)."""
        if not self.ahead:
            return None
        library = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
        return {**os.environ, "LD_PRELOAD": str(library), "FAKETIME": f"+{self.ahead}", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1",
                "ASAN_OPTIONS": "verify_asan_link_order=0"}

    def now(self):
        return datetime.datetime.now(CHINA) + datetime.timedelta(seconds=self.ahead)

    def later(self, moment):
        """Stops the service and starts it again at a later moment, as if nobody had been there in between."""
        self.stop()
        self.ahead += int((moment - self.now()).total_seconds())
        self.start()
        self.caught_up()

    def caught_up(self):
        """Waits until the service's timers have caught up with what went by, however loaded the machine is."""
        end = time.monotonic() + 180
        while time.monotonic() < end:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            connection.request("GET", "/metrics")
            text = connection.getresponse().read().decode()
            connection.close()
            if re.search(r"^heye_jobs_late_seconds 0$", text, re.M):
                return
            time.sleep(0.1)
        raise RuntimeError("the timers do not catch up")

    def stop(self, how=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(30)
        return self.process.returncode if self.process else None

    def command(self, *words):
        return subprocess.run([self.binary, *words, *self.place], capture_output=True, text=True, timeout=300)

    def logins(self):
        """Log-ins printed by the demo: {role: (login, password)}, from its logins.txt."""
        found = {}
        for line in (self.data / "logins.txt").read_text().splitlines():
            part = line.split("\t")
            if len(part) >= 3:
                found.setdefault(part[0], (part[1], part[2]))
        return found

    def __enter__(self):
        return self.start()

    def ask(self, store="heye"):
        return Base(self, store)

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.base, ignore_errors=True)
