"""Registers the app with Django."""

from django.apps import AppConfig


class PowersConfig(AppConfig):
    """Configuration of the `powers` app."""

    name = "powers"
    default_auto_field = "django.db.models.BigAutoField"
