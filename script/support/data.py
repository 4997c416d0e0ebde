"""The portal's records, made ready for `script/server`: migrated, and on the first start loaded.

Runs in the virtual environment as a child of the server. Says what it does on the standard error; the standard output
is for who can sign in, which the server shows when it answers.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management import CommandError, call_command

from script.support.console import ROOT, warn

REGULATION = ROOT / "policy" / "regulations" / "administrative-regulation-150.txt"


@contextmanager
def _whole_or_not_at_all() -> Iterator[None]:
    """Fill a new SQLite database beside its place and move it there when it is whole.

    A first start that is interrupted leaves nothing behind that the next one would stumble over.
    """
    from django.db import connection

    place = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor != "sqlite" or place.exists():
        yield
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    new = place.with_name(f"{place.name}.new")
    for leftover in place.parent.glob(f"{new.name}*"):
        leftover.unlink()
    connection.settings_dict["NAME"] = str(new)
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    new.rename(place)
    connection.settings_dict["NAME"] = str(place)


def _migrate() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        warn("Making the database.")
    elif executor.migration_plan(executor.loader.graph.leaf_nodes()):
        warn("Bringing the database up to date.")
    call_command("migrate", verbosity=0, interactive=False)


def _load(*, demo: bool) -> None:
    from directory.models import Employee

    if demo and not Employee.objects.exists():
        warn("Loading the demonstration city (a minute or two, on the first start only).")
        call_command("load_demo", stdout=sys.stderr)
    elif not demo:
        from policy.models import Version

        if not Version.objects.exists():
            call_command("import_policy", str(REGULATION), stdout=sys.stderr)


def make_ready(*, demo: bool) -> None:
    """Migrate; on the first start load the demonstration city with the regulation, or the regulation alone."""
    with _whole_or_not_at_all():
        _migrate()
        _load(demo=demo)
    call_command("demo_sign_ins")


def main() -> int:
    """Entry point; the exit status tells the server whether to go on."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--no-demo", action="store_true")
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    django.setup()
    try:
        make_ready(demo=not chosen.no_demo)
    except CommandError as error:
        warn(str(error))
        return 1
    except KeyboardInterrupt:
        warn("Stopped before the records were ready; the next start begins anew.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
