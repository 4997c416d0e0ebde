"""Settings that hold in every environment; the others import these and add their own."""

from pathlib import Path
from typing import Any

import environ

from portal.settings import logs, stores
from portal.settings.api import *  # noqa: F403
from portal.settings.foundation import *  # noqa: F403
from portal.settings.foundation import FOUNDATION_SCHEDULE
from portal.settings.media import *  # noqa: F403
from portal.settings.notices import *  # noqa: F403
from portal.settings.pages import *  # noqa: F403
from portal.settings.security import *  # noqa: F403
from portal.settings.sign_in import *  # noqa: F403

ROOT = Path(__file__).resolve().parents[2]
env = environ.Env()

VAR = Path(env.str("PORTAL_VAR", default=str(ROOT / "var")))
"""Where the embedded portal keeps its database, broker folders, keys and media."""

INSTALLED_APPS = [
    "portal",
    "demo",
    "reports",
    "reviews",
    "authorizations",
    "acknowledgements",
    "accounts",
    "policy",
    "powers",
    "notifications",
    "directory",
    "foundation",
    "foundation.audit",
    "foundation.files",
    "foundation.jobs",
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
    "portal.requests.KnownRequest",
    "django_structlog.middlewares.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.requests.BoundedRequest",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "acknowledgements.kiosk_session.KioskAlone",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "portal.errors.PortalErrors",
]

CSRF_FAILURE_VIEW = "portal.errors.stale_form"

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
            "builtins": ["foundation.templatetags.wording"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.frame",
            ],
        },
    },
]

DATABASE_URL = env.str("DATABASE_URL", default="")
REDIS_URL = env.str("REDIS_URL", default="")

DATABASES = {"default": stores.database(DATABASE_URL) if DATABASE_URL else stores.sqlite(VAR / "portal.sqlite3")}
CACHES = {"default": stores.cache(REDIS_URL)}
SESSION_ENGINE = stores.session_engine(REDIS_URL)

MEDIA_ROOT = VAR / "media"
"""Larger files, beside the database: written by the portal, served by nobody but the view that asks permission."""

SIGNING_KEY_FILE: Path | None = VAR / "keys" / "signing.key"
"""Where SIGNING_KEY is not set: made at first use, readable by its owner alone."""
DOCUMENT_KEY_FILE: Path | None = VAR / "keys" / "documents.pem"
"""Where DOCUMENT_KEY is not set: made at first use likewise, with a certificate signed by itself."""

LANGUAGE_CODE = "en-us"
TIME_ZONE = env.str("CITY_TIME_ZONE", default="America/Chicago")
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = ROOT / "staticfiles"
STATICFILES_DIRS = [ROOT / "static"] if (ROOT / "static").exists() else []

CRISPY_ALLOWED_TEMPLATE_PACKS = ["uswds"]
CRISPY_TEMPLATE_PACK = "uswds"
DJANGO_TABLES2_TEMPLATE = "django_tables2/uswds.html"

WAITING: list[str] = [
    "reviews.waiting.waiting_for",
    "authorizations.waiting.waiting_for",
    "acknowledgements.waiting.waiting_for",
    "policy.waiting.waiting_for",
    "powers.waiting.waiting_for",
    "directory.waiting.waiting_for",
    "accounts.waiting.waiting_for",
]
"""What waits for a person: `waiting_for(person, at) -> list[WaitingItem]` of each app, shown on the home page."""

SEARCH: list[str] = [
    "directory.searching.found",
    "accounts.searching.found",
    "authorizations.searching.found",
    "reviews.searching.found",
    "policy.searching.found",
]
"""What the search box finds: `found(person, words, at) -> list[SearchResult]` of each app, in the order shown."""

ANONYMOUS_USER_NAME = None  # guardian: nobody who is not signed in holds anything
GUARDIAN_MONKEY_PATCH_USER = False

SILENCED_SYSTEM_CHECKS: list[str] = [
    # guardian asks for its own backend, which knows no dates: powers.backends.PowersBackend takes its place.
    "guardian.W001",
]

