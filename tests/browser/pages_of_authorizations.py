"""The pages of `authorizations`; see `tests/browser/pages.py`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import tests.access_table  # noqa: F401 - whole before its parts, which take from each other
from authorizations.models import OfficeAct, PaperImport
from authorizations.services import paper_imports
from foundation import clock
from foundation.actor import Actor
from tests.access_authorizations import (
    account,
    asked,
    authorization,
    consent,
    declined,
    on_paper,
    oral,
    person,
    to_accept,
)
from tests.access_city import City
from tests.authorizations.paper_files import PDF, brought, device_row
from tests.browser.page import Page
from tests.factories.accounts import AccountFactory
from tests.factories.acknowledgements import CampaignFactory
from tests.factories.authorizations import AuthorizationFactory, RequestFactory
from tests.factories.directory import LONG_AGO, AssignmentFactory, DepartmentFactory
from tests.factories.policy import published_150
from tests.factories.powers import AppointmentFactory


def revoked(city: City) -> dict[str, Any]:
    return authorization(city, revoked=True)


def unknown(city: City) -> dict[str, Any]:
    return {"reference": "PRF-2026-999"}


def a_full_hand(city: City) -> dict[str, Any]:
    """Everything that somebody may hold, in every state."""
    published_150()
    accounts = [AccountFactory(department=city.department) for _ in range(2)]
    AuthorizationFactory(grantee=city.owner, accounts=accounts, accepted=True, with_document=True)
    AuthorizationFactory(grantee=city.owner, with_document=True, platforms=["x"])
    AuthorizationFactory(grantee=city.owner, device_use=True, accepted=True, effective_until=_soon())
    AuthorizationFactory(grantee=city.owner, outside_site=True, accepted=True)
    for state in ({"revoked": True}, {"ended": True}, {"to_come": True}, {"paper": True}, {"confirmed": True}):
        AuthorizationFactory(grantee=city.owner, email=True, **state)
    RequestFactory(grantee=city.owner)
    RequestFactory(grantee=city.owner, nominated_by=city.employee)
    act = {
        "power": "authorize_speech",
        "basis": "IV.C",
        "capacity": "appointing authority",
        "instrument": "appointment",
    }
    OfficeAct.objects.create(
        person=city.authority,
        department=city.department,
        what="Posted the closing of the parks",
        reason="The storm",
        recorded_at=clock.now(),
        **act,
    )
    return {}


def _soon() -> Any:
    return clock.now() + timedelta(days=10)


def with_hand(needs: Callable[[City], dict[str, Any]]) -> Callable[[City], dict[str, Any]]:
    def made(city: City) -> dict[str, Any]:
        a_full_hand(city)
        return needs(city)

    return made


def whole(city: City) -> dict[str, Any]:
    a_full_hand(city)
    made = AccountFactory(department=city.department)
    return authorization(city, accounts=[made], accepted=True, with_document=True)


def of_department(city: City) -> dict[str, Any]:
    a_full_hand(city)
    return {"code": city.department.code}


def an_account(city: City) -> dict[str, Any]:
    AccountFactory(department=city.department)
    return {}


def a_predecessors(city: City) -> dict[str, Any]:
    """What somebody gave who was the authority before."""
    before = AppointmentFactory(
        department=city.department, effective_from=LONG_AGO - timedelta(days=99), effective_until=LONG_AGO
    )
    AuthorizationFactory(grantee=city.owner, appointment=before.lineage, granted_by=before.holder)
    return {}


def a_lapse(city: City) -> dict[str, Any]:
    """Somebody of a department with emergency posting who did not acknowledge in time."""
    due = clock.now() - timedelta(days=31)
    CampaignFactory(opens_at=due - timedelta(days=30), due_at=due)
    department = DepartmentFactory(code="EMG", profile__emergency_posting=True)
    AuthorizationFactory(grantee=AssignmentFactory(department=department).employee)
    return {}


def on_everything(city: City) -> dict[str, Any]:
    a_full_hand(city)
    made = AccountFactory(department=city.department)
    AuthorizationFactory(grantee=city.owner, accounts=[made], accepted=True)
    return {"reference": made.reference}


def brought_file(city: City) -> dict[str, Any]:
    """A file of papers with a row of each kind: good, known, wrong; and a scan that no row names."""
    rows = (
        device_row(city.owner),
        device_row(city.owner),
        device_row(city.employee, scan="lost.pdf"),
        device_row(city.employee, "Tablet").replace("device", "chirping", 1),
        device_row(city.employee, "Tablet"),
    )
    run = brought(city.people["employee_relations"], *rows, one=PDF, left_over=PDF)
    return {"pk": run.pk}


def a_list_of_files(city: City) -> dict[str, Any]:
    brought_file(city)
    return {}


def checked_file(city: City) -> dict[str, Any]:
    found = brought_file(city)
    run = PaperImport.objects.get(pk=found["pk"])
    by = Actor.of_person(city.people["employee_relations"])
    paper_imports.check_columns(run, by=by, places=run.places)
    run.refresh_from_db()
    paper_imports.check_file(run, by=by, progress=lambda *_: None)
    return found


def recorded_file(city: City) -> dict[str, Any]:
    found = checked_file(city)
    by = Actor.of_person(city.people["employee_relations"])
    paper_imports.apply_file(paper_imports.let_in(PaperImport.objects.get(), by=by), by=by)
    return found


KINDS = ("speech", "outside_site", "police_speech", "device", "disclosure", "email")
OWNER = "?person=Olive+Owner"

PAGES = [
    Page("my authorizations, none", "authorizations:mine"),
    Page("my authorizations", "authorizations:mine", needs=a_full_hand),
    Page("what may I do, nothing", "authorizations:may_i", "stranger"),
    Page("what may I do", "authorizations:may_i", needs=a_full_hand),
    Page(
        "an answer line by line", "authorizations:may_i", needs=a_full_hand, query="?where=example.org&device=personal"
    ),
    Page("a question without a place", "authorizations:may_i", query="?where=&device=city", status=400),
    Page("what may they do", "authorizations:person", "authority", needs=with_hand(person)),
    Page("what do I ask for", "authorizations:ask"),
    Page("whom to nominate", "authorizations:ask", query="?person="),
    Page("nobody of that name to nominate", "authorizations:ask", query="?person=Nobody+Known", status=400),
    *(Page(f"asking: {kind}", "authorizations:ask", needs=a_full_hand, query=f"?kind={kind}") for kind in KINDS),
    Page("nothing to decide", "authorizations:requests", "authority"),
    Page("requests for authorizations", "authorizations:requests", "authority", needs=a_full_hand),
    Page("a request", "authorizations:request", "authority", needs=asked),
    Page("granting a request", "authorizations:grant_request", "authority", needs=asked),
    Page("declining a request for an authorization", "authorizations:decline", "authority", needs=asked),
    Page("withdrawing a request", "authorizations:withdraw", needs=asked),
    Page("granting: to whom", "authorizations:grant", "authority"),
    Page("granting: what kind", "authorizations:grant", "designee", needs=a_full_hand, query=OWNER),
    *(
        Page(f"granting: {kind}", "authorizations:grant", "authority", needs=a_full_hand, query=f"{OWNER}&kind={kind}")
        for kind in KINDS
    ),
    Page("granting to many: what kind", "authorizations:grant_many", "authority"),
    Page("granting to many", "authorizations:grant_many", "authority", query="?kind=device"),
    Page("authorizing now: whom", "authorizations:now", "authority"),
    Page("authorizing now", "authorizations:now", "authority", needs=an_account, query=OWNER),
    Page("asking for it now", "authorizations:ask_now", needs=an_account),
    Page("asking for a colleague now", "authorizations:ask_now", "stranger", needs=an_account, query=OWNER),
    Page("no words given by telephone", "authorizations:words"),
    Page("words given by telephone", "authorizations:words", "authority", needs=lambda city: oral(city) and {}),
    Page("recording words", "authorizations:record_words", needs=an_account),
    Page("words recorded as oral", "authorizations:words_one", "authority", needs=oral),
    Page("confirming words", "authorizations:confirm_words", "authority", needs=oral),
    Page("not confirming words", "authorizations:refuse_words", "authority", needs=oral),
    Page("papers, none", "authorizations:papers", "authority"),
    Page("papers", "authorizations:papers", "authority", needs=a_full_hand),
    Page("papers from a file, none", "authorizations:paper_imports", "employee_relations"),
    Page("papers from a file", "authorizations:paper_imports", "employee_relations", needs=a_list_of_files),
    Page("a file of papers, its columns", "authorizations:paper_import", "employee_relations", needs=brought_file),
    Page("a file of papers, checked", "authorizations:paper_import", "employee_relations", needs=checked_file),
    Page("a file of papers, recorded", "authorizations:paper_import", "employee_relations", needs=recorded_file),
    Page("whose paper", "authorizations:record_paper", "employee_relations"),
    Page("a paper: what kind", "authorizations:record_paper", "employee_relations", query=OWNER),
    Page("recording a paper", "authorizations:record_paper", "employee_relations", query=f"{OWNER}&kind=speech"),
    Page("a predecessor's, none", "authorizations:in_office", "authority"),
    Page("a predecessor's", "authorizations:in_office", "authority", needs=a_predecessors),
    Page("nobody declines", "authorizations:declines", "authority"),
    Page("declines", "authorizations:declines", "authority", needs=lambda city: declined(city) and {}),
    Page("deciding on a decline", "authorizations:decide_decline", "authority", needs=declined),
    Page("no lapses", "authorizations:lapses", "employee_relations"),
    Page("lapses", "authorizations:lapses", "auditor", needs=a_lapse),
    Page("consents, none", "authorizations:consents", "authority"),
    Page("consents", "authorizations:consents", "authority", needs=lambda city: consent(city) and {}),
    Page("consenting", "authorizations:consent", "authority", needs=account),
    Page("ending a consent", "authorizations:end_consent", "authority", needs=consent),
    Page("acts by office", "authorizations:by_office", "authority", needs=a_full_hand),
    Page("my department", "authorizations:my_department", "authority", needs=a_full_hand),
    Page(
        "a department's people", "authorizations:department", "authority", needs=of_department, query="?show=everybody"
    ),
    Page("who may post on an account", "authorizations:on_account", needs=on_everything),
    Page("an authorization", "authorizations:authorization", needs=whole),
    Page("an authorization, to the authority", "authorizations:authorization", "authority", needs=whole),
    Page("a revoked authorization", "authorizations:authorization", needs=revoked),
    Page("a paper that waits", "authorizations:authorization", "authority", needs=on_paper),
    Page("accepting", "authorizations:accept", needs=to_accept),
    Page("recording an acceptance", "authorizations:record_acceptance", "authority", needs=to_accept),
    Page("revoking", "authorizations:revoke", "authority", needs=authorization),
    Page("confirming a paper", "authorizations:confirm_paper", "authority", needs=on_paper),
    Page("not confirming a paper", "authorizations:refuse_paper", "authority", needs=on_paper),
    Page("is a letter genuine?", "authorizations:verify_any"),
    Page("a letter in force", "authorizations:verify", needs=authorization),
    Page("a letter not in force, and why", "authorizations:verify", "authority", needs=revoked),
    Page("a letter of no number", "authorizations:verify", needs=unknown),
]
