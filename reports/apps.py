"""Registers the app with Django."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Configuration of the `reports` app."""

    name = "reports"
    default_auto_field = "django.db.models.BigAutoField"
