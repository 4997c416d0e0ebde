"""What every test of the suite stands on."""

import os

from django.test import TransactionTestCase

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

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
