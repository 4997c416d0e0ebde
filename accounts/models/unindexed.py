"""A column with which SQLite does not begin."""

from __future__ import annotations

from typing import Any

from django.db.models import Func


class Unindexed(Func):
    """A column as it is, for which SQLite uses no index: without statistics it may choose one that narrows little.

    PostgreSQL knows how many rows fit, if the column stands bare; for it nothing changes.
    """

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """The column behind a plus, which changes no text or number."""
        return super().as_sql(compiler, connection, template="+%(expressions)s", **extra)
