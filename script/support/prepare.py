"""`script/setup`: a virtual environment, the locked requirements, the front-end assets, the system's packages.

Runs under the machine's own Python, before anything is installed: standard library only.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from script.support import front_end, system_packages
from script.support.console import ROOT, Parser, Stop, quietly, say, warn

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUN, TEST = "requirements.txt", "requirements-test.txt"
CONTAINS = {RUN: (RUN,), TEST: (TEST, RUN)}
"""Which locks are satisfied once one is installed; a test holds that the second contains the first."""

OLDEST_PYTHON = (3, 11)


@contextmanager
def _alone() -> Iterator[None]:
    """Let two set-ups of one checkout wait for each other instead of writing into one folder."""
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _venv_is_sound() -> bool:
    """Whether the virtual environment's Python starts and is new enough: the machine's may have been replaced."""
    if not PYTHON.exists():
        return False
    question = f"import sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    return subprocess.run([PYTHON, "-c", question], capture_output=True, check=False).returncode == 0


def make_environment() -> None:
    """Make `.venv` where it is missing or broken; on Debian, install what `venv` needs where this may be done."""
    if _venv_is_sound():
        return
    say(f"Making a virtual environment with Python {sys.version.split()[0]}.")
    if not VENV.is_symlink():
        shutil.rmtree(VENV, ignore_errors=True)
    try:
        import ensurepip  # noqa: F401  # Debian ships Python without it until python3-venv is installed
    except ImportError:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not system_packages.may_install():
            raise Stop(
                f"Python's venv module is incomplete here: apt-get install {package}, and run this again."
            ) from None
        system_packages.install((package,))
    quietly([sys.executable, "-m", "venv", VENV], doing="Making the virtual environment")


def _digest(lock: str) -> str:
    path = ROOT / lock
    if not path.exists():
        raise Stop(f"{lock} is missing from this checkout: restore it with git checkout {lock}.")
    return sha256(path.read_bytes()).hexdigest()


def _stamp(lock: str) -> Path:
    return VENV / f".installed-{lock}"


def install(lock: str) -> None:
    """Install a lock, every archive checked against its hash, unless this very lock is installed already."""
    stamp = _stamp(lock)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == _digest(lock):
        return
    say(f"Installing {lock} (about a minute).")
    for other in (RUN, TEST):
        _stamp(other).unlink(missing_ok=True)
    env = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    quietly(
        [PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", lock],
        doing=f"Installing {lock}",
        env=env,
    )
    for satisfied in CONTAINS[lock]:
        _stamp(satisfied).write_text(_digest(satisfied), encoding="utf-8")


def prepare(*, test: bool) -> None:
    """Everything that the portal (and with `test` its suite) needs; quick and quiet when it is there."""
    if sys.version_info < OLDEST_PYTHON:
        raise Stop(f"The portal needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    with _alone():
        make_environment()
        install(TEST if test else RUN)
        front_end.provide(PYTHON)
        needs = [system_packages.PDF, *([system_packages.BROWSER, system_packages.PDFSIG] if test else [])]
        system_packages.provide(*needs)


def main(arguments: list[str] | None = None) -> int:
    """The command itself; returns its exit status."""
    parser = Parser(
        prog="script/setup",
        description="Prepares this checkout: virtual environment in .venv, locked requirements, front-end assets, "
        "and the system's packages where they may be installed. Safe to repeat; quiet when there is nothing to do.",
    )
    parser.add_argument("--test", action="store_true", help="also what the test suite needs")
    chosen = parser.parse_args(arguments)
    try:
        prepare(test=chosen.test)
    except Stop as stop:
        warn(str(stop))
        return 1
    except KeyboardInterrupt:
        warn("Stopped. Run it again to finish.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
