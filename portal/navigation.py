"""The left navigation: one table of entries, each with a predicate that says who sees it.

An app adds a line here with the predicate from its `permissions.py`. What a person cannot do is not shown; a
hidden link is a courtesy only: every view asks for itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.urls import NoReverseMatch, reverse

from accounts.permissions import keeps_party_list
from acknowledgements.permissions import runs_campaigns, sees_every_receipt
from authorizations.kinds import POWERS
from authorizations.models import Authorization
from authorizations.standing import held_in_short
from directory.models import Assignment, Employee
from directory.permissions import is_administrator, may_see_imports
from foundation.audit.permissions import may_search
from foundation.shapes import shape
from foundation.together import Asked, Together
from policy.permissions import may_publish
from powers.catalogue import APPROVE_ACCOUNTS, APPROVE_DISCLOSURE, REQUEST_ACCOUNTS, REVIEW_POSTS
from powers.models import Appointment, DepartmentPermission
from powers.permissions import namings

Predicate = Callable[[Employee, datetime], bool]


def everybody(person: Employee, at: datetime) -> bool:
    """Shown to whoever is signed in."""
    return True


@dataclass(frozen=True)
class Named:
    """What the navigation asks about somebody beside roles."""

    has_people: bool
    has_office: bool
    approves_accounts: bool
    grants: bool
    is_named: bool
    reviews: bool
    held: int | None
    first_end: datetime | None


def named_by_instruments(person: Employee, at: datetime) -> Named:
    """Where somebody stands, by the dates of instruments: one query for a page; what it leads to asks exactly."""
    remembered: tuple[datetime, Named] | None = getattr(person, "_instruments_remembered", None)
    if remembered and remembered[0] == at:
        return remembered[1]
    asked: tuple[datetime, Asked[tuple[Any, ...]]] | None = getattr(person, "_instruments_asked", None)
    rows = asked[1].rows if asked and asked[0] == at else Together().ask_as(_answers, person.pk, at).rows
    found = Named(*rows[0])
    person._instruments_remembered = (at, found)  # type: ignore[attr-defined]
    return found


def ask_named(person: Employee, at: datetime, together: Together) -> None:
    """Let `named_by_instruments` be asked together with other questions of the same moment."""
    remembered: tuple[datetime, Named] | None = getattr(person, "_instruments_remembered", None)
    if remembered is None or remembered[0] != at:
        person._instruments_asked = (at, together.ask_as(_answers, person.pk, at))  # type: ignore[attr-defined]


@shape
def _answers(person_id: int, at: datetime) -> QuerySet[Employee, tuple[Any, ...]]:
    people = Assignment.objects.in_effect(at).filter(supervisor_id=OuterRef("pk"))
    offices = Appointment.objects.in_effect(at).filter(holder_id=OuterRef("pk"))
    approving = namings(APPROVE_ACCOUNTS.code, at).filter(user_id=OuterRef("pk"))
    named = DepartmentPermission.objects.within_dates(at).filter(user_id=OuterRef("pk"))
    codes = [power.code for power in POWERS.values()]
    granting = named.filter(permission__codename__in=codes)
    nominating = named.filter(permission__codename__in=[*codes, REQUEST_ACCOUNTS.code])
    reviewing = named.filter(permission__codename__in=[REVIEW_POSTS.code, APPROVE_DISCLOSURE.code])
    asked = (people, offices, approving, granting, nominating, reviewing)
    own = Authorization.objects.within_dates(at).filter(grantee_id=OuterRef("pk")).order_by()
    held = Subquery(own.values("grantee_id").annotate(number=Count("pk")).values("number"))
    first_end = Subquery(own.order_by("effective_until").values("effective_until")[:1])
    return Employee.objects.filter(pk=person_id).values_list(*(Exists(rows) for rows in asked), held, first_end)


def oversees_somebody(person: Employee, at: datetime) -> bool:
    """Whether coverage may have somebody to show: asked on every page, so with fewer questions than coverage asks."""
    if sees_every_receipt(person, at):
        return True
    named = named_by_instruments(person, at)
    return named.has_people or named.has_office


def issues_codes(person: Employee, at: datetime) -> bool:
    """Whether somebody issues codes for the kiosk: a supervisor, or Employee Relations."""
    return runs_campaigns(person, at) or named_by_instruments(person, at).has_people


def approves_accounts(person: Employee, at: datetime) -> bool:
    """Whether an instrument names somebody for approving accounts (IV.A)."""
    return named_by_instruments(person, at).approves_accounts


def grants_something(person: Employee, at: datetime) -> bool:
    """Whether an instrument names somebody for granting written authorizations."""
    return named_by_instruments(person, at).grants


def is_named_for_something(person: Employee, at: datetime) -> bool:
    """Whether an instrument names somebody for granting, or for nominating as comms staff."""
    return named_by_instruments(person, at).is_named


def held_by(person: Employee, at: datetime) -> str:
    """The written authorizations that somebody holds, in a sentence."""
    named = named_by_instruments(person, at)
    return held_in_short(named.held or 0, named.first_end)


def reviews_posts(person: Employee, at: datetime) -> bool:
    """Whether an instrument names somebody for deciding on posts."""
    return named_by_instruments(person, at).reviews


@dataclass(frozen=True)
class Entry:
    """One line of the navigation: words, route, icon of USWDS's sprite, a sentence for the home page, who sees it."""

    label: str
    route: str
    icon: str
    about: str
    shown_to: Predicate = everybody


FOR_ME = "For me"
FOR_THE_CITY = "For the City"

