"""What cannot be recorded of signed sheets says so in a sentence; what is no scan is not kept."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse

from acknowledgements.models import PaperSignature, Sheet
from acknowledgements.papers import Judging
from acknowledgements.services import (
    acknowledge,
    add_scan,
    begin_batch,
    record_batch,
)
from directory.models import Role, Status
from foundation import clock
from foundation.actor import Actor
from foundation.errors import Conflict, InvalidInput
from foundation.guards import lift_guards
from policy.models import Publication
from tests.factories.acknowledgements import CampaignFactory
from tests.factories.directory import EmployeeFactory, EmployeeStatusFactory
from tests.factories.papers import JPEG, PDF, batch_of, printed, signed

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


class TestWhatCannotBeRecorded:
    def told_of(self, relations, campaign, code, **changes):
        (sentence,) = told(batch_of(relations, campaign, code, **changes), relations)
        return sentence

    def test_a_sheet_of_another_version(self, campaign, relations, dana):
        (sheet,) = printed(CampaignFactory(), relations, [dana])
        assert "and the batch of the" in self.told_of(relations, campaign, sheet.reference)

    @pytest.mark.parametrize("code", ["SHT-2026-22222222", "999999", "héllo\ufffd"])
    def test_what_nobody_knows(self, campaign, relations, code):
        sentence = self.told_of(relations, campaign, code)
        assert "No sheet has the reference" in sentence or "nobody's employee number" in sentence

    def test_a_number_without_a_sheet(self, campaign, relations, dana):
        assert "No sheet of this version was printed" in self.told_of(relations, campaign, dana.number)

    def test_who_has_acknowledged_already(self, campaign, relations, dana, sign):
        (sheet,) = printed(campaign, relations, [dana])
        done = acknowledge(by=Actor.of_person(dana), campaign_id=campaign.pk, signing=sign(campaign, dana))
        assert done.acknowledgement.reference in self.told_of(relations, campaign, sheet.reference)

    def test_twice_in_the_batch_by_code_and_by_number(self, campaign, relations, dana):
        (sheet,) = printed(campaign, relations, [dana])
        batch = batch_of(relations, campaign, f"{sheet.reference} {dana.number}")
        assert told(batch, relations) == ["", "Dana Okafor stands in this batch already."]

    def test_ones_own_sheet_and_the_witnesss_own(self, campaign, relations, dana):
        other = EmployeeFactory(role=Role.EMPLOYEE_RELATIONS)
        own, danas = printed(campaign, other, [relations, dana])
        assert "is your own" in self.told_of(relations, campaign, own.reference)
        witnessed = self.told_of(relations, campaign, danas.reference, witness=dana, witness_name=dana.name)
        assert "nobody witnesses their own" in witnessed

    def test_who_had_left_before_signing_and_not_who_left_after(self, campaign, relations, dana):
        (sheet,) = printed(campaign, relations, [dana], days_ago=9)
        left = clock.start_of(today() - timedelta(days=4))
        EmployeeStatusFactory(employee=dana, status=Status.LEFT, effective_from=left, recorded_at=left)
        before, after = (today() - timedelta(days=number) for number in (5, 3))
        assert self.told_of(relations, campaign, sheet.reference, signed_on=before) == ""
        assert "did not work for the City" in self.told_of(relations, campaign, sheet.reference, signed_on=after)

    def test_a_day_before_the_printing_before_the_publication_or_to_come(self, campaign, relations, dana):
        (sheet,) = printed(campaign, relations, [dana], days_ago=2)
        early = today() - timedelta(days=3)
        assert "was printed on" in self.told_of(relations, campaign, sheet.reference, signed_on=early)
        lift_guards()
        Publication.objects.update(recorded_at=clock.now() - timedelta(days=1))
        assert "was published on" in self.told_of(relations, campaign, sheet.reference, signed_on=early)
        tomorrow = today() + timedelta(days=1)
        assert "still to come" in self.told_of(relations, campaign, f"{sheet.reference} {tomorrow}")
        with pytest.raises(InvalidInput, match="still to come"):
            begin_batch(by=Actor.of_person(relations), signed=signed(campaign, signed_on=tomorrow))

    def test_a_sheet_without_the_statement_that_binds_now(self, campaign, relations, dana):
        (sheet,) = printed(campaign, relations, [dana])
        department = dana.assignments.get().department
        lift_guards()
        department.profiles.update(has_criminal_justice_information=True)
        assert "lacks the statement" in self.told_of(relations, campaign, sheet.reference)

    def test_whom_the_regulation_did_not_bind(self, campaign, relations, dana):
        (sheet,) = printed(campaign, relations, [dana])
        lift_guards()
        dana.assignments.get().department.profiles.update(under_regulation="no")
        assert "does not bind" in self.told_of(relations, campaign, sheet.reference)

    def test_a_sheet_that_was_altered(self, campaign, relations, dana):
        (sheet,) = printed(campaign, relations, [dana])
        lift_guards()
        Sheet.objects.update(statements_hash="c1:sha256:" + "0" * 64)
        assert "is not what the campaign asks for" in self.told_of(relations, campaign, sheet.reference)

    def test_a_batch_of_nothing_but_such_is_not_recorded(self, campaign, relations):
        with pytest.raises(Conflict, match="No sheet of this batch"):
            record(relations, batch_of(relations, campaign, "NOBODY"))


class TestScans:
    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("a.pdf", b"", "is empty"),
            ("a.pdf", b"<html>", "called a PDF and is none"),
            ("a.jpg", b"MZ\x90\x00", "neither a PDF nor a picture"),
            ("a.jpg", JPEG[:9], "cut off"),
            ("a.png", b"\x89PNG\r\n\x1a\n" + b"0" * 99, "cut off"),
            ("a.pdf", PDF[:12], "cut off"),
            ("a.gif", b"GIF89a", "no PDF, JPEG or PNG"),
            ("a.pdf", PDF + b"\0" * (20 * 1024 * 1024), "larger than 20 MB"),
        ],
        ids=["empty", "a page", "a program", "half a JPEG", "half a PNG", "half a PDF", "a GIF", "huge"],
    )
    def test_what_is_no_scan_is_not_kept(self, campaign, relations, name, content, words):
        batch = begin_batch(by=Actor.of_person(relations), signed=signed(campaign))
        with pytest.raises(InvalidInput, match=words):
            add_scan(by=Actor.of_person(relations), batch=batch, name=name, content=io.BytesIO(content))
        assert not batch.scans.exists()

    def test_only_employee_relations_and_auditors_read_it(self, campaign, relations, client):
        scan = batch_of(relations, campaign, "").scans.get()
        page = reverse("files:download", args=[scan.file_id])
        for role, status in (("auditor", 200), ("administrator", 404), (None, 404)):
            client.force_login(EmployeeFactory(role=role))
            assert client.get(page).status_code == status

    def test_its_hash_stands_on_the_receipt(self, campaign, relations, dana):
        (sheet,) = printed(campaign, relations, [dana])
        batch = batch_of(relations, campaign, sheet.reference)
        add_scan(by=Actor.of_person(relations), batch=batch, name="b.jpg", content=io.BytesIO(JPEG))
        with pytest.raises(InvalidInput, match="already"):
            add_scan(by=Actor.of_person(relations), batch=batch, name="c.jpg", content=io.BytesIO(JPEG))
        record(relations, batch)
        assert PaperSignature.objects.get().scans == [scan.file.sha256 for scan in batch.scans.all()]
