"""Rules about directory tables that the database keeps itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

from foundation.guards import AppendOnly, Guard, NoOverlap


@dataclass(frozen=True)
class NamesKept:
    """No name of a person changes unless the one given up was kept just before: the latest former name is that one."""

    table: str = "directory_employee"
    _name: str = "directory_employee_name_kept"
    _words: str = "a name is replaced and not kept in directory_formername"
    _latest: str = "(SELECT name FROM directory_formername WHERE employee_id = OLD.id ORDER BY id DESC LIMIT 1)"

    def create(self, connection: BaseDatabaseWrapper) -> list[str]:
        """See `Guard.create`."""
        if connection.vendor == "postgresql":
            return [
                f"""CREATE OR REPLACE FUNCTION {self._name}() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  IF {self._latest} IS DISTINCT FROM OLD.name THEN
                    RAISE EXCEPTION '{self._words}' USING ERRCODE = 'integrity_constraint_violation';
                  END IF;
                  RETURN NEW;
                END $$""",
                *self.drop(connection),
                f"CREATE TRIGGER {self._name} BEFORE UPDATE OF name ON {self.table} FOR EACH ROW "
                f"WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION {self._name}()",
            ]
        return [
            *self.drop(connection),
            f"CREATE TRIGGER {self._name} BEFORE UPDATE OF name ON {self.table} "
            f"WHEN OLD.name IS NOT NEW.name AND {self._latest} IS NOT OLD.name "
            f"BEGIN SELECT RAISE(ABORT, '{self._words}'); END",
        ]

    def drop(self, connection: BaseDatabaseWrapper) -> list[str]:
        """See `Guard.drop`."""
        on = f" ON {self.table}" if connection.vendor == "postgresql" else ""
        return [f"DROP TRIGGER IF EXISTS {self._name}{on}"]


FACTS: list[Guard] = [
    AppendOnly("directory_departmentprofile", may_set_once=("superseded_at",)),
    AppendOnly("directory_assignment", may_set_once=("superseded_at",)),
    AppendOnly("directory_employeestatus", may_set_once=("superseded_at",)),
    AppendOnly("directory_roleholding", may_set_once=("superseded_at",)),
    NoOverlap("directory_departmentprofile", same=("department_id",)),
    NoOverlap("directory_assignment", same=("employee_id",)),
    NoOverlap("directory_employeestatus", same=("employee_id",)),
    NoOverlap("directory_roleholding", same=("employee_id", "role")),
]

API_CLIENTS: list[Guard] = [
    AppendOnly("directory_apiclient"),
    AppendOnly("directory_apiclientrevocation"),
]

NAMES: list[Guard] = [AppendOnly("directory_formername"), NamesKept()]

GUARDS: list[Guard] = [*FACTS, *API_CLIENTS, *NAMES]
