"""Takes the pictures that the documents show, in a real browser, from a small demonstration city.

Names of pictures as arguments take these alone.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
PICTURES = {
    "first-page": ("Dana Okafor", "/"),
    "the-policy": ("Dana Okafor", "/policy/"),
    "people-and-powers": ("Imani Castellanos", "/powers/"),
    "campaigns": ("Imani Castellanos", "/campaigns/"),
    "coverage": ("Imani Castellanos", "/coverage/"),
    "act-on-a-list": ("Imani Castellanos", "/coverage/missing/#act"),
    "signed-sheets": ("Imani Castellanos", "/acknowledgements/papers/1/"),
    "reports": ("Imani Castellanos", "/reports/"),
    "report-coverage": ("Imani Castellanos", "/reports/coverage/?as_of=2026-10-31&known=now"),
    "register": ("Imani Castellanos", "/accounts/?attention=any"),
}
"""File name → who looks at which page."""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("The server did not start within a minute.")


def _take(browser: Browser, address: str, names: list[str]) -> None:
    for name, (person, path) in PICTURES.items():
        if names and name not in names:
            continue
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{address}/sign-in/demo/")
        page.get_by_role("button", name=f"Sign in as {person}").click()
        page.wait_for_url(f"{address}/")
        page.goto(address + path)
        page.screenshot(path=str(IMAGES / f"{name}.png"))
        page.close()
        print(f"docs/images/{name}.png")


def main() -> None:
    """Make every picture; the scratch city is removed afterwards."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("No browser was found. Install Chromium (Debian: apt-get install chromium) and try again.")
    IMAGES.mkdir(parents=True, exist_ok=True)
    address = f"http://127.0.0.1:{(port := _free_port())}"
    with tempfile.TemporaryDirectory() as scratch:
        manage = [sys.executable, str(ROOT / "manage.py")]
        environment = {**os.environ, "PORTAL_VAR": scratch, "DJANGO_SETTINGS_MODULE": "portal.settings.development"}
        subprocess.run([*manage, "migrate", "--verbosity", "0"], env=environment, check=True)
        subprocess.run([*manage, "load_demo", "--employees", "400"], env=environment, check=True)
        server = subprocess.Popen([*manage, "runserver", "--noreload", f"127.0.0.1:{port}"], env=environment)
        try:
            _wait_for(address)
            with sync_playwright() as playwright:
                arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
                browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
                _take(browser, address, sys.argv[1:])
                browser.close()
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
