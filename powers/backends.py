"""`user.has_perm("directory.<power>", department)`, right to the second: guardian's backend under the clock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from guardian.backends import ObjectPermissionBackend

from directory.models import Department
from foundation import clock
from powers.catalogue import POWERS
from powers.decisions import holders
from powers.models import DepartmentPermission
from powers.picture import Picture


class PowersBackend(ObjectPermissionBackend):
    """Asks guardian's derived rows within their dates first, and `decisions` for the last word.

    Takes the place of guardian's own backend, which knows no dates (hence guardian.W001 is silenced). Nobody has a
    bypass, and a power is asked for a department: without one the answer is no.
    """

    def has_perm(self, user_obj: Any, perm: str, obj: Model | None = None) -> bool:
        """Whether somebody holds a power for a department now."""
        return perm.removeprefix("directory.") in self._held(user_obj, obj, only=perm.removeprefix("directory."))

    def get_all_permissions(self, user_obj: Any, obj: Model | None = None) -> Iterable[str]:
        """The codes of all powers that somebody holds for a department now."""
        return self._held(user_obj, obj)

    def get_group_permissions(self, user_obj: Any, obj: Model | None = None) -> Iterable[str]:
        """None: powers are given to persons, by an instrument."""
        return set()

    def _held(self, user: Any, department: Model | None, only: str = "") -> set[str]:
        if not isinstance(department, Department) or not user.is_authenticated or not user.is_active:
            return set()
        at = clock.now()
        rows = DepartmentPermission.objects.within_dates(at).filter(user_id=user.pk)
        if only:
            rows = rows.filter(permission__codename=only)
        codes = set(rows.values_list("permission__codename", flat=True))
        if not codes:
            return set()
        picture = Picture(at)
        return {
            code
            for code in codes
            if any(held.holder_id == user.pk for held in holders(POWERS[code], department, at, at, picture))
        }
