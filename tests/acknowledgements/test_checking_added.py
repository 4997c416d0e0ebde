"""What was added to a receipt is computed again, too: whichever stored fact of it is altered, it is named."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from acknowledgements import checking
from acknowledgements.models import AddedStatement
from acknowledgements.services import acknowledge, add_statement
from acknowledgements.verifying import verdict_on
from directory.services import roster
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.canonical import c1_hash
from foundation.guards import lift_guards
from tests.factories.acknowledgements import AcknowledgementFactory, CampaignFactory
from tests.factories.directory import DepartmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_key(settings, tmp_path):
    settings.DOCUMENT_KEY, settings.DOCUMENT_KEY_FILE = "", tmp_path / "documents.pem"


@pytest.fixture
def added(sign):
    """What somebody said after a move to a department under IV.K."""
    campaign, person = CampaignFactory(), EmployeeFactory(name="Mira Moved")
    by = Actor.of_person(person, address="10.0.0.7")
    acknowledge(by=by, campaign_id=campaign.pk, signing=sign(campaign, person))
    courts = DepartmentFactory(profile__has_criminal_justice_information=True)
    administrator = Actor.of_person(EmployeeFactory(role="administrator"))
    roster.move(person, by=administrator, department=courts, supervisor=None)
    words = c1_hash("I have read section IV.K.")
    return add_statement(by=by, campaign_id=campaign.pk, statement_hash=words, ticked=True, typed_name="Mira Moved")


def altered(added):
    """For each column a value that somebody with the database could write into it."""
    nothing = "c1:sha256:" + "0" * 64
    return {
        "acknowledgement": AcknowledgementFactory().pk,
        "person": EmployeeFactory().pk,
        "campaign": CampaignFactory().pk,
        "kind": "electronic",
        "text": "I agree with everything.",
        "text_hash": nothing,
        "typed_name": "Somebody Else",
        "at": added.at - timedelta(days=9),
        "address": "10.0.0.8",
        "department": DepartmentFactory().pk,
        "department_name": "Streets",
        "digest": nothing,
        "signature": "AAAA",
        "key_id": "0" * 32,
    }


def named(do):
    """About what something is found after a change, which is taken back again."""
    with transaction.atomic():
        do()
        found = checking.verify()
        transaction.set_rollback(True)
    return {finding.about for finding in found.findings}


def test_what_nobody_touched_agrees(added):
    report = checking.verify()
    assert (report.found, report.acknowledgements, report.added) == (0, 1, 1)


def test_each_stored_fact_that_is_altered_is_named(added):
    lift_guards()
    changes = altered(added)
    columns = {column.name for column in AddedStatement._meta.concrete_fields}
    assert columns == {"id", *changes}, "a new column needs its line here, and its check"
    for column, value in changes.items():
        row = AddedStatement.objects.filter(pk=added.pk)
        about = named(lambda row=row, column=column, value=value: row.update(**{column: value}))
        assert added.acknowledgement.reference in about, f"{column} was altered unseen"


@pytest.mark.parametrize("deed", ["it was removed", "its entry was removed"])
def test_it_is_there_and_in_the_trail_or_it_is_named(added, deed):
    lift_guards()
    if deed == "it was removed":
        AddedStatement.objects.all()._raw_delete("default")
    else:
        Entry.objects.filter(act="acknowledgements.statement_added")._raw_delete("default")
    (finding,) = checking.verify().findings
    assert finding.about == added.acknowledgement.reference


def test_that_it_does_not_agree_everybody_is_told_that_it_is_there_only_who_may_open_the_receipt(added, client):
    stranger, reference = EmployeeFactory(), added.acknowledgement.reference
    assert verdict_on(reference, person=stranger, at=clock.now()).added == ""
    assert "agrees, too" in verdict_on(reference, person=added.person, at=clock.now()).added
    lift_guards()
    AddedStatement.objects.update(text="I agree with everything.")
    client.force_login(stranger)
    said = client.get(reverse("acknowledgements:verify_receipt", args=[reference])).text
    assert "What was added to it later does not agree" in said
    assert "is a receipt of the portal" in said
