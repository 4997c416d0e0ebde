"""What every benchmark stands on: a scratch database, a real server, many clients, and the way figures are printed.

from benchmarks import harness

with harness.scratch(arguments.database) as place:         # before any import of models
    from directory.models import Employee
    ...fill the database...
    with harness.server(place) as server:
        result = harness.drive(server.port, work, clients=50)     # work: a list of functions that take a Client
    harness.report("acknowledgement_day", rows, engine=place.engine)
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CSRF_TOKEN = "b" * 32


@dataclass(frozen=True)
class Place:
    """Where a benchmark happens: an empty, migrated database, and a folder that goes away with it."""

    engine: str
    url: str
    folder: Path


def arguments(description: str) -> argparse.ArgumentParser:
    """A parser with what every benchmark takes: `--database` (sqlite, or a PostgreSQL URL)."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument(
        "--database",
        default=os.environ.get("DATABASE_URL", "sqlite"),
        help="sqlite (the default), or postgres://user@host:port/any: a database of its own is made and dropped there",
    )
    return parser


@contextlib.contextmanager
def scratch(database: str = "sqlite", settings: str = "benchmarks.settings") -> Iterator[Place]:
    """A migrated database for this run only, with Django set up on it; dropped at the end."""
    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    for name in ("data", "control"):
        (folder / "broker" / name).mkdir(parents=True)
    with _database(database, folder) as (engine, url):
        os.environ |= {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": settings,
            "PORTAL_VAR": str(folder),
            "BENCHMARK_FOLDER": str(folder),
        }
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", verbosity=0)
        try:
            yield Place(engine, url, folder)
        finally:
            connections.close_all()
    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _database(database: str, folder: Path) -> Iterator[tuple[str, str]]:
    if not database.startswith("postgres"):
        yield "sqlite", f"sqlite:///{folder}/benchmark.sqlite3"
        return
    import psycopg

    name = f"benchmark_{os.getpid()}"
    server = urllib.parse.urlsplit(database)._replace(path="/postgres").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield "postgresql", urllib.parse.urlsplit(database)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass(frozen=True)
class Server:
    """A web server that runs: its port, and the process whose children are the workers."""

    port: int
    pid: int

    def processor_seconds(self) -> float:
        """The processor time that the workers have taken: what other work on the machine changes least."""
        return processor_seconds_of_children(self.pid)


def processor_seconds_of_children(pid: int) -> float:
    """The processor time of a process's children, those that have ended included."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(fields[1]) == pid:
                ticks += int(fields[11]) + int(fields[12])
            elif stat.parent.name == str(pid):
                ticks += int(fields[13]) + int(fields[14])  # of those that it has waited for
    return ticks / os.sysconf("SC_CLK_TCK")


def database_processor_seconds() -> float:
    """The processor time of PostgreSQL's processes, where it runs on this machine; SQLite's is the server's own."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    return processor_seconds_of_children(int(stat.read_text(encoding="utf-8").rpartition(")")[2].split()[1]))


@contextlib.contextmanager
def server(place: Place, workers: int = 2, threads: int = 8, urlconf: str = "portal.urls") -> Iterator[Server]:
    """The portal's real web server on a free port of this machine.

    Each worker has answered before the clock starts: the first answer pays for the imports.
    `urlconf` puts other routes in place of the portal's: the bare limit beside it is measured the same way.
    """
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi:application", f"--bind=127.0.0.1:{port}"]
    command += [f"--workers={workers}", f"--threads={threads}", "--worker-class=gthread", "--log-level=error"]
    command += ["--backlog=2048", "--keep-alive=30"]
    environment = os.environ | {"DATABASE_URL": place.url, "BENCHMARK_URLCONF": urlconf}
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait_for(port, process)
        drive(port, [_warm_up] * workers * 10, clients=workers * 4)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _warm_up(client: Client) -> None:
    client.get("/healthz")


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    stop = time.monotonic() + 60
    while time.monotonic() < stop:
        if process.poll() is not None:
            raise RuntimeError("The server ended before it answered.")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("The server did not answer within a minute.")


