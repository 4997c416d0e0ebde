"""Registers the app with Django."""

from django.apps import AppConfig


class AcknowledgementsConfig(AppConfig):
    """Configuration of the `acknowledgements` app."""

    name = "acknowledgements"
    default_auto_field = "django.db.models.BigAutoField"
