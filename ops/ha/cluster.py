#!/usr/bin/env python3
"""Three PostgreSQL nodes under Patroni, three etcd, two `heye serve`, HAProxy in front: all on loopback, in one folder.

Usage: cluster.py HEYE FOLDER        starts everything, prints the address, runs until Ctrl-C
As a module: test/ha.py starts the same cluster and kills its parts. The settings are those that a county would run; only the
addresses, the ports and the one folder are for one machine. README.md beside this file says what to change.
"""
import json
import os
import pathlib
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
POSTGRES = "/usr/lib/postgresql/15/bin"
NODES = 3
SERVERS = 2


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(what, seconds, test):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = test()
        if found:
            return found
        time.sleep(0.2)
    raise TimeoutError(f"waited {seconds} s for {what}")


class Part:
    """One program of the cluster: it can be started, killed and started again."""

    def __init__(self, name, command, log, user=None, env=None, pid_file=None):
        self.name, self.command, self.log, self.user, self.env, self.process = name, command, log, user, env, None
        self.pid_file = pid_file  # of a program that it starts and that does not stay its child: PostgreSQL under Patroni

    def start(self):
        account = pwd.getpwnam(self.user) if self.user and os.getuid() == 0 else None

        def become():
            os.setsid()
            if account:
                os.setgroups([])
                os.setgid(account.pw_gid)
                os.setuid(account.pw_uid)

        environment = {**os.environ, **(self.env or {})}
        if account:
            environment["HOME"] = account.pw_dir
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment,
                                            cwd="/", preexec_fn=become)

    def running(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        """kill -9 of the program and of all that it started."""
        if not self.process:
            return
        pids = [self.process.pid] + children(self.process.pid)
        if self.pid_file and self.pid_file.exists():
            served = int(self.pid_file.read_text().split()[0])
            pids += [served] + children(served)
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()

    def stop(self):
        if self.running():
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


def children(pid):
    found = []
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children") if pathlib.Path(f"/proc/{pid}").exists() else []:
        try:
            for child in task.read_text().split():
                found += [int(child)] + children(int(child))
        except OSError:
            pass
    return found


class Cluster:
    def __init__(self, heye, folder):
        self.heye, self.folder = pathlib.Path(heye).resolve(), pathlib.Path(folder).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)
        self.password = secrets.token_hex(16)
        self.ports = {name: free_port() for name in self.port_names()}
        self.etcd = [self.make_etcd(i) for i in range(NODES)]
        self.patroni = [self.make_patroni(i) for i in range(NODES)]
        self.servers = [self.make_server(i) for i in range(SERVERS)]
        self.proxy = self.make_proxy()

    @staticmethod
    def port_names():
        names = [f"{kind}{i}" for i in range(NODES) for kind in ("client", "peer", "pg", "rest")]
        return names + [f"web{i}" for i in range(SERVERS)] + ["front", "state"]

    @property
    def parts(self):
        return self.etcd + self.patroni + self.servers + [self.proxy]

    def own(self, path):
        """A folder of the account under which PostgreSQL and etcd run: never root."""
        path.mkdir(parents=True, exist_ok=True)
        if os.getuid() == 0:
            shutil.chown(path, "postgres", "postgres")
        path.chmod(0o700)
        return path

    def log(self, name):
        return self.folder / f"{name}.log"

    def fill(self, template, values):
        text = (HERE / template).read_text()
        for key, value in values.items():
            text = text.replace("@" + key + "@", str(value))
        return text

    def make_etcd(self, i):
        data = self.own(self.folder / f"etcd{i}")
        members = ",".join(f"etcd{n}=http://127.0.0.1:{self.ports[f'peer{n}']}" for n in range(NODES))
        client, peer = (f"http://127.0.0.1:{self.ports[f'{k}{i}']}" for k in ("client", "peer"))
        return Part(f"etcd{i}", ["etcd", "--name", f"etcd{i}", "--data-dir", str(data), "--listen-client-urls", client,
                                 "--advertise-client-urls", client, "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
                                 "--initial-cluster", members, "--initial-cluster-token", "heye", "--initial-cluster-state", "new",
                                 "--heartbeat-interval", "200", "--election-timeout", "2000"],
                    self.log(f"etcd{i}"), "postgres")

    def make_patroni(self, i):
        home = self.own(self.folder / f"pg{i}")
        hosts = ",".join(f"127.0.0.1:{self.ports[f'client{n}']}" for n in range(NODES))
        settings = home / "patroni.yml"
        settings.write_text(self.fill("patroni.yml.in", {
            "NAME": f"pg{i}", "ETCD": hosts, "REST": self.ports[f"rest{i}"], "PORT": self.ports[f"pg{i}"],
            "DATA": home / "data", "BIN": POSTGRES, "RUN": home, "PASSWORD": self.password}))
        if os.getuid() == 0:
            shutil.chown(settings, "postgres", "postgres")
        settings.chmod(0o600)
        return Part(f"pg{i}", ["patroni", str(settings)], self.log(f"pg{i}"), "postgres",
                    pid_file=home / "data" / "postmaster.pid")

    def url(self, user="heye", base="heye"):
        """All nodes; libpq takes the one that can write."""
        hosts = ",".join(f"127.0.0.1:{self.ports[f'pg{n}']}" for n in range(NODES))
        return f"postgresql://{user}:{self.password}@{hosts}/{base}?target_session_attrs=read-write&connect_timeout=3"

    def make_server(self, i):
        data = self.folder / "data"
        return Part(f"heye{i}", [str(self.heye), "serve", "--data", str(data), "--db", self.url(), "--listen",
                                 f"127.0.0.1:{self.ports[f'web{i}']}", "--proxy", "127.0.0.1"], self.log(f"heye{i}"))

    def make_proxy(self):
        settings = self.folder / "haproxy.cfg"
        rows = "\n".join(f"    server heye{i} 127.0.0.1:{self.ports[f'web{i}']} check" for i in range(SERVERS))
        settings.write_text(self.fill("haproxy.cfg.in", {"FRONT": self.ports["front"], "SERVERS": rows}))
        return Part("haproxy", ["haproxy", "-db", "-f", str(settings)], self.log("haproxy"))

    # -- state

    def leader(self):
        """The number of the node that can write, or None."""
        for i in range(NODES):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.ports[f'rest{i}']}/primary", timeout=1) as answer:
                    if answer.status == 200:
                        return i
            except OSError:
                pass
        return None

    def members(self):
        for i in range(NODES):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.ports[f'rest{i}']}/cluster", timeout=1) as answer:
                    return json.load(answer)["members"]
            except (OSError, ValueError, KeyError):
                pass
        return []

    def whole(self):
        """One leader, and the two others follow it, one of them synchronously."""
        members = self.members()
        following = [m for m in members if m["role"] in ("replica", "sync_standby") and m["state"] in ("running", "streaming")]
        return (len(following) == NODES - 1 and self.leader() is not None and
                any(m["role"] == "sync_standby" for m in members))

    def psql(self, text, user="postgres", base="postgres"):
        return subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", self.url(user, base), "-c", text], capture_output=True,
                              text=True, timeout=60, check=True).stdout.strip()

    def command(self, name, *options):
        """A command of the program on the cluster's database."""
        return subprocess.run([str(self.heye), name, "--data", str(self.folder / "data"), "--db", self.url(), *options],
                              capture_output=True, text=True, timeout=600)

    # -- life

    def start_database(self):
        for part in self.etcd + self.patroni:
            part.start()
        wait_for("three nodes that follow each other", 120, self.whole)
        self.psql(f"create role heye login password '{self.password}'")
        self.psql("create database heye owner heye encoding 'UTF8' locale 'C' template template0")
        wait_for("the database on all nodes", 60, lambda: all(self.has_base(i) for i in range(NODES)))

    def has_base(self, i):
        """libpq goes to the next address when a node is away, not when it lacks the database."""
        url = f"postgresql://heye:{self.password}@127.0.0.1:{self.ports[f'pg{i}']}/heye"
        return subprocess.run(["psql", "-XAtq", url, "-c", "select 1"], capture_output=True, timeout=20).returncode == 0

    def start_service(self):
        for part in self.servers + [self.proxy]:
            part.start()
        wait_for("an answer through the proxy", 60, self.answers)

    def answers(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.ports['front']}/health", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def stop(self):
        for part in reversed(self.parts):
            part.stop()


def main():
    if len(sys.argv) != 3:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    cluster = Cluster(sys.argv[1], sys.argv[2])
    try:
        cluster.start_database()
        print(cluster.command("demo").stdout)
        cluster.start_service()
        print(f"http://127.0.0.1:{cluster.ports['front']} — leader pg{cluster.leader()}; Ctrl-C stops everything")
        signal.pause()
    except KeyboardInterrupt:
        pass
    finally:
        cluster.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
