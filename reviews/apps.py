"""Registers the app with Django."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Configuration of the `reviews` app."""

    name = "reviews"
    default_auto_field = "django.db.models.BigAutoField"
