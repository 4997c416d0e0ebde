"""`script/server`: one tree of processes, one address, one Ctrl-C."""

import os
import re
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from script.support.server import CODE

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.once, pytest.mark.slow]


def test_a_change_of_any_app_is_seen_by_reload():
    assert {path.parent.name for path in ROOT.glob("*/apps.py")} <= set(CODE)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """The command as a person starts it, from another directory; every line that it says is kept."""

    def __init__(self, folder, *options):
        self.folder = folder
        self.port = free_port()
        environment = {name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE"}}
        environment |= {"PORTAL_VAR": str(folder)}
        self.process = subprocess.Popen(
            [ROOT / "script" / "server", "--port", str(self.port), *options],
            cwd="/",
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines = []
        self.reader = threading.Thread(target=lambda: self.lines.extend(self.process.stdout), daemon=True)
        self.reader.start()

    def wait_for(self, words, seconds=180):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            if any(words in line for line in list(self.lines)):
                return
            time.sleep(0.1)
        raise AssertionError(f"{words!r} was not said:\n{''.join(self.lines)}")

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return answer.status, answer.read().decode()

    def tree(self):
        """The process numbers of the command and everything below it."""
        parents = {}
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                parents[int(status.parent.name)] = int(re.search(r"^PPid:\t(\d+)", status.read_text(), re.M)[1])
            except (OSError, TypeError):
                continue
        found = {self.process.pid}
        while more := {child for child, parent in parents.items() if parent in found} - found:
            found |= more
        return found

    def stop(self, number=signal.SIGINT):
        self.process.send_signal(number)
        return self.process.wait(timeout=60)


@pytest.fixture
def start(tmp_path):
    """Starts the command on a folder of its own, whose path holds a space; ends what a failed test left running."""
    started = []

    def begin(*options):
        started.append(Server(tmp_path / "its own var", *options))
        return started[-1]

    yield begin
    for server in started:
        if server.process.poll() is None:
            server.process.kill()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks at the processes in /proc")
def test_it_serves_works_and_stops_at_one_ctrl_c_and_starts_again(start):
    server = start("--no-demo")
    server.wait_for(f"The portal is at http://localhost:{server.port}/")
    status, page = server.get("/sign-in/")
    assert status == 200
    assert "Sign in" in page
    assert server.get("/static/uswds/css/uswds.min.css")[0] == 200
    deadline = time.monotonic() + 60
    while '"worker": "ok"' not in server.get("/healthz")[1] and time.monotonic() < deadline:
        time.sleep(0.5)
    assert '"status": "ok"' in server.get("/healthz")[1]

    everything = server.tree()
    assert len(everything) >= 4
    assert server.stop() == 0
    server.reader.join(timeout=10)
    assert server.lines[-1] == "Stopped.\n"
    assert not [number for number in everything if Path(f"/proc/{number}").exists()]

    again = start("--no-demo")
    again.wait_for("The portal is at")
    assert "Making the database.\n" not in again.lines
    second = subprocess.run(
        [ROOT / "script" / "server", "--port", str(free_port())],
        env={**os.environ, "PORTAL_VAR": str(again.folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert "already running" in second.stderr
    assert again.stop(signal.SIGTERM) == 0


def test_a_port_in_use_is_answered_with_a_sentence(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        server = start("--no-demo", "--port", str(taken.getsockname()[1]))
        assert server.process.wait(timeout=120) == 1
        server.reader.join(timeout=10)
        assert "choose another with --port" in "".join(server.lines)
