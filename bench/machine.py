"""Processes of a run and what they cost: nginx, Heye, the load that wrk makes."""
import os
import pathlib
import re
import socket
import statistics
import subprocess
import time

from township import free_port

ROOT = pathlib.Path(__file__).resolve().parent.parent
CONNECTIONS, WRK_THREADS, ROWS, BATCH = 64, 2, 20, 64
started = []  # processes to end


def say(text):
    print(f"== {text}", flush=True)


def run(words, seconds=600, **more):
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True, timeout=seconds, **more)
    if done.returncode:
        raise RuntimeError(f"{' '.join(str(w) for w in words)[:300]}: {done.returncode}\n{(done.stdout + done.stderr)[-2000:]}")
    return done.stdout


def begin(words, log):
    process = subprocess.Popen([str(w) for w in words], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    started.append(process)
    return process


def end(process):
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
    if process in started:
        started.remove(process)


def middle(values):
    return statistics.median(values) if values else 0


# -- processes and their costs

def cpu_us(pid):
    """CPU time of all threads of a process: microseconds."""
    total = 0
    try:
        for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
            try:
                total += int((task / "schedstat").read_text().split()[0])
            except OSError:
                pass  # the thread has just ended
    except OSError:
        pass  # so has the process
    return total / 1000


def children(pid):
    return [int(c) for c in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def resident_kib(pid, what="VmRSS"):
    return int(re.search(rf"{what}:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text()).group(1))


class Nginx:
    """Static files from a folder, nothing logged."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        (folder / "files").mkdir(parents=True)
        (folder / "tmp").mkdir()
        kinds = "\n".join(f"{k}_temp_path {folder}/tmp;" for k in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "conf").write_text(f"""{user} daemon off; worker_processes 2; pid {folder}/pid; error_log {folder}/log;
            events {{ worker_connections 1024; }}
            http {{ {kinds} access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; open_file_cache max=64;
            default_type "text/html; charset=utf-8"; server {{ listen 127.0.0.1:{self.port}; root {folder}/files; }} }}""")
        self.process = begin(["nginx", "-p", folder, "-e", folder / "log", "-c", folder / "conf"], subprocess.DEVNULL)
        wait_for(self.port, self.process)

    def serve(self, name, body):
        path = self.folder / "files" / name
        path.write_bytes(body)
        path.chmod(0o644)
        return f"http://127.0.0.1:{self.port}/{name}"

    def cpu(self):
        return sum(cpu_us(pid) for pid in children(self.process.pid))


class Heye:
    """A data folder, or a database and the keys beside it, served."""

    def __init__(self, binary, town, *options):
        self.port, self.town = free_port(), town
        self.log = open(f"{town.data}.log", "ab")
        # as behind a proxy: one address may then hold more connections than one visitor may
        self.process = begin([binary, "serve", "--data", town.data, *town.database, "--listen", f"127.0.0.1:{self.port}", "--quiet",
                              "--proxy", "127.0.0.1", *options], self.log)
        wait_for(self.port, self.process)

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def cpu(self):
        """Of the program, and of the server that its database is on."""
        return cpu_us(self.process.pid) + self.town.cpu()

    def stop(self):
        end(self.process)
        self.log.close()


def wait_for(port, process):
    for _ in range(4000):
        try:
            socket.create_connection(("127.0.0.1", port), 0.5).close()
            return
        except OSError:
            if process.poll() is not None:
                raise RuntimeError(f"a server ended: {process.args}")
            time.sleep(0.005)
    raise RuntimeError("a server does not answer")


# -- load

class Round:
    def __init__(self, requests, us, bad, broken, p50, p99, cpu):
        self.requests, self.rate = requests, requests * 1e6 / us
        self.bad, self.broken, self.p50, self.p99 = bad, broken, p50 / 1000, p99 / 1000
        self.cpu = cpu / requests if requests else 0


def load(server, url, seconds, headers=(), form=None):
    """form: what load.lua is told, a file with a form and the name of the round, or "--pages" and a file of addresses with cookies."""
    words = ["wrk", "-t", WRK_THREADS, "-c", CONNECTIONS, "-d", f"{seconds}s", "--timeout", "10s", "-s", ROOT / "bench" / "load.lua"]
    for header in headers:
        words += ["-H", header]
    before = server.cpu()
    text = run([*words, url, *(["--", *form] if form else [])], seconds + 60)
    cpu = server.cpu() - before
    return Round(*[int(n) for n in re.search(r"RESULT (.*)", text).group(1).split()], cpu)


class Pair:
    """Two sides of a comparison, measured in turns."""

    def __init__(self, one, other, rounds):
        self.one, self.other = [], []
        for _ in range(rounds):
            self.one.append(one())
            self.other.append(other())

    def ratio(self, what="rate"):
        """Of neighbours in time, so that what else the machine does meets both sides."""
        return middle([getattr(a, what) / max(getattr(b, what), 1e-9) for a, b in zip(self.one, self.other)])


def figures(rounds):
    return (f"{middle([r.rate for r in rounds]):>9,.0f}/s {middle([r.cpu for r in rounds]):>7.1f} µs CPU "
            f"{middle([r.p50 for r in rounds]):>7.2f} / {middle([r.p99 for r in rounds]):.2f} ms")
