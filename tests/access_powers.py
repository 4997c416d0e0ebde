"""The rows of `powers` in the access table; see `tests/access_table.py` for how a row is written."""

from __future__ import annotations

from typing import Any

from tests.access_city import City
from tests.access_table import row
from tests.factories.powers import AppointmentFactory, InstrumentEntryFactory, OrganizationImportFactory


def organization_import(city: City) -> dict[str, Any]:
    return {"pk": OrganizationImportFactory(uploaded_by=city.administrator).pk}


def entry_waiting(city: City) -> dict[str, Any]:
    return {"reference": InstrumentEntryFactory(department=city.other_department, beneficiary=city.owner).reference}


def appointment_of_another(city: City) -> dict[str, Any]:
    row = AppointmentFactory(department=city.other_department)
    return {"target": "appointment", "lineage": row.lineage}


def designation_of_the_designee(city: City) -> dict[str, Any]:
    return {"lineage": city.designee.designations.get().lineage}


def an_appointment(city: City) -> dict[str, Any]:
    where = city.other_department.pk
    return {"department": where, "holder": city.stranger.number, "kind": "regular", "instrument": "Letter"}


def a_designation(city: City) -> dict[str, Any]:
    where = city.department.pk
    return {"department": where, "holder": city.owner.number, "powers": ["review_posts"], "instrument": "Memo"}


def an_ending(city: City) -> dict[str, Any]:
    return {"reason": "Other duties", "seen": city.designee.designations.get().pk}


def asked_why(city: City) -> dict[str, Any]:
    return {"employee": city.owner.number, "power": "review_posts", "department": city.department.pk}


ENTERING = {"everyone": 404, "employee_relations": 200, "auditor": 403}


ENTERED = {"everyone": 404, "employee_relations": 302, "auditor": 403}


TO_READ = {"everyone": 404, "employee_relations": 200, "auditor": 200}


A_CORRECTION = {"reason": "Wrong day", "since": "2020-01-02"}


POWERS = [
    row("powers:overview", "GET", everyone=200),
    row("powers:department", "GET", everyone=200, needs=lambda city: {"code": city.department.code}),
    row(
        "powers:why",
        "GET",
        everyone=404,
        owner=200,
        authority=200,
        employee_relations=200,
        auditor=200,
        data=asked_why,
    ),
    row("powers:readings", "GET", everyone=200),
    row("powers:nights", "GET", **TO_READ),
    row("powers:entries", "GET", **TO_READ),
    row("powers:entry", "GET", **TO_READ, needs=entry_waiting),
    row("powers:enter_appointment", "GET", **ENTERING),
    row("powers:enter_appointment", "POST", **ENTERED, data=an_appointment),
    row("powers:enter_designation", "GET", **ENTERING),
    row("powers:enter_designation", "POST", **ENTERED, data=a_designation),
    row("powers:enter_reading", "GET", **ENTERING),
    row("powers:enter_reading", "POST", **{**ENTERED, "employee_relations": 400}),  # nothing filled in
    row("powers:enter_ending", "GET", **ENTERING, needs=appointment_of_another),
    row("powers:enter_ending", "POST", **ENTERED, needs=appointment_of_another, data={"reason": "Retired"}),
    row("powers:enter_correction", "GET", **ENTERING, needs=appointment_of_another),
    row("powers:enter_correction", "POST", **ENTERED, needs=appointment_of_another, data=A_CORRECTION),
    row("powers:confirm", "POST", **ENTERED, needs=entry_waiting),
    row("powers:refuse", "POST", **ENTERED, needs=entry_waiting, data={"reason": "Not signed."}),
    row("powers:withdraw", "POST", **{**ENTERED, "employee_relations": 403}, needs=entry_waiting),  # another's
    row("powers:appoint_at_night", "GET", everyone=404, authority=200, employee_relations=200),
    row("powers:appoint_at_night", "POST", everyone=404, authority=400, employee_relations=400),  # nothing filled in
    row("powers:designate", "GET", everyone=404, authority=200),
    row("powers:designate", "POST", everyone=404, authority=302, data=a_designation),
    row("powers:organization_imports", "GET", everyone=404, employee_relations=403, administrator=200),
    row("powers:organization_imports", "POST", everyone=404, employee_relations=403, administrator=400),
    row(
        "powers:organization_import",
        "GET",
        everyone=404,
        employee_relations=403,
        administrator=200,
        needs=organization_import,
    ),
    row(
        "powers:apply_organization",
        "POST",
        everyone=404,
        employee_relations=403,
        administrator=302,
        needs=organization_import,
    ),
    row(
        "powers:cancel_organization",
        "POST",
        everyone=404,
        employee_relations=403,
        administrator=302,
        needs=organization_import,
    ),
    row("powers:end_designation", "GET", everyone=404, authority=200, designee=200, needs=designation_of_the_designee),
    row(
        "powers:end_designation",
        "POST",
        everyone=404,
        authority=302,
        designee=302,
        needs=designation_of_the_designee,
        data=an_ending,
    ),
]
