"""verify_acknowledgements computes everything again: whichever stored fact is altered, it is named."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from acknowledgements import checking
from acknowledgements.models import Acknowledgement, Annulment
from acknowledgements.services import acknowledge, confirm_annulment, request_annulment
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.guards import lift_guards
from policy.models import Version
from tests.factories.acknowledgements import CampaignFactory
from tests.factories.directory import DepartmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db

NOT_COVERED = {"id", "browser"}
"""The row's own number, and a note that nothing rests on."""


@pytest.fixture
def kept(sign):
    campaign, person = CampaignFactory(), EmployeeFactory()
    by = Actor.of_person(person, address="10.0.0.7")
    return acknowledge(by=by, campaign_id=campaign.pk, signing=sign(campaign, person)).acknowledgement


@pytest.fixture
def annulled(kept):
    one, other = (Actor.of_person(EmployeeFactory(role="employee_relations")) for _ in range(2))
    confirm_annulment(by=other, annulment=request_annulment(by=one, acknowledgement=kept, reason="A namesake's."))
    return Acknowledgement.objects.get(pk=kept.pk)


def altered(kept):
    """For each column of the acknowledgement, a value that somebody with the database could write into it."""
    another = CampaignFactory()
    hash_of_nothing = "c1:sha256:" + "0" * 64
    return {
        "reference": "ACK-2026-22222222",
        "person": EmployeeFactory().pk,
        "version": another.version.pk,
        "campaign": another.pk,
        "method": "paper",
        "text_hash": hash_of_nothing,
        "statements": [{"kind": "read", "text": "I agree with everything."}],
        "statements_hash": hash_of_nothing,
        "typed_name": "Somebody Else",
        "at": kept.at - timedelta(days=9),
        "recorded_at": kept.recorded_at + timedelta(days=9),
        "address": "10.0.0.8",
        "department": DepartmentFactory().pk,
        "department_name": "Streets",
        "title": "Captain",
        "digest": hash_of_nothing,
        "signature": "AAAA",
        "key_id": "0" * 32,
        "annulled_at": clock.now(),
    }


def named(do):
    """What is found after a change, which is taken back again."""
    with transaction.atomic():
        do()
        found = checking.verify()
        transaction.set_rollback(True)
    return found


def test_what_nobody_touched_agrees(annulled):
    report = checking.verify()
    assert (report.found, report.acknowledgements, report.annulled) == (0, 1, 1)


def test_each_stored_fact_that_is_altered_is_named(kept):
    lift_guards()
    changes = altered(kept)
    columns = {column.name for column in Acknowledgement._meta.concrete_fields}
    assert columns == set(changes) | NOT_COVERED, "a new column needs its line here, and its check"
    for column, value in changes.items():
        row = Acknowledgement.objects.filter(pk=kept.pk)
        found = named(lambda row=row, column=column, value=value: row.update(**{column: value}))
        about = {finding.about for finding in found.findings}
        assert kept.reference in about, f"{column} was altered unseen"


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        ("the text of the version", "text of its version"),
        ("the entry is gone", "no entry"),
        ("the entry is altered", "another digest"),
        ("the acknowledgement is gone", "removed or renamed"),
    ],
)
def test_what_it_rests_on_is_checked_too(kept, deed, words):
    lift_guards()
    entries = Entry.objects.filter(object_id=kept.reference)
    if deed == "the text of the version":
        Version.objects.filter(pk=kept.version_id).update(text="I. Purpose\n\nSomething else.")
    elif deed == "the entry is gone":
        entries._raw_delete("default")
    elif deed == "the entry is altered":
        entries.update(after={**entries.get().after, "digest": "c1:sha256:1"})
    else:
        Acknowledgement.objects.filter(pk=kept.pk)._raw_delete("default")
    assert words in " ".join(finding.sentence for finding in checking.verify().findings)


@pytest.mark.parametrize("deed", ["taken back", "moved", "without a decision", "without an entry"])
def test_an_annulment_needs_its_decision_and_its_entry(annulled, deed):
    lift_guards()
    row = Acknowledgement.objects.filter(pk=annulled.pk)
    if deed == "taken back":
        row.update(annulled_at=None)
    elif deed == "moved":
        row.update(annulled_at=annulled.annulled_at - timedelta(days=1))
    elif deed == "without a decision":
        Annulment.objects.update(decision=None, decided_by=None, decided_at=None)
    else:
        Entry.objects.filter(act="acknowledgements.annulled")._raw_delete("default")
    assert [finding.about for finding in checking.verify().findings] == [annulled.reference]


def test_the_command_names_it_in_sentences_or_json_and_leaves_with_a_status(kept):
    out = StringIO()
    call_command("verify_acknowledgements", stdout=out)
    assert "Everything agrees: 1 acknowledgement, 0 of them annulled." in out.getvalue()
    lift_guards()
    Acknowledgement.objects.filter(pk=kept.pk).update(title="Captain")
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("verify_acknowledgements", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert (left.value.code, said["ok"], said["findings"][0]["about"]) == (1, False, kept.reference)


def test_what_is_found_past_a_bound_is_counted(kept, monkeypatch):
    monkeypatch.setattr(checking, "MOST_FINDINGS", 0)
    lift_guards()
    Acknowledgement.objects.filter(pk=kept.pk).update(title="Captain")
    report = checking.verify()
    assert (report.found, report.findings) == (1, [])
