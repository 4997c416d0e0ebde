"""What the tests of acknowledging share."""

import pytest

from acknowledgements.audience import place_of
from acknowledgements.services.acknowledging import Signing
from acknowledgements.wording import hash_of, shown_to
from foundation import clock
from foundation.calendar import WorkingDays


@pytest.fixture
def sign():
    """A signing as the page of a campaign would send it; keywords replace parts of it."""

    def signing(campaign, person, **changes):
        place = place_of(person, clock.now())
        criminal_justice = bool(place and place.has_criminal_justice_information)
        statements = shown_to(campaign.statements.all(), criminal_justice=criminal_justice)
        facts = {
            "text_hash": campaign.version.text_hash,
            "statements_hash": hash_of(statements),
            "ticked": [statement["kind"] for statement in statements],
            "typed_name": person.name,
        }
        return Signing(**{**facts, **changes})

    return signing


@pytest.fixture
def every_day_a_working_day(monkeypatch):
    """Reminders go out whatever day the test is run on."""
    monkeypatch.setattr(WorkingDays, "__contains__", lambda _days, _day: True)
