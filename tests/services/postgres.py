"""A real PostgreSQL server per test session, with fsync on and data that goes afterwards."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.services.processes import (
    Account,
    Program,
    ServerFailed,
    spare_port,
    start_program,
    wait_until,
)

OWNER = "trajectspiegel"  # no superuser: the rules of the database hold for it
WEB = "trajectspiegel_web"  # owns nothing either: sees what row-level security lets it see
SETTINGS = ("shared_buffers=32MB", "max_connections=60", "autovacuum=off", "jit=off")

# Without triggers: neither foreign keys nor what makes a table append-only are in the way.
EMPTY = """
DO $$
DECLARE t text;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR t IN SELECT tablename FROM pg_tables
             WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM public.%I', t);
    END LOOP;
    FOR t IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
        EXECUTE format('ALTER SEQUENCE public.%I RESTART', t);
    END LOOP;
END $$
"""
SHAPE = """
WITH ours AS (SELECT * FROM pg_class WHERE relnamespace = 'public'::regnamespace)
SELECT md5(concat(
    (SELECT string_agg(concat_ws(' ', relname, relkind, relacl, relrowsecurity,
        relforcerowsecurity, relowner), ',' ORDER BY relname) FROM ours),
    (SELECT string_agg(concat_ws(' ', relname, attname, atttypid, atttypmod, attnotnull,
        attisdropped, attacl), ',' ORDER BY relname, attnum)
        FROM pg_attribute JOIN ours ON ours.oid = attrelid WHERE attnum > 0),
    (SELECT string_agg(concat_ws(' ', conname, pg_get_constraintdef(pg_constraint.oid)), ','
        ORDER BY conname, conrelid::regclass::text)
        FROM pg_constraint JOIN ours ON ours.oid = conrelid),
    (SELECT string_agg(concat_ws(' ', relname, polname, pg_get_expr(polqual, polrelid)), ','
        ORDER BY relname, polname) FROM pg_policy JOIN ours ON ours.oid = polrelid),
    (SELECT string_agg(concat_ws(' ', tgname, tgenabled), ',' ORDER BY tgname, relname)
        FROM pg_trigger JOIN ours ON ours.oid = tgrelid WHERE NOT tgisinternal),
    (SELECT string_agg(version_num, ',') FROM alembic_version)
))
"""


@dataclass(slots=True)
class PostgresServer:
    """One server; databases are made from a template and dropped by name."""

    folder: Path
    port: int
    account: Account
    small_disk: str = ""  # size of the file system for folder/small, for tests of a full disk
    program: Program | None = None
    numbers: Iterator[int] = field(default_factory=count)

    def start(self) -> None:
        """Start (again) on the same port and data, and wait until it answers."""
        command: list[str | Path] = [
            program_path("postgres"),
            "-D",
            self.folder / "data",
            "-p",
            str(self.port),
        ]
        command += ["-k", self.folder, "-h", "127.0.0.1"]
        for setting in SETTINGS:
            command += ["-c", setting]
        account = self.account
        if self.small_disk:
            command, account = [*self._with_small_disk(), *command], Account()
        self.program = start_program(
            command,
            self.folder / "log",
            account=account,
            folder=self.folder,
        )
        wait_until(self.answers, self.program)

    def _with_small_disk(self) -> list[str | Path]:
        """The words that run a server as its own account with a file system it alone sees."""
        user, group = self.account.user, self.account.group
        options = f"size={self.small_disk},uid={user},gid={group},mode=700"
        mount = f'mount -t tmpfs -o {options} small {self.folder / "small"} && exec "$@"'
        return [
            *("unshare", "--mount", "--propagation", "private", "sh", "-c", mount, "sh"),
            *("setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups", "--"),
        ]

    def answers(self) -> bool:
        try:
            self.run("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def kill(self) -> None:
        """SIGKILL to every process of the server, as a machine that loses its power."""
        assert self.program is not None
        self.program.kill()
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)

    def stop(self) -> None:
        assert self.program is not None
        self.program.stop(signal.SIGQUIT)

    def run(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """One statement as superuser, outside a transaction; the rows it gives."""
        with psycopg.connect(
            host="127.0.0.1", port=self.port, user="postgres", dbname=database, autocommit=True
        ) as connection:
            done = connection.execute(statement.encode())
            return done.fetchall() if done.description else []

    def url(self, database: str, role: str = OWNER) -> str:
        return f"postgresql+psycopg://{role}@127.0.0.1:{self.port}/{database}"

    def create_database(self, template: str = "template0", tablespace: str = "pg_default") -> str:
        """The name of a new database, owned by an account that is no superuser."""
        name = f"test_{next(self.numbers)}"
        self.run(
            f"CREATE DATABASE {name} TEMPLATE {template} OWNER {OWNER} TABLESPACE {tablespace}"
        )
        return name

    def empty_database(self, name: str, most: int) -> bool:
        """Take every row away, with whoever is still connected; False when it holds too much."""
        self.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        ((size,),) = self.run(f"SELECT pg_database_size('{name}')")
        if size <= most:
            self.run(EMPTY, name)
        return bool(size <= most)

    def shape(self, name: str) -> str:
        """A mark of all tables, columns, rules and rights of a database, and of its revision."""
        ((mark,),) = self.run(SHAPE, name)
        return str(mark)

    def drop_database(self, name: str) -> None:
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def program_path(name: str) -> Path:
    """Where a PostgreSQL program is: newest of Debian's, or on PATH. Raises ServerFailed."""
    debian = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(debian, key=lambda path: float(path.parent.parent.name), default=None)
    found = newest or shutil.which(name)
    if found is None:
        raise ServerFailed(f"{name} not found: ./run test installs PostgreSQL (Debian: postgresql)")
    return Path(found)


def server_account() -> Account:
    """PostgreSQL refuses root: then it runs as its own account, or as nobody."""
    if os.geteuid() != 0:
        return Account()
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return Account(entry.pw_uid, entry.pw_gid)


def make_cluster(folder: Path, account: Account) -> None:
    """An empty cluster in folder/data that trusts this machine."""
    if account.user is not None:
        os.chown(folder, account.user, account.group or 0)
    command = [program_path("initdb"), "-D", folder / "data", "-U", "postgres", "--no-sync"]
    command += ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
    done = subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        user=account.user,
        group=account.group,
        extra_groups=[] if account.user is not None else None,
    )
    if done.returncode != 0:
        raise ServerFailed(f"initdb failed: {done.stderr}")


@contextmanager
def running_postgres(small_disk: str = "") -> Iterator[PostgresServer]:
    """A server with an empty cluster, gone with its data afterwards.

    `small_disk` is the size ("40m") of a file system for folder/small; it asks for root.
    """
    # not under pytest's own folder: that is closed to the account that PostgreSQL runs as
    folder = Path(tempfile.mkdtemp(prefix="trajectspiegel-pg-"))
    account = server_account()
    try:
        make_cluster(folder, account)
        if small_disk:
            (folder / "small").mkdir()
        server = PostgresServer(folder, spare_port(), account, small_disk)
        server.start()
        try:
            for role in (OWNER, WEB):
                server.run(f"CREATE ROLE {role} LOGIN")
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A running server; a missing PostgreSQL is an error, never a skip."""
    with running_postgres() as server:
        yield server
