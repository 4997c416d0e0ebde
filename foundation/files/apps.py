"""Registers files with Django."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Configuration of files."""

    name = "foundation.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
