"""Registers the foundation and the signals of the house: reference data and SQLite's guards, after migrate."""

from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string

from foundation import pdf
from foundation.guards import restore_guards


def _after_migrate(sender: AppConfig, using: str = "default", **_: Any) -> None:
    """Make SQLite's triggers again (a table that a migration remade has lost them), then fill in reference data."""
    if connections[using].vendor == "sqlite":
        restore_guards(using)
    # By name: models cannot be imported before the apps are ready.
    import_string("foundation.reference.loading.load_reference_data")(using)


class FoundationConfig(AppConfig):
    """Configuration of the `foundation` app."""

    name = "foundation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect what must happen after every migrate."""
        post_migrate.connect(_after_migrate, sender=self)
        checks.register(pdf.check_libraries)
