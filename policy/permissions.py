"""Who may read which version, and who may publish and explain."""

from __future__ import annotations

from datetime import datetime

from directory.models import Employee, Role
from directory.permissions import holds_role
from foundation.errors import NotVisible
from policy.models import Version
from policy.models.regulation import VersionQuerySet


def may_publish(person: Employee, at: datetime) -> bool:
    """Whether somebody imports, publishes, matches and explains: Employee Relations."""
    return holds_role(person, Role.EMPLOYEE_RELATIONS, at)


def visible_versions(person: Employee, at: datetime) -> VersionQuerySet:
    """Every published version for everybody; drafts and discarded ones for Employee Relations."""
    versions: VersionQuerySet = Version.objects.select_related("regulation", "imported_by", "discarded_by")
    return versions if may_publish(person, at) else versions.published(at)


def visible_version(person: Employee, version_id: int, at: datetime) -> Version:
    """A version that somebody may see; raises `NotVisible`."""
    version = visible_versions(person, at).filter(pk=version_id).first()
    if version is None:
        raise NotVisible("There is no such version.")
    return version


def require_publisher(person: Employee, at: datetime) -> None:
    """Raise `NotVisible` for everybody but Employee Relations: these pages are theirs alone."""
    if not may_publish(person, at):
        raise NotVisible("There is no such page.")
