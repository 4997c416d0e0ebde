"""Registers the app with Django."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Configuration of the `notifications` app."""

    name = "notifications"
    default_auto_field = "django.db.models.BigAutoField"
