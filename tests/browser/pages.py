"""Every page that the browser opens as the right person, at three widths, with axe: add a line for each page you make.

    Page("notices", "notifications:notices", "owner")

The words are the test's name; the person is one of `tests/access_city.py`, or "anonymous"; `needs` takes the City and
returns the route's arguments, making what the page shows (so that it is not looked at empty); `status` where it is an
error page.
"""

from __future__ import annotations

from io import StringIO
from typing import Any

from django.core.management import call_command

from acknowledgements.services import remember_place
from demo.cast import PERSONAS
from tests.access_city import City
from tests.browser import (
    pages_of_accounts,
    pages_of_authorizations,
    pages_of_campaigns,
    pages_of_kiosks,
    pages_of_paper,
    pages_of_posts,
    pages_of_reports,
)
from tests.browser.page import Page
from tests.factories import policy
from tests.factories.acknowledgements import AcknowledgementFactory, AnnulmentFactory, CampaignFactory
from tests.factories.directory import EmployeeFactory, ImportRunFactory
from tests.factories.foundation import JobFactory
from tests.factories.notifications import NoticeFactory
from tests.factories.powers import (
    AppointmentFactory,
    InstrumentEntryFactory,
    OrganizationImportFactory,
    ReadingFactory,
)


def three_notices(city: City) -> dict[str, Any]:
    NoticeFactory.create_batch(3, person=city.owner)
    return {}


def regulation_150(city: City) -> dict[str, Any]:
    by, second = policy.employee_relations(), policy.employee_relations()
    call_command("publish_policy", "--by", by.number, "--confirmed-by", second.number, verbosity=0, stdout=StringIO())
    return {}


def draft(city: City) -> dict[str, Any]:
    return {"version_id": policy.draft().pk}


def asked_for(city: City) -> dict[str, Any]:
    return {"version_id": policy.asked(policy.draft()).version_id}


def unmatched(city: City) -> dict[str, Any]:
    return {"version_id": policy.published(policy.draft()).pk}


def clause_v_a(city: City) -> dict[str, Any]:
    regulation_150(city)
    return {"citation": "V.A"}


def explanation_waiting(city: City) -> dict[str, Any]:
    version = policy.published_150()
    policy.explanation(version.clauses.get(citation="V.A"))
    return {"citation": "V.A"}


def parks(city: City) -> dict[str, Any]:
    return {"code": city.department.code}


def one_reading(city: City) -> dict[str, Any]:
    ReadingFactory()
    return {}


def one_entry(city: City) -> dict[str, Any]:
    return {"reference": InstrumentEntryFactory(department=city.other_department, beneficiary=city.owner).reference}


def an_entry_in_the_list(city: City) -> dict[str, Any]:
    one_entry(city)
    return {}


def ending(city: City) -> dict[str, Any]:
    return {"lineage": city.designee.designations.get().lineage}


def an_appointment(city: City) -> dict[str, Any]:
    return {"target": "appointment", "lineage": AppointmentFactory(department=city.other_department).lineage}


def demonstration(city: City) -> dict[str, Any]:
    for persona in PERSONAS:
        EmployeeFactory(number=persona.number, name=persona.name, is_demo=True)
    return {}


def jobs_of_each_kind(city: City) -> dict[str, Any]:
    JobFactory(requested_by_number=city.owner.number)
    JobFactory(requested_by_number=city.owner.number, running=True)
    JobFactory(requested_by_number=city.owner.number, finished=True)
    return {}


def a_running_job(city: City) -> dict[str, Any]:
    return {"pk": JobFactory(requested_by_number=city.owner.number, running=True).pk}


def a_finished_job(city: City) -> dict[str, Any]:
    return {"pk": JobFactory(requested_by_number=city.owner.number, finished=True).pk}


def owners_number(city: City) -> dict[str, Any]:
    return {"number": city.owner.number}


def owner_without_mail(city: City) -> dict[str, Any]:
    city.owner.email = ""
    city.owner.save()
    return owners_number(city)


def department_code(city: City) -> dict[str, Any]:
    return {"code": city.department.code}


def checked_import(city: City) -> dict[str, Any]:
    return {"pk": ImportRunFactory(uploaded_by=city.administrator).pk}


def waiting_import(city: City) -> dict[str, Any]:
    return {"pk": ImportRunFactory(uploaded_by=city.administrator, waiting=True).pk}


def a_used_link(city: City) -> dict[str, Any]:
    return {"token": "used"}


def an_import(city: City) -> dict[str, Any]:
    checked_import(city)
    return {}


