"""Keeping platforms: how their addresses are read, and their limits as dated facts; by administrators."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.addresses import HOST, AddressBook
from accounts.models import AccountFacts, LimitOf, Platform, PlatformLimit
from accounts.services.writing import next_fact
from accounts.sites import Pattern
from directory.models import Role
from directory.permissions import require_role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.effective import end
from foundation.errors import Conflict, InvalidInput
from foundation.staleness import mark_of, refuse_stale

_REFUSED = "You cannot change platforms."
_CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")
NAMED_AT_MOST = 3


@dataclass(frozen=True)
class PlatformSaid:
    """What somebody says of a platform: how its addresses name accounts, where that was found, and when."""

    name: str
    hosts: tuple[str, ...]
    any_host: bool
    patterns: tuple[dict[str, Any], ...]
    stop_words: tuple[str, ...]
    is_offered: bool
    source: str
    as_of: date

    @classmethod
    def of(cls, platform: Platform) -> PlatformSaid:
        """A platform as it stands."""
        lists = {name: tuple(getattr(platform, name)) for name in ("hosts", "patterns", "stop_words")}
        plain = ("name", "any_host", "is_offered", "source", "as_of")
        said: dict[str, Any] = {**lists, **{name: getattr(platform, name) for name in plain}}
        return cls(**said)

    def columns(self) -> dict[str, Any]:
        """The columns of `Platform`."""
        lists = {name: list(getattr(self, name)) for name in ("hosts", "patterns", "stop_words")}
        return {**asdict(self), **lists}

    def mark(self) -> str:
        """The mark that a form was opened on."""
        return mark_of(self.columns())


@dataclass(frozen=True)
class LimitSaid:
    """A limit of a platform with its counting method, source and day."""

    about: str
    number: int
    counting: str
    source: str
    as_of: date
    note: str = ""
    is_assumed: bool = False


@transaction.atomic
def add_platform(*, by: Actor, code: str, said: PlatformSaid) -> Platform:
    """Add a platform that the portal does not know."""
    at = clock.now()
    capacity = require_role(by, Role.ADMINISTRATOR, at, _REFUSED)
    if not _CODE.fullmatch(code):
        raise InvalidInput(
            "A code has small letters, digits and hyphens, and begins with a letter.",
            why="It is the platform's name in files, and never changes.",
            field="code",
        )
    if Platform.objects.filter(code=code).exists():
        raise InvalidInput(f"There is a platform “{code}” already.", remedy="Change that one.", field="code")
    platform = Platform(code=code, **said.columns())
    check_platform(platform)
    platform.save(force_insert=True)
    _tell(by, at, platform, capacity, act="accounts.platform_added", after=_in_trail(said))
    return platform


@transaction.atomic
def change_platform(*, by: Actor, platform: Platform, said: PlatformSaid, seen: str | None = None) -> Platform:
    """Change how a platform's addresses are read; refused where an account would be read as another."""
    held = _hold(platform)
    at = clock.now()
    capacity = require_role(by, Role.ADMINISTRATOR, at, _REFUSED)
    former = PlatformSaid.of(held)
    refuse_stale(seen, former.mark(), f"{held.name}")
    if said == former:
        return held
    for name, value in said.columns().items():
        setattr(held, name, value)
    check_platform(held)
    _refuse_other_identities(held, at)
    held.save()
    _tell(
        by,
        at,
        held,
        capacity,
        act="accounts.platform_changed",
        before=_in_trail(former),
        after=_in_trail(said),
    )
    return held


def mark_of_limits(platform: Platform, at: datetime) -> str:
    """The mark of the limits that somebody saw of a platform."""
    return mark_of(sorted(PlatformLimit.objects.in_effect(at).filter(platform=platform).values_list("pk", flat=True)))


@transaction.atomic
def set_limit(*, by: Actor, platform: Platform, said: LimitSaid, seen: str | None = None) -> PlatformLimit:
    """Record a limit from now on; the one before stays so for then."""
    held = _hold(platform)
    at = clock.now()
    capacity = require_role(by, Role.ADMINISTRATOR, at, _REFUSED)
    refuse_stale(seen, mark_of_limits(held, at), f"What the portal knows of the limits of {held.name}")
    if said.as_of > clock.city_date(at):
        raise InvalidInput("A limit was not found in the future.", field="as_of")
    columns = asdict(said)
    former = PlatformLimit.objects.in_effect(at).filter(platform=held, about=said.about).first()
    if former is None:
        row = PlatformLimit.objects.create(platform=held, effective_from=at, recorded_at=at, **columns)
    else:
        row = next_fact(former, at=at, **columns)
    before = {"about": said.about, "number": former.number, "counting": former.counting} if former else {}
    after = {"about": said.about, "number": said.number, "counting": said.counting, "as_of": said.as_of.isoformat()}
    _tell(by, at, held, capacity, act="accounts.limit_set", before=before, after=after)
    return row


