"""`script/test`: everything that must hold before a change lands, or only the tests that one asks for."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from script.support import prepare, services
from script.support.console import ROOT, Stop, say, warn

BIN = prepare.VENV / "bin"
PYTHON = str(prepare.PYTHON)
MANAGE = (PYTHON, "manage.py")

HELP = """usage: script/test [--services] [arguments of pytest …]

Sets this checkout up and runs everything: style, imports, templates, types, missing migrations, the production
settings, and all tests (unit, property, browser, accessibility) on the embedded default.

  script/test tests/policy -k clause   only these tests; all arguments go to pytest
  script/test --services               the tests on PostgreSQL and Redis: those of DATABASE_URL and REDIS_URL,
                                       else private servers, started and stopped by the command
"""


@dataclass(frozen=True)
class Check:
    """A check beside the tests: its name in a sentence, and its command."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)


def _throwaway_production() -> dict[str, str]:
    """An environment under which production starts; its values exist for this one check only."""
    return {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "portal.example",
        "DATABASE_URL": "sqlite://:memory:",
        "CELERY_BROKER_URL": "memory://",
    }


def checks() -> list[Check]:
    """All checks, quick ones first."""
    migrations = [*MANAGE, "makemigrations", "--check", "--dry-run"]
    deploy = [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"]
    return [
        Check("Style (ruff check)", [str(BIN / "ruff"), "check", "."]),
        Check("Format (ruff format)", [str(BIN / "ruff"), "format", "--check", "."]),
        Check("Import layers (lint-imports)", [str(BIN / "lint-imports")]),
        Check("Templates (djlint)", [str(BIN / "djlint"), "templates", "--check", "--lint", "--quiet"]),
        Check("No missing migrations", migrations),
        Check("Production settings (check --deploy)", deploy, _throwaway_production()),
        Check("Types (mypy)", [str(BIN / "mypy"), "."]),
    ]


def _environment() -> dict[str, str]:
    """The environment of tests and checks: without what would point them at real servers."""
    ours = {
        "DATABASE_URL",
        "DATABASE_OWNER_URL",
        "REDIS_URL",
        "CELERY_BROKER_URL",
        "DJANGO_SETTINGS_MODULE",
        "LOG_LEVEL",
    }
    return {name: value for name, value in os.environ.items() if name not in ours}


def run_checks(env: Mapping[str, str]) -> list[str]:
    """Run every check, show the output of those that fail, and return their names."""
    failed = []
    for check in checks():
        began = time.monotonic()
        done = subprocess.run(
            list(check.command),
            cwd=ROOT,
            env={**env, **check.env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        seconds = time.monotonic() - began
        if done.returncode:
            warn(done.stdout.rstrip())
            failed.append(check.name)
        say(f"{'FAILED' if done.returncode else 'ok'}  {check.name}, {seconds:.0f} s")
    return failed


def _pytest(env: Mapping[str, str], arguments: Sequence[str]) -> int:
    """Run pytest in a folder of its own for everything the tests write; returns its status."""
    with tempfile.TemporaryDirectory(prefix="portal tests ", ignore_cleanup_errors=True) as var:
        command = [PYTHON, "-m", "pytest", *arguments]
        return subprocess.run(command, cwd=ROOT, env={**env, "PORTAL_VAR": var}, check=False).returncode


_IN_PARALLEL = ("-q", "-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile", "--no-loadscope-reorder")
"""Each file on one worker, in the order in which `tests/conftest.py` puts them: those that take longest first."""


def _inside(arguments: Sequence[str]) -> list[str]:
    """Paths given from another working directory, made relative to the checkout; everything else as it is."""
    here = Path(os.environ.get("PORTAL_CALLED_FROM", ROOT))
    found = []
    for argument in arguments:
        path, mark, rest = argument.partition("::")
        near = here / path
        inside = path and not path.startswith("-") and not (ROOT / path).exists() and near.exists()
        found.append(f"{near.resolve()}{mark}{rest}" if inside else argument)
    return found


def everything(env: Mapping[str, str]) -> int:
    """All checks and all tests; the last line says what failed, or that nothing did."""
    failed = run_checks(env)
    if _pytest(env, _IN_PARALLEL):
        failed.append("Tests (pytest)")
    say(f"Failed: {'; '.join(failed)}." if failed else "Everything passed.")
    return 1 if failed else 0


def on_services(env: Mapping[str, str], arguments: Sequence[str]) -> int:
    """The tests on PostgreSQL and Redis, without those that need running only once."""
    with services.both() as addresses:
        status = _pytest({**env, **addresses}, arguments or [*_IN_PARALLEL, "-m", "not once"])
    say("On PostgreSQL and Redis, tests failed." if status else "On PostgreSQL and Redis, everything passed.")
    return status


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main(arguments: list[str] | None = None) -> int:
    """The command itself; returns its exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    if given in (["--help"], ["-h"]):
        print(HELP, end="")
        return 0
    signal.signal(signal.SIGTERM, _stop)
    rest = _inside([argument for argument in given if argument != "--services"])
    try:
        prepare.prepare(test=True)
        env = _environment()
        if "--services" in given:
            return on_services(env, rest)
        return _pytest(env, rest) if rest else everything(env)
    except Stop as stop:
        warn(str(stop))
        return 1
    except KeyboardInterrupt:
        warn("Stopped.")
        return 130


if __name__ == "__main__":
    sys.exit(main())
