"""Settings for the test suite: SQLite in a file unless DATABASE_URL says otherwise; mail kept in memory."""

import os
from pathlib import Path

# What tests write goes into a folder of their own, and so does what the programs write that they start.
os.environ.setdefault("PORTAL_VAR", str(Path(__file__).resolve().parents[2] / "var" / "tests"))

from portal.settings import logs
from portal.settings.base import DATABASES, REDIS_URL, VAR, env
from portal.settings.development import *  # noqa: F403
from portal.settings.stores import SQLITE

DEBUG = False
SECRET_KEY = "tests-only"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LOGGING = logs.logging_settings(as_json=False, level=env.str("LOG_LEVEL", default="CRITICAL"))
WHITENOISE_AUTOREFRESH = True  # each test client would list every static file otherwise

_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if DATABASES["default"]["ENGINE"] == SQLITE:
    # A live server on an in-memory database answers concurrent requests with errors: give it a file.
    VAR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
    # A power failure in the middle of the suite loses nothing worth keeping.
    _options = DATABASES["default"]["OPTIONS"]
    _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # a kept connection would keep the test database from being dropped

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "tests"}}
if REDIS_URL:
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": f"tests-{_worker}",
    }
if not env.str("CELERY_BROKER_URL", default=""):
    # Tests that start a real worker name its broker themselves; all others only look at what was asked for.
    CELERY_BROKER_URL = "memory://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {}
