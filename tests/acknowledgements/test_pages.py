"""The pages: what they say, that a stale form loses nothing, and that lists take the same queries however long."""

import io

import openpyxl
import pytest
from django.urls import reverse

from acknowledgements import exports
from acknowledgements.coverage import Moment, Scope
from acknowledgements.models import Acknowledgement
from acknowledgements.waiting import waiting_for
from directory.models import Role
from foundation import clock
from foundation.audit.models import Entry
from foundation.files.services import read as read_file
from foundation.jobs import running
from foundation.jobs.models import Job
from tests.factories.acknowledgements import AcknowledgementFactory, AnnulmentFactory, CampaignFactory
from tests.factories.directory import DepartmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return CampaignFactory()


@pytest.fixture
def relations(client):
    person = EmployeeFactory(role=Role.EMPLOYEE_RELATIONS)
    client.force_login(person)
    return person


def form(signing):
    ticks = {f"statement_{kind}": "on" for kind in signing.ticked}
    return {
        **ticks,
        "text_hash": signing.text_hash,
        "statements_hash": signing.statements_hash,
        "typed_name": signing.typed_name,
    }


def test_a_stale_form_is_a_409_and_a_repeated_one_the_same_receipt(client, campaign, sign):
    person = EmployeeFactory()
    client.force_login(person)
    page = reverse("acknowledgements:read", args=[campaign.pk])
    data = form(sign(campaign, person))
    assert client.post(page, {**data, "text_hash": "c1:sha256:" + "0" * 64}).status_code == 409
    assert not Acknowledgement.objects.exists()
    first, again = client.post(page, data), client.post(page, data)
    assert first.url == again.url == f"/acknowledgements/{Acknowledgement.objects.get().reference}/"


@pytest.mark.parametrize("mark", ["stale", "missing"])
def test_the_second_of_two_tabs_cannot_undo_the_first_ones_plan(client, relations, mark):
    planned = CampaignFactory(planned=True)
    page = reverse("acknowledgements:change_plan", args=[planned.pk])
    opened = client.get(page).context["form"]
    sent = {name: opened[name].value() for name in opened.fields if opened[name].value()}
    assert f'name="seen" value="{sent["seen"]}"' in client.get(page).text
    assert client.post(page, {**sent, "statement_read": "I have read all of it."}).status_code == 302
    second = {**sent, "title": "Another title", "seen": sent["seen"] if mark == "stale" else ""}
    assert client.post(page, second).status_code == 409
    planned.refresh_from_db()
    assert planned.title == sent["title"]
    assert planned.statements.get(kind="read").text == "I have read all of it."


@pytest.mark.parametrize("who", ["not bound", "planned"])
def test_who_is_not_asked_learns_nothing_by_sending_the_form(client, sign, who):
    campaign = CampaignFactory(planned=who == "planned")
    library = DepartmentFactory(profile__under_regulation="no" if who == "not bound" else "yes")
    person = EmployeeFactory(assignment__department=library)
    client.force_login(person)
    page = reverse("acknowledgements:read", args=[campaign.pk])
    assert client.post(page, form(sign(campaign, person))).status_code == 404


def test_what_was_typed_stays_when_something_is_missing(client, campaign, sign):
    person = EmployeeFactory()
    client.force_login(person)
    data = form(sign(campaign, person, ticked=["read"], typed_name="Somebody Else"))
    answer = client.post(reverse("acknowledgements:read", args=[campaign.pk]), data)
    assert answer.status_code == 400
    assert 'value="Somebody Else"' in answer.text
    assert "Tick this statement, or do not acknowledge." in answer.text


def test_the_top_of_the_page_names_each_error_with_a_link_to_its_field(client, campaign, sign):
    person = EmployeeFactory()
    client.force_login(person)
    data = form(sign(campaign, person, ticked=["read"], typed_name=""))
    text = client.post(reverse("acknowledgements:read", args=[campaign.pk]), data).text
    summary = text.partition("Your acknowledgement was not recorded yet")[2].partition("</ul>")[0]
    for field, error in (
        ("id_statement_electronic", "Tick this statement, or do not acknowledge."),
        ("id_typed_name", "Your name: Type your name."),
    ):
        assert f'<a href="#{field}">' in summary
        assert f'id="{field}"' in text
        assert error in summary
    assert summary.count("<li>") == 2
    assert text.count('role="alert"') == 1
    assert text.index("not recorded yet") < text.index('id="acknowledge"')


