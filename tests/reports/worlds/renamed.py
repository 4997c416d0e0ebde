"""Everybody is called otherwise later: whoever holds, decides, reviews, keeps an account, supervises or is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from directory.models import Employee
from directory.services.changing import Change, Changed, change_many
from directory.services.identity import Identify
from foundation.actor import Actor

if TYPE_CHECKING:
    from tests.reports.worlds import World


def build(world: World) -> None:
    """People are called what their factories call them."""


def later(world: World) -> None:
    """The last are first: sorted by name, the new names lie the other way round."""
    people = list(Employee.objects.order_by("-name", "pk"))
    wanted = [
        Change(number=one.number, steps=[Identify(name=f"{place:04} {one.number}")]) for place, one in enumerate(people)
    ]
    done = change_many(wanted, by=Actor.of_person(world.city.administrator))
    assert all(isinstance(one, Changed) for one in done)
