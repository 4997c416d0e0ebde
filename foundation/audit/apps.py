"""Registers the trail with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Configuration of the trail."""

    name = "foundation.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
