"""Rules that the database itself keeps, on both engines.

Each app lists its guards in `guarded.py` (`GUARDS`); its migrations install them with `GuardOperation`, and
`restore_guards` makes SQLite's triggers again after every migrate, because SQLite drops them whenever a later
migration remakes the table.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations import RunPython


class Guard(Protocol):
    """Something that can be put on, and taken off, a table."""

    @property
    def table(self) -> str:
        """The database table it keeps."""
        ...

    def create(self, connection: BaseDatabaseWrapper) -> list[str]:
        """Statements that put the guard on; safe to repeat."""
        ...

    def drop(self, connection: BaseDatabaseWrapper) -> list[str]:
        """Statements that take the guard off; safe to repeat."""
        ...


@dataclass(frozen=True)
class AppendOnly:
    """No DELETE, no TRUNCATE, and no UPDATE but of columns in `may_set_once`, each once, from NULL."""

    table: str
    may_set_once: tuple[str, ...] = ()
    is_locked: bool = False
    """Whether services lock its rows: PostgreSQL asks for the right to change some column of whoever does."""

    @property
    def _name(self) -> str:
        return f"{self.table}_append_only"

    def create(self, connection: BaseDatabaseWrapper) -> list[str]:
        """See `Guard.create`."""
        with connection.cursor() as cursor:
            columns = [column.name for column in connection.introspection.get_table_description(cursor, self.table)]
        fixed = [column for column in columns if column not in self.may_set_once]
        if connection.vendor == "postgresql":
            return self._postgresql(fixed)
        return self._sqlite(fixed)

    def _broken(self, fixed: list[str], differs: str) -> str:
        changed = [f'NEW."{column}" {differs} OLD."{column}"' for column in fixed]
        again = [
            f'(OLD."{column}" IS NOT NULL AND NEW."{column}" {differs} OLD."{column}")' for column in self.may_set_once
        ]
        return " OR ".join([*changed, *again])

    def _postgresql(self, fixed: list[str]) -> list[str]:
        table, name = self.table, self._name
        return [
            f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF TG_OP = 'UPDATE' THEN
                IF NOT ({self._broken(fixed, "IS DISTINCT FROM")}) THEN RETURN NEW; END IF;
              END IF;
              RAISE EXCEPTION '{table} is append-only: % refused', TG_OP
                USING ERRCODE = 'integrity_constraint_violation';
            END $$""",
            f'DROP TRIGGER IF EXISTS {name}_row ON "{table}"',
            f'CREATE TRIGGER {name}_row BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION {name}()',
            f'DROP TRIGGER IF EXISTS {name}_truncate ON "{table}"',
            f'CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON "{table}" EXECUTE FUNCTION {name}()',
        ]

    def _sqlite(self, fixed: list[str]) -> list[str]:
        table, name = self.table, self._name
        refuse = f"SELECT RAISE(ABORT, '{table} is append-only')"
        return [
            *self.drop_sqlite(),
            f'CREATE TRIGGER {name}_update BEFORE UPDATE ON "{table}" WHEN {self._broken(fixed, "IS NOT")} '
            f"BEGIN {refuse}; END",
            f'CREATE TRIGGER {name}_delete BEFORE DELETE ON "{table}" BEGIN {refuse}; END',
            # INSERT OR REPLACE goes round a DELETE trigger.
            f'CREATE TRIGGER {name}_replace BEFORE INSERT ON "{table}" '
            f'WHEN EXISTS (SELECT 1 FROM "{table}" WHERE id = NEW.id) BEGIN {refuse}; END',
        ]

    def drop_sqlite(self) -> list[str]:
        """The statements that take the triggers off on SQLite."""
        return [f"DROP TRIGGER IF EXISTS {self._name}_{kind}" for kind in ("update", "delete", "replace")]

    def drop(self, connection: BaseDatabaseWrapper) -> list[str]:
        """See `Guard.drop`."""
        if connection.vendor == "postgresql":
            return [
                f'DROP TRIGGER IF EXISTS {self._name}_row ON "{self.table}"',
                f'DROP TRIGGER IF EXISTS {self._name}_truncate ON "{self.table}"',
            ]
        return self.drop_sqlite()


