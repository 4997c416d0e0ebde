"""`script/backup` and `script/restore`: the whole portal in one archive, and back again.

Runs in the virtual environment, with the settings of the environment (development unless told otherwise). An archive
holds the database, the larger files beside it, the embedded portal's keys, and a list of hashes over them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from script.support import server
from script.support.console import Parser, Stop, say, warn

MANIFEST = "manifest.json"
FORM = 1


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _database() -> dict[str, Any]:
    return dict(connection.settings_dict)


def _postgresql_environment() -> Mapping[str, str]:
    """How PostgreSQL's programs reach the database: by environment, so that no password stands in a process list."""
    database = _database()
    options = database.get("OPTIONS") or {}
    given = {
        "PGHOST": database.get("HOST"),
        "PGPORT": database.get("PORT"),
        "PGUSER": database.get("USER"),
        "PGPASSWORD": database.get("PASSWORD"),
        "PGDATABASE": database["NAME"],
        "PGSSLMODE": options.get("sslmode"),
    }
    return {**os.environ, **{name: str(value) for name, value in given.items() if value}}


def _postgresql(command: list[str]) -> None:
    try:
        done = subprocess.run(
            command,
            env=_postgresql_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise Stop(f"{command[0]} is not installed: apt-get install postgresql-client.") from error
    if done.returncode:
        raise Stop(f"{command[0]} failed: {done.stderr.strip()}")


def _copy_database(folder: Path) -> Path:
    """A copy of the database as it is at one moment, while others go on writing."""
    if connection.vendor == "postgresql":
        copy = folder / "database.dump"
        _postgresql(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={copy}"])
        return copy
    copy = folder / "database.sqlite3"
    connection.ensure_connection()
    target = sqlite3.connect(copy)
    try:
        connection.connection.backup(target)
    finally:
        target.close()
    return copy


def _beside() -> dict[str, Path]:
    """What belongs to the portal beside its database, by the name in the archive."""
    found = {}
    media = Path(settings.MEDIA_ROOT)
    for path in sorted(media.rglob("*")) if media.is_dir() else []:
        if path.is_file():
            found[f"media/{path.relative_to(media).as_posix()}"] = path
    return found | {name: key for name, key in _keys().items() if key.is_file()}


def _keys() -> dict[str, Path]:
    """Where the embedded portal keeps its keys, by the name in the archive."""
    places = {"keys/signing.key": settings.SIGNING_KEY_FILE, "keys/documents.pem": settings.DOCUMENT_KEY_FILE}
    return {name: Path(place) for name, place in places.items() if place}


def backup(archive: Path) -> None:
    """Write the archive, readable by its owner alone. The database first: files are written before their rows."""
    if archive.exists():
        raise Stop(f"{archive} exists already; name another file.")
    archive.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=archive.parent, prefix=".backup-") as work:
        folder = Path(work)
        database = _copy_database(folder)
        files = {database.name: database, **_beside()}
        manifest = {
            "form": FORM,
            "engine": connection.vendor,
            "made_at": datetime.now(tz=UTC).isoformat(timespec="seconds"),  # before settings there is no clock
            "files": {name: _sha256(path) for name, path in files.items()},
        }
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=2), encoding="utf-8")
        unfinished = folder / "archive.tar"
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as raw:
            with tarfile.open(fileobj=raw, mode="w") as tar:
                tar.add(folder / MANIFEST, MANIFEST)
                for name, path in files.items():
                    tar.add(path, name)
            raw.flush()
            os.fsync(raw.fileno())
        unfinished.rename(archive)
    say(f"Backed up to {archive} ({archive.stat().st_size / 1e6:.1f} MB, {len(files)} files).")


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Write one file of the archive below `folder`, and nothing else: no links, no way out of it."""
    target = (folder / member.name).resolve()
    content = tar.extractfile(member) if member.isreg() else None
    if content is None or not target.is_relative_to(folder.resolve()):
        raise tarfile.TarError(f"{member.name} does not belong in it")
    target.parent.mkdir(parents=True, exist_ok=True)
    with content, target.open("wb") as file:
        shutil.copyfileobj(content, file)


def _unpack(archive: Path, folder: Path) -> dict[str, Any]:
    """Unpack into `folder`, and check every file against the list of hashes before anything is replaced."""
    try:
        with tarfile.open(archive) as tar:
            for member in tar:
                _extract(tar, member, folder)
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, tarfile.TarError, json.JSONDecodeError, KeyError) as error:
        raise Stop(f"{archive} is no backup of the portal: {error}.") from error
    if manifest.get("form") != FORM:
        raise Stop(f"{archive} was made by another version of script/backup; restore it with that version.")
    for name, digest in manifest["files"].items():
        if not (folder / name).is_file() or _sha256(folder / name) != digest:
            raise Stop(f"{archive} is damaged: {name} is not what was backed up. Nothing was changed.")
    if manifest["engine"] != connection.vendor:
        raise Stop(f"{archive} holds a {manifest['engine']} database, and this portal runs on {connection.vendor}.")
    return manifest


def _is_in_use() -> bool:
    with connection.cursor() as cursor:
        return "directory_employee" in connection.introspection.table_names(cursor)


def _restore_database(folder: Path) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA IF EXISTS public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        connection.close()
        command = ["pg_restore", "--no-owner", "--no-privileges", "--no-comments", "--exit-on-error"]
        _postgresql([*command, f"--dbname={_database()['NAME']}", str(folder / "database.dump")])
        return
    place = Path(str(_database()["NAME"]))
    connection.close()
    place.parent.mkdir(parents=True, exist_ok=True)
    for rest in ("-wal", "-shm"):
        place.with_name(place.name + rest).unlink(missing_ok=True)
    new = place.with_name(f"{place.name}.restored")
    shutil.copyfile(folder / "database.sqlite3", new)
    new.rename(place)


def _restore_beside(folder: Path, names: list[str]) -> None:
    for name in names:
        kind, _, rest = name.partition("/")
        if kind == "media":
            target = Path(settings.MEDIA_ROOT) / rest
        elif name in _keys():
            target = _keys()[name]
        else:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / name, target)
        target.chmod(0o600)


def restore(archive: Path, *, replace: bool) -> None:
    """Put back what an archive holds, and begin a new series of seals: the trail may have gone on after the copy."""
    place = Path(str(_database()["NAME"]))
    fresh = connection.vendor == "sqlite" and not place.exists()
    if not replace and not fresh and _is_in_use():
        raise Stop("There is a portal in this database already: add --replace to put the backup in its place.")
    parent = place.parent if connection.vendor == "sqlite" and place.parent.is_dir() else None
    with tempfile.TemporaryDirectory(dir=parent, prefix=".restore-") as work:
        folder = Path(work)
        manifest = _unpack(archive, folder)
        _restore_database(folder)
        _restore_beside(folder, list(manifest["files"]))
    call_command("migrate", verbosity=0, interactive=False)
    call_command("start_audit_series", reason=f"restored from the backup of {manifest['made_at']}")
    say(f"Restored {archive}, made at {manifest['made_at']}.")
    if connection.vendor == "postgresql":
        say("Give the portal's own role its rights again: manage.py grant_portal_role ROLE.")


def _parse(arguments: list[str]) -> argparse.Namespace:
    act = arguments[0]
    parser = Parser(prog=f"script/{act}")
    if act == "backup":
        parser.description = "Copies database, files and the embedded portal's keys into one archive, while it runs."
        name = f"portal-{datetime.now(tz=UTC):%Y%m%dT%H%M%SZ}.tar"
        place = server.VAR / "backups" / name
        parser.add_argument("archive", type=Path, nargs="?", default=place, help=f"the file to write ({place})")
    else:
        parser.description = "Puts an archive of script/backup back. Stop the portal first."
        parser.add_argument("archive", type=Path, help="the archive to restore")
        parser.add_argument("--replace", action="store_true", help="although there are records here already")
    return parser.parse_args(arguments[1:])


def main() -> int:
    """Entry point: `backup …` or `restore …`; returns the exit status."""
    act = sys.argv[1]
    chosen = _parse(sys.argv[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    archive = Path(os.environ.get("PORTAL_CALLED_FROM", "."), chosen.archive)
    try:
        if os.environ.get("DATABASE_OWNER_URL"):
            os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]
        django.setup()
        if act == "backup":
            backup(archive)
        else:
            with server.only_one():
                restore(archive, replace=chosen.replace)
    except OperationalError as error:
        warn(f"The database did not answer: {error}")
        return 1
    except (Stop, CommandError, ImproperlyConfigured) as stop:
        warn(str(stop))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
