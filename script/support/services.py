"""Private PostgreSQL and Redis servers for one run of the suite: on free ports, in a folder that goes away again."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from script.support import system_packages
from script.support.console import Stop, say

_TRIES = 3
_PATIENCE = 30.0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ask_redis(port: int) -> str:
    """Redis's own description of the server on a port; empty while nothing answers."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(b"INFO server\r\n")
            return connection.recv(65536).decode(errors="replace")
    except OSError:
        return ""


@contextmanager
def redis() -> Iterator[str]:
    """A Redis server of our own; gives its address without a database number."""
    binary = shutil.which("redis-server")
    if binary is None:
        raise Stop("Redis is not installed: apt-get install redis-server, or set REDIS_URL to one that runs.")
    with tempfile.TemporaryDirectory(prefix="portal-redis-") as folder:
        for _ in range(_TRIES):
            port = _free_port()
            options = ["--port", str(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no"]
            with subprocess.Popen([binary, *options], stdout=subprocess.DEVNULL) as process:
                try:
                    deadline = time.monotonic() + _PATIENCE
                    while process.poll() is None and time.monotonic() < deadline:
                        # Another server may have taken the port in between: only ours has this process number.
                        if f"process_id:{process.pid}\r" in _ask_redis(port):
                            yield f"redis://127.0.0.1:{port}"
                            return
                        time.sleep(0.05)
                finally:
                    process.terminate()
                    process.wait()
    raise Stop("Redis did not start on a free port.")


def _as_postgres(command: Sequence[str]) -> list[str]:
    """The command as the user `postgres` where we are root: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return list(command)
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--", *command]


def _run(command: Sequence[str], *, doing: str, log: Path | None = None) -> str:
    done = subprocess.run(
        _as_postgres(command),
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        said = log.read_text(errors="replace") if log and log.exists() else done.stdout
        raise Stop(f"{doing} failed: {said.strip()}")
    return done.stdout


@contextmanager
def postgresql(*, autovacuum: bool = False) -> Iterator[str]:
    """A PostgreSQL cluster of our own; gives the URL of a database in it.

    Tests do without `autovacuum`; what is measured as a city would run it has it.
    """
    binaries = system_packages.postgresql_binaries()
    if binaries is None:
        raise Stop("PostgreSQL is not installed: apt-get install postgresql, or set DATABASE_URL to one that runs.")
    with tempfile.TemporaryDirectory(prefix="portal-postgresql-", ignore_cleanup_errors=True) as outer:
        folder = Path(outer)
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
        data, log = folder / "data", folder / "log"
        initdb = [str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        _run([*initdb, "--locale=C.UTF-8", "--no-sync"], doing="Making a private PostgreSQL cluster")
        for attempt in range(_TRIES):
            port = _free_port()
            # Nothing here outlives the run, so nothing has to reach the disk. Statistics that are taken while a test's
            # rows are not committed call full tables empty, and its queries take minutes: none are taken there.
            options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"
            options += f" -c autovacuum={'on' if autovacuum else 'off'} -c jit=off"
            control = [str(binaries / "pg_ctl"), "-D", str(data)]
            try:
                _run([*control, "-o", options, "-l", str(log), "-w", "start"], doing="Starting PostgreSQL", log=log)
            except Stop:
                if attempt == _TRIES - 1:
                    raise
                continue
            try:
                _check_ours(binaries, port, data)
                yield f"postgres://postgres@127.0.0.1:{port}/portal"
            finally:
                _run([*control, "-m", "immediate", "-w", "stop"], doing="Stopping PostgreSQL", log=log)
            return


def _check_ours(binaries: Path, port: int, data: Path) -> None:
    """Ask the server on the port where its data lies: another cluster may listen there."""
    psql = shutil.which("psql") or str(binaries / "psql")
    ask = [psql, "-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "-d", "postgres", "-Atc", "SHOW data_directory"]
    if _run(ask, doing="Asking PostgreSQL where it keeps its data").strip() != str(data):
        raise Stop(f"Another PostgreSQL server answers on port {port}.")


@contextmanager
def both() -> Iterator[dict[str, str]]:
    """DATABASE_URL, REDIS_URL and CELERY_BROKER_URL: those set in the environment, else of servers of our own."""
    wanted = {"DATABASE_URL": system_packages.POSTGRESQL, "REDIS_URL": system_packages.REDIS}
    system_packages.provide(*(need for name, need in wanted.items() if not os.environ.get(name)))
    with ExitStack() as stack:
        database = os.environ.get("DATABASE_URL") or stack.enter_context(postgresql())
        cache = os.environ.get("REDIS_URL") or f"{stack.enter_context(redis())}/0"
        if not database.startswith(("postgres://", "postgresql://")):
            raise Stop("DATABASE_URL names no PostgreSQL database: unset it, and a private server is started.")
        broker = os.environ.get("CELERY_BROKER_URL") or cache
        say(
            f"PostgreSQL: {'as DATABASE_URL says' if os.environ.get('DATABASE_URL') else 'a private server'}. "
            f"Redis: {'as REDIS_URL says' if os.environ.get('REDIS_URL') else 'a private server'}."
        )
        yield {"DATABASE_URL": database, "REDIS_URL": cache, "CELERY_BROKER_URL": broker}
