"""Pages of people, departments and imports: what one may see, and what the forms record."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directory.jobs import apply_people_import, check_people_import
from directory.models import Assignment, Department, Employee, EmployeeStatus, ImportRun, Role, RunState
from directory.permissions import holds_role
from directory.services import imports, roster
from directory.waiting import waiting_for
from foundation import clock
from foundation.actor import Actor
from foundation.jobs.models import Job
from foundation.jobs.running import run as run_job
from tests.factories.directory import DepartmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def parks():
    return DepartmentFactory(code="PRF", profile__name="Parks")


@pytest.fixture
def administrator():
    return EmployeeFactory(role=Role.ADMINISTRATOR, name="Ria Root")


@pytest.fixture
def clerk(parks):
    return EmployeeFactory(number="20417", name="Dana Field", assignment__department=parks)


@pytest.fixture
def office(client, administrator):
    client.force_login(administrator)
    return client


def seen_at(client, address):
    """The mark that the form at an address carries, as its page shows it."""
    (mark,) = re.findall(r'name="seen" value="(\w+)"', client.get(address).content.decode())
    return {"seen": mark}


def test_people_see_themselves_alone(client, clerk, administrator):
    client.force_login(clerk)
    page = client.get(reverse("directory:people")).content.decode()
    assert "Dana Field" in page
    assert "Ria Root" not in page
    assert client.get(reverse("directory:person", args=[administrator.number])).status_code == 404


def test_the_list_is_filtered_by_words_department_and_status(office, clerk, parks):
    division = DepartmentFactory(code="TREES", profile__parent=parks)
    below = EmployeeFactory(name="Bo Branch", assignment__department=division)
    EmployeeFactory(name="Cy Else")
    roster.start_leave(below, by=Actor.of_system("test"))

    def names(**query):
        lines = office.get(reverse("directory:people"), query).context["lines"]
        return {line.employee.name for line in lines}

    assert names(q="field dana") == {"Dana Field"}
    assert names(q="204") == {"Dana Field"}
    assert names(department="PRF") == {"Dana Field", "Bo Branch"}
    assert names(status="on_leave") == {"Bo Branch"}
    assert names(department="PRF", status="at_work") == {"Dana Field"}


@pytest.mark.parametrize("route", ["directory:people", "directory:departments", "directory:imports"])
def test_lists_take_a_constant_number_of_queries(office, route, django_assert_max_num_queries):
    EmployeeFactory.create_batch(60)
    with django_assert_max_num_queries(22):
        assert office.get(reverse(route)).status_code == 200


def test_an_administrator_moves_somebody_from_a_day_on(office, clerk):
    DepartmentFactory(code="STL")
    data = {"department": "STL", "title": "Officer", "standing": "civil_service", "effective": "2026-03-01"}
    address = reverse("directory:reassign", args=["20417"])
    answer = office.post(address, data | seen_at(office, address))
    assert answer.status_code == 302
    now = Assignment.objects.in_effect(clock.now()).get(employee=clerk)
    assert (now.department.code, clock.city_date(now.effective_from).isoformat()) == ("STL", "2026-03-01")
    assert "moved the person" in office.get(reverse("directory:person", args=["20417"])).content.decode()


@pytest.mark.parametrize(("supervisor", "sentence"), [("99999", "Nobody has"), ("20417", "cannot supervise")])
def test_a_wrong_supervisor_is_told_on_the_form_and_nothing_is_lost(office, clerk, supervisor, sentence):
    data = {"department": "PRF", "title": "Kept", "standing": "civil_service", "supervisor": supervisor}
    address = reverse("directory:reassign", args=["20417"])
    answer = office.post(address, data | seen_at(office, address))
    assert answer.status_code == 400
    page = answer.content.decode()
    assert sentence in page
    assert "Kept" in page


def test_leaving_through_a_day_and_undoing_it(office, clerk):
    data = {"status": "left", "until": "2026-06-30"}
    assert office.post(reverse("directory:change_status", args=["20417"]), data).status_code == 302
    left = EmployeeStatus.objects.get(employee=clerk)
    assert clock.last_day(left.effective_from).isoformat() == "2026-06-30"
    office.post(reverse("directory:undo", args=["20417"]), {"recorded_at": left.recorded_at.isoformat()})
    assert Employee.objects.employed(clock.now()).filter(pk=clerk.pk).exists()


def test_an_administrator_gives_and_ends_roles_but_not_their_own(office, clerk, administrator):
    office.post(reverse("directory:give_role", args=["20417"]), {"role": "auditor"})
    assert holds_role(clerk, Role.AUDITOR, clock.now())
    office.post(reverse("directory:end_role", args=["20417", "auditor"]))
    assert not holds_role(clerk, Role.AUDITOR, clock.now())
    answer = office.post(reverse("directory:give_role", args=[administrator.number]), {"role": "auditor"})
    assert answer.status_code == 403


def test_somebody_new_is_entered_with_a_form(office, parks):
    data = {"number": "5", "name": "Nu", "department": "PRF", "standing": "seasonal"}
    assert office.post(reverse("directory:hire"), data).status_code == 302
    assert Assignment.objects.get(employee__number="5").standing == "seasonal"


def test_departments_are_entered_and_changed_with_forms(office, parks):
    data = {"code": "TREES", "name": "Trees", "parent": "PRF", "speech_rule": "ordinary", "under_regulation": "yes"}
    assert office.post(reverse("directory:new_department"), data).status_code == 302
    data |= {"name": "Forestry", "website_hosts": "www.trees.example"}
    address = reverse("directory:change_department", args=["TREES"])
    assert office.post(address, data | seen_at(office, address)).status_code == 302
    page = office.get(reverse("directory:department", args=["TREES"])).content.decode()
    assert "Forestry" in page
    assert "trees.example" in page
    assert Department.objects.get(code="TREES").website_hosts == ["trees.example"]


DEPARTMENT = {"name": "Parks", "speech_rule": "ordinary", "under_regulation": "yes"}
WORK = {"department": "PRF", "title": "Clerk", "standing": "civil_service"}
IDENTITY = {"name": "Dana Field"}


@pytest.mark.parametrize(
    ("route", "key", "first", "second"),
    [
        ("change_department", "PRF", DEPARTMENT | {"name": "Forestry"}, DEPARTMENT | {"head_title": "Director"}),
        ("change_department", "PRF", DEPARTMENT | {"website_hosts": "parks.example"}, DEPARTMENT),
        ("reassign", "20417", WORK | {"title": "Forester"}, WORK | {"standing": "seasonal"}),
        ("reassign", "20417", WORK | {"title": "Forester", "effective": "2099-01-01"}, WORK | {"title": "Ranger"}),
        ("change_identity", "20417", {"name": "Dana Fielding"}, IDENTITY | {"email": "dana@city.example"}),
    ],
)
@pytest.mark.parametrize("mark", ["stale", "missing"])
def test_the_second_of_two_tabs_cannot_undo_the_first(office, clerk, route, key, first, second, mark):
    address = reverse(f"directory:{route}", args=[key])
    seen = seen_at(office, address)
    assert office.post(address, first | seen).status_code == 302
    stands = seen_at(office, address)
    assert stands != seen
    assert office.post(address, second | (seen if mark == "stale" else {})).status_code == 409
    assert seen_at(office, address) == stands
    assert office.post(address, second | stands).status_code == 302


def upload(client, text):
    file = SimpleUploadedFile("people.csv", text.encode())
    answer = client.post(reverse("directory:imports"), {"file": file}, follow=True)
    assert answer.status_code == 200
    return ImportRun.objects.latest("uploaded_at")


def test_a_file_is_checked_shown_let_in_and_its_rejects_fetched(office, parks, django_capture_on_commit_callbacks):
    run = upload(office, "number,name,department\n1,Ada,PRF\n2,Bo,NOWHERE\n")
    run_job(Job.objects.get(pk=run.job).pk)
    page = office.get(reverse("directory:import", args=[run.pk])).content.decode()
    assert "1 hired" in page
    assert "NOWHERE" in page
    assert not Employee.objects.filter(number="1").exists()
    office.post(reverse("directory:apply_import", args=[run.pk]))
    run.refresh_from_db()
    run_job(Job.objects.get(pk=run.job).pk)
    run.refresh_from_db()
    assert run.state == RunState.APPLIED
    assert Employee.objects.get(number="1").name == "Ada"
    rejects = office.get(reverse("files:download", args=[run.rejects_id]))
    assert "NOWHERE" in b"".join(rejects).decode("utf-8-sig")


def test_an_unreadable_file_says_so_on_its_page(office):
    run = upload(office, "name\nAda\n")
    run_job(Job.objects.get(pk=run.job).pk)
    assert "no column “number”" in office.get(reverse("directory:import", args=[run.pk])).content.decode()


def test_a_waiting_import_waits_for_others_than_who_brought_it(client, administrator, parks):
    EmployeeFactory.create_batch(6, assignment__department=parks)
    numbers = Employee.objects.exclude(pk=administrator.pk).values_list("number", flat=True)
    text = "number,status\n" + "".join(f"{number},left\n" for number in numbers)
    by = Actor.of_person(administrator)
    run = imports.upload(by=by, name="people.csv", content=io.BytesIO(text.encode()))
    run = imports.check_file(run, by=by, progress=lambda *_: None)
    imports.ask_to_apply(run, by=by)
    second = EmployeeFactory(role=Role.EMPLOYEE_RELATIONS)
    now = clock.now()
    assert waiting_for(administrator, now) == []
    assert [item.title for item in waiting_for(second, now)] == ["An import waits for a second person"]
    client.force_login(administrator)
    assert client.post(reverse("directory:confirm_import", args=[run.pk])).status_code == 403
    client.force_login(second)
    assert "would leave" in client.get(reverse("directory:import", args=[run.pk])).content.decode()
    assert client.post(reverse("directory:confirm_import", args=[run.pk])).status_code == 302
    run_job(Job.objects.latest("requested_at").pk)
    assert EmployeeStatus.objects.filter(status="left").count() == 6


def test_the_handlers_of_imports_are_named_in_settings(settings):
    handlers = settings.JOB_HANDLERS
    assert handlers["check_people_import"].endswith(check_people_import.__name__)
    assert handlers["apply_people_import"].endswith(apply_people_import.__name__)


def test_a_role_that_does_not_exist_is_not_found(office, clerk):
    assert office.post(reverse("directory:end_role", args=["20417", "zz"])).status_code == 404


def people_listed(client, **query):
    return [line.employee.name for line in client.get(reverse("directory:people"), query).context["lines"]]


def test_the_list_is_filtered_by_standing_and_sorted(office, parks):
    streets = DepartmentFactory(code="AAA")
    EmployeeFactory(name="Zoe Early", number="1", assignment__department=parks, assignment__standing="seasonal")
    EmployeeFactory(name="Abe Late", number="9", assignment__department=streets, assignment__standing="seasonal")
    assert people_listed(office, standing="seasonal") == ["Abe Late", "Zoe Early"]
    assert people_listed(office, standing="seasonal", sort="number") == ["Zoe Early", "Abe Late"]
    assert people_listed(office, standing="seasonal", sort="department", department="PRF") == ["Zoe Early"]
    assert people_listed(office, sort="department")[0] == "Abe Late"


def test_the_list_says_in_a_sentence_how_many_and_whom(client, office, clerk, parks, administrator):
    page = reverse("directory:people")
    assert "2 people work for the City." in office.get(page).text
    assert "1 person fits what you ask for." in office.get(page, {"q": "dana"}).text
    client.force_login(clerk)
    alone = client.get(page).text
    assert "You see yourself here." in alone
    assert "portal-filter" not in alone
    EmployeeFactory(assignment__department=parks, assignment__supervisor=clerk)
    assert "You may see 2 people: yourself, your own people" in client.get(page).text
    assert "Nobody found" in client.get(page, {"q": "Ria Root"}).text


def test_a_search_that_finds_more_people_than_it_shows_leads_to_all_of_them(office, parks):
    EmployeeFactory.create_batch(12, name="Pat Same", assignment__department=parks)
    text = office.get(reverse("search"), {"q": "pat same"}).text
    assert 'href="/people/?q=pat%20same"' in text
    assert len(people_listed(office, q="pat same")) == 12
