"""The portal's records, made ready for `script/server`: migrated, and on the first start loaded.

Runs in the virtual environment as a child of the server. Says what it does on the standard error; the standard output
is for who can sign in, which the server shows when it answers.
"""

from __future__ import annotations

import argparse
import os
import sys

import django
from django.core.management import CommandError, call_command, get_commands

from script.support.console import warn


def _migrate() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        warn("Making the database.")
    elif executor.migration_plan(executor.loader.graph.leaf_nodes()):
        warn("Bringing the database up to date.")
    call_command("migrate", verbosity=0, interactive=False)


def _has_people() -> bool:
    from django.contrib.auth import get_user_model

    return bool(get_user_model()._default_manager.exists())


def make_ready(*, demo: bool) -> None:
    """Migrate; on the first start load the regulation and, unless it is not wanted, the demonstration city."""
    _migrate()
    commands = get_commands()
    if demo and not _has_people() and "load_demo" in commands:
        warn("Loading the demonstration city (about two minutes, on the first start only).")
        call_command("load_demo")
    if "demo_sign_ins" in commands:
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
    return 0


if __name__ == "__main__":
    sys.exit(main())
