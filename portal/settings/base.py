"""Settings that hold in every environment; the others import these and add their own."""

from pathlib import Path
from typing import Any

import environ

from portal.settings.notices import *  # noqa: F403

ROOT = Path(__file__).resolve().parents[2]
env = environ.Env()

VAR = Path(env.str("PORTAL_VAR", default=str(ROOT / "var")))
"""Where the embedded portal keeps its database, broker folders, keys and media."""

INSTALLED_APPS = [
    "portal",
    "demo",
    "acknowledgements",
    "policy",
    "powers",
    "notifications",
    "directory",
    "foundation",
    "foundation.audit",
    "crispy_uswds",
    "crispy_forms",
    "guardian",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "django_filters",
    "django_tables2",
    "django_htmx",
    "django_structlog",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.admin",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
AUTH_USER_MODEL = "directory.Employee"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.frame",
            ],
        },
    },
]

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "powers.backends.PowersBackend",
]

SQLITE_OPTIONS: dict[str, Any] = {
    # Settings that gave no error under 50 writing clients: see docs/decisions/.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728; "
        "PRAGMA cache_size=-20000; PRAGMA journal_size_limit=67108864; PRAGMA foreign_keys=ON"
    ),
}


def database(url: str) -> dict[str, Any]:
    """The database settings for a `sqlite://` or `postgres://` URL, with this portal's options."""
    settings: dict[str, Any] = dict(environ.Env.db_url_config(url))
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        settings["OPTIONS"] = dict(SQLITE_OPTIONS)
    return settings


DATABASES = {"default": database(env.str("DATABASE_URL", default=f"sqlite:///{VAR}/portal.sqlite3"))}

LANGUAGE_CODE = "en-us"
TIME_ZONE = env.str("CITY_TIME_ZONE", default="America/Chicago")
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "staticfiles"
STATICFILES_DIRS = [ROOT / "static"] if (ROOT / "static").exists() else []

CRISPY_ALLOWED_TEMPLATE_PACKS = ["uswds"]
CRISPY_TEMPLATE_PACK = "uswds"

WAITING: list[str] = []
"""What waits for a person: `waiting_for(person, at) -> list[WaitingItem]` of each app, shown on the home page."""

SEARCH: list[str] = []
"""What the search box finds: `found(person, words, at) -> list[SearchResult]` of each app, in the order shown."""

ANONYMOUS_USER_NAME = None  # guardian: nobody who is not signed in holds anything
GUARDIAN_MONKEY_PATCH_USER = False

SILENCED_SYSTEM_CHECKS: list[str] = [
    # guardian asks for its own backend, which knows no dates: powers.backends.PowersBackend takes its place.
    "guardian.W001",
]

CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 3
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = True
CELERY_TIMEZONE = TIME_ZONE

ROSTER_CONSEQUENCES: list[str] = []
"""What is written when somebody is hired, moves or leaves, in order: see `directory.services.consequences`."""

DEPARTMENTS_OVERSEEN: list[str] = []
"""Functions `(person, at) -> department ids` of apps above `directory` that say whose people an office sees."""

CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "deliver the outbox": {"task": "notifications.deliver_outbox", "schedule": 60.0},
}
"""What happens by the clock; each task is safe to repeat."""
