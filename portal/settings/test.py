"""Settings for the test suite: SQLite in a file unless DATABASE_URL says otherwise; mail kept in memory."""

from portal.settings.base import DATABASES, VAR
from portal.settings.development import *  # noqa: F403

DEBUG = False
SECRET_KEY = "tests-only"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A live server on an in-memory database answers concurrent requests with errors: give it a file.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