def a_campaign(city: City) -> dict[str, Any]:
    campaign = CampaignFactory()
    AcknowledgementFactory(person=city.employee, campaign=campaign)
    return {"campaign_id": campaign.pk}


def a_campaign_half_read(city: City) -> dict[str, Any]:
    version = policy.published_150()
    remember_place(city.owner, version, "IV.K.1")
    return {"campaign_id": CampaignFactory(version=version).pk}


def half_read(city: City) -> dict[str, Any]:
    a_campaign_half_read(city)
    return {}


def a_campaign_in_the_list(city: City) -> dict[str, Any]:
    a_campaign(city)
    return {}


def a_planned_campaign(city: City) -> dict[str, Any]:
    return {"campaign_id": CampaignFactory(planned=True).pk}


def a_receipt(city: City) -> dict[str, Any]:
    return {"reference": AcknowledgementFactory(person=city.owner).reference}


def a_receipt_in_the_list(city: City) -> dict[str, Any]:
    a_receipt(city)
    CampaignFactory()
    return {}


def an_annulment(city: City) -> dict[str, Any]:
    return {"annulment_id": AnnulmentFactory(acknowledgement__person=city.owner).pk}


def an_annulment_in_the_list(city: City) -> dict[str, Any]:
    an_annulment(city)
    return {}


def an_organization(city: City) -> dict[str, Any]:
    return {"pk": OrganizationImportFactory(uploaded_by=city.administrator).pk}


def an_organization_that_is_in(city: City) -> dict[str, Any]:
    return {"pk": OrganizationImportFactory(uploaded_by=city.administrator, applied=True).pk}


def an_organization_in_the_list(city: City) -> dict[str, Any]:
    an_organization(city)
    return {}


