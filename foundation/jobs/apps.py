"""Registers jobs with Django."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Configuration of jobs."""

    name = "foundation.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
