"""Settings of the real worker that a test starts: the test's own database, broker folder and mail server."""

import os

from portal.settings.test import *  # noqa: F403
from portal.settings.test import DATABASES

DATABASES["default"]["NAME"] = os.environ["WORKER_DATABASE_NAME"]
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ["WORKER_SMTP_PORT"])
MAIL_RESTRICTED = False
MAIL_CLAIM_SECONDS = 2
CELERY_BEAT_SCHEDULE = {"sweep": {"task": "notifications.deliver_outbox", "schedule": 1.0}}

_folder = os.environ["WORKER_FOLDER"]
CELERY_BROKER_URL = os.environ.get("REDIS_URL", "filesystem://")
if CELERY_BROKER_URL == "filesystem://":
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": f"{_folder}/data",
        "data_folder_out": f"{_folder}/data",
        "control_folder": f"{_folder}/control",
        "processed_folder": f"{_folder}/processed",
        "store_processed": False,
        "polling_interval": 0.2,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 5, "global_keyprefix": f"{_folder}:"}
