"""The import of accounts in the browser: columns chosen, a look at what it would do, a worker that may be killed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.imports import deciding
from accounts.models import AccountFacts, AccountImport, OfficialAccount
from accounts.services import imports
from directory.models import Department, Role
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, Refusal
from foundation.files.services import read
from foundation.jobs.models import Job, State
from foundation.jobs.running import run as run_job
from tests.factories.directory import DepartmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db

FILE = (
    "Link;Page;Agency;Note\n"
    "https://x.com/stlparks;Parks;PRF;a\n"
    "https://x.com/STLParks/;Parks again;PRF;b\n"
    "nowhere;Bad;PRF;c\n"
    "https://www.facebook.com/stlzoo;Zoo;Zoo;d\n"
)


@pytest.fixture(autouse=True)
def department(db):
    return DepartmentFactory(code="PRF")


@pytest.fixture
def administrator(client):
    person = EmployeeFactory(role=Role.ADMINISTRATOR)
    client.force_login(person)
    return person


@pytest.fixture
def bring(client):
    def brought(content=FILE, name="inventory.csv"):
        given = content if isinstance(content, bytes) else content.encode()
        answer = client.post(reverse("accounts:imports"), {"file": SimpleUploadedFile(name, given)})
        return AccountImport.objects.get() if answer.status_code == 302 else answer

    return brought


def page(client, run):
    return client.get(reverse("accounts:import", args=[run.pk])).content.decode()


def work():
    """What a worker does with everything that waits."""
    for job in Job.objects.filter(state=State.QUEUED):
        run_job(job.pk)
    assert not Job.objects.filter(state=State.FAILED).exists()


def check(client, run, **columns):
    return client.post(
        reverse("accounts:check_import", args=[run.pk]), {"url": 0, "name": 1, "department": 2, **columns}
    )


def test_columns_are_guessed_from_their_titles_and_shown_with_the_first_rows(client, administrator, bring):
    run = bring()
    assert run.places == {"url": 0, "name": 1, "department": 2}
    shown = page(client, run)
    assert "Which column is what" in shown
    assert "https://www.facebook.com/stlzoo" in shown
    assert '<option value="0" selected>Link</option>' in shown


def test_a_file_is_looked_at_let_in_and_its_rejects_fetched(client, administrator, bring):
    run = bring()
    assert check(client, run).status_code == 302
    work()
    run.refresh_from_db()
    assert (run.state, run.counts) == ("checked", {"added": 1, "duplicates": 1, "rejected": 2})
    assert OfficialAccount.objects.count() == 0
    shown = page(client, run)
    assert "stands on line 2 already" in shown
    assert "is not an address" in shown
    client.post(reverse("accounts:apply_import", args=[run.pk]))
    work()
    run.refresh_from_db()
    assert (run.state, run.counts["added"], run.done, run.rows) == ("applied", 1, 4, 4)
    assert OfficialAccount.objects.get().entered_by == administrator
    fetched = client.get(reverse("files:download", args=[run.rejects_id]))
    assert b"".join(fetched.streaming_content).decode("utf-8-sig").startswith("Link,Page,Agency,Note,line in the file")
    acts = Entry.objects.filter(act__startswith="accounts.import_").order_by("pk").values_list("act", flat=True)
    verbs = ("uploaded", "put_to_check", "checked", "started", "applied")
    assert list(acts) == [f"accounts.import_{verb}" for verb in verbs]


def test_departments_are_made_where_an_administrator_asks_for_it(client, administrator, bring):
    run = bring()
    check(client, run, creates_departments="on")
    work()
    assert "Zoo, with the code ZOO" in page(client, run)
    assert not Department.objects.filter(code="ZOO").exists()
    client.post(reverse("accounts:apply_import", args=[run.pk]))
    work()
    assert Department.objects.filter(code="ZOO").exists()
    assert AccountImport.objects.get().departments == [["ZOO", "Zoo"]]


def test_employee_relations_import_but_make_no_departments(client, bring):
    person = EmployeeFactory(role=Role.EMPLOYEE_RELATIONS)
    client.force_login(person)
    run = bring()
    assert "Make departments" not in page(client, run)
    check(client, run, creates_departments="on")
    run.refresh_from_db()
    assert not run.creates_departments
    with pytest.raises(Refusal):
        imports.check_columns(run, by=Actor.of_person(person), places=run.places, creates_departments=True)


def test_columns_are_corrected_and_the_file_checked_again(client, administrator, bring):
    run = bring()
    check(client, run, name=3)
    work()
    check(client, run, name=1)
    work()
    run.refresh_from_db()
    assert (run.state, run.places["name"]) == ("checked", 1)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"url": ""}, "No column holds the addresses"),
        ({"department": ""}, "No column holds the departments"),
        ({"url": "99"}, "99"),
    ],
)
def test_a_choice_that_makes_no_account_is_told_on_the_form(client, administrator, bring, columns, words):
    answer = check(client, bring(), **columns)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert Job.objects.count() == 0


@pytest.mark.parametrize(("content", "words"), [(b"a,b\n\x00\x01", "not a table"), (b" \n", "empty")])
def test_a_file_that_cannot_be_read_is_told_on_the_form_and_not_kept(client, administrator, bring, content, words):
    answer = bring(content)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert AccountImport.objects.count() == 0


def test_a_file_without_rows_is_found_unreadable_by_its_check(client, administrator, bring):
    run = bring("URL,Department\n")
    check(client, run, name="", department=1)
    work()
    run.refresh_from_db()
    assert (run.state, run.counts) == ("unreadable", {})
    assert "a header and no rows" in page(client, run)


def test_an_import_is_cancelled_until_it_goes_in(client, administrator, bring):
    run = bring()
    client.post(reverse("accounts:cancel_import", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == "cancelled"
    with pytest.raises(Conflict):
        imports.let_in(run, by=Actor.of_person(administrator))


def test_a_killed_worker_is_gone_on_with_and_each_row_is_counted_once(client, administrator, bring, monkeypatch):
    monkeypatch.setattr(deciding, "BATCH", 2)
    good = "".join(f"https://x.com/stl{number};Page;PRF;\n" for number in range(5))
    run = bring("Link;Page;Agency;Note\nnowhere;Bad;PRF;\n" + good + "https://x.com/stl0;Page;PRF;\nnowhere;Bad;PRF;\n")
    check(client, run)
    work()
    run = imports.let_in(AccountImport.objects.get(), by=Actor.of_person(administrator))

    class Killed(BaseException):
        pass

    def killed_after_two_batches():
        held.append(1)
        if len(held) > 2:
            raise Killed

    held = []
    by = Actor.of_person(administrator)
    with pytest.raises(Killed):
        imports.apply_file(run, by=by, hold=killed_after_two_batches)
    run = AccountImport.objects.get()
    assert (run.state, run.done, OfficialAccount.objects.count()) == ("applying", 4, 3)
    run = imports.apply_file(run, by=by)
    assert run.counts == {"added": 5, "duplicates": 1, "rejected": 2}
    assert AccountFacts.objects.count() == 5
    assert read(run.rejects).decode("utf-8-sig").count("\r\nnowhere,") == 2


def test_an_account_that_somebody_enters_while_the_file_goes_in_is_a_duplicate(
    client, administrator, bring, monkeypatch, department
):
    run = bring("Link;Page;Agency;Note\nhttps://x.com/stlparks;Parks;PRF;\nhttps://x.com/stlzoo;Zoo;PRF;\n")
    check(client, run)
    work()
    by = Actor.of_person(administrator)
    run = imports.let_in(AccountImport.objects.get(), by=by)
    monkeypatch.setattr(deciding, "_known", lambda identities, at: {})
    imports.apply_file(run, by=by)
    assert OfficialAccount.objects.count() == 2
    AccountImport.objects.filter(pk=run.pk).update(state="applying", done=0, counts={}, told=[])
    run = imports.apply_file(AccountImport.objects.get(), by=by)
    assert run.counts == {"duplicates": 2}
    assert "has stlparks on X already" in run.told[0]["what"]


def test_who_may_not_import_learns_nothing(client, bring, administrator):
    run = bring()
    client.force_login(EmployeeFactory())
    assert client.get(reverse("accounts:import", args=[run.pk])).status_code == 404
    assert client.get(reverse("files:download", args=[run.file_id])).status_code == 404


def test_the_import_says_that_it_ran_from_the_command_line_too(client, administrator, tmp_path):
    from django.core.management import call_command

    path = tmp_path / "inventory.csv"
    path.write_text("URL,Department\nhttps://x.com/stlparks,PRF\n")
    call_command("import_accounts", str(path))
    assert "the command line" in client.get(reverse("accounts:imports")).content.decode()
    assert "What the file did" in page(client, AccountImport.objects.get())