PAGES = [
    Page("read and acknowledge", "acknowledgements:read", needs=a_campaign),
    Page("go on reading", "acknowledgements:read", needs=a_campaign_half_read),
    Page("home of who has stopped reading", "home", needs=half_read),
    Page("my receipts", "acknowledgements:mine", needs=a_receipt_in_the_list),
    Page("no receipts", "acknowledgements:mine"),
    Page("a receipt", "acknowledgements:receipt", needs=a_receipt),
    Page("ask for an annulment", "acknowledgements:annul", "employee_relations", needs=a_receipt),
    Page("annulments", "acknowledgements:annulments", "employee_relations", needs=an_annulment_in_the_list),
    Page("no annulments", "acknowledgements:annulments", "employee_relations"),
    Page("an annulment to decide", "acknowledgements:annulment", "employee_relations", needs=an_annulment),
    Page("campaigns", "acknowledgements:campaigns", "employee_relations", needs=a_campaign_in_the_list),
    Page("no campaigns", "acknowledgements:campaigns", "employee_relations"),
    Page("plan a campaign", "acknowledgements:plan", "employee_relations", needs=a_campaign_in_the_list),
    Page("plan before a version", "acknowledgements:plan", "employee_relations"),
    Page("a planned campaign", "acknowledgements:campaign", "employee_relations", needs=a_planned_campaign),
    Page("change a plan", "acknowledgements:change_plan", "employee_relations", needs=a_planned_campaign),
    Page("a running campaign", "acknowledgements:campaign", "employee_relations", needs=a_campaign),
    Page("coverage", "acknowledgements:coverage", "employee_relations", needs=a_campaign_in_the_list),
    Page("coverage of own people", "acknowledgements:coverage", "supervisor", needs=a_campaign_in_the_list),
    Page("coverage before a version", "acknowledgements:coverage", "employee_relations"),
    Page("who is missing", "acknowledgements:missing", "employee_relations", needs=a_campaign_in_the_list),
    Page("a link was asked for", "directory:link_asked", "anonymous"),
    Page(
        "a link that is over", "directory:sign_in_by_link", "anonymous", needs=lambda _: {"token": "used"}, status=410
    ),
    Page("hand over a one-time code", "directory:hand_over", "supervisor", needs=owner_without_mail),
    Page("people, for somebody without people", "directory:people"),
    Page("people, for an administrator", "directory:people", "administrator"),
    Page("people, nobody found", "directory:people", "administrator", query="?q=nothing+like+this"),
    Page("a person", "directory:person", needs=owners_number),
    Page("a person, for an administrator", "directory:person", "administrator", needs=owners_number),
    Page("enter a person", "directory:hire", "administrator"),
    Page("move a person", "directory:reassign", "administrator", needs=owners_number),
    Page("leave and leaving", "directory:change_status", "administrator", needs=owners_number),
    Page("name and e-mail of a person", "directory:change_identity", "administrator", needs=owners_number),
    Page("give a role", "directory:give_role", "administrator", needs=owners_number),
    Page("departments", "directory:departments"),
    Page("a department", "directory:department", needs=department_code),
    Page("enter a department", "directory:new_department", "administrator"),
    Page("change a department", "directory:change_department", "administrator", needs=department_code),
    Page("no imports", "directory:imports", "administrator"),
    Page("imports", "directory:imports", "administrator", needs=an_import),
    Page("a checked import", "directory:import", "administrator", needs=checked_import),
    Page("an import that waits for a second person", "directory:import", "employee_relations", needs=waiting_import),
    Page("sign in", "account_login", "anonymous"),
    Page("sign out", "account_logout"),
    Page("change my password", "account_change_password"),
    Page("ask for a sign-in link", "directory:ask_for_link", "anonymous"),
    Page("sign in with a printed code", "directory:sign_in_by_code", "anonymous"),
    Page("people and powers", "powers:overview"),
    Page("people and powers a year ago", "powers:overview", query="?at=2025-06-01T12:00&known_at="),
    Page("powers of a department", "powers:department", needs=parks),
    Page("powers of a department for its authority", "powers:department", "authority", needs=parks),
    Page("powers of a department for Employee Relations", "powers:department", "employee_relations", needs=parks),
    Page("why", "powers:why"),
    Page("no readings", "powers:readings"),
    Page("readings", "powers:readings", "employee_relations", needs=one_reading),
    Page("no appointments at night", "powers:nights", "employee_relations"),
    Page("no entries", "powers:entries", "employee_relations"),
    Page("entries", "powers:entries", "employee_relations", needs=an_entry_in_the_list),
    Page("an entry to confirm", "powers:entry", "employee_relations", needs=one_entry),
    Page("enter an appointment", "powers:enter_appointment", "employee_relations"),
    Page("record a designation", "powers:enter_designation", "employee_relations"),
    Page("enter a reading", "powers:enter_reading", "employee_relations"),
    Page("end an appointment", "powers:enter_ending", "employee_relations", needs=an_appointment),
    Page("correct an appointment", "powers:enter_correction", "employee_relations", needs=an_appointment),
    Page("name a designee", "powers:designate", "authority"),
    Page("end a designation", "powers:end_designation", "authority", needs=ending),
    Page("appoint at night", "powers:appoint_at_night", "employee_relations"),
    Page("no imports of the organization", "powers:organization_imports", "administrator"),
    Page(
        "imports of the organization",
        "powers:organization_imports",
        "administrator",
        needs=an_organization_in_the_list,
    ),
    Page("a checked organization", "powers:organization_import", "administrator", needs=an_organization),
    Page("an organization that is in", "powers:organization_import", "administrator", needs=an_organization_that_is_in),
    Page("signing in to the demonstration", "demo:sign_in", "anonymous", needs=demonstration),
    Page("no policy yet", "policy:reading"),
    Page("the policy", "policy:reading", needs=regulation_150),
    Page("your own accounts", "policy:own_accounts", needs=regulation_150),
    Page("your own accounts for Employee Relations", "policy:own_accounts", "employee_relations", needs=regulation_150),
    Page("versions", "policy:versions", "employee_relations", needs=regulation_150),
    Page("no versions", "policy:versions"),
    Page("import a text", "policy:import", "employee_relations"),
    Page("a draft", "policy:version", "employee_relations", needs=draft),
    Page("a publication to confirm", "policy:version", "employee_relations", needs=asked_for),
    Page("citations", "policy:citations", "employee_relations", needs=unmatched),
    Page("explain a clause", "policy:explanation", "employee_relations", needs=clause_v_a),
    Page("an explanation to approve", "policy:explanation", "employee_relations", needs=explanation_waiting),
    Page("home with nothing to do", "home"),
    Page("home of an authority", "home", "authority"),
    Page("search before a word", "search"),
    Page("search that finds nothing", "search", query="?q=nothing+like+this"),
    Page("search by name", "search", query="?q=Olive"),
    Page("jobs", "jobs:list", needs=jobs_of_each_kind),
    Page("a running job", "jobs:detail", needs=a_running_job),
    Page("a finished job", "jobs:detail", needs=a_finished_job),
    Page("notices", "notifications:notices", needs=three_notices),
    Page("no notices", "notifications:notices"),
    Page("preferences", "notifications:preferences"),
    *pages_of_accounts.PAGES,
    *pages_of_authorizations.PAGES,
    *pages_of_campaigns.PAGES,
    *pages_of_kiosks.PAGES,
    *pages_of_paper.PAGES,
    *pages_of_posts.PAGES,
    *pages_of_reports.PAGES,
]
