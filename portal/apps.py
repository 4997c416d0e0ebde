"""Registers the app with Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Configuration of the `portal` app: home, search, the frame and the error pages; no tables."""

    name = "portal"
