"""Registers the app with Django."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Configuration of the `demo` app."""

    name = "demo"
    default_auto_field = "django.db.models.BigAutoField"
