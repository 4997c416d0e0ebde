"""Signed sheets are recorded by Employee Relations, in one act for all that can be; every other line says why not."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from acknowledgements import checking, receipts
from acknowledgements.models import Acknowledgement, BatchState, Method, PaperBatch, PaperSignature
from acknowledgements.papers import Judging, Typed, typed_in
from acknowledgements.services import (
    Signed,
    add_lines,
    begin_batch,
    change_batch,
    confirm_annulment,
    discard_batch,
    go_on,
    mark_of_batch,
    record_batch,
    request_annulment,
    take_out,
)
from acknowledgements.services import recording as writing
from directory.models import Role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.guards import lift_guards
from foundation.jobs import running
from foundation.jobs.models import Job
from notifications.models import Notice
from tests.factories.acknowledgements import AcknowledgementFactory, CampaignFactory
from tests.factories.directory import DepartmentFactory, EmployeeFactory
from tests.factories.papers import PDF, batch_of, printed, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return CampaignFactory(opens_at=clock.start_of(clock.city_date(clock.now()) - timedelta(days=20)))


@pytest.fixture
def relations():
    return EmployeeFactory(role=Role.EMPLOYEE_RELATIONS)


@pytest.fixture
def dana():
    return EmployeeFactory(name="Dana Okafor")


def today():
    return clock.city_date(clock.now())


def told(batch, relations):
    """What the preview says of each line: nothing where it can be recorded."""
    return [
        one.sentence for one in Judging(batch, list(batch.lines.all()), relations, clock.now()).all(batch.lines.all())
    ]


def record(relations, batch):
    return record_batch(by=Actor.of_person(relations), batch=batch)


class TestWhatIsTyped:
    def test_codes_come_apart_by_blanks_commas_or_lines_and_a_day_belongs_to_the_one_before(self):
        day = today() - timedelta(days=1)
        text = f"SHT-2026-ABCDEFGH\n100001 {day}, 100002;{day:%m/%d/%Y}\t100003"
        assert typed_in(text) == [
            Typed("SHT-2026-ABCDEFGH"),
            Typed("100001", day),
            Typed("100002", day),
            Typed("100003"),
        ]

    @pytest.mark.parametrize(
        "text", ["100001 2026-02-30", "100001 11/31/2026", "100001 11/20/26", "2026-02-03 100001"], ids=repr
    )
    def test_a_day_that_is_none_or_of_no_sheet_is_not_left_out_in_silence(self, text):
        with pytest.raises(InvalidInput, match="Nothing was added"):
            typed_in(text)

    @pytest.mark.parametrize("text", ["", "  \n ", "x" * 41, "SHT-2026\0", "a\u202eb"], ids=repr)
    def test_what_is_no_code_adds_nothing(self, campaign, relations, text):
        batch = batch_of(relations, campaign, "")
        with pytest.raises(InvalidInput):
            add_lines(by=Actor.of_person(relations), batch=batch, text=text)
        assert not batch.lines.exists()

    def test_a_batch_is_bounded(self, campaign, relations, monkeypatch):
        monkeypatch.setattr("acknowledgements.services.papers.MOST_LINES", 2)
        batch = batch_of(relations, campaign, "1 2")
        with pytest.raises(InvalidInput, match="at most 2"):
            add_lines(by=Actor.of_person(relations), batch=batch, text="3")


class TestRecording:
    def test_an_acknowledgement_is_bound_to_what_was_printed_and_names_witness_and_recorder(
        self, campaign, relations, dana
    ):
        (sheet,) = printed(campaign, relations, [dana], days_ago=3)
        day = today() - timedelta(days=2)
        boss = EmployeeFactory()
        batch = batch_of(relations, campaign, sheet.reference, signed_on=day, witness=boss, witness_name=boss.name)
        assert record(relations, batch).state == BatchState.RECORDED
        kept = Acknowledgement.objects.get(person=dana)
        assert (kept.method, kept.text_hash, kept.typed_name) == (Method.PAPER, sheet.text_hash, dana.name)
        assert [statement["kind"] for statement in kept.statements] == ["read"]
        assert clock.city_date(kept.at) == day
        assert clock.city_date(kept.recorded_at) == today()
        paper = receipts.facts(kept)["paper"]
        assert (paper["sheet"], paper["witness"], paper["recorded_by"]) == (
            sheet.reference,
            boss.number,
            relations.number,
        )
        assert receipts.prove(kept).holds
        assert checking.verify().found == 0
        assert "did not sign it" in Notice.objects.get(person=dana).text
        assert Entry.objects.get(object_id=kept.reference).after["for"] == dana.number

    def test_coverage_and_exports_say_how(self, campaign, relations, dana, client):
        (sheet,) = printed(campaign, relations, [dana])
        record(relations, batch_of(relations, campaign, sheet.reference))
        AcknowledgementFactory(campaign=campaign)
        client.force_login(relations)
        said = client.get(reverse("acknowledgements:coverage")).text
        assert "1 on paper" in said
        assert "1 in the portal" in said
        file = client.post(reverse("acknowledgements:export"), {"kind": "csv"})
        assert ",On paper,ACK-" in b"".join(file.streaming_content).decode()

    def test_an_employee_number_means_the_sheet_that_was_printed_last_by_then(self, campaign, relations, dana):
        printed(campaign, relations, [dana], days_ago=5)
        (second,) = printed(campaign, relations, [dana], days_ago=1)
        record(relations, batch_of(relations, campaign, dana.number.lower(), signed_on=today()))
        assert PaperSignature.objects.get().sheet == second

    def test_what_cannot_be_recorded_stays_out_with_its_sentence_and_the_rest_goes_in(self, campaign, relations, dana):
        (sheet,) = printed(campaign, relations, [dana])
        batch = record(relations, batch_of(relations, campaign, f"{sheet.reference} NOBODY"))
        assert (batch.signatures.count(), batch.lines.exclude(sentence="").get().typed) == (1, "NOBODY")

    def test_hundreds_are_a_job_that_goes_on_where_it_stopped(self, campaign, relations, client, monkeypatch):
        monkeypatch.setattr(writing, "AT_ONCE", 2)
        monkeypatch.setattr(writing, "CHUNK", 2)
        people = [EmployeeFactory() for _ in range(5)]
        sheets = printed(campaign, relations, people)
        codes = " ".join(sheet.reference for sheet in [*sheets, sheets[0]])
        batch = record(relations, batch_of(relations, campaign, codes))
        assert batch.state == BatchState.RECORDING
        with pytest.raises(Conflict, match="A worker records this batch now"):
            go_on(by=Actor.of_person(relations), batch=batch)
        stops = iter([False, True])
        writing.record_rest(by=Actor.of_person(relations), batch=batch, is_stopped=lambda: next(stops))
        assert batch.signatures.count() == 2
        running.run(Job.objects.get().pk)
        batch.refresh_from_db()
        assert (batch.state, batch.signatures.count()) == (BatchState.RECORDED, 5)
        assert "stands in this batch already" in batch.lines.exclude(sentence="").get().sentence
        assert Entry.objects.filter(act="acknowledgements.acknowledged").count() == 5
        client.force_login(relations)
        assert "5 of 6 lines" in client.get(reverse("acknowledgements:batch", args=[batch.pk])).text

    def test_the_preview_asks_the_same_few_questions_however_many_lines(
        self, campaign, relations, django_assert_max_num_queries
    ):
        sheets = printed(campaign, relations, [EmployeeFactory() for _ in range(6)])
        batch = batch_of(relations, campaign, " ".join(sheet.reference for sheet in sheets))
        with django_assert_max_num_queries(10):
            assert told(batch, relations) == [""] * 6

    def test_it_waits_for_its_scan(self, campaign, relations, dana):
        (sheet,) = printed(campaign, relations, [dana])
        by = Actor.of_person(relations)
        batch = begin_batch(by=by, signed=signed(campaign))
        add_lines(by=by, batch=batch, text=sheet.reference)
        with pytest.raises(Conflict, match="scan"):
            record(relations, batch)

    def test_it_is_recorded_once(self, campaign, relations, dana):
        (sheet,) = printed(campaign, relations, [dana])
        batch = batch_of(relations, campaign, sheet.reference)
        record(relations, batch)
        with pytest.raises(Conflict, match="cannot be recorded"):
            record(relations, batch)
        with pytest.raises(Conflict, match="cannot be filled"):
            add_lines(by=Actor.of_person(relations), batch=batch, text="100001")
        with pytest.raises(Conflict, match="cannot be changed"):
            take_out(by=Actor.of_person(relations), batch=batch, line=batch.lines.first())

    def test_nobody_but_employee_relations_records(self, campaign, relations, dana):
        with pytest.raises(Refusal):
            begin_batch(by=Actor.of_person(dana), signed=signed(campaign))
        (sheet,) = printed(campaign, relations, [dana])
        with pytest.raises(Refusal):
            record(EmployeeFactory(), batch_of(relations, campaign, sheet.reference))
        assert not Acknowledgement.objects.exists()

    def test_a_late_campaign_takes_what_was_signed_while_it_ran(self, campaign, relations, dana):
        (sheet,) = printed(campaign, relations, [dana])
        type(campaign).objects.filter(pk=campaign.pk).update(
            state="closed", closed_by=relations, closed_at=clock.now(), close_reason="Over."
        )
        assert record(relations, batch_of(relations, campaign, sheet.reference)).signatures.exists()


class TestAfterwards:
    @pytest.fixture
    def kept(self, campaign, relations, dana):
        (sheet,) = printed(campaign, relations, [dana])
        record(relations, batch_of(relations, campaign, sheet.reference))
        return Acknowledgement.objects.get(person=dana)

    def test_entered_in_error_two_people_annul_it_and_the_sheet_can_be_recorded_once_it_is_signed(
        self, client, campaign, relations, kept
    ):
        other = Actor.of_person(EmployeeFactory(role=Role.EMPLOYEE_RELATIONS))
        asked = request_annulment(by=Actor.of_person(relations), acknowledgement=kept, reason="Not signed.")
        confirm_annulment(by=other, annulment=asked)
        batch = batch_of(relations, campaign, kept.paper.sheet.reference)
        client.force_login(relations)
        seen = client.get(reverse("acknowledgements:batch", args=[batch.pk])).text
        assert kept.reference in seen, "and nobody records it again unaware of that"
        assert record(relations, batch).signatures.count() == 1
        assert checking.verify().found == 0

    @pytest.mark.parametrize("column", ["signed_on", "witness_name", "witness_kind", "scans", "recorded_by", "sheet"])
    def test_each_fact_it_rests_on_is_checked(self, kept, column):
        lift_guards()
        value = {
            "signed_on": today() - timedelta(days=1),
            "scans": [],
            "recorded_by": EmployeeFactory(),
            "sheet": printed(kept.campaign, kept.paper.recorded_by, [EmployeeFactory()])[0],
        }.get(column, "other")
        PaperSignature.objects.update(**{column: value})
        assert [finding.about for finding in checking.verify().findings] == [kept.reference]

    def test_what_it_rests_on_cannot_be_removed_unseen(self, kept):
        with pytest.raises(DatabaseError), transaction.atomic():
            PaperSignature.objects.all()._raw_delete("default")
        lift_guards()
        PaperSignature.objects.all()._raw_delete("default")
        assert kept.reference in {finding.about for finding in checking.verify().findings}

    def test_the_receipt_says_how_it_came_and_the_batch_gives_receipts_to_print(self, client, relations, kept):
        client.force_login(kept.person)
        said = " ".join(client.get(reverse("acknowledgements:receipt", args=[kept.reference])).text.split())
        for words in ("On paper", f"Signed on {clock.city_date(kept.at):%B}", "Stu Steward", relations.name):
            assert words in said
        client.force_login(relations)
        batch = PaperBatch.objects.get()
        answer = client.get(reverse("acknowledgements:batch_receipts", args=[batch.pk]))
        assert b"".join(answer.streaming_content).startswith(b"%PDF")

    def test_many_receipts_are_a_job(self, client, relations, kept):
        client.force_login(relations)
        page = reverse("acknowledgements:batch_receipts", args=[PaperBatch.objects.get().pk])
        client.post(page)
        job = Job.objects.get()
        running.run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.result.content_type) == ("done", "application/pdf")


def test_the_pages_from_the_first_code_to_the_receipt(client, campaign, relations, dana):
    (sheet,) = printed(campaign, relations, [dana])
    client.force_login(relations)
    given = {"campaign": campaign.pk, "signed_on": today(), "witness": "Stu Steward", "witness_kind": "steward"}
    assert client.post(reverse("acknowledgements:begin_batch"), {**given, "witness": "12345"}).status_code == 400
    client.post(reverse("acknowledgements:begin_batch"), given)
    batch = PaperBatch.objects.get()
    page = {
        name: reverse(f"acknowledgements:{name}", args=[batch.pk])
        for name in ("batch", "add_lines", "add_scan", "take_out", "record_batch", "change_batch")
    }
    client.post(page["add_lines"], {"codes": f"{sheet.reference}\nNOBODY"})
    assert client.post(page["add_lines"], {"codes": "\0"}).status_code == 400
    seen = " ".join(client.get(page["batch"]).text.split())
    assert "1 sheet can be recorded, 1 cannot" in seen
    assert client.post(page["take_out"], {"line": "9" * 30}).status_code == 404
    client.post(page["take_out"], {"line": batch.lines.get(typed="NOBODY").pk})
    assert client.post(page["add_scan"]).status_code == 400
    wrong = client.post(page["add_scan"], {"scan": SimpleUploadedFile("scan.pdf", b"no")})
    assert "called a PDF and is none" in wrong.text
    client.post(page["add_scan"], {"scan": SimpleUploadedFile("scan.pdf", PDF)})
    client.post(page["change_batch"], {**given, "witness": dana.number})
    assert "nobody witnesses their own" in client.get(page["batch"]).text
    client.post(page["change_batch"], given)
    assert client.post(page["record_batch"]).status_code == 409, "a form without a mark has seen nothing"
    done = client.post(page["record_batch"], {"seen": mark_of_batch(batch)}, follow=True)
    assert "1 acknowledgement recorded" in done.text
    assert Acknowledgement.objects.get().reference in done.text


@pytest.mark.parametrize("deed", [record_batch, discard_batch])
@pytest.mark.parametrize("change", ["another day", "one line more", "one scan less"])
def test_nobody_records_or_discards_what_they_did_not_see(campaign, relations, dana, deed, change):
    sheet, other = printed(campaign, relations, [dana, EmployeeFactory()])
    batch, by = batch_of(relations, campaign, sheet.reference), Actor.of_person(relations)
    seen = mark_of_batch(batch)
    if change == "another day":
        same = {"witness_name": batch.witness_name, "witness_kind": batch.witness_kind}
        change_batch(
            by=by, batch=batch, signed=Signed(campaign=campaign, signed_on=today() - timedelta(days=1), **same)
        )
    elif change == "one line more":
        add_lines(by=by, batch=batch, text=other.reference)
    else:
        take_out(by=by, batch=batch, scan=batch.scans.get())
    with pytest.raises(Conflict, match="did not see"):
        deed(by=by, batch=batch, seen=seen)
    batch.refresh_from_db()
    assert batch.state == BatchState.ENTERING
    assert not Acknowledgement.objects.exists()


def test_an_auditor_reads_the_batches_and_does_nothing(client, campaign, relations):
    AcknowledgementFactory()
    batch = batch_of(relations, campaign, "NOBODY")
    client.force_login(EmployeeFactory(role="auditor"))
    seen = client.get(reverse("acknowledgements:batch", args=[batch.pk])).text
    assert "NOBODY" in seen
    assert "Take out" not in seen.partition("As entered")[2].partition("</table>")[0].replace("usa-sr-only", "")
    assert client.post(reverse("acknowledgements:record_batch", args=[batch.pk])).status_code == 403


def test_a_department_is_not_left_without_its_name(campaign, relations):
    where = DepartmentFactory(profile__name="Water")
    person = EmployeeFactory(assignment__department=where)
    (sheet,) = printed(campaign, relations, [person])
    record(relations, batch_of(relations, campaign, sheet.reference))
    assert Acknowledgement.objects.get().department_name == "Water"
