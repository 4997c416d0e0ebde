"""Settings of a server under measurement: as the embedded default, but nothing of debugging and no mail."""

import os
from pathlib import Path

from portal.settings.development import *  # noqa: F403

DEBUG = False
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
ROOT_URLCONF = os.environ.get("BENCHMARK_URLCONF", "portal.urls")

_broker = Path(os.environ["BENCHMARK_FOLDER"]) / "broker"
CELERY_BROKER_URL = "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "data_folder_in": str(_broker / "data"),
    "data_folder_out": str(_broker / "data"),
    "control_folder": str(_broker / "control"),
    "store_processed": False,
}
LOGGING = {"version": 1, "disable_existing_loggers": True}