def session_for(number: str) -> str:
    """A session cookie of somebody who is signed in, written straight into the session store."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model, load_backend

    person = get_user_model().objects.get(number=number)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = next(
        path for path in settings.AUTHENTICATION_BACKENDS if hasattr(load_backend(path), "get_user")
    )
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


@dataclass
class Result:
    """What clients saw: the time of each answer by name, answers by status, failures by what they were."""

    seconds: float = 0.0
    durations: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)

    def rate(self, name: str) -> float:
        """Answers a second under one name."""
        return len(self.durations[name]) / self.seconds if self.seconds else 0.0

    def errors(self) -> int:
        """Answers from 400 on, and requests without an answer."""
        return sum(count for (_, status), count in self.statuses.items() if status >= 400) + self.failures.total()

    def row(self, name: str) -> dict[str, object]:
        """One row of a table: rate, p50, p95 and slowest in milliseconds, number and errors."""
        return {
            "request": name,
            "answers": len(self.durations[name]),
            "per second": round(self.rate(name), 1),
            "p50 ms": milliseconds(percentile(self.durations[name], 50)),
            "p95 ms": milliseconds(percentile(self.durations[name], 95)),
            "slowest ms": milliseconds(max(self.durations[name], default=0.0)),
            "errors": self.errors(),
        }


class Client:
    """One browser: a kept connection, a session, and a clock for each request."""

    def __init__(self, port: int, result: Result) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.result = result
        self.session = ""
        self.headers: dict[str, str] = {}

    def get(self, path: str, name: str = "") -> tuple[int, bytes]:
        """GET a page; returns status and body."""
        return self._request("GET", path, None, name or path)

    def post(self, path: str, data: dict[str, str], name: str = "") -> tuple[int, bytes]:
        """POST a form, with a CSRF token that holds; returns status and body (redirects are not followed)."""
        body = urllib.parse.urlencode({**data, "csrfmiddlewaretoken": CSRF_TOKEN})
        return self._request("POST", path, body, name or path)

    def _request(self, method: str, path: str, body: str | None, name: str) -> tuple[int, bytes]:
        from django.conf import settings

        cookies = {settings.SESSION_COOKIE_NAME: self.session, settings.CSRF_COOKIE_NAME: CSRF_TOKEN}
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), **self.headers}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            content = answer.read()
        except (HTTPException, OSError) as failure:
            self.result.failures[type(failure).__name__] += 1
            self.connection.close()
            return 0, b""
        self.result.durations[name].append(time.perf_counter() - begun)
        self.result.statuses[name, answer.status] += 1
        return answer.status, content


def drive(port: int, work: Iterable[Callable[[Client], None]], clients: int) -> Result:
    """Let so many clients at once take pieces of work until there is none left; returns what they saw."""
    remaining = iter(work)
    lock = threading.Lock()
    results = [Result() for _ in range(clients)]

    def one(result: Result) -> None:
        client = Client(port, result)
        while True:
            with lock:
                piece = next(remaining, None)
            if piece is None:
                client.connection.close()
                return
            piece(client)

    threads = [threading.Thread(target=one, args=[result]) for result in results]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return together(results, time.perf_counter() - begun)


def together(results: Iterable[Result], seconds: float | None = None) -> Result:
    """Several results as one: of clients at the same time (who took `seconds`), or of rounds one after the other."""
    whole = Result(seconds=seconds or 0.0)
    for result in results:
        if seconds is None:
            whole.seconds += result.seconds
        for name, durations in result.durations.items():
            whole.durations[name] += durations
        whole.statuses += result.statuses
        whole.failures += result.failures
    return whole


def percentile(values: list[float], percent: float) -> float:
    """The value below which so many percent lie (nearest rank); 0 of nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else 0.0


def milliseconds(seconds: float) -> float:
    """Seconds as milliseconds with one digit."""
    return round(seconds * 1000, 1)


def timed(call: Callable[[], object], times: int = 5) -> float:
    """The median of so many runs of a call, in seconds, after one that does not count."""
    call()
    durations = []
    for _ in range(times):
        begun = time.perf_counter()
        call()
        durations.append(time.perf_counter() - begun)
    return percentile(durations, 50)


def timed_in_turn(calls: Sequence[Callable[[], object]], times: int = 9) -> list[float]:
    """The median of so many runs of each of several calls, in seconds: in turn, so that all meet the same machine."""
    for call in calls:
        call()
    durations: list[list[float]] = [[] for _ in calls]
    for turn in range(times):
        for number in range(len(calls)) if turn % 2 == 0 else reversed(range(len(calls))):
            begun = time.perf_counter()
            calls[number]()
            durations[number].append(time.perf_counter() - begun)
    return [percentile(each, 50) for each in durations]


def memory(pid: int | str = "self") -> tuple[int, int]:
    """Resident memory of a process in MB: now, and at its highest."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    values = dict(line.split(":", 1) for line in lines if ":" in line)
    return int(values["VmRSS"].split()[0]) // 1024, int(values["VmHWM"].split()[0]) // 1024


def fsync_microseconds(folder: Path) -> int:
    """What one write with fsync costs here: where it is nearly free, every figure about writing flatters."""
    with tempfile.TemporaryFile(dir=folder) as file:

        def write() -> None:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())

        return round(timed(write, times=50) * 1_000_000)


def load() -> str:
    """How busy the machine was in the last one, five and fifteen minutes: processes that ran or wanted to."""
    return " ".join(f"{average:.1f}" for average in os.getloadavg())


def report(name: str, rows: list[dict[str, object]], *, place: Place, **facts: object) -> None:
    """Print the table of a benchmark, and everything again as one line of JSON."""
    about = {
        "benchmark": name,
        "engine": place.engine,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "fsync µs": fsync_microseconds(place.folder),
        "load": load(),
        **facts,
    }
    print(" · ".join(f"{key} {value}" for key, value in about.items()))
    columns = list(dict.fromkeys(key for row in rows for key in row))
    cells = [columns, *[[str(row.get(column, "")) for column in columns] for row in rows]]
    widths = [max(len(line[n]) for line in cells) for n in range(len(columns))]
    for line in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
    print(json.dumps({**about, "rows": rows}, ensure_ascii=False))
