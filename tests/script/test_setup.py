"""What the commands stand on: the locks, the white list, and options that are answered in sentences."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from script.support import front_end, prepare, process_tree

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.once


def pins(lock):
    return set(re.findall(r"^([A-Za-z0-9_.\[\]-]+==[^ ;\\]+)", (ROOT / lock).read_text(), re.MULTILINE))


def test_the_lock_of_the_tests_contains_the_portals_own():
    assert pins("requirements.txt")
    assert pins("requirements.txt") <= pins("requirements-test.txt")


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-test.txt", "package-lock.json"])
def test_a_lock_names_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert "sha512-" in text or "--hash=sha256:" in text


def test_every_front_end_package_is_locked_by_its_hash():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert all("integrity" in package for path, package in packages.items() if path)


def test_the_portal_serves_what_its_pages_need_of_the_design_system():
    served = ROOT / front_end.DESTINATION
    for name in (*front_end.FILES, "img/sprite.svg", "img/usa-icons/close.svg"):
        assert (served / name).is_file(), f"run script/setup: {name} is missing"
    assert not (served / "img" / "material-icons").exists()
    assert not list(served.rglob("*.scss"))


def test_setup_says_nothing_when_there_is_nothing_to_do():
    done = subprocess.run([ROOT / "script" / "setup", "--test"], cwd="/", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("setup", "--fast"), "Unrecognized arguments: --fast. See script/setup --help."),
        (("server", "--port", "many"), "a port is a number from 1 to 65535, not 'many'"),
        (("server", "--port", "70000"), "a port is a number from 1 to 65535, not '70000'"),
        (("server", "--prot", "1"), "See script/server --help."),
        (("restore",), "See script/restore --help."),
    ],
)
def test_a_wrong_option_is_answered_with_a_sentence(command, words):
    name, *options = command
    done = subprocess.run([ROOT / "script" / name, *options], cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["setup", "server", "test", "backup", "restore"])
def test_every_command_explains_itself(command):
    done = subprocess.run([ROOT / "script" / command, "--help"], cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert f"script/{command}" in done.stdout


def test_an_old_python_is_refused_with_a_sentence(tmp_path):
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    find = '. script/support/find-python.sh; PATH="$1" PORTAL_PYTHON= find_python'
    done = subprocess.run(
        ["/bin/bash", "-c", find, "bash", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "needs Python 3.11 or newer" in done.stderr


def test_a_changed_lock_is_installed_again(tmp_path, monkeypatch):
    ran = []
    (tmp_path / ".venv").mkdir()
    (tmp_path / "requirements.txt").write_text("one")
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    monkeypatch.setattr(prepare, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(prepare, "quietly", lambda command, **_more: ran.append(command))
    prepare.install("requirements.txt")
    prepare.install("requirements.txt")
    assert len(ran) == 1
    assert "--require-hashes" in ran[0]
    (tmp_path / "requirements.txt").write_text("two")
    prepare.install("requirements.txt")
    assert len(ran) == 2


def test_when_one_program_ends_the_others_are_stopped(capfd):
    programs = [
        process_tree.Program("The sleeper", ["sleep", "60"]),
        process_tree.Program("The quitter", ["sh", "-c", "sleep 0.3; exit 3"]),
    ]
    tree = process_tree.ProcessTree(programs, os.environ)
    tree.start()
    sleeper = tree._running["The sleeper"]
    assert tree.watch() == 1
    assert sleeper.poll() is not None
    assert "The quitter ended by itself (status 3)" in capfd.readouterr().err
