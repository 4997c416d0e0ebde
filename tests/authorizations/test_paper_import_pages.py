"""Papers from a file in the browser: brought with their scans, looked at, recorded by a worker that may be killed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from authorizations.models import Authorization, PaperImport
from authorizations.paper_imports import passing
from authorizations.services import paper_imports
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict
from foundation.jobs.models import Job, State
from foundation.jobs.running import run as run_job
from notifications.models import Notice
from tests.authorizations.conftest import told
from tests.authorizations.paper_files import PDF, PNG, csv_of, device_row, zip_named, zip_of
from tests.factories.directory import EmployeeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def importer(client, relations):
    client.force_login(relations.person)
    return relations.person


@pytest.fixture
def bring(client):
    """Bring a file with its scans: one ZIP, or several files by name."""

    def brought(content, scans):
        files = {"scans.zip": scans} if isinstance(scans, bytes) else scans
        given = {
            "file": SimpleUploadedFile("papers.csv", content),
            "scans": [SimpleUploadedFile(name, bytes_) for name, bytes_ in files.items()],
        }
        answer = client.post(reverse("authorizations:paper_imports"), given)
        return PaperImport.objects.latest("uploaded_at") if answer.status_code == 302 else answer

    return brought


def page(client, run):
    return client.get(reverse("authorizations:paper_import", args=[run.pk])).content.decode()


def act(client, name, run, **data):
    return client.post(reverse(f"authorizations:{name}_paper_import", args=[run.pk]), data)


def work():
    """What a worker does with everything that waits."""
    for job in Job.objects.filter(state=State.QUEUED):
        run_job(job.pk)
    assert not Job.objects.filter(state=State.FAILED).exists()


def check(client, run):
    answer = act(client, "check", run, **run.places)
    work()
    run.refresh_from_db()
    return answer


def test_a_file_is_looked_at_let_in_and_its_rejects_fetched(client, importer, bring, parks, dana):
    other = parks.employee()
    rows = (device_row(dana), device_row(dana), device_row(other, scan="two.pdf"), device_row(other, "Tablet"))
    run = bring(csv_of(*rows), zip_of(one=PDF, three=PDF))
    assert run.places["employee"] == 0
    assert "Which column is what" in page(client, run)
    assert check(client, run).status_code == 302
    assert (run.state, run.counts) == ("checked", {"added": 2, "duplicates": 1, "rejected": 1})
    assert not Authorization.objects.exists()
    shown = page(client, run)
    assert "There is no scan of this name in the ZIP." in shown
    assert "stands on line 2 already" in shown
    assert "three.pdf" in shown
    act(client, "apply", run)
    work()
    run.refresh_from_db()
    assert (run.state, run.counts["added"], run.done, run.rows) == ("applied", 2, 4, 4)
    assert set(Authorization.objects.values_list("recorded_by", flat=True)) == {importer.pk}
    fetched = client.get(reverse("files:download", args=[run.rejects_id]))
    assert "two.pdf" in b"".join(fetched.streaming_content).decode("utf-8-sig")
    assert "2 of those recorded" in page(client, run)
    assert told(parks.head, "authorizations.requests") == ["2 authorizations on paper wait for your word"]
    acts = Entry.objects.filter(act__startswith="authorizations.import_").order_by("pk").values_list("act", flat=True)
    verbs = ("uploaded", "put_to_check", "checked", "started", "applied")
    assert list(acts) == [f"authorizations.import_{verb}" for verb in verbs]


def test_scans_may_come_as_they_are(client, importer, bring, dana):
    run = bring(csv_of(device_row(dana), device_row(dana, "Tablet", scan="b.png")), {"one.pdf": PDF, "b.png": PNG})
    check(client, run)
    assert run.counts == {"added": 2}


@pytest.mark.parametrize(
    ("scans", "words"),
    [
        (b"no archive", "is no ZIP archive"),
        (zip_named({"../a.pdf": PDF}), "leads out of it"),
        (zip_named({}), "There is no scan in the ZIP."),
        ({}, "The scans"),
        ({f"{number}.pdf": PDF for number in range(16)}, "At most 15 files at once."),
    ],
    ids=["none", "traversal", "empty", "missing", "many"],
)
def test_scans_that_cannot_be_read_are_refused_with_a_sentence_and_nothing_is_kept(
    client, importer, bring, dana, scans, words
):
    answer = bring(csv_of(device_row(dana)), scans)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not PaperImport.objects.exists()


def test_a_file_that_is_no_table_is_refused_with_a_sentence(client, importer, bring):
    assert "This is not a table." in bring(b"abc\0\0def", zip_of(one=PDF)).content.decode()


def test_columns_that_make_no_paper_are_told_on_the_form(client, importer, bring, dana):
    run = bring(csv_of(device_row(dana)), zip_of(one=PDF))
    answer = act(client, "check", run, employee=0)
    assert answer.status_code == 400
    assert "No column says what each paper lets somebody do." in answer.content.decode()


def test_a_killed_worker_goes_on_where_it_stopped(client, importer, bring, parks, dana, monkeypatch):
    monkeypatch.setattr(passing, "BREATH", 0)
    people = [parks.employee() for _ in range(4)]
    bad = device_row(dana, scan="missing.pdf")
    run = bring(csv_of(bad, *map(device_row, people), device_row(people[0])), zip_of(one=PDF))
    check(client, run)
    paper_imports.let_in(run, by=Actor.of_person(importer))
    run.refresh_from_db()
    seen = []

    def killed():
        seen.append(1)
        if len(seen) == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        paper_imports.apply_file(run, by=Actor.of_person(importer), hold=killed)
    run = PaperImport.objects.get()
    assert (run.done, run.counts, Authorization.objects.count()) == (3, {"rejected": 1, "added": 2}, 2)
    run = paper_imports.apply_file(run, by=Actor.of_person(importer))
    assert (run.state, run.counts) == ("applied", {"rejected": 1, "added": 4, "duplicates": 1})
    assert Authorization.objects.count() == 4
    assert run.rejects is not None
    assert Notice.objects.filter(person=parks.head).count() == 1


def test_a_run_is_let_in_once_and_a_cancelled_one_never(client, importer, bring, dana):
    run = bring(csv_of(device_row(dana)), zip_of(one=PDF))
    check(client, run)
    act(client, "apply", run)
    assert act(client, "apply", run).status_code == 409
    other = bring(csv_of(device_row(dana)), zip_of(one=PDF))
    assert act(client, "cancel", other).status_code == 302
    with pytest.raises(Conflict):
        paper_imports.let_in(other, by=Actor.of_person(importer))


def test_comms_staff_see_the_files_that_they_brought_and_no_others(client, importer, bring, parks, dana):
    run = bring(csv_of(device_row(dana)), zip_of(one=PDF))
    client.force_login(parks.comms_staff)
    assert client.get(reverse("authorizations:paper_import", args=[run.pk])).status_code == 404
    assert client.get(reverse("files:download", args=[run.file_id])).status_code == 404
    own = bring(csv_of(device_row(dana)), zip_of(one=PDF))
    assert client.get(reverse("authorizations:paper_import", args=[own.pk])).status_code == 200
    assert "papers.csv" in client.get(reverse("authorizations:paper_imports")).content.decode()
    client.force_login(EmployeeFactory())
    assert client.get(reverse("authorizations:paper_imports")).status_code == 404


def test_the_page_of_papers_leads_to_the_import(client, importer):
    assert reverse("authorizations:paper_imports") in client.get(reverse("authorizations:papers")).content.decode()


def test_who_decides_reads_the_scan_of_what_waits_and_not_the_file(client, importer, bring, parks, dana):
    run = bring(csv_of(device_row(dana)), zip_of(one=PDF))
    check(client, run)
    act(client, "apply", run)
    work()
    client.force_login(parks.head)
    scan = Authorization.objects.get().scan
    answer = client.get(reverse("files:download", args=[scan]))
    assert b"".join(answer.streaming_content) == PDF
    assert client.get(reverse("files:download", args=[run.scans_id])).status_code == 404
