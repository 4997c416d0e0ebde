"""What the tests of reports share."""

import pytest

from foundation import clock
from foundation.actor import Actor
from reports.reading import read
from tests.reports import worlds


@pytest.fixture
def world(db):
    return worlds.build()


@pytest.fixture
def ask():
    """A question as an address puts it: `ask("powers", person, as_of="2026-01-31")`."""
    return lambda code, person, **data: read(code, data, person, clock.now())


@pytest.fixture
def relations(world):
    return world.city.employee_relations


@pytest.fixture
def by(relations):
    return Actor.of_person(relations)
