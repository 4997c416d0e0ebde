"""Each way of tampering, straight in the database with the guards lifted; run on both engines."""

import base64
import io
import json

import pytest
from django.core.management import call_command
from django.db import connection

from foundation.audit.models import Entry, Seal
from foundation.audit.sealing import not_yet_sealed
from foundation.audit.verifying import verify
from foundation.guards import lift_guards
from foundation.models import SigningKey
from tests.audit.conftest import seal, swap, write

# PostgreSQL seals only what has been committed.
pytestmark = pytest.mark.django_db(transaction=connection.vendor == "postgresql")


@pytest.fixture
def sealed():
    """Three seals of five entries each; returns the ids."""
    entries = []
    for _ in range(3):
        entries += write(5)
        seal()
    return [entry.pk for entry in entries]


def first():
    report = verify()
    assert not report.ok
    return report.findings[0].kind, report.findings[0].entry


def test_an_untouched_trail_verifies(sealed):
    report = verify()
    assert report.ok
    assert (report.seals, report.entries, report.unsealed) == (3, 15, 0)


@pytest.mark.parametrize(
    "change",
    [
        "act = 'test.undone'",
        "actor_name = 'Somebody else'",
        "actor_number = '1'",
        "capacity = 'Mayor'",
        "instrument = 'x'",
        "clause = 'IV.A'",
        "object_kind = 'x'",
        "object_id = 'x'",
        "object_label = 'x'",
        "department_code = 'x'",
        "address = '127.0.0.1'",
        "request_id = 'x'",
        """before = '{"n": 1}'""",
        """after = '{"n": 99}'""",
        "at = '2020-01-01 00:00:00+00:00'",
    ],
)
def test_an_altered_field_is_named(sealed, tamper, change):
    tamper(f"UPDATE audit_entry SET {change} WHERE id = %s", sealed[7])
    assert first() == ("altered", sealed[7])


def test_of_two_altered_entries_the_first_is_named(sealed, tamper):
    tamper("UPDATE audit_entry SET act = 'x' WHERE id IN (%s, %s)", sealed[12], sealed[3])
    assert first() == ("altered", sealed[3])


@pytest.mark.parametrize("place", [0, 7, 14])
def test_a_removed_entry_is_named(sealed, tamper, place):
    tamper("DELETE FROM audit_entry WHERE id = %s", sealed[place])
    assert first() == ("removed", sealed[place])


def test_an_added_entry_is_named(sealed, tamper):
    tamper("DELETE FROM audit_entry WHERE id = %s", sealed[7])
    before = Entry.objects.get(pk=sealed[6])
    tamper(
        "INSERT INTO audit_entry (id, at, act, actor_number, actor_name, capacity, instrument, clause, object_kind,"
        " object_id, object_label, department_code, address, request_id, before, after, salts, transaction_id)"
        " SELECT -5, at, act, actor_number, actor_name, capacity, instrument, clause, object_kind,"
        " object_id, object_label, department_code, address, request_id, before, after, salts, transaction_id"
        " FROM audit_entry WHERE id = %s",
        before.pk,
    )
    kinds = {(finding.kind, finding.entry) for finding in verify().findings}
    assert kinds == {("added", -5), ("removed", sealed[7])}


def test_swapped_entries_are_told_as_reordered(sealed):
    lift_guards()
    swap(sealed[5], sealed[8])
    assert first() == ("re-ordered", sealed[5])


@pytest.mark.parametrize(
    "change",
    ["count = 4", "sealed_at = '2020-01-01 00:00:00+00:00'", "merkle_root = 'x'", "last_id = 1", "number = 9"],
)
def test_an_altered_seal_is_told(sealed, tamper, change):
    middle = Seal.objects.order_by("id")[1]
    tamper(f"UPDATE audit_seal SET {change} WHERE id = %s", middle.pk)
    assert first()[0] == "seal altered"


def test_an_entry_altered_together_with_its_seals_list_is_still_found(sealed, tamper):
    tamper("UPDATE audit_entry SET act = 'x' WHERE id = %s", sealed[7])
    middle = Seal.objects.order_by("id")[1]
    tamper("UPDATE audit_seal SET members = %s WHERE id = %s", b"0" * 200, middle.pk)
    assert first() == ("seal altered", sealed[5])


def test_where_only_a_seals_list_was_altered_the_entries_are_cleared(sealed, tamper):
    middle = Seal.objects.order_by("id")[1]
    tamper("UPDATE audit_seal SET members = %s WHERE id = %s", b"0" * 200, middle.pk)
    finding = verify().findings[0]
    assert "are not" in finding.sentence and finding.entry is None


def test_a_removed_seal_breaks_the_chain(sealed, tamper):
    tamper("DELETE FROM audit_seal WHERE id = %s", Seal.objects.order_by("id")[1].pk)
    assert first()[0] == "seal removed"


def test_removed_last_seals_are_told_by_a_root_noted_elsewhere(sealed, tamper):
    noted = verify().latest_root
    assert verify(noted).ok
    tamper("DELETE FROM audit_seal WHERE id = %s", Seal.objects.order_by("-id")[0].pk)
    assert verify().ok, "without the noted root nobody can tell"
    assert verify(noted).findings[0].kind == "root unknown"


def test_resealing_after_removed_seals_does_not_bring_the_noted_root_back(sealed, tamper):
    noted = verify().latest_root
    tamper("DELETE FROM audit_seal WHERE id = %s", Seal.objects.order_by("-id")[0].pk)
    tamper("UPDATE audit_entry SET act = 'x' WHERE id = %s", sealed[14])
    seal()
    assert verify().ok
    assert verify(noted).findings[0].kind == "root unknown"


def test_a_trail_signed_again_with_another_key_is_told(sealed, tamper, settings):
    tamper("DELETE FROM audit_seal")
    own = settings.SIGNING_KEY
    settings.SIGNING_KEY = base64.b64encode(b"9" * 32).decode()
    seal()
    settings.SIGNING_KEY = own
    assert first()[0] == "key unknown"


def test_removed_public_keys_do_not_make_a_seal_valid(sealed, tamper, settings):
    settings.SIGNING_KEY = base64.b64encode(b"8" * 32).decode()
    assert first()[0] == "key unknown"
    write(1)
    seal()
    assert verify().ok, "the new key vouches for the old one"
    tamper("DELETE FROM foundation_signingkey")
    assert SigningKey.objects.count() == 0
    assert first()[0] == "key unknown"


def test_what_is_not_yet_sealed_is_said(sealed):
    write(4)
    report = verify()
    assert report.ok and report.unsealed == 4
    assert not_yet_sealed()[0] == 4


def command(*arguments):
    out = io.StringIO()
    status = 0
    try:
        call_command("verify_audit", *arguments, stdout=out)
    except SystemExit as leaving:
        status = leaving.code
    return status, out.getvalue()


def test_the_command_leaves_with_0_where_nothing_was_found_else_with_1(sealed, tamper):
    assert command()[0] == 0
    tamper("UPDATE audit_entry SET act = 'x' WHERE id = %s", sealed[7])
    status, told = command()
    assert status == 1
    assert told.startswith(f"Entry {sealed[7]} is not what seal ")


def test_the_command_answers_in_json(sealed, tamper):
    write(1)
    tamper("DELETE FROM audit_entry WHERE id = %s", sealed[2])
    status, told = command("--json")
    answer = json.loads(told)
    assert status == 1 and answer["ok"] is False
    assert answer["first"]["kind"] == "removed" and answer["first"]["entry"] == sealed[2]
    assert answer["unsealed"]["count"] == 1
