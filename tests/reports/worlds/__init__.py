"""A city with something of everything that reports tell of, and what happens in it afterwards.

Each module here has `build(world)`, called once for each copy of the city's matters, and `later(world)`: changes and
late entries after the answers were read. A report's facts stand in the module of its matters; add them there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any

from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from tests.access_city import City, found_city
from tests.factories.directory import LONG_AGO
from tests.reports.worlds import (
    acknowledged,
    authorized,
    by_office,
    decided,
    files,
    offices,
    posts,
    register,
    renamed,
    waiting,
)

MODULES = (
    offices,
    acknowledged,
    authorized,
    files,
    register,
    by_office,
    decided,
    posts,
    waiting,
    renamed,
)
CHANGED_LATE = frozenset(
    {
        "powers",
        "coverage",
        "authorizations",
        "who-may-speak",
        "post-file",
        "account-file",
        "register",
        "night-appointments",
        "mutual",
        "turnaround",
        "exceptions",
        "waits",
    }
)
"""Reports whose answer about `then` the late entries of `later` change."""
ONE_THING = frozenset(
    {
        "person-file",
        "account-file",
        "post-file",
        "findings",
    }
)
"""Reports about one thing, which more matters of the city do not lengthen."""
SAME: dict[str, int] = {
    "coverage": 5,
    "authorizations": 1,
    "who-may-speak": 6,
}
"""Of how many leading cells a row consists for everybody, where some cells are told to a few alone."""


@dataclass
class World:
    """The city of the access table, and by name whatever the modules put in it; `then` is a month ago."""

    city: City = field(default_factory=found_city)
    then: datetime = field(default_factory=lambda: clock.now() - timedelta(days=30))
    things: dict[str, Any] = field(default_factory=dict)
    copies: int = 0
    modules: tuple[ModuleType, ...] = MODULES

    def query(self, code: str) -> dict[str, str]:
        """What a report needs in its address beside the moment: modules name it as `things["query:<code>"]`."""
        return dict(self.things.get(f"query:{code}", {}))


def build(copies: int = 1, modules: tuple[ModuleType, ...] = MODULES) -> World:
    """The city, with so many copies of its matters; of some modules alone, where a test counts them."""
    world = World(modules=modules)
    record(by=Actor.of_system("set-up"), act="jobs.started", on=Subject("jobs.job", "1"), at=LONG_AGO)
    for _ in range(copies):
        more(world)
    return world


def more(world: World) -> None:
    """Another copy of the city's matters: more rows of everything."""
    world.copies += 1
    for module in world.modules:
        module.build(world)


def later(world: World) -> None:
    """What happens after an answer was read, late entries about the time before among it."""
    for module in world.modules:
        module.later(world)
