"""A value can be withheld or destroyed, and the entry still verifies."""

import json

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from foundation import signing
from foundation.audit.destroying import DESTROYABLE, destroy
from foundation.audit.models import Entry
from foundation.audit.proofs import checks_out, disclosure
from foundation.audit.verifying import verify
from foundation.errors import Conflict, InvalidInput
from tests.audit.conftest import BY, seal, write
from tests.factories.directory import EmployeeFactory

# PostgreSQL seals only what has been committed.
pytestmark = pytest.mark.django_db(transaction=connection.vendor == "postgresql")

REASON = "Order of the 22nd Circuit Court of June 1."


@pytest.fixture
def entry():
    entry = write(5)[2]
    seal()
    return entry


@pytest.mark.parametrize("field", sorted(DESTROYABLE))
def test_an_entry_verifies_with_any_value_destroyed(entry, field):
    destroy(by=BY, entry=entry, field=field, reason=REASON)
    entry.refresh_from_db()
    assert getattr(entry, field) in ("", {})
    assert verify().ok


def test_several_values_of_one_entry_can_be_destroyed(entry):
    for field in ("after", "actor_name"):
        destroy(by=BY, entry=entry, field=field, reason=REASON)
    assert verify().ok


def test_what_is_left_of_an_entry_is_still_guarded_by_its_seal(entry, tamper):
    destroy(by=BY, entry=entry, field="after", reason=REASON)
    tamper("UPDATE audit_entry SET act = 'x' WHERE id = %s", entry.pk)
    assert verify().findings[0].entry == entry.pk


def test_a_destroyed_value_cannot_be_slipped_in_again_under_another_digest(entry, tamper):
    destroy(by=BY, entry=entry, field="after", reason=REASON)
    tamper("UPDATE audit_destroyedvalue SET digest = %s", b"0" * 32)
    assert verify().findings[0].entry == entry.pk


def test_the_destruction_is_in_the_trail_and_the_guard_is_back(entry):
    destroy(by=BY, entry=entry, field="after", reason=REASON)
    told = Entry.objects.get(act="trail.value_destroyed")
    assert (told.object_id, told.after["field"], told.after["reason"]) == (str(entry.pk), "after", REASON)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(act="x")


@pytest.mark.parametrize("field", ["act", "at", "id", "object_id", "no_such"])
def test_that_something_was_done_stays(entry, field):
    with pytest.raises(InvalidInput):
        destroy(by=BY, entry=entry, field=field, reason=REASON)


def test_nothing_is_destroyed_without_a_reason_twice_or_unsealed(entry):
    with pytest.raises(InvalidInput):
        destroy(by=BY, entry=entry, field="after", reason="")
    destroy(by=BY, entry=entry, field="after", reason=REASON)
    with pytest.raises(Conflict):
        destroy(by=BY, entry=entry, field="after", reason=REASON)
    with pytest.raises(Conflict):
        destroy(by=BY, entry=write(1)[0], field="after", reason=REASON)


def test_the_command_destroys_and_tells(entry, capsys):
    call_command("destroy_trail_value", str(entry.pk), "after", by=EmployeeFactory().number, reason=REASON)
    assert "its digest" in capsys.readouterr().out


@pytest.mark.parametrize("withheld", [(), ("actor_name", "after"), ("address",)])
def test_a_disclosure_is_checked_without_the_portal_and_without_what_is_withheld(entry, withheld):
    told = json.loads(json.dumps(disclosure(entry, withheld)))
    assert checks_out(told, signing.trusted_keys())
    for field in told["fields"]:
        assert ("value" in field) == (field["name"] not in withheld)


def test_a_disclosure_that_was_altered_does_not_check_out(entry):
    keys = signing.trusted_keys()
    for change in (
        lambda told: told["fields"][4].update(value="Somebody else"),
        lambda told: told.update(seal=told["seal"].replace('"number":1', '"number":2')),
        lambda told: told.update(index=told["index"] + 1),
        lambda told: told.update(count=told["count"] + 1),
    ):
        told = disclosure(entry)
        change(told)
        assert not checks_out(told, keys)


def test_a_disclosure_holds_destroyed_values_as_digests(entry):
    destroy(by=BY, entry=entry, field="after", reason=REASON)
    entry.refresh_from_db()
    assert checks_out(disclosure(entry), signing.trusted_keys())