LOGIN_URL = "/sign-in/"

DEMO_ALLOWED = False
"""Whether demonstration people may exist here: never in production."""

TRUSTED_PROXIES: list[str] = env.list("TRUSTED_PROXIES", default=[])
"""Addresses and networks whose X-Forwarded-* headers are believed: the City's load balancers, and nobody else's."""

logs.configure()
LOGGING = logs.logging_settings(as_json=False, level=env.str("LOG_LEVEL", default="INFO"))
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # the address stands in the trail, where it is needed
DJANGO_STRUCTLOG_USER_ID_FIELD = ""  # the request id leads to the trail's entry, which says who
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = 10
DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = True  # `portal.requests` has put its own in its place

CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT_OPTIONS = stores.broker(env.str("CELERY_BROKER_URL", default=REDIS_URL), VAR)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 3
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = True
CELERY_TIMEZONE = TIME_ZONE

ROSTER_CONSEQUENCES: list[str] = [
    "powers.consequences.after_roster_changes",
    "accounts.consequences.after_roster_changes",
    "authorizations.consequences.after_roster_changes",
]
"""What is written when somebody is hired, moves or leaves, in order: see `directory.services.consequences`."""

ROSTER_WATCHED: list[str] = [
    "powers.consequences.holders_of_instruments",
    "accounts.consequences.keepers_of_accounts",
]
"""Functions `(employee ids) -> those of them` whose changes are made one by one even where a file brings thousands."""

DEPARTMENTS_OVERSEEN: list[str] = ["powers.permissions.departments_headed"]
"""Functions `(person, at) -> department ids` of apps above `directory` that say whose people an office sees."""

ASKED_AGAIN = "acknowledgements.coverage.asked_and_done"
"""The function `(version, at) -> (people bound, of them done)` with which `policy` counts whom a new version asks."""

AFTER_DECLINES: list[str] = ["authorizations.consequences.after_decline"]
"""Functions `(by=, decline=, at=)` that write what a decline of the policy means for apps above `acknowledgements`."""

CLAUSES_IN_FORCE = "policy.following.clauses_in_force"
"""The function `(at, known_at) -> TextInForce | None` by which `powers` asks what the code's citations mean then."""

CLAUSES_ASKED = "policy.following.ask_clauses"
"""The function `(at, known_at, together)` by which it asks the same in one statement with other questions."""

CLAUSES_HELD = "policy.following.hold_clauses"
"""The function that keeps the clauses as they are until a decision's transaction ends."""

CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "show that the worker lives": {"task": "portal.heartbeat", "schedule": 20.0, "options": {"expires": 60}},
    **FOUNDATION_SCHEDULE,
    "make scheduled reports": {"task": "reports.run_schedules", "schedule": 60.0, "options": {"expires": 60}},
    "let old exports go": {"task": "reports.let_go_old_exports", "schedule": 86400.0},
    "mail the latest root": {"task": "portal.mail_latest_root", "schedule": 3600.0},
    "deliver the outbox": {"task": "notifications.deliver_outbox", "schedule": 60.0},
    "remind stewards to confirm": {"task": "accounts.remind_to_confirm", "schedule": 3600.0},
    "look at the pages of accounts": {"task": "accounts.look_at_pages", "schedule": 120.0, "options": {"expires": 120}},
    "make documents of authorizations": {
        "task": "authorizations.make_documents",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "call renewals to mind": {"task": "authorizations.send_renewal_notices", "schedule": 3600.0},
    "tell of words not confirmed in time": {"task": "authorizations.send_late_words_notices", "schedule": 3600.0},
    "take posts that wait one step up": {"task": "reviews.step_up", "schedule": 300.0, "options": {"expires": 300}},
    "send the reminders of campaigns": {"task": "acknowledgements.send_reminders", "schedule": 300.0},
}
"""What happens by the clock; each task is safe to repeat."""

ENDING_COUNTERS: list[str] = ["powers.consequences.powers_at_stake"]
"""Functions `(iterable of employee ids, at) -> how many powers would end` if they left or moved: asked by imports."""
