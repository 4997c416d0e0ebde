"""Registers the app with Django."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Configuration of the `directory` app."""

    name = "directory"
    default_auto_field = "django.db.models.BigAutoField"
