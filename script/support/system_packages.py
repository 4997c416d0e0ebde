"""Debian packages that the portal needs beside Python: installed where this may be done, else named in a sentence."""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from script.support.console import Stop, quietly, say, warn


@dataclass(frozen=True)
class Need:
    """Something of the system's: how to see that it is there, and which packages bring it."""

    what: str
    packages: tuple[str, ...]
    is_there: Callable[[], bool]


def _has_pango() -> bool:
    return bool(ctypes.util.find_library("pango-1.0") and ctypes.util.find_library("pangoft2-1.0"))


def _has_font() -> bool:
    folders = (
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/System/Library/Fonts",
        "~/.fonts",
        "~/.local/share/fonts",
    )
    return any(
        next(Path(folder).expanduser().rglob(f"*.{kind}"), None) for folder in folders for kind in ("ttf", "otf", "ttc")
    )


def find_chromium() -> str | None:
    """The path of a Chromium of the system's, if there is one."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), None)


def postgresql_binaries() -> Path | None:
    """The folder of PostgreSQL's server programs: Debian keeps them off PATH, newest version first."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    folders += [Path(on_path).parent] if on_path else []
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


PDF = Need(
    "Receipts as PDF",
    ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core"),
    lambda: _has_pango() and _has_font(),
)
BROWSER = Need("The browser tests", ("chromium",), lambda: find_chromium() is not None)
POSTGRESQL = Need("The suite on PostgreSQL", ("postgresql",), lambda: postgresql_binaries() is not None)
PDFSIG = Need(
    "The check of signed documents by another reader",
    ("poppler-utils",),
    lambda: bool(shutil.which("pdfsig")),
)
REDIS = Need("The suite on Redis", ("redis-server",), lambda: shutil.which("redis-server") is not None)


def may_install() -> bool:
    """Whether this user may use the system's package manager without being asked for a password."""
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0


def install(packages: tuple[str, ...]) -> None:
    """Install Debian packages; raises `Stop` with apt's words where that fails."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    say(f"Installing {', '.join(packages)}.")
    if subprocess.run(command, env=env, capture_output=True, stdin=subprocess.DEVNULL, check=False).returncode:
        # A machine whose package lists are old or missing: fetch them once, then say what is wrong.
        quietly(["apt-get", "update"], doing="Fetching the system's package lists")
        quietly(command, doing=f"Installing {', '.join(packages)}", env=env)


def provide(*needs: Need) -> bool:
    """Install what is missing where this may be done, else say what to install. True where all is there."""
    missing = [need for need in needs if not need.is_there()]
    if missing and may_install():
        try:
            install(tuple(package for need in missing for package in need.packages))
        except Stop as stop:
            warn(str(stop))
        missing = [need for need in missing if not need.is_there()]
    for need in missing:
        warn(f"{need.what} will be missing until this is installed: apt-get install {' '.join(need.packages)}")
    return not missing
