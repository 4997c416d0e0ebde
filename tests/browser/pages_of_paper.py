"""Pages of printed sheets and signed ones that the browser opens: see `tests/browser/pages.py`."""

from __future__ import annotations

from typing import Any

from acknowledgements.models import Acknowledgement
from acknowledgements.services import dispute
from foundation.actor import Actor
from tests.access_city import City
from tests.browser.page import Page
from tests.factories.acknowledgements import CampaignFactory
from tests.factories.papers import batch_of, printed, recorded

WHO = "employee_relations"


def campaign(city: City) -> dict[str, Any]:
    CampaignFactory()
    return {}


def sheets(city: City) -> dict[str, Any]:
    return {"printing_id": printed(CampaignFactory(), city.employee_relations, [city.owner])[0].printing_id}


def printings(city: City) -> dict[str, Any]:
    sheets(city)
    return {}


def filled(city: City) -> dict[str, Any]:
    running = CampaignFactory()
    sheet = printed(running, city.employee_relations, [city.owner])[0]
    return {"batch_id": batch_of(city.employee_relations, running, f"{sheet.reference} 999999 {sheet.reference}").pk}


def empty(city: City) -> dict[str, Any]:
    return {"batch_id": batch_of(city.employee_relations, CampaignFactory(), "").pk}


def done(city: City) -> dict[str, Any]:
    return {"batch_id": recorded(city.employee_relations, CampaignFactory(), city.owner).pk}


def batches(city: City) -> dict[str, Any]:
    filled(city)
    done(city)
    return {}


def receipt(city: City) -> dict[str, Any]:
    done(city)
    return {"reference": Acknowledgement.objects.get().reference}


def disputed(city: City) -> dict[str, Any]:
    done(city)
    kept = Acknowledgement.objects.get()
    said = dispute(by=Actor.of_person(city.owner), acknowledgement=kept, text="I was on leave on that day.")
    return {"question_id": said.pk}


PAGES = [
    Page("printed sheets", "acknowledgements:printings", WHO, needs=printings),
    Page("no printed sheets", "acknowledgements:printings", WHO),
    Page("printing sheets", "acknowledgements:print", WHO, needs=campaign),
    Page("printing sheets, no campaign", "acknowledgements:print", WHO),
    Page("a printing", "acknowledgements:printing", WHO, needs=sheets),
    Page("signed sheets", "acknowledgements:batches", WHO, needs=batches),
    Page("no signed sheets", "acknowledgements:batches", WHO),
    Page("beginning a batch of signed sheets", "acknowledgements:begin_batch", WHO, needs=campaign),
    Page("a batch that is being entered", "acknowledgements:batch", WHO, needs=filled),
    Page("a batch without a sheet", "acknowledgements:batch", WHO, needs=empty),
    Page("a batch that an auditor reads", "acknowledgements:batch", "auditor", needs=filled),
    Page("a recorded batch", "acknowledgements:batch", WHO, needs=done),
    Page("a receipt of a signed sheet", "acknowledgements:receipt", needs=receipt),
    Page("this is not mine", "acknowledgements:dispute", needs=receipt),
    Page("a dispute", "acknowledgements:question", WHO, needs=disputed),
]
