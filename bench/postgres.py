"""A PostgreSQL server of the run's own: durable while it is measured, filled by COPY, grown by copies of a township, and its own limit by pgbench."""
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess

from machine import BATCH, children, cpu_us, middle, run
from township import free_port

TOWN = 510921207
SCHEMAS = {"heye.db": "heye", "identity.db": "identity"}
FILLING = "fsync = off\nfull_page_writes = off\nautovacuum = off\n"


class Postgres:
    """data folder below `base`, which is to be a real disk."""

    def __init__(self, base):
        tools = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if not tools:
            raise RuntimeError("no PostgreSQL here: bin/setup test")
        self.tools, self.folder, self.port, self.pid = tools[-1].parent, base / "postgres", free_port(), 0
        self.as_ = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        self.folder.mkdir()
        if self.as_:  # the server refuses to run as root
            base.chmod(0o755)
            shutil.chown(self.folder, "postgres")
        self.tool("initdb", "-D", self.folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--data-checksums")
        memory = int(re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text()).group(1)) // 1024
        with open(self.folder / "data" / "postgresql.conf", "a") as f:
            f.write(f"listen_addresses = '127.0.0.1'\nport = {self.port}\nunix_socket_directories = '{self.folder}'\nmax_connections = 100\n"
                    f"shared_buffers = {memory // 8}MB\neffective_cache_size = {memory // 2}MB\nmaintenance_work_mem = 512MB\nmax_wal_size = 4GB\n"
                    "checkpoint_timeout = 15min\nrandom_page_cost = 1.1\nwal_compression = lz4\ninclude = 'filling.conf'\n")
        self.start(FILLING)
        self.ask("postgres", "create role heye_owner login createdb; create role heye login; create role heye_identity login")

    def tool(self, name, *words, seconds=600):
        return run([*self.as_, self.tools / name, *words], seconds, cwd=self.folder)

    def start(self, settings=""):
        """Without settings: as a server that keeps its promises."""
        (self.folder / "data" / "filling.conf").write_text(settings)
        (self.folder / "data" / "filling.conf").chmod(0o644)
        # its own output, not ours: pg_ctl leaves the server behind
        subprocess.run([*self.as_, self.tools / "pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-w", "-t", "120", "start"], check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd=self.folder, timeout=150)
        self.pid = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def stop(self, how="fast"):
        if self.pid:
            subprocess.run([*self.as_, self.tools / "pg_ctl", "-D", self.folder / "data", "-m", how, "-w", "-t", "600", "stop"], check=False,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder)
        self.pid = 0

    def settle(self, filling):
        self.stop()
        self.start(FILLING if filling else "")

    def cpu(self):
        return cpu_us(self.pid) + sum(cpu_us(pid) for pid in children(self.pid))

    def url(self, database, role):
        return f"postgresql://{role}@127.0.0.1:{self.port}/{database}"

    def ask(self, database, sql, schema="heye", seconds=7200):
        """Rows of words; as a superuser, above the fence between townships."""
        text = run([self.tools / "psql", "-qXAt", "-F", "\x1f", "-v", "ON_ERROR_STOP=1", self.url(database, "postgres"), "-c",
                    f"set search_path to {schema}", "-c", sql], seconds)
        return [line.split("\x1f") for line in text.splitlines()]

    # -- filling

    def database(self, name, heye):
        self.ask("postgres", f"create database {name} owner heye_owner template template0")
        folder = self.folder.parent / f"migrate-{name}"
        folder.mkdir()
        run([heye, "migrate", "--data", folder, "--db", self.url(name, "heye_owner")])

    def fill(self, name, data):
        """All rows of a township on SQLite, by COPY; keys between tables are looked at by `heye check` afterwards."""
        for file, schema in SCHEMAS.items():
            base = sqlite3.connect(data / file)
            for (table,) in base.execute("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name").fetchall():
                columns = base.execute("select name, lower(type) from pragma_table_xinfo(?) where hidden = 0 order by cid", (table,)).fetchall()
                if any(c == "town" for c, _ in columns):
                    self.pour(name, schema, base, table, columns)
            base.close()

    def pour(self, name, schema, base, table, columns):
        rows = base.execute(f"select {' || char(9) || '.join(copy_form(c, kind) for c, kind in columns)} from {table} where town = ?", (TOWN,))
        part = rows.fetchmany(10000)
        if not part:
            return
        names = ", ".join(c for c, _ in columns)
        psql = subprocess.Popen([self.tools / "psql", "-qX", "-v", "ON_ERROR_STOP=1", self.url(name, "postgres"), "-c", "set session_replication_role = replica",
                                 "-c", f"copy {schema}.{table} ({names}) from stdin"], stdin=subprocess.PIPE, text=True, encoding="utf-8")
        while part:
            psql.stdin.write("\n".join(row[0] for row in part) + "\n")
            part = rows.fetchmany(10000)
        psql.stdin.close()
        if psql.wait():
            raise RuntimeError(f"COPY into {table}")

    def tables(self, name):
        """Every table with a township: its schema, its name, its columns but the township and the generated ones."""
        rows = self.ask(name, "select table_schema, table_name, string_agg(quote_ident(column_name), ', ' order by ordinal_position) "
                              "from information_schema.columns where table_schema in ('heye', 'identity') and is_generated = 'NEVER' "
                              "group by 1, 2 having bool_or(column_name = 'town') order by 1, 2")
        return [(schema, table, [c for c in columns.split(", ") if c != "town"]) for schema, table, columns in rows]

    def grow(self, name, towns):
        """More townships with the rows of the first one, one transaction each, on two connections."""
        tables = self.tables(name)
        workers = []
        for turn in range(2):
            orders = ["set session_replication_role = replica;"]
            for town in towns[turn::2]:
                orders.append("begin;")
                for schema, table, columns in tables:
                    values = ", ".join("null" if (table, c) == ("town", "host") else c for c in columns)
                    orders.append(f"insert into {schema}.{table} (town{''.join(', ' + c for c in columns)}) "
                                  f"select {town}{', ' + values if values else ''} from {schema}.{table} where town = {TOWN};")
                orders.append("commit;")
            path = self.folder.parent / f"grow-{turn}.sql"
            path.write_text("\n".join(orders))
            workers.append(subprocess.Popen([self.tools / "psql", "-qX", "-v", "ON_ERROR_STOP=1", self.url(name, "postgres"), "-f", path]))
        if any([worker.wait() for worker in workers]):
            raise RuntimeError("a township could not be copied")

    def ready(self, name):
        """As a base that has been in use: visible pages marked, values counted, nothing left to write; then durable."""
        run([self.tools / "vacuumdb", "-q", "-j", "2", "--analyze", "-d", self.url(name, "postgres")], 7200)
        self.settle(False)

    def bytes(self, name):
        return int(self.ask(name, "select pg_database_size(current_database())")[0][0])

    # -- the limit: pgbench writes the rows of one create

    def pgbench(self, name, script, clients, seconds):
        path = self.folder.parent / f"create-{name}.pgbench"
        path.write_text(script)
        environment = {**os.environ, "PGOPTIONS": "-c search_path=heye"}
        text = run([self.tools / "pgbench", "-n", "-M", "prepared", "-c", clients, "-j", min(2, clients), "-T", seconds, "-D", "n=0", "-f", path,
                    self.url(name, "postgres")], seconds + 120, env=environment)
        return float(re.search(r"tps = ([\d.]+)", text).group(1))

    def limit(self, name, matter, seconds, run_number):
        """Creates a second: the better of eight clients with a commit each and of one client with 64 a commit."""
        rows = self.rows_of(name, matter)
        single = self.pgbench(name, create_script(rows, 1, 2 * run_number), 8, seconds)
        grouped = self.pgbench(name, create_script(rows, BATCH, 2 * run_number + 1), 1, seconds) * BATCH
        return single, grouped

    def rows_of(self, name, matter):
        """The rows of one create as Heye wrote it: for each its table, its columns and the values as literals."""
        found = []
        for table, key, more in (("matter", "id", ""), ("matter_entry", "matter", ""), ("clock", "matter", ""), ("receipt_pending", "matter", ""),
                                 ("event", "object_id", " and object = 'matter'")):
            columns = next(c for s, t, c in self.tables(name) if (s, t) == ("heye", table))
            values = " || chr(31) || ".join(f"coalesce(quote_literal({c}::text), 'null')" for c in columns)
            for row in self.ask(name, f"select {values} from {table} where town = {TOWN} and {key} = {matter}{more}"):
                found.append((table, columns, row))
        return found