TABLE: dict[str, list[Entry]] = {
    FOR_ME: [
        Entry("What waits for me", "home", "home", ""),
        Entry(
            "My authorizations",
            "authorizations:mine",
            "identification",
            "The written authorizations you hold, with their letters.",
        ),
        Entry("What may I do?", "authorizations:may_i", "help", "Whether you may post this, there, from that device."),
        Entry(
            "Draft a post", "reviews:draft", "edit", "Write it; the portal says at once what the regulation says to it."
        ),
        Entry("Posts", "reviews:posts", "chat", "Your posts: with the reviewers, to publish, and what went out."),
        Entry("The policy", "policy:reading", "account_balance", "The regulation, with what binds your department."),
        Entry("Your own accounts", "policy:own_accounts", "person", "What holds for private posts, in plain words."),
        Entry("Is this ours?", "accounts:verify", "check_circle", "Whether a page or handle is the City's."),
        Entry(
            "Is this letter genuine?",
            "authorizations:verify_any",
            "verified_user",
            "Whether a written authorization is the City's, and in force.",
        ),
        Entry("My receipts", "acknowledgements:mine", "verified", "What you have acknowledged, with its proof."),
        Entry("My jobs and exports", "jobs:list", "file_download", "Long work that you started, and its files."),
    ],
    FOR_THE_CITY: [
        Entry(
            "Review queue",
            "reviews:queue",
            "forum",
            "Posts that wait for your decision, the next one on top.",
            reviews_posts,
        ),
        Entry(
            "Authorizations to decide",
            "authorizations:requests",
            "check_circle",
            "Requests for written authorizations, each one click from its decision.",
            grants_something,
        ),
        Entry(
            "My department",
            "authorizations:my_department",
            "groups",
            "Its people, what each may do, and which ends come up.",
            is_named_for_something,
        ),
        Entry(
            "Register of accounts",
            "accounts:register",
            "public",
            "The City's official accounts: whose they are, and whether one may rely on them.",
        ),
        Entry(
            "Accounts to decide",
            "accounts:requests",
            "check_circle_outline",
            "Accounts and changes that wait for your approval.",
            approves_accounts,
        ),
        Entry(
            "Parties and candidates",
            "accounts:party_accounts",
            "flag",
            "Accounts to which no page of the City may link (IV.G).",
            keeps_party_list,
        ),
        Entry("People", "directory:people", "person", "Who works where, as what, and under whom."),
        Entry("Departments", "directory:departments", "location_city", "How the City is organized, now and before."),
        Entry("Imports", "directory:imports", "file_upload", "Bring people and departments in.", may_see_imports),
        Entry("People and powers", "powers:overview", "groups", "Who decides what, for which department."),
        Entry(
            "Versions of the policy",
            "policy:versions",
            "history",
            "Import a text, publish it with a second person.",
            may_publish,
        ),
        Entry(
            "Campaigns",
            "acknowledgements:campaigns",
            "campaign",
            "Ask everyone to acknowledge a version, and see how it goes.",
            sees_every_receipt,
        ),
        Entry(
            "Questions about the policy",
            "acknowledgements:questions",
            "help",
            "What people ask before they acknowledge, and what was answered.",
            runs_campaigns,
        ),
        Entry(
            "Signed on paper",
            "acknowledgements:batches",
            "edit",
            "Signed sheets, recorded in batches with scan and witness.",
            runs_campaigns,
        ),
        Entry(
            "Codes for the kiosk",
            "kiosks:codes",
            "print",
            "Printed one-time codes for people who acknowledge at a shared device.",
            issues_codes,
        ),
        Entry(
            "Kiosks",
            "kiosks:kiosks",
            "keyboard",
            "Shared devices on which people acknowledge, and what was issued and used in one place.",
            sees_every_receipt,
        ),
        Entry(
            "Coverage",
            "acknowledgements:coverage",
            "insights",
            "Who has acknowledged, by department, and who is missing.",
            oversees_somebody,
        ),
        Entry(
            "Reports",
            "reports:catalogue",
            "assessment",
            "Questions about the past and the present, as of any moment, on a page or as a file.",
        ),
        Entry(
            "Programs that ask",
            "directory:api_clients",
            "settings",
            "Tokens for the City's website and other programs.",
            is_administrator,
        ),
        Entry(
            "The trail",
            "audit:entries",
            "verified_user",
            "Who did what, when, and that nothing was changed.",
            may_search,
        ),
    ],
}


@dataclass(frozen=True)
class Link:
    """An entry as it is shown on one page."""

    label: str
    url: str
    icon: str
    about: str
    is_current: bool


@dataclass(frozen=True)
class Group:
    """Links under one heading."""

    heading: str
    entries: list[Link]


def navigation_for(person: Employee, path: str, at: datetime) -> list[Group]:
    """What a person is offered on the page at `path`; the entry that the page belongs to is marked."""
    shown = {
        heading: [(entry, _address(entry.route)) for entry in entries if entry.shown_to(person, at)]
        for heading, entries in TABLE.items()
    }
    addresses = [url for entries in shown.values() for _, url in entries if url]
    current = _belongs_to(path, addresses)
    groups = [
        Group(
            heading, [Link(entry.label, url, entry.icon, entry.about, url == current) for entry, url in entries if url]
        )
        for heading, entries in shown.items()
    ]
    return [group for group in groups if group.entries]


def _link(entry: Entry, url: str, is_current: bool) -> Link:
    return Link(entry.label, url, entry.icon, entry.about, is_current)


def _address(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def _belongs_to(path: str, addresses: list[str]) -> str:
    """The longest address under which a path stands; the home page only for itself."""
    under = [url for url in addresses if path == url or (url != "/" and path.startswith(url))]
    return max(under, key=len, default="")
