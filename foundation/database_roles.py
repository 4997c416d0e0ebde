"""Two database roles on PostgreSQL: the owner migrates, the portal's own role cannot touch what is append-only.

Triggers refuse a change of the trail, but the owner of a table can switch its triggers off. The portal therefore runs
under a role that owns nothing, and may only SELECT and INSERT where a guard says so.
"""

from __future__ import annotations

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from foundation.errors import InvalidInput
from foundation.guards import AppendOnly, all_guards

_READ_ONLY = {"django_migrations"}


def grant_portal_role(role: str, *, using: str = "default") -> int:
    """Give the role what the portal needs, and no more; safe to repeat, and to be repeated after each migrate.

    Returns the number of tables that it may only add to. Raises `InvalidInput` where the role does not exist or could
    go round the triggers.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        raise InvalidInput(
            "There are no roles to grant here.",
            why="The database is SQLite, which knows no roles.",
            remedy="Set DATABASE_OWNER_URL (or DATABASE_URL) to the owner's connection to PostgreSQL.",
        )
    _check(connection, role)
    append_only = {guard.table: _columns(guard) for guard in all_guards() if isinstance(guard, AppendOnly)}
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {name}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        for table in connection.introspection.table_names(cursor):
            for statement in _of_table(connection, name, table, append_only.get(table)):
                cursor.execute(statement)
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
    return len(append_only)


def _columns(guard: AppendOnly) -> tuple[str, ...]:
    """What the role may be about to update: columns set once, or `id`, where rows are only locked.

    The trigger refuses every change of them all the same.
    """
    return guard.may_set_once or (("id",) if guard.is_locked else ())


def _of_table(
    connection: BaseDatabaseWrapper, role: str, table: str, may_set_once: tuple[str, ...] | None
) -> list[str]:
    quote = connection.ops.quote_name
    quoted = quote(table)
    if table in _READ_ONLY:
        rights = "SELECT"
    elif may_set_once is None:
        rights = "SELECT, INSERT, UPDATE, DELETE"
    else:
        rights = "SELECT, INSERT"
    statements = [f"REVOKE ALL ON {quoted} FROM {role}", f"GRANT {rights} ON {quoted} TO {role}"]
    if may_set_once:
        # The right to one column is also what PostgreSQL asks of whoever locks a row.
        statements.append(f"GRANT UPDATE ({', '.join(map(quote, may_set_once))}) ON {quoted} TO {role}")
    return statements


def _check(connection: BaseDatabaseWrapper, role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, pg_has_role(oid, current_user, 'MEMBER') FROM pg_roles WHERE rolname = %s", [role]
        )
        row = cursor.fetchone()
    if row is None:
        raise InvalidInput(
            f"There is no role {role} in this database.",
            remedy=f"Make it first, as an administrator of PostgreSQL: CREATE ROLE {role} LOGIN PASSWORD '…'.",
            field="role",
        )
    is_superuser, is_owner = row
    if is_superuser or is_owner:
        raise InvalidInput(
            f"The role {role} cannot be the portal's own.",
            why="It is a superuser, or may act as the owner of the tables, and could switch the trail's triggers off.",
            remedy="Choose a role that owns nothing.",
            field="role",
        )
