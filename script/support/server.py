"""`script/server`: the whole portal on this machine: web, a worker and beat, on SQLite and a broker of files."""

from __future__ import annotations

import argparse
import fcntl
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from script.support import prepare
from script.support.console import ROOT, Parser, Stop, say, warn
from script.support.process_tree import ProcessTree, Program, newest_change

PYTHON = str(prepare.PYTHON)
VAR = Path(os.environ.get("PORTAL_VAR", ROOT / "var"))
CODE = (
    *("accounts", "acknowledgements", "authorizations", "crispy_uswds", "demo", "directory", "foundation"),
    *("notifications", "policy", "portal", "powers", "reports", "reviews"),
)
_LARGEST_PORT = 65535


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _LARGEST_PORT:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to {_LARGEST_PORT}, not {text!r}")
    return int(text)


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """The options of the command."""
    parser = Parser(
        prog="script/server",
        description="Runs the portal on this machine: sets up what is missing, loads the regulation and a city of "
        "fictional people on the first start, then serves until Ctrl-C.",
    )
    parser.add_argument("--port", type=_port, default=8000, help="where to listen (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="which address to listen on (127.0.0.1: this machine only)")
    parser.add_argument("--no-demo", action="store_true", help="load no fictional people on the first start")
    parser.add_argument("--reload", action="store_true", help="start anew when code or templates change")
    return parser.parse_args(arguments)


@contextmanager
def only_one() -> Iterator[None]:
    """Hold the embedded portal's folder: two of them would run two beats on one database."""
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "server.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Stop(
                "The portal is already running from this checkout: stop it there with Ctrl-C, "
                "or set PORTAL_VAR to another folder for a second one."
            ) from None
        yield


def _check_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Stop(f"Port {port} is reserved for administrators: choose one above 1023 with --port.") from None
        except OSError as error:
            raise Stop(
                f"Cannot listen on {host}, port {port} ({error.strerror}): choose another with --port."
            ) from None


def _environment(*, port: int, reload: bool) -> dict[str, str]:
    env = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "PORTAL_URL": f"http://localhost:{port}",
        "LOG_LEVEL": "WARNING",
        **os.environ,
        "PYTHONUNBUFFERED": "1",
        "REMAP_SIGTERM": "SIGQUIT",  # Celery's orderly stop: what is running goes back to the broker
    }
    if reload:
        env |= {"PORTAL_RELOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    return env


def _programs(host: str, port: int) -> list[Program]:
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    # Celery warns of running as root because of pickle, which is not used here.
    celery = [PYTHON, "-W", "ignore::UserWarning:celery.platforms", "-m", "celery", "--app", "portal", "--quiet"]
    shared_memory = "/dev/shm" if Path("/dev/shm").is_dir() else str(VAR)
    return [
        Program(
            "The web server",
            [
                *(PYTHON, "-m", "gunicorn", "portal.wsgi", "--bind", address),
                *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
                *("--timeout", "60", "--no-control-socket"),
                *("--log-level", "warning", "--worker-tmp-dir", shared_memory),
            ],
        ),
        Program("The worker", [*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING"], quiet=True),
        Program("Beat", [*celery, "beat", "--loglevel", "WARNING", "--pidfile", ""]),
    ]


def _answers(url: str) -> Callable[[], bool]:
    def ask() -> bool:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    return ask


def _watcher() -> Callable[[], bool]:
    folders = [ROOT / name for name in (*CODE, "templates") if (ROOT / name).is_dir()]
    kinds = (".py",)
    last = newest_change(folders, kinds)

    def changed() -> bool:
        nonlocal last
        latest = newest_change(folders, kinds)
        if latest == last:
            return False
        last = latest
        return True

    return changed


def _make_data_ready(env: dict[str, str], *, demo: bool) -> str:
    """Migrate and load in one child; returns what it says about who can sign in."""
    command = [PYTHON, "-m", "script.support.data", *([] if demo else ["--no-demo"])]
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise Stop("The portal's records could not be made ready; the lines above say why.")
    return done.stdout.strip()


def serve(chosen: argparse.Namespace) -> int:
    """Make everything ready, start the three programs, say where they are, and run until stopped."""
    with only_one():
        _check_free(chosen.host, chosen.port)  # before the minutes that the setup takes
        prepare.prepare(test=False)
        env = _environment(port=chosen.port, reload=chosen.reload)
        sign_ins = _make_data_ready(env, demo=not chosen.no_demo)
        tree = ProcessTree(_programs(chosen.host, chosen.port), env)
        tree.listen()
        tree.start()
        shown = "localhost" if chosen.host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else chosen.host
        reached = "127.0.0.1" if chosen.host in {"0.0.0.0", "::"} else chosen.host
        url = f"http://{reached if ':' not in reached else f'[{reached}]'}:{chosen.port}"
        if not tree.wait_until(_answers(url), seconds=60) and not tree.asked_to_stop:
            warn("The portal did not answer.")
            tree.stop()
            return 1
        if not tree.asked_to_stop:
            say(f"The portal is at http://{shown}:{chosen.port}/ (Ctrl-C stops it).")
            if sign_ins:
                say(sign_ins)
        status = tree.watch(_watcher() if chosen.reload else None)
        say("Stopped.")
        return status


def main(arguments: list[str] | None = None) -> int:
    """The command itself; returns its exit status."""
    chosen = parse(arguments)
    try:
        return serve(chosen)
    except Stop as stop:
        warn(str(stop))
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return 130


if __name__ == "__main__":
    sys.exit(main())
