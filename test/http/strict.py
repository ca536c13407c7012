#!/usr/bin/env python3
"""Malformed requests against http/ over real sockets, directly and behind Debian's nginx: none may pass as valid.

Usage: strict.py <build folder>, which holds test/http/toy
Each case is followed by a well-formed request for /smuggled on the same connection: who reads a malformed request otherwise
than its sender would answer that too. Ends with `N passed, N failed`.
"""
import os
import random
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import warnings

OK_HEAD = b"Host: heye.test\r\n"
SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: heye.test\r\n\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


def get(head, line=b"GET /bad HTTP/1.1"):
    return line + b"\r\n" + head + b"\r\n"


def post(head, body=b""):
    return b"POST /bad HTTP/1.1\r\n" + OK_HEAD + FORM + head + b"\r\n" + body


def chunked(body, more=b""):
    return post(b"Transfer-Encoding: chunked\r\n" + more, body)


def line(text):
    return get(OK_HEAD, text)


CASES = {
    # Host
    "no Host": get(b"Accept: */*\r\n"),
    "no header at all": b"GET /bad HTTP/1.1\r\n\r\n",
    "two Hosts": get(OK_HEAD + OK_HEAD),
    "two different Hosts": get(OK_HEAD + b"Host: evil.test\r\n"),
    "empty Host": get(b"Host:\r\n"),
    "Host with a path": get(b"Host: heye.test/x\r\n"),
    "Host with user": get(b"Host: a@heye.test\r\n"),
    "Host with blank": get(b"Host: heye.test evil\r\n"),
    "Host with bad port": get(b"Host: heye.test:80a\r\n"),
    "list of Hosts": get(b"Host: heye.test, evil.test\r\n"),
    "HTTP/1.0 without Host": b"GET /bad HTTP/1.0\r\n\r\n",
    # how long the body is
    "two equal Content-Length": post(b"Content-Length: 3\r\nContent-Length: 3\r\n", b"a=b"),
    "two different Content-Length": post(b"Content-Length: 3\r\nContent-Length: 0\r\n", b"a=b"),
    "Content-Length list": post(b"Content-Length: 3, 3\r\n", b"a=b"),
    "Content-Length +3": post(b"Content-Length: +3\r\n", b"a=b"),
    "Content-Length -3": post(b"Content-Length: -3\r\n", b"a=b"),
    "Content-Length 0x3": post(b"Content-Length: 0x3\r\n", b"a=b"),
    "Content-Length 3.0": post(b"Content-Length: 3.0\r\n", b"a=b"),
    "Content-Length empty": post(b"Content-Length: \r\n", b"a=b"),
    "Content-Length beyond 64 bit": post(b"Content-Length: 18446744073709551619\r\n", b"a=b"),
    "Content-Length and chunked": post(b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n"),
    "chunked and Content-Length": post(b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", b"0\r\n\r\n"),
    "gzip, chunked": post(b"Transfer-Encoding: gzip, chunked\r\n", b"3\r\na=b\r\n0\r\n\r\n"),
    "chunked, identity": post(b"Transfer-Encoding: chunked, identity\r\n", b"3\r\na=b\r\n0\r\n\r\n"),
    "identity": post(b"Transfer-Encoding: identity\r\n", b"a=b"),
    "xchunked": post(b"Transfer-Encoding: xchunked\r\n", b"3\r\na=b\r\n0\r\n\r\n"),
    "two Transfer-Encoding": post(b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", b"3\r\na=b\r\n0\r\n\r\n"),
    "vertical tab before chunked": post(b"Transfer-Encoding: \x0bchunked\r\n", b"3\r\na=b\r\n0\r\n\r\n"),
    "chunked in HTTP/1.0": b"POST /bad HTTP/1.0\r\n" + OK_HEAD + FORM + b"Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n",
    "GET with a body": get(OK_HEAD + b"Content-Length: 3\r\n") + b"a=b",
    "chunk size -3": chunked(b"-3\r\na=b\r\n0\r\n\r\n"),
    "chunk size +3": chunked(b"+3\r\na=b\r\n0\r\n\r\n"),
    "chunk size 0x3": chunked(b"0x3\r\na=b\r\n0\r\n\r\n"),
    "chunk size with blank": chunked(b"3 \r\na=b\r\n0\r\n\r\n"),
    "chunk size empty": chunked(b"\r\na=b\r\n0\r\n\r\n"),
    "chunk size beyond 64 bit": chunked(b"10000000000000003\r\na=b\r\n0\r\n\r\n"),
    "chunk ends in bare LF": chunked(b"3\na=b\n0\n\n"),
    "chunk longer than it says": chunked(b"2\r\na=b\r\n0\r\n\r\n"),
    "chunk extension with LF": chunked(b"3;x\na=b\r\n0\r\n\r\n"),
    "trailer with blank before colon": chunked(b"3\r\na=b\r\n0\r\nX : y\r\n\r\n"),
    # lines and header names
    "bare LF everywhere": b"GET /bad HTTP/1.1\nHost: heye.test\n\n",
    "bare LF after the request line": b"GET /bad HTTP/1.1\nHost: heye.test\r\n\r\n",
    "bare LF after a header": b"GET /bad HTTP/1.1\r\nHost: heye.test\nAccept: */*\r\n\r\n",
    "bare LF as the end of the head": b"GET /bad HTTP/1.1\r\nHost: heye.test\r\n\n",
    "bare LF hidden by a blank": b"GET /bad HTTP/1.1\r\nHost:  heye.test\nAccept: */*\r\n\r\n",
    "bare CR in a value": get(OK_HEAD + b"X: a\rb\r\n"),
    "bare CR as line end": get(OK_HEAD + b"X: a\rY: b\r\n"),
    "folded header": get(OK_HEAD + b"X: a\r\n b\r\n"),
    "folded Host": get(b"Host:\r\n heye.test\r\n"),
    "first line folded": get(b" X: a\r\n" + OK_HEAD),
    "blank before colon": get(OK_HEAD + b"X : a\r\n"),
    "tab before colon": get(OK_HEAD + b"X\t: a\r\n"),
    "Content-Length with blank before colon": post(b"Content-Length : 3\r\n", b"a=b"),
    "empty header name": get(OK_HEAD + b": a\r\n"),
    "header without colon": get(OK_HEAD + b"nonsense\r\n"),
    "header name with a bracket": get(OK_HEAD + b"X(y): a\r\n"),
    "header name not ASCII": get(OK_HEAD + "头: a\r\n".encode()),
    "NUL in a value": get(OK_HEAD + b"X: a\0b\r\n"),
    "NUL at the end of a value": get(OK_HEAD + b"X: a\0\r\n"),
    "NUL in a name": get(OK_HEAD + b"X\0y: a\r\n"),
    "NUL as a line": get(OK_HEAD + b"\0\r\nX: y\r\n"),
    "NUL in Host": get(b"Host: heye.test\0.evil\r\n"),
    "NUL before a bare LF": b"GET /bad HTTP/1.1\r\nHost: heye.test\0\nX: y\r\n\r\n",
    "NUL behind a bare LF": b"GET /bad HTTP/1.1\r\nHost: heye.test\n\0\r\nX: y\r\n\r\n",
    "colon and bare LF": b"GET /bad HTTP/1.1\r\nHost: heye.test\r\n:\n",
    "NUL and bare LF as the end of the head": b"GET /bad HTTP/1.1\r\nHost: heye.test\r\n\0\n",
    "NUL behind the request line": b"GET /bad HTTP/1.1\n\0Host: heye.test\r\n\r\n",
    "control byte in a value": get(OK_HEAD + b"X: a\x01b\r\n"),
    "DEL in a value": get(OK_HEAD + b"X: a\x7fb\r\n"),
    "escape in Cookie": get(OK_HEAD + b"Cookie: a=\x1b[0m\r\n"),
    "70 headers": get(OK_HEAD + b"X: y\r\n" * 70),
    "17 KiB of headers": get(OK_HEAD + b"".join(b"X%d: " % i + b"y" * 1000 + b"\r\n" for i in range(18))),
    # request line
    "HTTP/0.9": b"GET /bad\r\n",
    "HTTP/1.2": line(b"GET /bad HTTP/1.2"),
    "HTTP/2.0": line(b"GET /bad HTTP/2.0"),
    "HTTP/1.1 with a tail": line(b"GET /bad HTTP/1.1x"),
    "HTTP/01.1": line(b"GET /bad HTTP/01.1"),
    "small http/1.1": line(b"GET /bad http/1.1"),
    "no version number": line(b"GET /bad HTTP/"),
    "blank after the version": line(b"GET /bad HTTP/1.1 "),
    "two blanks before the target": line(b"GET  /bad HTTP/1.1"),
    "two blanks before the version": line(b"GET /bad  HTTP/1.1"),
    "tab in the request line": line(b"GET\t/bad HTTP/1.1"),
    "blank in the target": line(b"GET /bad thing HTTP/1.1"),
    "blank before the method": line(b" GET /bad HTTP/1.1"),
    "NUL before the method": b"\0\r\n" + get(OK_HEAD),
    "a line of NUL and text first": b"\0POST /x HTTP/1.1\r\n" + get(OK_HEAD),
    "NUL in the target": line(b"GET /bad\0x HTTP/1.1"),
    "small get": line(b"get /bad HTTP/1.1"),
    "method of 40 letters": line(b"A" * 40 + b" /bad HTTP/1.1"),
    "method with odd characters": line(b"G(T /bad HTTP/1.1"),
    "PUT": line(b"PUT /bad HTTP/1.1"),
    "TRACE": line(b"TRACE /bad HTTP/1.1"),
    "CONNECT": line(b"CONNECT evil.test:443 HTTP/1.1"),
    "OPTIONS *": line(b"OPTIONS * HTTP/1.1"),
    "GET *": line(b"GET * HTTP/1.1"),
    "absolute target": line(b"GET http://heye.test/bad HTTP/1.1"),
    "absolute target of another host": line(b"GET http://evil.test/bad HTTP/1.1"),
    "authority target": line(b"GET heye.test:80 HTTP/1.1"),
    "target without slash": line(b"GET bad HTTP/1.1"),
    "target with a fragment": line(b"GET /bad#x HTTP/1.1"),
    "target not ASCII": line("GET /路灯 HTTP/1.1".encode()),
    "broken escape": line(b"GET /bad%zz HTTP/1.1"),
    "half an escape": line(b"GET /bad%4 HTTP/1.1"),
    "broken escape in the query": line(b"GET /bad?x=%4 HTTP/1.1"),
    "NUL escape": line(b"GET /bad%00 HTTP/1.1"),
    "line feed escape": line(b"GET /bad%0ax HTTP/1.1"),
    "overlong UTF-8": line(b"GET /bad%c0%af HTTP/1.1"),
    "escaped slash": line(b"GET /bad%2fx HTTP/1.1"),
    "escaped backslash": line(b"GET /bad%5cx HTTP/1.1"),
    "dot dot": line(b"GET /bad/../x HTTP/1.1"),
    "escaped dot dot": line(b"GET /bad/%2e%2e/x HTTP/1.1"),
    "dot": line(b"GET /bad/./x HTTP/1.1"),
    "two slashes": line(b"GET //bad HTTP/1.1"),
    "target of 5 KiB": line(b"GET /" + b"a" * 5000 + b" HTTP/1.1"),
    "1,500 arguments": line(b"GET /bad?" + b"a&" * 1500 + b" HTTP/1.1"),
    "3,000 cookies": get(OK_HEAD + b"Cookie: " + b"a=b; " * 3000 + b"\r\n"),
    "TLS hello": bytes.fromhex("1603010200010001fc0303") + b"\r\n\r\n",
    "PRI * HTTP/2.0": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    # bodies
    "body in gzip": post(b"Content-Encoding: gzip\r\nContent-Length: 3\r\n", b"a=b"),
    "two Content-Type": post(b"Content-Type: text/plain\r\nContent-Length: 3\r\n", b"a=b"),
    "unknown Content-Type": b"POST /bad HTTP/1.1\r\n" + OK_HEAD + b"Content-Type: text/xml\r\nContent-Length: 3\r\n\r\na=b",
    "body not UTF-8": post(b"Content-Length: 5\r\n", b"a=%ff"),
    "unknown Expect": post(b"Expect: the-worst\r\nContent-Length: 3\r\n", b"a=b"),
}

# Wrong in what the body says, not in where it ends: the connection goes on.
FRAMED = {"body not UTF-8"}

# What nginx 1.22 reads leniently and writes anew, correctly, for whom stands behind it. Nobody reads these in two ways, so
# nothing can be smuggled; they must arrive as exactly the one request that nginx understood, or not at all.
REPAIRED = {
    "bare LF everywhere", "bare LF after the request line", "bare LF after a header", "bare LF as the end of the head",
    "bare LF hidden by a blank", "header without colon", "unknown Expect",
}

NGINX = """
daemon off; master_process off; pid {dir}/pid; error_log {dir}/error.log crit;
events {{ worker_connections 256; }}
http {{
  access_log off; client_body_temp_path {dir}/b; proxy_temp_path {dir}/p; fastcgi_temp_path {dir}/f; uwsgi_temp_path {dir}/u;
  scgi_temp_path {dir}/s; ignore_invalid_headers off; large_client_header_buffers 4 16k;
  upstream heye {{ server unix:{dir}/heye.sock; keepalive 8; }}
  server {{
    listen 127.0.0.1:{port}; client_max_body_size 60m;
    if ($request !~ "^[A-Z]+ /[!-~]* HTTP/1[.][01]$") {{ return 400; }}
    if ($http_host = "") {{ return 400; }}
    if ($http_transfer_encoding) {{ return 411; }}
    location / {{
      proxy_pass http://heye; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme;
    }}
  }}
}}
"""

# What a head must be like, for judging mutants: by the grammar alone, and knowing nothing of how http/ does it.
HEAD = re.compile(rb"(GET|HEAD|POST) /[!-~]* HTTP/1\.[01]\r\n(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*\r\n)+\r\n")
MUTANTS = 4000
SPLICES = [b"\r\n", b"\n", b"\r", b"\0", b" ", b"\t", b":", b"Host: evil.test\r\n", b"Content-Length: 3\r\n", b"Transfer-Encoding: chunked\r\n",
           b"\0\n", b"\n\0", b":\n", b"/", b"%", b"..", b"\x80", b"HTTP/1.1", b"GET ", b"\r\n\r\n", b" \r\n", b"&"]

passed = failed = 0


def check(ok, text):
    global passed, failed
    if ok:
        passed += 1
    else:
        failed += 1
        print("FAILED:", text)


class Toy:
    """The test server; `seen` gives the requests that it took for valid since the last look."""

    def __init__(self, program, where, *more):
        self.out = tempfile.NamedTemporaryFile()
        self.process = subprocess.Popen([program, where, *more], stdout=self.out)
        self.at = 0
        while not (ready := self.lines()):
            time.sleep(0.02)
        self.port = int(ready[0].split()[1])

    def lines(self):
        with open(self.out.name) as f:
            f.seek(self.at)
            text = f.read()
            self.at = f.tell()
        return text.splitlines()

    def end(self):
        self.process.terminate()
        check(self.process.wait(20) == 0, "the server ended badly (%s)" % self.process.returncode)


def talk(port, request, wrap=None, silence=0.25):
    """Sends, reads until the other side closes or falls silent; returns what came."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as s:
        if wrap:
            s = wrap.wrap_socket(s, server_hostname="localhost")
        got = b""
        try:
            s.sendall(request)
            if silence < 0.1:
                s.shutdown(socket.SHUT_WR)
            s.settimeout(silence)
            while piece := s.recv(65536):
                got += piece
        except TimeoutError:
            got += b"" if got else b"HTTP/1.1 200 silence"
        except OSError:
            pass
        return got


def statuses(answer):
    return [int(part[:3]) for part in answer.replace(b"HTTP/1.0 ", b"HTTP/1.1 ").split(b"HTTP/1.1 ")[1:] if part[:3].isdigit()]


def plain_requests(port, toy, name):
    for path in (b"/good", b"/%E8%B7%AF%E7%81%AF?a=b%20c&d=[1]"):
        answer = talk(port, b"GET " + path + b" HTTP/1.1\r\nHost: heye.test\r\nX-Empty:\r\nX-Tab:\ta\r\nConnection: close\r\n\r\n")
        check(statuses(answer) == [200], "%s: a well-formed GET got %r" % (name, answer[:60]))
    answer = talk(port, post(b"Content-Length: 3\r\nConnection: close\r\n", b"a=b").replace(b"/bad", b"/good"))
    check(statuses(answer) == [200], "%s: a well-formed POST got %r" % (name, answer[:60]))
    check(len(toy.lines()) == 3, "%s: well-formed requests did not arrive" % name)


def direct(program):
    toy = Toy(program, "127.0.0.1:0")
    plain_requests(toy.port, toy, "direct")
    for name, request in CASES.items():
        answer = talk(toy.port, request + SMUGGLED)
        codes = statuses(answer)
        seen = toy.lines()
        if name in FRAMED:
            codes, seen = codes[:1], [one for one in seen if "/smuggled" not in one]
        check(not any(200 <= c < 300 for c in codes) and not seen, "%s: %s %s" % (name, codes, seen))
    for name in ("no Host", "bare LF after a header", "blank before colon"):
        answer = talk(toy.port, SMUGGLED + CASES[name] + SMUGGLED)
        check(statuses(answer)[0] == 200 and len(toy.lines()) == 1, "%s as the second request" % name)
    plain_requests(toy.port, toy, "direct, afterwards")
    toy.end()


def well_formed(raw):
    """How many well-formed requests stand at the beginning."""
    n = 0
    while m := HEAD.match(raw):
        head = m.group(0).lower()
        lengths = re.findall(rb"\ncontent-length:[ \t]*([0-9]*)[ \t]*\r", head)
        if head.count(b"\nhost:") != 1 or head.count(b"\ncontent-length:") != len(lengths) or len(lengths) > 1:
            break
        if b"\ntransfer-encoding:" in head:
            break
        raw = raw[m.end() + int(lengths[0] or 0) if lengths else m.end():]
        n += 1
    return n


def mutant(random, seeds):
    raw = bytearray(random.choice(seeds))
    if random.random() < 0.5:
        raw += SMUGGLED
    for _ in range(random.choice([1, 1, 1, 2, 3, 6])):
        at, what = random.randrange(len(raw) + 1), random.random()
        if what < 0.5:
            raw[at:at] = random.choice(SPLICES)
        elif what < 0.75:
            del raw[at:at + random.choice([1, 1, 2, 5])]
        elif at < len(raw):
            raw[at] = random.randrange(256)
    return bytes(raw)


def mutants(program):
    """Random changes of good and bad requests: never more requests are taken for valid than are well-formed."""
    toy = Toy(program, "127.0.0.1:0", "--proxy", "127.0.0.1")
    dice = random.Random(20261124)
    good = [SMUGGLED, post(b"Content-Length: 3\r\n", b"a=b"), get(OK_HEAD + b"Cookie: a=b; c=d\r\n")]
    seeds = good * 20 + [case for case in CASES.values() if len(case) < 2000]
    taken = 0
    for _ in range(MUTANTS):
        raw = mutant(dice, seeds)
        talk(toy.port, raw, silence=0.03)
        seen = len(toy.lines())
        taken += seen
        check(seen <= well_formed(raw), "mutant %r: %d requests taken for valid" % (raw, seen))
    print("%d mutants, %d valid requests among them" % (MUTANTS, taken))
    toy.end()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def behind_nginx(program, folder):
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    if not os.path.exists(nginx):
        check(False, "nginx is not installed (apt install nginx-light)")
        return
    port = free_port()
    with open(folder + "/conf", "w") as f:
        f.write(NGINX.format(dir=folder, port=port))
    toy = Toy(program, "unix:%s/heye.sock" % folder)
    proxy = subprocess.Popen([nginx, "-p", folder, "-c", folder + "/conf", "-e", folder + "/error.log"])
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.05)
    plain_requests(port, toy, "nginx")
    repaired = 0
    for name, request in CASES.items():
        talk(port, request + SMUGGLED)
        time.sleep(0.01)
        bad = [seen for seen in toy.lines() if "/smuggled" not in seen]
        if name in REPAIRED:
            repaired += len(bad)
            check(all(seen.split()[2] == "/bad" for seen in bad) and len(bad) <= 1, "nginx, %s: %s" % (name, bad))
        else:
            check(not bad, "nginx, %s: %s" % (name, bad))
    print("behind nginx: %d of %d malformed requests were repaired by nginx before they came to us" % (repaired, len(CASES)))
    plain_requests(port, toy, "nginx, afterwards")
    proxy.terminate()
    proxy.wait(10)
    toy.end()


def over_tls(program, folder):
    cert, key = folder + "/cert.pem", folder + "/key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                    "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", cert],
                   check=True, capture_output=True)
    toy = Toy(program, "127.0.0.1:0", "--cert", cert, "--key", key)
    trust = ssl.create_default_context(cafile=cert)
    answer = talk(toy.port, SMUGGLED + SMUGGLED, trust)
    check(statuses(answer) == [200, 200] and b"Strict-Transport-Security: max-age=" in answer, "TLS: %r" % answer[:60])
    toy.lines()
    for name in ("bare LF after a header", "folded header", "two Hosts"):
        answer = talk(toy.port, CASES[name] + SMUGGLED, trust)
        check(not toy.lines() and statuses(answer)[:1] == [400], "TLS, %s: %r" % (name, answer[:60]))
    warnings.simplefilter("ignore", DeprecationWarning)
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname = False
    old.verify_mode = ssl.CERT_NONE
    old.set_ciphers("ALL:@SECLEVEL=0")
    old.minimum_version = ssl.TLSVersion.TLSv1
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    try:
        answer = talk(toy.port, SMUGGLED, old)
    except OSError:
        answer = b""
    check(not answer, "TLS 1.1 was taken")
    check(b" 200 " not in talk(toy.port, SMUGGLED), "plain text was taken on the TLS port")
    toy.end()


def main():
    program = os.path.abspath(sys.argv[1] + "/test/http/toy")
    with tempfile.TemporaryDirectory(prefix="heye-strict-") as folder:
        direct(program)
        mutants(program)
        behind_nginx(program, folder)
        over_tls(program, folder)
    print("%d malformed requests" % len(CASES))
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
