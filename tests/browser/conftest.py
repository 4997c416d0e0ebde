"""A real browser against a real server: what every test in this folder stands on."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.access_city import found_city

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 768, 1280)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def found_browser():
    named = os.environ.get("CHROMIUM", "")
    return named or next((path for path in map(shutil.which, NAMES) if path), None)


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = found_browser()
    if not path:
        sentence = "No Chromium was found: apt-get install chromium, or name one in the variable CHROMIUM."
        if os.environ.get("CI"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": path, "args": arguments}


@pytest.fixture(scope="session")
def axe_source():
    if not AXE.exists():
        sentence = "axe-core is missing: script/setup --test fetches it."
        if os.environ.get("CI"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    return AXE.read_text(encoding="utf-8")


@pytest.fixture
def city(transactional_db):
    return found_city()


@pytest.fixture
def sign_in(context, live_server):
    """Sign a person in to the browser, without the form."""

    def signed_in(person):
        client = Client()
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return signed_in


@pytest.fixture
def visit(page, live_server):
    """Open an address of the portal; afterwards, nothing may have broken the rules of the page."""
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def visited(address, status=200):
        complaints.clear()
        response = page.goto(f"{live_server.url}{address}")
        assert response.status == status, f"{address} answered {response.status}"
        assert_sound(complaints, address, status)
        return page

    visited.complaints = complaints
    return visited


def assert_sound(complaints, address, status=200):
    """No script failed and nothing broke the Content-Security-Policy; an error page's own status is no complaint."""
    expected = f"status of {status}"
    assert [line for line in complaints if status == 200 or expected not in line] == [], address


@pytest.fixture
def check(page, axe_source):
    """Axe has nothing to say at any width, and no page scrolls sideways on a phone."""

    def checked(widths=WIDTHS):
        # A click answers once its page is on the way: a page that has only just begun has nothing in it to look at.
        page.wait_for_load_state()
        page.wait_for_function("document.readyState === 'complete'")
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert sideways <= 0, f"{page.url} scrolls {sideways} px sideways at {width} px"
            page.evaluate(axe_source)
            found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
            assert not found["violations"], f"{page.url} at {width} px:\n{in_words(found['violations'])}"

    return checked


def in_words(violations):
    return "\n".join(
        f"{violation['id']}: {violation['help']}\n    " + "\n    ".join(node["html"] for node in violation["nodes"])
        for violation in violations
    )
