"""Pages of questions, declines and new versions that the browser opens: see `tests/browser/pages.py`."""

from __future__ import annotations

from typing import Any

from acknowledgements import receipts
from acknowledgements.models import Campaign, ListKind
from acknowledgements.services import answer_question
from foundation.actor import Actor
from policy.models import Change, Version
from tests.access_acknowledgements import moved_under
from tests.access_city import City
from tests.browser.page import Page
from tests.factories import policy
from tests.factories.acknowledgements import (
    AcknowledgementFactory,
    CampaignFactory,
    DeclineFactory,
    ExemptionFactory,
    QuestionFactory,
)
from tests.factories.directory import EmployeeFactory
from tests.factories.lists import acted


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


def two_versions(city: City) -> dict[str, Any]:
    old = policy.published(policy.draft())
    return {"old_id": old.pk, "new_id": policy.published(policy.draft(policy.LATER), policy.JUNE_1_2021).pk}


def two_in_the_list(city: City) -> dict[str, Any]:
    two_versions(city)
    return {}


def a_draft_after_another(city: City) -> dict[str, Any]:
    policy.published(policy.draft())
    return {"version_id": policy.draft(policy.LATER).pk}


def again(city: City) -> dict[str, Any]:
    """The owner acknowledged the version before, and is asked for the one after it."""
    both = two_versions(city)
    old, new = (Version.objects.get(pk=both[name]) for name in ("old_id", "new_id"))
    AcknowledgementFactory(person=city.owner, campaign=CampaignFactory(version=old, closed=True))
    return {"campaign_id": CampaignFactory(version=new).pk}


def carried_over(city: City) -> dict[str, Any]:
    old = policy.published(policy.draft())
    policy.published(policy.draft(policy.LATER), policy.JUNE_1_2021, Change.IMMATERIAL)
    return {"reference": AcknowledgementFactory(person=city.owner, campaign=CampaignFactory(version=old)).reference}


def no_receipt(city: City) -> dict[str, Any]:
    return {"reference": "ACK-2026-22222222"}


def signed(city: City) -> dict[str, Any]:
    row = AcknowledgementFactory.build(
        person=city.owner, campaign=CampaignFactory(), department=city.department, annulled_at=None
    )
    receipts.seal(row)
    row.save()
    return {"reference": row.reference}


def planned(city: City) -> dict[str, Any]:
    return {"campaign_id": CampaignFactory(planned=True).pk}


def exemptions(city: City) -> dict[str, Any]:
    ExemptionFactory(person=city.owner)
    ExemptionFactory(person=city.employee, asked_by=city.employee_relations)
    ExemptionFactory(person=city.auditor, approved=True)
    return {}


def to_act_on(city: City) -> dict[str, Any]:
    CampaignFactory()
    return {}


def list_acted_on(city: City) -> dict[str, Any]:
    campaign = CampaignFactory()
    DeclineFactory(person=city.employee, version=campaign.version)
    people = [city.owner, city.employee, EmployeeFactory(without_computer=True)]
    return {"list_id": acted(city.employee_relations, campaign, people=people).pk}


def list_of_the_supervisor(city: City) -> dict[str, Any]:
    return {"list_id": acted(city.supervisor, CampaignFactory()).pk}


def list_to_exempt(city: City) -> dict[str, Any]:
    other = EmployeeFactory(role="employee_relations")
    return {"list_id": acted(other, CampaignFactory(), ListKind.EXEMPT, [city.owner, city.employee]).pk}


def lists(city: City) -> dict[str, Any]:
    list_to_exempt(city)
    acted(city.employee_relations, Campaign.objects.get(), people=[city.owner])
    return {}


def without_mail(city: City) -> dict[str, Any]:
    EmployeeFactory(without_computer=True, assignment__supervisor=city.supervisor)
    return {"campaign_id": CampaignFactory().pk}


PAGES = [
    Page("who of the own people is missing", "acknowledgements:missing", "supervisor", needs=to_act_on),
    Page("what came of a list", "acknowledgements:list", "employee_relations", needs=list_acted_on),
    Page("what came of a supervisor's list", "acknowledgements:list", "supervisor", needs=list_of_the_supervisor),
    Page("a list to exempt", "acknowledgements:list", "employee_relations", needs=list_to_exempt),
    Page("lists", "acknowledgements:lists", "employee_relations", needs=lists),
    Page("no lists", "acknowledgements:lists", "supervisor", needs=to_act_on),
    Page("slips for people without e-mail", "acknowledgements:handouts", "employee_relations", needs=without_mail),
    Page("exemptions", "acknowledgements:exemptions", "employee_relations", needs=exemptions),
    Page("no exemptions", "acknowledgements:exemptions", "auditor"),
    Page("planning a campaign", "acknowledgements:plan", "employee_relations", needs=two_in_the_list),
    Page("looking at a campaign before it opens", "acknowledgements:open", "employee_relations", needs=planned),
    Page("planning the reminders", "acknowledgements:steps", "employee_relations", needs=planned),
    Page("one statement more", "acknowledgements:add", needs=moved_under),
    Page("comparing, only one version", "policy:compare"),
    Page("comparing two versions", "policy:compare", needs=two_in_the_list),
    Page("a redline", "policy:redline", needs=two_versions),
    Page("publishing a later version", "policy:version", "employee_relations", needs=a_draft_after_another),
    Page("acknowledging again, the redline first", "acknowledgements:read", needs=again),
    Page("a receipt that carries over", "acknowledgements:receipt", needs=carried_over),
    Page("asking whether a receipt is genuine", "acknowledgements:verify"),
    Page("a genuine receipt", "acknowledgements:verify_receipt", "stranger", needs=signed),
    Page("no receipt", "acknowledgements:verify_receipt", "stranger", needs=no_receipt),
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
