"""A backup brings everything back, on both engines, and says when it cannot."""

import os
import subprocess
import tarfile
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from script.support import copies
from tests.factories.directory import EmployeeFactory

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def url_of(name):
    """The address of a database beside the test's own."""
    if isinstance(name, Path) or connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    database = connection.settings_dict
    password = f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else ""
    return f"postgres://{database['USER']}{password}@{database['HOST']}:{database['PORT']}/{name}"


def on_server(statement):
    database = connection.settings_dict
    address = {"host": database["HOST"], "port": database["PORT"], "user": database["USER"], "dbname": "postgres"}
    with psycopg.connect(**address, password=database["PASSWORD"] or None, autocommit=True) as server:
        server.execute(statement)


@pytest.fixture
def elsewhere(tmp_path):
    """An empty place to restore into: a name for `url_of`, and a folder of its own."""
    folder = tmp_path / "another place"
    if connection.vendor == "sqlite":
        yield folder / "portal.sqlite3", folder
        return
    name = f"{connection.settings_dict['NAME']}_restored"
    on_server(f'DROP DATABASE IF EXISTS "{name}"')
    on_server(f'CREATE DATABASE "{name}"')
    yield name, folder
    on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def script(command, *arguments, database, folder):
    environment = {**os.environ, "DATABASE_URL": url_of(database), "PORTAL_VAR": str(folder), "LOG_LEVEL": "ERROR"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [ROOT / "script" / command, *map(str, arguments)],
        cwd="/",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def manage(*arguments, database, folder):
    environment = {**os.environ, "DATABASE_URL": url_of(database), "PORTAL_VAR": str(folder), "LOG_LEVEL": "ERROR"}
    environment["DJANGO_SETTINGS_MODULE"] = "portal.settings.development"
    command = [ROOT / ".venv/bin/python", ROOT / "manage.py", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


COUNT = """
from directory.models import Employee; from foundation.audit.models import Entry, Series
print(Employee.objects.count(), Entry.objects.filter(act="tests.tried").count(), Series.objects.count())
"""


def test_a_backup_is_restored_into_an_empty_place_and_begins_a_new_series(tmp_path, elsewhere):
    EmployeeFactory.create_batch(3)
    record(by=Actor.of_system("tests"), act="tests.tried", on=Subject("tests", "1", "a thing"), at=clock.now())
    here = tmp_path / "first place"
    (here / "media" / "files").mkdir(parents=True)
    (here / "media" / "files" / "letter").write_bytes(b"signed")
    archive = tmp_path / "copies" / "portal.tar"
    place, folder = elsewhere

    done = script("backup", archive, database=connection.settings_dict["NAME"], folder=here)
    assert done.returncode == 0, done.stderr
    assert archive.stat().st_mode & 0o077 == 0

    done = script("restore", archive, database=place, folder=folder)
    assert done.returncode == 0, done.stderr
    assert (folder / "media" / "files" / "letter").read_bytes() == b"signed"
    people, entries, series = manage("shell", "-v0", "-c", COUNT, database=place, folder=folder).stdout.split()
    assert (int(people), int(entries)) == (3, 1)
    assert int(series) >= 1
    verified = manage("verify_audit", database=place, folder=folder)
    assert verified.returncode == 0, verified.stdout + verified.stderr

    again = script("restore", archive, database=place, folder=folder)
    assert again.returncode == 1
    assert "add --replace" in again.stderr


def test_a_damaged_archive_changes_nothing(tmp_path, elsewhere):
    archive = tmp_path / "portal.tar"
    place, folder = elsewhere
    assert script("backup", archive, database=connection.settings_dict["NAME"], folder=tmp_path).returncode == 0
    with tarfile.open(archive) as tar:
        size = max(tar.getmembers(), key=lambda member: member.size)
    with archive.open("r+b") as file:
        file.seek(size.offset_data + size.size // 2)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 0xFF]))
    done = script("restore", archive, database=place, folder=folder)
    assert done.returncode == 1
    assert "is damaged" in done.stderr
    assert connection.vendor != "sqlite" or not Path(place).exists()


@pytest.mark.once
def test_something_else_is_no_backup(tmp_path):
    strange = tmp_path / "letter.tar"
    strange.write_bytes(b"Dear portal")
    done = script("restore", strange, database=tmp_path / "new.sqlite3", folder=tmp_path)
    assert done.returncode == 1
    assert "is no backup of the portal" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.once
def test_an_archive_is_never_overwritten(tmp_path):
    there = tmp_path / "portal.tar"
    there.write_bytes(b"earlier")
    done = script("backup", there, database=settings.DATABASES["default"]["NAME"], folder=tmp_path)
    assert done.returncode == 1
    assert "exists already" in done.stderr
    assert there.read_bytes() == b"earlier"


def test_the_keys_of_the_embedded_portal_are_kept_and_come_back(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SIGNING_KEY_FILE, settings.DOCUMENT_KEY_FILE = tmp_path / "a.key", tmp_path / "b.pem"
    settings.SIGNING_KEY_FILE.write_bytes(b"seals")
    settings.DOCUMENT_KEY_FILE.write_bytes(b"documents")
    archive = tmp_path / "archive" / "keys"
    archive.mkdir(parents=True)
    for name, path in copies._beside().items():
        path.rename(archive.parent / name)
    copies._restore_beside(archive.parent, ["keys/signing.key", "keys/documents.pem", "keys/other"])
    assert settings.SIGNING_KEY_FILE.read_bytes() == b"seals"
    assert settings.DOCUMENT_KEY_FILE.read_bytes() == b"documents"
