"""Settings, URLs, the Celery application, the home page and search: where the apps meet."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
