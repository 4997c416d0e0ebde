"""Registers the app with Django."""

from django.apps import AppConfig


class AuthorizationsConfig(AppConfig):
    """Configuration of the `authorizations` app."""

    name = "authorizations"
    default_auto_field = "django.db.models.BigAutoField"
