"""Production starts only when it is told everything it needs, and never with the demonstration."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.once

COMPLETE = {
    "SECRET_KEY": "x4Vq-only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "social.city.example",
    "DATABASE_URL": "postgres://portal:secret@db.city.example/portal",
    "CELERY_BROKER_URL": "redis://redis.city.example/0",
}
KNOWN = {*COMPLETE, "REDIS_URL", "DEMO_ALLOWED", "TRUSTED_PROXIES", "DJANGO_SETTINGS_MODULE", "DATABASE_OWNER_URL"}


def python(code, environment):
    base = {name: value for name, value in os.environ.items() if name not in KNOWN}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**base, **environment}, capture_output=True, text=True, check=False
    )


def start(settings="production", **environment):
    return python(f"import portal.settings.{settings} as s; print(s.DEMO_ALLOWED, s.SESSION_ENGINE)", environment)


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("SECRET_KEY", "without a secret key: set SECRET_KEY"),
        ("ALLOWED_HOSTS", "without the names it is reached by: set ALLOWED_HOSTS"),
        ("DATABASE_URL", "without a database: set DATABASE_URL"),
        ("CELERY_BROKER_URL", "without a broker: set CELERY_BROKER_URL or REDIS_URL"),
    ],
)
def test_production_refuses_to_start_without_what_it_needs(missing, words):
    done = start(**{name: value for name, value in COMPLETE.items() if name != missing})
    assert done.returncode != 0
    assert words in done.stderr


@pytest.mark.parametrize("blank", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "CELERY_BROKER_URL"])
def test_an_empty_variable_counts_as_missing(blank):
    done = start(**{**COMPLETE, blank: " "})
    assert done.returncode != 0
    assert blank in done.stderr


def test_manage_says_it_in_one_sentence_without_a_traceback():
    environment = {"DJANGO_SETTINGS_MODULE": "portal.settings.production"}
    base = {name: value for name, value in os.environ.items() if name not in KNOWN}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**base, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "set SECRET_KEY" in done.stderr


def test_production_starts_when_it_is_told_everything():
    done = start(**COMPLETE)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["False", "django.contrib.sessions.backends.db"]


@pytest.mark.parametrize("wish", ["1", "true", "0", ""])
def test_production_refuses_any_word_about_the_demonstration(wish):
    done = start(**COMPLETE, DEMO_ALLOWED=wish)
    assert done.returncode != 0
    assert "the demonstration cannot exist in production" in done.stderr


def test_the_demonstration_is_not_even_installed_in_production():
    code = "import portal.settings.production as s; print('demo' in s.INSTALLED_APPS)"
    assert python(code, COMPLETE).stdout.strip() == "False"


def test_a_short_secret_key_and_a_wildcard_host_are_refused():
    assert "too short" in start(**{**COMPLETE, "SECRET_KEY": "short"}).stderr
    assert "must name the portal's hosts" in start(**{**COMPLETE, "ALLOWED_HOSTS": "*"}).stderr


def test_sessions_are_cached_only_where_redis_is():
    assert start(**COMPLETE, REDIS_URL="redis://redis.city.example/1").stdout.split()[1].endswith("cached_db")
    assert start("development").stdout.split()[1].endswith("backends.db")


def test_production_sends_cookies_over_https_only_and_believes_no_proxy_unasked():
    code = (
        "import portal.settings.production as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0,"
        " hasattr(s, 'SECURE_PROXY_SSL_HEADER'))"
    )
    assert python(code, COMPLETE).stdout.split() == ["True", "True", "True", "True", "False"]
    assert python(code, {**COMPLETE, "TRUSTED_PROXIES": "10.0.0.0/8"}).stdout.split()[-1] == "True"


def test_the_database_path_may_hold_spaces():
    code = "import portal.settings.development as s; print(s.DATABASES['default']['NAME'])"
    assert python(code, {"PORTAL_VAR": "/tmp/a b/var"}).stdout.strip() == "/tmp/a b/var/portal.sqlite3"
