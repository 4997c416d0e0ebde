"""Settings for one machine: SQLite, a broker of files, mail to the console; the demo may be loaded."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import VAR

DEBUG = True
SECRET_KEY = "development-only-never-used-in-production"
ALLOWED_HOSTS = ["*"]
DEMO_ALLOWED = True
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

CELERY_BROKER_URL = "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "data_folder_in": str(VAR / "broker" / "data"),
    "data_folder_out": str(VAR / "broker" / "data"),
    "control_folder": str(VAR / "broker" / "control"),
    "processed_folder": str(VAR / "broker" / "processed"),
    "store_processed": False,
    "polling_interval": 0.2,
}
