"""The rows of `acknowledgements` in the access table; see `tests/access_table.py` for how a row is written."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from acknowledgements.models import Campaign, Question
from acknowledgements.services import mark_of_answers
from acknowledgements.wording import hash_of, shown_to
from foundation import clock
from foundation.effective import end
from tests.access_campaigns import CAMPAIGN_ACTS, CAMPAIGN_PAGES, COVERAGE, nothing_but_a_campaign
from tests.access_city import City
from tests.access_table import row
from tests.factories import policy
from tests.factories.acknowledgements import (
    AcknowledgementFactory,
    AnnulmentFactory,
    CampaignFactory,
    DeclineFactory,
    ExemptionFactory,
    QuestionFactory,
)
from tests.factories.directory import AssignmentFactory, DepartmentFactory


def campaign(city: City) -> dict[str, Any]:
    return {"campaign_id": CampaignFactory().pk}


def planned_campaign(city: City) -> dict[str, Any]:
    return {"campaign_id": CampaignFactory(planned=True).pk}


def campaign_on_a_text(city: City) -> dict[str, Any]:
    return {"campaign_id": CampaignFactory(version=policy.published(policy.draft())).pk}


def signing(city: City) -> dict[str, Any]:
    running = Campaign.objects.get()
    statements = shown_to(running.statements.all(), criminal_justice=False)
    ticks = {f"statement_{statement['kind']}": "on" for statement in statements}
    shown = {"text_hash": running.version.text_hash, "statements_hash": hash_of(statements)}
    return {**ticks, **shown, "typed_name": "Olive Owner"}


def receipt(city: City) -> dict[str, Any]:
    return {"reference": AcknowledgementFactory(person=city.owner).reference}


def moved_under(city: City) -> dict[str, Any]:
    """The owner acknowledged, and works under IV.K since."""
    running, at = CampaignFactory(), clock.now()
    AcknowledgementFactory(person=city.owner, campaign=running)
    end(city.owner.assignments.get(), until=at, at=at)
    courts = DepartmentFactory(profile__has_criminal_justice_information=True)
    AssignmentFactory(employee=city.owner, department=courts, effective_from=at, recorded_at=at)
    return {"campaign_id": running.pk}


def exemption(city: City) -> dict[str, Any]:
    return {"exemption_id": ExemptionFactory(person=city.owner).pk}


def annulment(city: City) -> dict[str, Any]:
    return {"annulment_id": AnnulmentFactory(acknowledgement__person=city.owner).pk}


def question(city: City) -> dict[str, Any]:
    return {"question_id": QuestionFactory(person=city.owner).pk}


def declined(city: City) -> dict[str, Any]:
    return {"decline_id": DeclineFactory(person=city.owner).pk}


def a_later_day(city: City) -> dict[str, Any]:
    return {"reason": "A storm.", "due_day": (clock.city_date(clock.now()) + timedelta(days=90)).isoformat()}


def question_as_seen(city: City) -> dict[str, Any]:
    return {"text": "Because.", "seen": mark_of_answers(Question.objects.get())}


ENTERED = {"kind": "question", "number": "", "channel": "paper", "text": "What?"}


OWNER_AND_READERS = {"owner": 200, "employee_relations": 200, "auditor": 200}


ACKNOWLEDGEMENTS = [
    row("acknowledgements:mine", "GET", everyone=200),
    row("acknowledgements:read", "GET", everyone=200, needs=campaign),
    row("acknowledgements:read", "POST", everyone=400, owner=302, needs=campaign, data=signing),  # 400: another name
    row("acknowledgements:stop", "POST", everyone=302, needs=campaign_on_a_text, data={"clause": "II.A"}),
    row("acknowledgements:ask", "GET", everyone=200, needs=campaign),
    row("acknowledgements:ask", "POST", everyone=302, needs=campaign, data={"text": "Why?"}),
    row("acknowledgements:add", "GET", everyone=404, owner=200, needs=moved_under),
    row("acknowledgements:add", "POST", everyone=404, owner=400, needs=moved_under),
    row("acknowledgements:decline", "GET", everyone=200, needs=campaign),
    row("acknowledgements:decline", "POST", everyone=302, needs=campaign, data={"text": "No."}),
    row("acknowledgements:questions", "GET", everyone=404, employee_relations=200),
    row("acknowledgements:question", "GET", everyone=404, owner=200, employee_relations=200, needs=question),
    row(
        "acknowledgements:question",
        "POST",
        everyone=404,
        owner=403,
        employee_relations=302,
        needs=question,
        data=question_as_seen,
    ),
    row("acknowledgements:declines", "GET", everyone=404, employee_relations=200),
    row("acknowledgements:take_back_decline", "POST", everyone=404, owner=302, employee_relations=403, needs=declined),
    row("acknowledgements:enter", "GET", everyone=404, employee_relations=200),
    row("acknowledgements:enter", "POST", everyone=404, employee_relations=400, data=ENTERED),
    row("acknowledgements:receipt", "GET", everyone=404, **OWNER_AND_READERS, needs=receipt),
    row("acknowledgements:receipt_pdf", "GET", everyone=404, **OWNER_AND_READERS, needs=receipt),
    row("acknowledgements:verify", "GET", everyone=200),
    row("acknowledgements:verify", "POST", everyone=400),
    row("acknowledgements:verify_receipt", "GET", everyone=200, needs=receipt),
    row("acknowledgements:dispute", "GET", everyone=404, owner=200, needs=receipt),
    row("acknowledgements:dispute", "POST", everyone=404, owner=302, needs=receipt, data={"text": "Not mine."}),
    row("acknowledgements:annul", "GET", everyone=404, owner=403, employee_relations=200, auditor=403, needs=receipt),
    row(
        "acknowledgements:annul",
        "POST",
        everyone=404,
        owner=403,
        employee_relations=302,
        auditor=403,
        needs=receipt,
        data={"reason": "Another Olive."},
    ),
    row("acknowledgements:annulments", "GET", everyone=404, employee_relations=200, auditor=200),
    row("acknowledgements:annulment", "GET", everyone=404, employee_relations=200, auditor=200, needs=annulment),
    row(
        "acknowledgements:confirm_annulment",
        "POST",
        everyone=404,
        employee_relations=302,
        auditor=403,
        needs=annulment,
    ),
    row(
        "acknowledgements:refuse_annulment",
        "POST",
        everyone=404,
        employee_relations=302,
        auditor=403,
        needs=annulment,
        data={"reason": "It was hers."},
    ),
    row("acknowledgements:campaigns", "GET", **CAMPAIGN_PAGES),
    row("acknowledgements:campaign", "GET", **CAMPAIGN_PAGES, needs=campaign),
    row("acknowledgements:plan", "GET", **CAMPAIGN_ACTS),
    row("acknowledgements:plan", "POST", **{**CAMPAIGN_ACTS, "employee_relations": 400}),
    row("acknowledgements:change_plan", "GET", **CAMPAIGN_ACTS, needs=planned_campaign),
    row("acknowledgements:change_plan", "POST", **{**CAMPAIGN_ACTS, "employee_relations": 400}, needs=planned_campaign),
    row("acknowledgements:steps", "GET", **CAMPAIGN_ACTS, needs=planned_campaign),
    row("acknowledgements:steps", "POST", **{**CAMPAIGN_ACTS, "employee_relations": 400}, needs=planned_campaign),
    row("acknowledgements:handouts", "GET", **CAMPAIGN_PAGES, needs=campaign),
    row("acknowledgements:handouts_pdf", "GET", **CAMPAIGN_PAGES, needs=campaign),
    row("acknowledgements:open", "GET", **CAMPAIGN_ACTS, needs=planned_campaign),
    row("acknowledgements:open", "POST", **{**CAMPAIGN_ACTS, "employee_relations": 409}, needs=planned_campaign),
    row(
        "acknowledgements:pause",
        "POST",
        **{**CAMPAIGN_ACTS, "employee_relations": 302},
        needs=campaign,
        data={"reason": "A strike."},
    ),
    row(
        "acknowledgements:resume",
        "POST",
        **{**CAMPAIGN_ACTS, "employee_relations": 409},
        needs=campaign,
        data={"reason": "It is over."},
    ),
    row(
        "acknowledgements:extend",
        "POST",
        **{**CAMPAIGN_ACTS, "employee_relations": 302},
        needs=campaign,
        data=a_later_day,
    ),
    row(
        "acknowledgements:close",
        "POST",
        **{**CAMPAIGN_ACTS, "employee_relations": 302},
        needs=campaign,
        data={"reason": "Everybody is done."},
    ),
    row("acknowledgements:exemptions", "GET", **CAMPAIGN_PAGES),
    row("acknowledgements:exemptions", "POST", **{**CAMPAIGN_ACTS, "employee_relations": 400}),
    row(
        "acknowledgements:approve_exemption",
        "POST",
        **{**CAMPAIGN_ACTS, "employee_relations": 302},
        needs=exemption,
    ),
    row(
        "acknowledgements:refuse_exemption",
        "POST",
        **{**CAMPAIGN_ACTS, "employee_relations": 302},
        needs=exemption,
        data={"reason": "No."},
    ),
    row(
        "acknowledgements:end_exemption",
        "POST",
        **{**CAMPAIGN_ACTS, "employee_relations": 409},
        needs=exemption,
        data={"reason": "Back."},
    ),
    row("acknowledgements:coverage", "GET", **COVERAGE, needs=nothing_but_a_campaign),
    row("acknowledgements:missing", "GET", **COVERAGE, needs=nothing_but_a_campaign),
    row("acknowledgements:export", "POST", **COVERAGE, needs=nothing_but_a_campaign, data={"kind": "csv"}),
]
