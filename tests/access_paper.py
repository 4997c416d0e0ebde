"""The rows of paper and of lists of people; see `tests/access_table.py` for how a row is written."""

from __future__ import annotations

from typing import Any

from acknowledgements.models import Campaign, ListKind, PaperBatch, PaperLine
from acknowledgements.services import mark_of_batch
from tests.access_campaigns import CAMPAIGN_ACTS, CAMPAIGN_PAGES, COVERAGE, nothing_but_a_campaign
from tests.access_city import City
from tests.access_table import row
from tests.factories.acknowledgements import CampaignFactory
from tests.factories.directory import EmployeeFactory
from tests.factories.lists import acted
from tests.factories.papers import batch_of, printed, recorded


def printing(city: City) -> dict[str, Any]:
    return {"printing_id": printed(CampaignFactory(), city.employee_relations, [city.owner])[0].printing_id}


def batch(city: City) -> dict[str, Any]:
    return {"batch_id": batch_of(city.employee_relations, CampaignFactory(), city.owner.number).pk}


def batch_to_record(city: City) -> dict[str, Any]:
    campaign = CampaignFactory()
    printed(campaign, city.employee_relations, [city.owner])
    return {"batch_id": batch_of(city.employee_relations, campaign, city.owner.number).pk}


def recorded_batch(city: City) -> dict[str, Any]:
    return {"batch_id": recorded(city.employee_relations, CampaignFactory(), city.owner).pk}


def batch_as_seen(city: City) -> dict[str, Any]:
    return {"seen": mark_of_batch(PaperBatch.objects.get())}


def line_of_the_batch(city: City) -> dict[str, Any]:
    return {"line": PaperLine.objects.get().pk}


def to_act(city: City) -> dict[str, Any]:
    return {"version": Campaign.objects.get().version_id, "act": "remind", "whom": "all", "go": "yes"}


def list_to_exempt(city: City) -> dict[str, Any]:
    other = EmployeeFactory(role="employee_relations")
    return {"list_id": acted(other, CampaignFactory(), ListKind.EXEMPT, [city.owner]).pk}


def list_with_a_slip(city: City) -> dict[str, Any]:
    person = EmployeeFactory(without_computer=True)
    return {"list_id": acted(city.employee_relations, CampaignFactory(), ListKind.SLIPS, [person]).pk}


PAPER_AND_LISTS = [
    row("acknowledgements:printings", "GET", **CAMPAIGN_PAGES),
    row("acknowledgements:print", "GET", **CAMPAIGN_ACTS),
    row("acknowledgements:print", "POST", **{**CAMPAIGN_ACTS, "employee_relations": 400}),
    row("acknowledgements:printing", "GET", **CAMPAIGN_PAGES, needs=printing),
    row("acknowledgements:sheets_file", "GET", **CAMPAIGN_ACTS, needs=printing),
    row("acknowledgements:sheets_file", "POST", **{**CAMPAIGN_ACTS, "employee_relations": 302}, needs=printing),
    row("acknowledgements:batches", "GET", **CAMPAIGN_PAGES),
    row("acknowledgements:begin_batch", "GET", **CAMPAIGN_ACTS),
    row("acknowledgements:begin_batch", "POST", **{**CAMPAIGN_ACTS, "employee_relations": 400}),
    row("acknowledgements:batch", "GET", **CAMPAIGN_PAGES, needs=batch),
    row("acknowledgements:change_batch", "GET", **CAMPAIGN_ACTS, needs=batch),
    row("acknowledgements:change_batch", "POST", **{**CAMPAIGN_ACTS, "employee_relations": 400}, needs=batch),
    row(
        "acknowledgements:add_lines",
        "POST",
        **{**CAMPAIGN_ACTS, "employee_relations": 302},
        needs=batch,
        data={"codes": "100001"},
    ),
    row("acknowledgements:add_scan", "POST", **{**CAMPAIGN_ACTS, "employee_relations": 400}, needs=batch),
    row(
        "acknowledgements:take_out",
        "POST",
        **{**CAMPAIGN_ACTS, "employee_relations": 302},
        needs=batch,
        data=line_of_the_batch,
    ),
    row(
        "acknowledgements:record_batch",
        "POST",
        **{**CAMPAIGN_ACTS, "employee_relations": 302},
        needs=batch_to_record,
        data=batch_as_seen,
    ),
    row("acknowledgements:go_on", "POST", **{**CAMPAIGN_ACTS, "employee_relations": 409}, needs=batch),
    row(
        "acknowledgements:discard_batch",
        "POST",
        **{**CAMPAIGN_ACTS, "employee_relations": 302},
        needs=batch,
        data=batch_as_seen,
    ),
    row("acknowledgements:batch_receipts", "GET", **CAMPAIGN_ACTS, needs=recorded_batch),
    row(
        "acknowledgements:batch_receipts",
        "POST",
        **{**CAMPAIGN_ACTS, "employee_relations": 302},
        needs=recorded_batch,
    ),
    row("acknowledgements:add_lines", "GET", **{**CAMPAIGN_ACTS, "employee_relations": 302}, needs=batch),
    row("acknowledgements:add_scan", "GET", **{**CAMPAIGN_ACTS, "employee_relations": 302}, needs=batch),
    row("acknowledgements:lists", "GET", **COVERAGE, needs=nothing_but_a_campaign),
    row(
        "acknowledgements:act_on_list",
        "POST",
        everyone=404,
        employee_relations=302,
        auditor=403,
        authority=302,
        supervisor=302,
        needs=nothing_but_a_campaign,
        data=to_act,
    ),
    row("acknowledgements:list", "GET", **CAMPAIGN_PAGES, needs=list_to_exempt),
    row("acknowledgements:list_slips", "GET", **CAMPAIGN_PAGES, needs=list_with_a_slip),
    row("acknowledgements:approve_list", "POST", **{**CAMPAIGN_ACTS, "employee_relations": 302}, needs=list_to_exempt),
    row(
        "acknowledgements:refuse_list",
        "POST",
        **{**CAMPAIGN_ACTS, "employee_relations": 302},
        needs=list_to_exempt,
        data={"reason": "Ask each."},
    ),
    row("acknowledgements:go_on_list", "POST", **{**CAMPAIGN_ACTS, "employee_relations": 409}, needs=list_to_exempt),
]