@transaction.atomic
def end_limit(*, by: Actor, platform: Platform, about: str, seen: str | None = None) -> None:
    """Record that a limit is no more, or was never known."""
    held = _hold(platform)
    at = clock.now()
    capacity = require_role(by, Role.ADMINISTRATOR, at, _REFUSED)
    former = PlatformLimit.objects.in_effect(at).filter(platform=held, about=about).first()
    if former is None:
        raise Conflict(
            f"{held.name} has no limit on that now.", remedy="Nothing was changed. Open the platform's page again."
        )
    refuse_stale(seen, mark_of_limits(held, at), f"What the portal knows of the limits of {held.name}")
    end(former, until=at, at=at)
    before = {"about": LimitOf(about).value, "number": former.number, "counting": former.counting}
    _tell(by, at, held, capacity, act="accounts.limit_ended", before=before)


def check_platform(platform: Platform) -> None:
    """Raise `InvalidInput` for a platform whose addresses could not be read, or whose host is another's."""
    if not platform.name.strip():
        raise InvalidInput("A platform has a name.", field="name")
    if Platform.objects.filter(name__iexact=platform.name).exclude(pk=platform.pk).exists():
        raise InvalidInput(f"There is a platform called {platform.name} already.", field="name")
    if not platform.source.strip():
        raise InvalidInput("Say where the facts about the platform come from.", field="source")
    if platform.as_of > clock.city_date(clock.now()):
        raise InvalidInput("Nothing was found in the future.", field="as_of")
    if not platform.patterns:
        raise InvalidInput("A platform has at least one form of address.", field="patterns")
    for table in platform.patterns:
        Pattern.of(table)
    _check_hosts(platform)


def _check_hosts(platform: Platform) -> None:
    if not platform.hosts and not platform.any_host:
        raise InvalidInput(
            "A platform has at least one host.", remedy="Name its hosts, or say that it is on any host.", field="hosts"
        )
    for host in platform.hosts:
        if not HOST.fullmatch(host.removeprefix("*.")):
            raise InvalidInput(
                f"“{host[:60]}” is not a host.",
                remedy="Write it as in x.com, or *.wordpress.com for every host below one.",
                field="hosts",
            )
    for other in Platform.objects.exclude(pk=platform.pk):
        if shared := set(other.hosts) & set(platform.hosts):
            raise InvalidInput(
                f"{sorted(shared)[0]} is a host of {other.name}.",
                why="A host belongs to one platform.",
                remedy=f"Take it away there first, or change {other.name}.",
                field="hosts",
            )


def _refuse_other_identities(platform: Platform, at: datetime) -> None:
    """What the register has must be read as it is: an account's identity is what tells it from all others."""
    book = AddressBook([platform, *Platform.objects.exclude(pk=platform.pk)])
    facts = AccountFacts.objects.in_effect(at).filter(platform=platform, reserves=True)
    astray = []
    for url, identity in facts.order_by("identity").values_list("url", "identity").iterator():
        if _identity_of(book, url, platform.code) != identity:
            astray.append(url)
    if astray:
        listed = ", ".join(astray[:NAMED_AT_MOST])
        raise InvalidInput(
            f"{len(astray)} account{'' if len(astray) == 1 else 's'} of the register would be read as another one: "
            f"{listed}.",
            why="An account keeps its identity.",
            remedy="Keep the form of address by which they are read, and add the new one beside it.",
            field="patterns",
        )


def _identity_of(book: AddressBook, url: str, code: str) -> str:
    try:
        return book.read(url, code).identity
    except InvalidInput:
        return ""


def _hold(platform: Platform) -> Platform:
    return Platform.objects.select_for_update().get(pk=platform.pk)


def _in_trail(said: PlatformSaid) -> dict[str, Any]:
    """What the trail keeps: codes and addresses; the source as a hash."""
    kept = said.columns()
    return {**kept, "as_of": said.as_of.isoformat(), "source": c1_hash(said.source)}


def _tell(
    by: Actor,
    at: datetime,
    platform: Platform,
    capacity: str,
    *,
    act: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    record(
        by=by,
        act=act,
        on=subject_of_platform(platform),
        at=at,
        capacity=capacity,
        clause=CITY_PROCEDURE,
        before=before,
        after=after,
    )


def subject_of_platform(platform: Platform) -> Subject:
    """A platform as the trail names it: by its code, which never changes."""
    return Subject(kind="accounts.platform", id=platform.code, label=platform.name)
