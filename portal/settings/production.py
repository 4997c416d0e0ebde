"""Settings of the City's deployment, by environment variables; without them the portal refuses to start.

docs/deployment.md lists the variables. The demonstration cannot exist here: its app is not installed.
"""

import os

from django.core.exceptions import ImproperlyConfigured

from portal.settings import logs
from portal.settings.base import *  # noqa: F403
from portal.settings.base import INSTALLED_APPS, SILENCED_SYSTEM_CHECKS, TRUSTED_PROXIES, env


def _required(*names: str, what: str, example: str) -> str:
    """The value of the first of these variables that is set; a sentence where none is."""
    for name in names:
        value = os.environ.get(name, "").strip()
        if value:
            return value
    raise ImproperlyConfigured(
        f"The portal does not start in production without {what}: set {' or '.join(names)} (such as {example}). "
        "docs/deployment.md says how."
    )


if "DEMO_ALLOWED" in os.environ:
    raise ImproperlyConfigured(
        "DEMO_ALLOWED is set, and the demonstration cannot exist in production: remove this variable."
    )

DEBUG = False
DEMO_ALLOWED = False
INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "demo"]

SECRET_KEY = _required("SECRET_KEY", what="a secret key", example="the output of `openssl rand -base64 48`")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
    raise ImproperlyConfigured(
        "SECRET_KEY is too short to be safe: use at least 50 characters, such as `openssl rand -base64 48` prints."
    )
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = [
    host.strip()
    for host in _required("ALLOWED_HOSTS", what="the names it is reached by", example="social.city.example").split(",")
]
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the portal's hosts; * would answer to any name.")
PORTAL_URL = env.str("PORTAL_URL", default=f"https://{ALLOWED_HOSTS[0]}")
_required("DATABASE_URL", what="a database", example="postgres://portal:…@db.city.example/portal")
_required("CELERY_BROKER_URL", "REDIS_URL", what="a broker", example="rediss://:…@redis.city.example/0")

CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
if TRUSTED_PROXIES:
    # `portal.requests` removes this header wherever the request does not come from a trusted proxy.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# W021 asks for HSTS preloading: that is a decision about the City's whole domain, not the portal's.
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W021"]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

MAIL_RESTRICTED = env.bool("MAIL_RESTRICTED", default=False)  # a rehearsal on the City's servers sets it
vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))

MAIL_RESTRICTED = False

LOGGING = logs.logging_settings(as_json=True, level=env.str("LOG_LEVEL", default="INFO"))
