"""Pages of questions, declines and new versions that the browser opens: see `tests/browser/pages.py`."""

from __future__ import annotations

from typing import Any

from acknowledgements.services import answer_question
from foundation.actor import Actor
from tests.access_city import City
from tests.browser.page import Page
from tests.factories.acknowledgements import CampaignFactory, DeclineFactory, QuestionFactory


def asked(city: City) -> dict[str, Any]:
    return {"question_id": QuestionFactory(person=city.owner).pk}


def answered(city: City) -> dict[str, Any]:
    question = QuestionFactory(person=city.owner)
    answer_question(by=Actor.of_person(city.employee_relations), question=question, text="Yes, you may.")
    return {"question_id": question.pk}


def questions(city: City) -> dict[str, Any]:
    asked(city)
    answered(city)
    return {}


def to_read(city: City) -> dict[str, Any]:
    campaign = CampaignFactory()
    QuestionFactory(person=city.owner, version=campaign.version)
    return {"campaign_id": campaign.pk}


def declined(city: City) -> dict[str, Any]:
    campaign = CampaignFactory()
    DeclineFactory(person=city.owner, version=campaign.version)
    return {"campaign_id": campaign.pk}


def declines(city: City) -> dict[str, Any]:
    declined(city)
    DeclineFactory(person=city.employee, channel="paper", entered_by=city.auditor)
    return {}


def mine(city: City) -> dict[str, Any]:
    declined(city)
    answered(city)
    return {}


PAGES = [
    Page("asking a question", "acknowledgements:ask", needs=to_read),
    Page("one's own question, answered", "acknowledgements:question", needs=answered),
    Page("answering a question", "acknowledgements:question", "employee_relations", needs=asked),
    Page("questions", "acknowledgements:questions", "employee_relations", needs=questions),
    Page("no questions", "acknowledgements:questions", "employee_relations"),
    Page("declining to acknowledge", "acknowledgements:decline", needs=to_read),
    Page("declined already", "acknowledgements:decline", needs=declined),
    Page("reading what one declined", "acknowledgements:read", needs=declined),
    Page("who declined", "acknowledgements:declines", "employee_relations", needs=declines),
    Page("nobody declined to acknowledge", "acknowledgements:declines", "employee_relations"),
    Page("entering what somebody said", "acknowledgements:enter", "employee_relations"),
    Page("my questions and declines", "acknowledgements:mine", needs=mine),
]
