"""Who may open every route, by method: one row for each, and `tests/test_access.py` makes the requests for real.

Add a row for each route and method that you make; the test fails for a route without one, and expects 405 for every
method without a row. A row is

    row("app:route", "GET", everyone=200)                          every signed-in person; others go to the sign-in page
    row("app:route", "GET", everyone=404, auditor=200)             nobody but the auditor
    row("app:route", "POST", everyone=404, owner=302, needs=f, data={"x": 1})
    row("app:route", "GET", public=200)                            without signing in too

The people: `owner` (an ordinary employee to whom the object belongs), `employee` (an ordinary employee of the same
department), `stranger` (of another department), `supervisor` (of owner and employee), `authority` (of their
department), `designee` (of that authority), `employee_relations`, `records_custodian`, `auditor`, `administrator`.
A status is the one expected; 302 means on to another page after the deed (never the sign-in page).

`needs` takes the `City` below and returns the route's arguments (a dict); it makes the object with factories, for
`city.owner` and `city.department`. `data` is what is sent: a dict, or a function of the City.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from acknowledgements.models import Campaign
from acknowledgements.wording import hash_of, shown_to
from directory.models import Employee
from directory.services.departments import mark_of_department
from directory.services.identity import mark_of_identity
from directory.services.timelines import mark_of_assignments
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from tests.access_city import PERSONS, City
from tests.factories import policy
from tests.factories.acknowledgements import AcknowledgementFactory, AnnulmentFactory, CampaignFactory
from tests.factories.directory import ImportRunFactory
from tests.factories.foundation import JobFactory
from tests.factories.notifications import NoticeFactory
from tests.factories.powers import AppointmentFactory, InstrumentEntryFactory, OrganizationImportFactory

SIGN_IN = "sign-in"
Data = Mapping[str, Any] | Callable[[City], Mapping[str, Any]]


@dataclass(frozen=True)
class Row:
    route: str
    method: str
    statuses: Mapping[str, int | str]
    needs: Callable[[City], Mapping[str, Any]] | None = None
    data: Data = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.method} {self.route}"


TABLE: list[Row] = []
"""Every row below: `row` puts it here."""


def row(
    route: str,
    method: str,
    *,
    everyone: int | str | None = None,
    public: int | None = None,
    needs: Callable[[City], Mapping[str, Any]] | None = None,
    data: Data | None = None,
    **exceptions: int,
) -> Row:
    unknown = set(exceptions) - set(PERSONS)
    if unknown:
        raise ValueError(f"{route}: nobody is called {sorted(unknown)} here; see the top of this file.")
    signed_in = everyone if everyone is not None else public
    statuses: dict[str, int | str] = {"anonymous": public if public is not None else SIGN_IN}
    for person in PERSONS:
        expected = exceptions.get(person, signed_in)
        if expected is None:
            raise ValueError(f"{route}: say what {person} gets, or give `everyone`.")
        statuses[person] = expected
    made = Row(route, method, statuses, needs, data or {})
    TABLE.append(made)
    return made


def notice(city: City) -> dict[str, Any]:
    return {"notice_id": NoticeFactory(person=city.owner).pk}


def job(city: City) -> dict[str, Any]:
    return {"pk": JobFactory(requested_by_number=city.owner.number).pk}


def export(city: City) -> dict[str, Any]:
    done = JobFactory(requested_by_number=city.owner.number, finished=True)
    return {"pk": done.result_id}


def trail_entry(city: City) -> dict[str, Any]:
    written = record(by=Actor.of_person(city.owner), act="test.done", on=city.department, at=clock.now())
    return {"pk": written.pk}


def campaign(city: City) -> dict[str, Any]:
    return {"campaign_id": CampaignFactory().pk}


def planned_campaign(city: City) -> dict[str, Any]:
    return {"campaign_id": CampaignFactory(planned=True).pk}


def nothing_but_a_campaign(city: City) -> dict[str, Any]:
    CampaignFactory()
    return {}


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


def annulment(city: City) -> dict[str, Any]:
    return {"annulment_id": AnnulmentFactory(acknowledgement__person=city.owner).pk}


A_DAY = {"effective_from": "2020-05-26"}
WORDS = {"text": "In plain words."}
A_REASON = {"reason": "The date is wrong."}


def draft_version(city: City) -> dict[str, Any]:
    return {"version_id": policy.draft().pk}


def published_version(city: City) -> dict[str, Any]:
    return {"version_id": policy.published(policy.draft()).pk}


def publication_asked(city: City) -> dict[str, Any]:
    return {"request_id": policy.asked(policy.draft()).pk}


def clause_in_force(city: City) -> dict[str, Any]:
    policy.published(policy.draft())
    return {"citation": "II.A"}


def explanation_proposed(city: City) -> dict[str, Any]:
    version = policy.published(policy.draft())
    return {"explanation_id": policy.explanation(version.clauses.get(citation="II.A")).pk}


def owner_without_mail(city: City) -> dict[str, Any]:
    city.owner.email = ""
    city.owner.save()
    return {"number": city.owner.number}


def owners_number(city: City) -> dict[str, Any]:
    return {"number": city.owner.number}


def auditors_role(city: City) -> dict[str, Any]:
    return {"number": city.auditor.number, "role": "auditor"}


def last_record(city: City) -> dict[str, Any]:
    return {"recorded_at": city.owner.assignments.get().recorded_at.isoformat()}


def parks(city: City) -> dict[str, Any]:
    return {"code": city.department.code}


def checked_import(city: City) -> dict[str, Any]:
    return {"pk": ImportRunFactory(uploaded_by=city.administrator).pk}


def waiting_import(city: City) -> dict[str, Any]:
    return {"pk": ImportRunFactory(uploaded_by=city.administrator, waiting=True).pk}


def organization_import(city: City) -> dict[str, Any]:
    return {"pk": OrganizationImportFactory(uploaded_by=city.administrator).pk}


WORK = {"department": "STR", "standing": "civil_service"}
A_DEPARTMENT = {"name": "Parks", "speech_rule": "ordinary", "under_regulation": "yes"}


def other_work(city: City) -> dict[str, Any]:
    return {**WORK, "seen": mark_of_assignments(city.owner)}


def other_identity(city: City) -> dict[str, Any]:
    # Read afresh: another row may have changed the owner in memory, and was rolled back.
    return {"name": "O", "seen": mark_of_identity(Employee.objects.get(pk=city.owner.pk))}


def other_profile(city: City) -> dict[str, Any]:
    return {**A_DEPARTMENT, "seen": mark_of_department(city.department)}


SEES_OWNER = dict.fromkeys(
    ("owner", "supervisor", "authority", "employee_relations", "records_custodian", "auditor", "administrator"), 200
)
CHANGES_OWNER = {**dict.fromkeys(SEES_OWNER, 403), "administrator": 200}
CHANGED_OWNER = {**CHANGES_OWNER, "administrator": 302}
SEES_ALL = {"employee_relations": 403, "records_custodian": 403, "auditor": 403, "administrator": 302}
SEES_IMPORTS = {"administrator": 200, "employee_relations": 200}

HANDS_OVER = {
    "owner": 403,
    "supervisor": 200,
    "authority": 403,
    "employee_relations": 200,
    "records_custodian": 403,
    "auditor": 403,
    "administrator": 200,
}

DIRECTORY = [
    row("account_login", "GET", public=200, everyone=302),
    row("account_login", "POST", public=200, everyone=302),
    row("account_logout", "GET", everyone=200),
    row("account_logout", "POST", everyone=SIGN_IN),
    row("account_change_password", "GET", everyone=200),
    row("account_change_password", "POST", everyone=200),
    row("account_reauthenticate", "GET", everyone=200),
    row("account_reauthenticate", "POST", everyone=200),
    row("directory:ask_for_link", "GET", public=200),
    row("directory:ask_for_link", "POST", public=302, data={"login": "nobody"}),
    row("directory:link_asked", "GET", public=200),
    row("directory:sign_in_by_code", "GET", public=200),
    row("directory:sign_in_by_code", "POST", public=200),
    row("directory:sign_in_by_link", "GET", public=410, needs=lambda city: {"token": "used"}),
    row("directory:sign_in_by_link", "POST", public=410, needs=lambda city: {"token": "used"}),
    row("directory:hand_over", "GET", everyone=404, **HANDS_OVER, needs=owner_without_mail),
    row(
        "directory:hand_over",
        "POST",
        everyone=404,
        **HANDS_OVER,
        needs=owner_without_mail,
        data={"seen_identity": "on"},
    ),
    row("directory:people", "GET", everyone=200),
    row("directory:hire", "GET", everyone=403, administrator=200),
    row("directory:hire", "POST", everyone=403, administrator=302, data={**WORK, "number": "N1", "name": "New"}),
    row("directory:person", "GET", everyone=404, **SEES_OWNER, needs=owners_number),
    row("directory:reassign", "GET", everyone=404, **CHANGES_OWNER, needs=owners_number),
    row("directory:reassign", "POST", everyone=404, **CHANGED_OWNER, needs=owners_number, data=other_work),
    row("directory:change_status", "GET", everyone=404, **CHANGES_OWNER, needs=owners_number),
    row("directory:change_status", "POST", everyone=404, **CHANGED_OWNER, needs=owners_number, data={"status": "left"}),
    row("directory:change_identity", "GET", everyone=404, **CHANGES_OWNER, needs=owners_number),
    row("directory:change_identity", "POST", everyone=404, **CHANGED_OWNER, needs=owners_number, data=other_identity),
    row("directory:give_role", "GET", everyone=404, **CHANGES_OWNER, needs=owners_number),
    row("directory:give_role", "POST", everyone=404, **CHANGED_OWNER, needs=owners_number, data={"role": "auditor"}),
    row("directory:end_role", "POST", everyone=404, **SEES_ALL, needs=auditors_role),
    row("directory:undo", "POST", everyone=404, **CHANGED_OWNER, needs=owners_number, data=last_record),
    row("directory:departments", "GET", everyone=200),
    row("directory:department", "GET", everyone=200, needs=parks),
    row("directory:new_department", "GET", everyone=403, administrator=200),
    row("directory:new_department", "POST", everyone=403, administrator=302, data={**A_DEPARTMENT, "code": "NEW"}),
    row("directory:change_department", "GET", everyone=403, administrator=200, needs=parks),
    row("directory:change_department", "POST", everyone=403, administrator=302, needs=parks, data=other_profile),
    row("directory:imports", "GET", everyone=404, **SEES_IMPORTS),
    row("directory:imports", "POST", everyone=404, employee_relations=403, administrator=400),
    row("directory:import", "GET", everyone=404, **SEES_IMPORTS, needs=checked_import),
    row(
        "directory:apply_import",
        "POST",
        everyone=404,
        employee_relations=403,
        administrator=302,
        needs=checked_import,
    ),
    row(  # 403: whoever brought a file does not confirm it
        "directory:confirm_import",
        "POST",
        everyone=404,
        employee_relations=302,
        administrator=403,
        needs=waiting_import,
    ),
    row(
        "directory:cancel_import",
        "POST",
        everyone=404,
        employee_relations=403,
        administrator=302,
        needs=checked_import,
    ),
]


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


PORTAL = [
    row("healthz", "GET", public=200),
    row("home", "GET", everyone=200),
    row("search", "GET", everyone=200, data={"q": "Parks"}),
]

CAMPAIGN_PAGES = {"everyone": 404, "employee_relations": 200, "auditor": 200}
CAMPAIGN_ACTS = {"everyone": 404, "employee_relations": 200, "auditor": 403}
COVERAGE = {"everyone": 404, "employee_relations": 200, "auditor": 200, "authority": 200, "supervisor": 200}
OWNER_AND_READERS = {"owner": 200, "employee_relations": 200, "auditor": 200}

NOTIFICATIONS = [
    row("notifications:notices", "GET", everyone=200),
    row("notifications:mark_all_read", "POST", everyone=302),
    row("notifications:preferences", "GET", everyone=200),
    row("notifications:preferences", "POST", everyone=302),
    row("notifications:open", "POST", everyone=404, owner=302, needs=notice),
]

ACKNOWLEDGEMENTS = [
    row("acknowledgements:mine", "GET", everyone=200),
    row("acknowledgements:read", "GET", everyone=200, needs=campaign),
    row("acknowledgements:read", "POST", everyone=400, owner=302, needs=campaign, data=signing),  # 400: another name
    row("acknowledgements:stop", "POST", everyone=302, needs=campaign_on_a_text, data={"clause": "II.A"}),
    row("acknowledgements:receipt", "GET", everyone=404, **OWNER_AND_READERS, needs=receipt),
    row("acknowledgements:receipt_pdf", "GET", everyone=404, **OWNER_AND_READERS, needs=receipt),
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
    row("acknowledgements:open", "POST", **{**CAMPAIGN_ACTS, "employee_relations": 302}, needs=planned_campaign),
    row(
        "acknowledgements:close",
        "POST",
        **{**CAMPAIGN_ACTS, "employee_relations": 302},
        needs=campaign,
        data={"reason": "Everybody is done."},
    ),
    row("acknowledgements:coverage", "GET", **COVERAGE, needs=nothing_but_a_campaign),
    row("acknowledgements:missing", "GET", **COVERAGE, needs=nothing_but_a_campaign),
    row("acknowledgements:export", "POST", **COVERAGE, needs=nothing_but_a_campaign, data={"kind": "csv"}),
]

DEMO = [  # 404: the people of these tests are not of the demonstration; tests/demo has it with them
    row("demo:sign_in", "GET", public=404),
    row("demo:sign_in_as", "POST", public=404, needs=lambda city: {"number": city.owner.number}),
]


POLICY = [
    row("policy:reading", "GET", everyone=200),
    row("policy:own_accounts", "GET", everyone=200),
    row("policy:versions", "GET", everyone=200),
    row("policy:version", "GET", everyone=200, needs=published_version),
    row("policy:import", "GET", everyone=404, employee_relations=200),
    row("policy:import", "POST", everyone=404, employee_relations=400),
    row("policy:request_publication", "POST", everyone=404, employee_relations=302, needs=draft_version, data=A_DAY),
    row("policy:discard", "POST", everyone=404, employee_relations=302, needs=draft_version),
    row("policy:citations", "GET", everyone=404, employee_relations=200, needs=published_version),
    row("policy:citations", "POST", everyone=404, employee_relations=400, needs=published_version),
    row("policy:confirm", "POST", everyone=404, employee_relations=302, needs=publication_asked),
    row("policy:refuse", "POST", everyone=404, employee_relations=302, needs=publication_asked, data=A_REASON),
    row("policy:withdraw", "POST", everyone=404, employee_relations=403, needs=publication_asked),
    row("policy:explanation", "GET", everyone=404, employee_relations=200, needs=clause_in_force),
    row(
        "policy:explanation",
        "POST",
        everyone=404,
        employee_relations=302,
        needs=clause_in_force,
        data={"text": "Plain."},
    ),
    row("policy:approve_explanation", "POST", everyone=404, employee_relations=302, needs=explanation_proposed),
    row(
        "policy:refuse_explanation",
        "POST",
        everyone=404,
        employee_relations=302,
        needs=explanation_proposed,
        data=A_REASON,
    ),
]


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

FOUNDATION = [
    row("jobs:list", "GET", everyone=200),
    row("jobs:detail", "GET", everyone=404, owner=200, needs=job),
    row("jobs:cancel", "POST", everyone=404, owner=302, needs=job),
    row("files:download", "GET", everyone=404, owner=200, needs=export),
    row("audit:entries", "GET", everyone=404, auditor=200),
    row("audit:entry", "GET", everyone=404, auditor=200, needs=trail_entry),
]

from tests import access_accounts, access_api, access_authorizations, access_keeping, access_reviews  # noqa: E402, F401 - their rows stand in TABLE, too
