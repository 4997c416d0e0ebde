"""What every test of the suite stands on."""

import os

import hypothesis
import pytest
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from django.test import TransactionTestCase

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# The same examples each time, and no deadline: a busy machine is no finding.
hypothesis.settings.register_profile(
    "portal",
    derandomize=True,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture],
)
hypothesis.settings.load_profile("portal")

_BEGUN_FIRST = (
    "tests/portal/test_hostile_input.py",
    "tests/authorizations/test_properties.py",
    "tests/demo/test_city.py",
    "tests/demo/test_loading.py",
    "tests/browser/test_pages.py",
    "tests/accounts/test_attention_slowly.py",
    "tests/accounts/test_import.py",
    "tests/reviews/test_check_properties.py",
    "tests/browser/test_accounts_life.py",
    "tests/browser/test_authorizations_life.py",
    "tests/browser/test_posts_life.py",
    "tests/test_access",
)
"""Files whose tests take longest: begun first, so that at the end no worker waits for one of them alone."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Files that take long come first; within a file the order stays."""
    places = {name: place for place, name in enumerate(_BEGUN_FIRST)}
    items.sort(key=lambda item: next((places[name] for name in places if item.nodeid.startswith(name)), len(places)))


_flush = TransactionTestCase._fixture_teardown


def _flush_without_guards(self):
    """Transactional tests empty every table between them; append-only tables refuse that while guarded."""
    from foundation.guards import lift_guards, restore_guards

    lift_guards()
    try:
        _flush(self)
    finally:
        restore_guards()


TransactionTestCase._fixture_teardown = _flush_without_guards


@pytest.fixture(autouse=True)
def _empty_cache():
    """What one test throttled or remembered is no business of the next one's; a shared Redis keeps what is not ours."""
    cache = caches["default"]
    if isinstance(cache, RedisCache):
        connection = cache._cache.get_client(write=True)
        for key in connection.scan_iter(match=f"{cache.key_prefix}:*"):
            connection.delete(key)
    else:
        cache.clear()


@pytest.fixture(autouse=True)
def _no_key_remembered():
    """A process remembers for a minute that its key's row is committed; the tables are emptied between tests."""
    from foundation import signing
    from foundation.pdf_signing import history

    signing._registered.clear()
    history._registered.clear()


@pytest.fixture(autouse=True)
def _no_handle_remembered():
    """A process keeps the skeletons of all handles, knowing that rows are never taken back: here they are."""
    from accounts.likeness import INDEX

    INDEX.forget()