def copy_form(column, kind):
    """A column in the words of COPY, put together by SQLite itself."""
    if kind == "blob" or kind == "bytea":
        return f"case when {column} is null then '\\N' else '\\\\x' || hex({column}) end"
    if kind == "text":
        text = f"replace({column}, '\\', '\\\\')"
        for code, letter in ((9, "t"), (10, "n"), (13, "r")):
            text = f"replace({text}, char({code}), '\\{letter}')"
        return f"coalesce({text}, '\\N')"
    return f"coalesce({column}, '\\N')"


def create_script(rows, batch, run_number):
    """What pgbench does: `batch` creates and a commit. Ids, numbers and places in the chain are new each time, all else is as Heye wrote it."""
    lines = ["\\set n :n + 1", "begin;"]
    for k in range(batch):
        lines += [f"\\set id 9000000000000000000 + {run_number} * 1000000000000 + :client_id * 10000000000 + :n * {batch} + {k}",
                  f"\\set number {1 + run_number} * 100000000 + :client_id * 10000000 + :n * {batch} + {k}"]
        seq = 0
        for table, columns, values in rows:
            row = dict(zip(columns, values))
            row.update({c: ":id" for c in ("matter", "object_id") if c in row})
            if table == "matter":
                row.update(id=":id", number=":number")
            if "tag" in row:
                row["tag"] = "sha256(int8send(:id))"
            if "seq" in row:
                seq += 1
                lines.append(f"\\set seq :id - 8000000000000000000 + {seq} * 100000000000000000")
                row["seq"] = ":seq"
            lines.append(f"insert into {table} (town, {', '.join(row)}) values ({TOWN}, {', '.join(row.values())});")
        lines += [f"insert into matter_count (town, axis, ref, lane, n) values ({TOWN}, {axis}, 0, 1, 1) on conflict (town, axis, ref, lane) "
                  "do update set n = matter_count.n + 1;" for axis in (1, 2, 3)]
        lines += [f"update event_head set seq = seq + 1, hash = sha256(int8send(:id)) where town = {TOWN};",
                  f"update matter_number set last = last + 1 where town = {TOWN};",
                  f"insert into once (town, tag, body, box, at) values ({TOWN}, sha256(int8send(:id)), '\\x{'00' * 32}', '\\x{'00' * 90}', :n);"]
    return "\n".join([*lines, "commit;", ""])


def better(rounds):
    """The median of the stronger variant of each round."""
    return middle([max(r) for r in rounds])