def test_who_has_acknowledged_is_led_to_the_receipt(client, campaign):
    kept = AcknowledgementFactory(campaign=campaign)
    client.force_login(kept.person)
    answer = client.get(reverse("acknowledgements:read", args=[campaign.pk]))
    assert answer.url == reverse("acknowledgements:receipt", args=[kept.reference])


def test_a_receipt_whose_facts_were_altered_says_so(client):
    kept = AcknowledgementFactory()  # its digest is of something else
    client.force_login(kept.person)
    assert "tell an auditor" in client.get(reverse("acknowledgements:receipt", args=[kept.reference])).text


def test_the_campaign_waits_until_it_is_acknowledged(campaign, sign):
    person = EmployeeFactory()
    at = clock.now()
    (item,) = waiting_for(person, at)
    assert (item.action, item.due) == ("Read and acknowledge", campaign.due_at)
    AcknowledgementFactory(person=person, campaign=campaign)
    assert waiting_for(person, at) == []


def test_a_short_export_comes_at_once_and_stands_in_the_trail(client, campaign, relations):
    EmployeeFactory(name="=cmd()")
    answer = client.post(reverse("acknowledgements:export"), {"kind": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert answer["Content-Disposition"].startswith("attachment")
    assert ",'=cmd()," in text
    assert Entry.objects.get(act="acknowledgements.coverage_exported").after["rows"] == text.count("\r\n") - 1


def test_a_long_export_is_a_job_with_a_file(client, campaign, relations, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 0)
    answer = client.post(reverse("acknowledgements:export"), {"kind": "xlsx"})
    job = Job.objects.get()
    assert answer.url == reverse("jobs:detail", args=[job.pk])
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "")
    book = openpyxl.load_workbook(io.BytesIO(read_file(job.result)))
    assert book.sheetnames == ["Data", "What this is"]
    assert (
        book["Data"].max_row
        == 1 + exports.Export(campaign.version, Moment(clock.now(), clock.now()), Scope(everybody=True), "csv").count()
    )


def test_an_export_of_another_kind_is_refused_with_a_sentence(client, campaign, relations):
    assert client.post(reverse("acknowledgements:export"), {"kind": "exe"}).status_code == 400


@pytest.mark.parametrize("query", ["?as_of=yesterday", "?version=999999", "?known_at=2026-13-01", "?as_of=1900-01-01"])
def test_a_question_that_makes_no_sense_is_answered_with_words(client, campaign, relations, query):
    assert client.get(reverse("acknowledgements:coverage") + query).status_code in (200, 400)


def test_before_a_version_is_published_coverage_says_so(client, relations):
    assert "Nothing to acknowledge yet" in client.get(reverse("acknowledgements:coverage")).text


@pytest.mark.parametrize("route", ["campaigns", "annulments", "coverage", "missing", "mine"])
def test_a_list_takes_the_same_queries_however_long(client, campaign, relations, route, django_assert_max_num_queries):
    page = reverse(f"acknowledgements:{route}")
    with django_assert_max_num_queries(40) as few:
        client.get(page)
    department = DepartmentFactory()
    for _ in range(6):
        AcknowledgementFactory(person=EmployeeFactory(assignment__department=department), campaign=campaign)
        EmployeeFactory()
        CampaignFactory(version=campaign.version, planned=True)
    with django_assert_max_num_queries(len(few)):
        client.get(page)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_number_longer_than_any_key_is_not_found(client, method):
    client.force_login(EmployeeFactory())
    page = reverse("acknowledgements:read", args=[99999999999999999999999])
    assert getattr(client, method)(page).status_code == 404


@pytest.mark.parametrize("reason", ["x" * 2001, "a\0b", " "])
def test_a_reason_that_is_no_reason_closes_nothing(client, relations, campaign, reason):
    answer = client.post(reverse("acknowledgements:close", args=[campaign.pk]), {"reason": reason})
    assert answer.status_code == 400
    campaign.refresh_from_db()
    assert campaign.closed_at is None


@pytest.mark.parametrize("reason", ["x" * 2001, "a\0b", " "])
def test_a_reason_that_is_no_reason_refuses_no_annulment(client, relations, reason):
    annulment = AnnulmentFactory()
    answer = client.post(reverse("acknowledgements:refuse_annulment", args=[annulment.pk]), {"reason": reason})
    assert answer.status_code == 400
    annulment.refresh_from_db()
    assert annulment.decision is None