@dataclass(frozen=True)
class NoOverlap:
    """Among rows not superseded, no two with equal `same` columns may overlap in [effective_from, effective_until).

    `where` narrows the rows further: SQL over the row's own columns, the row being written as `{row}`
    (`"{row}.kind = 'acting'"`).
    """

    table: str
    same: tuple[str, ...]
    where: str = ""
    name: str = field(default="")

    @property
    def _name(self) -> str:
        return self.name or f"{self.table}_no_overlap"

    def create(self, connection: BaseDatabaseWrapper) -> list[str]:
        """See `Guard.create`."""
        if connection.vendor == "postgresql":
            return self._postgresql()
        return self._sqlite()

    def _postgresql(self) -> list[str]:
        equal = ", ".join(f'"{column}" WITH =' for column in self.same)
        narrowed = f" AND ({self.where.format(row=chr(34) + self.table + chr(34))})" if self.where else ""
        narrowed = narrowed.replace(f'"{self.table}".', "")
        return [
            "CREATE EXTENSION IF NOT EXISTS btree_gist",
            f'ALTER TABLE "{self.table}" DROP CONSTRAINT IF EXISTS {self._name}',
            f'ALTER TABLE "{self.table}" ADD CONSTRAINT {self._name} EXCLUDE USING gist ({equal}, '
            f"tstzrange(effective_from, effective_until) WITH &&) WHERE (superseded_at IS NULL{narrowed})",
        ]

    def _sqlite(self) -> list[str]:
        equal = " AND ".join(f'other."{column}" = NEW."{column}"' for column in self.same)
        narrowed = f" AND ({self.where.format(row='other')}) AND ({self.where.format(row='NEW')})" if self.where else ""
        return [
            *self.drop_sqlite(),
            f"""CREATE TRIGGER {self._name} BEFORE INSERT ON "{self.table}"
            WHEN NEW.superseded_at IS NULL AND EXISTS (
              SELECT 1 FROM "{self.table}" other WHERE other.superseded_at IS NULL AND {equal}{narrowed}
              AND (other.effective_until IS NULL OR other.effective_until > NEW.effective_from)
              AND (NEW.effective_until IS NULL OR NEW.effective_until > other.effective_from)
            ) BEGIN SELECT RAISE(ABORT, '{self._name}'); END""",
        ]

    def drop_sqlite(self) -> list[str]:
        """The statement that takes the trigger off on SQLite."""
        return [f"DROP TRIGGER IF EXISTS {self._name}"]

    def drop(self, connection: BaseDatabaseWrapper) -> list[str]:
        """See `Guard.drop`."""
        if connection.vendor == "postgresql":
            return [f'ALTER TABLE "{self.table}" DROP CONSTRAINT IF EXISTS {self._name}']
        return self.drop_sqlite()


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class GuardOperation(RunPython):
    """A migration operation that installs a guard, with its way back.

    Depends on nothing but the guard's table as it is at that point of the history.
    """

    def __init__(self, guard: Guard) -> None:
        def install(_apps: Any, schema_editor: Any) -> None:
            _run(schema_editor.connection, guard.create(schema_editor.connection))

        def remove(_apps: Any, schema_editor: Any) -> None:
            _run(schema_editor.connection, guard.drop(schema_editor.connection))

        super().__init__(install, remove)


class GuardRemoval(RunPython):
    """A migration operation that takes a guard off, before its table goes; its way back puts it on again."""

    def __init__(self, guard: Guard) -> None:
        def remove(_apps: Any, schema_editor: Any) -> None:
            _run(schema_editor.connection, guard.drop(schema_editor.connection))

        def install(_apps: Any, schema_editor: Any) -> None:
            _run(schema_editor.connection, guard.create(schema_editor.connection))

        super().__init__(remove, install)


def all_guards() -> list[Guard]:
    """Every guard that an installed app lists in its `guarded.py`."""
    found: list[Guard] = []
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.guarded"):
            found.extend(import_module(f"{config.name}.guarded").GUARDS)
    return found


def restore_guards(using: str = "default") -> None:
    """Put on every guard whose table exists: after migrate on SQLite, and after a test emptied the tables."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    for guard in all_guards():
        if guard.table in tables:
            _run(connection, guard.create(connection))


def lift_guards(using: str = "default") -> None:
    """Take every guard off: for tests that empty tables between them, and for nothing else."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if connection.vendor == "postgresql":
        # What is to be checked only at the end of the transaction would keep a table from being altered: check it now.
        _run(connection, ["SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"])
    for guard in all_guards():
        if guard.table in tables:
            _run(connection, guard.drop(connection))
