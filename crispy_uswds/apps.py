"""Registers the app with Django."""

from django.apps import AppConfig


class CrispyUswdsConfig(AppConfig):
    """Configuration of the `crispy_uswds` app."""

    name = "crispy_uswds"
    default_auto_field = "django.db.models.BigAutoField"
