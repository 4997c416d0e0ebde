"""Accounts that lack each thing, one that lacks nothing, and what is found out about them later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from accounts.models import AccountFacts, Confirmation, Stewardship
from foundation import clock
from foundation.effective import end, supersede
from tests.factories.accounts import AccountFactory
from tests.factories.directory import EmployeeFactory
from tests.factories.pages import LinkCheckFactory

if TYPE_CHECKING:
    from tests.reports.worlds import World


def build(world: World) -> None:
    parks, number = world.city.department, f"{world.copies}"
    two = {name: EmployeeFactory(assignment__department=parks) for name in ("primary", "backup")}

    def account(name: str, confirmed: bool = True, **more):
        found = AccountFactory(department=parks, facts__handle=f"{name}{number}", **more)
        if confirmed:
            Confirmation.objects.create(account=found, by=two["primary"], at=world.then - timedelta(days=60))
        return found

    account("whole", **two)
    world.things["steward_goes"] = account("steward", **two)
    world.things["one_steward"] = account("one", primary=two["primary"])
    world.things["unconfirmed"] = account("unconfirmed", confirmed=False, **two)
    account("unlinked", facts__links_to_city="", **two)
    LinkCheckFactory(account=account("missing", **two), at=world.then - timedelta(days=1), missing=True)
    account("found", found=True, confirmed=False)
    account("asked", requested=True, confirmed=False)
    account("suspended", suspended=True, **two)
    account("retired", retired=True, confirmed=False)
    account("declined", declined=True, confirmed=False)


def later(world: World) -> None:
    now, then, things = clock.now(), world.then, world.things
    # Known late: a steward had gone already, and the page stood under another name.
    steward = things["steward_goes"].stewardships.get(role="backup")
    supersede(steward, at=now, effective_until=then - timedelta(days=2))
    facts = AccountFacts.objects.get(account=things["one_steward"])
    supersede(facts, at=now, handle="known_late", identity="x:known_late", url="https://x.com/known_late")
    # What happens only now changes no answer about then.
    Confirmation.objects.create(account=things["unconfirmed"], by=world.city.authority, at=now)
    Stewardship.objects.create(
        account=things["one_steward"],
        person=world.city.employee,  # nobody new: they would have been there before
        role="backup",
        department=world.city.department,
        effective_from=now,
        recorded_at=now,
    )
    LinkCheckFactory(account=things["unconfirmed"], at=now, missing=True)
    end(things["unconfirmed"].states.get(), until=now, at=now)
