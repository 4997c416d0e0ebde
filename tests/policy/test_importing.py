"""Importing a regulation: a draft version with its clauses, once for each text."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from directory.models import Role
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, Refusal
from policy.cited import ORIGINAL
from policy.models import Clause, ClauseKind, Regulation, Version
from policy.parsing import read
from policy.services import discard_draft, import_text
from tests.factories.directory import EmployeeFactory
from tests.factories.policy import SHORT, draft, draft_150, employee_relations, published, published_150
from tests.policy.test_regulation_150 import EVERY_CITATION

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_the_command_makes_a_draft_and_says_what_it_found():
    said = run("import_policy", str(ORIGINAL), "--effective", "2020-05-26")
    version = Version.objects.get()
    assert version.clauses.count() == len(EVERY_CITATION)
    assert f"Clauses: {len(EVERY_CITATION)} (8 on level 1" in said
    assert "Administrative Regulation No. 150" in said
    assert "Line 67" in said
    assert version.text_hash in said
    assert Entry.objects.filter(act="policy.version_imported").count() == 1


def test_importing_the_same_text_twice_changes_nothing():
    run("import_policy", str(ORIGINAL))
    before = (Version.objects.count(), Clause.objects.count(), Entry.objects.count())
    assert "Nothing to do" in run("import_policy", str(ORIGINAL))
    assert (Version.objects.count(), Clause.objects.count(), Entry.objects.count()) == before


def test_a_later_text_of_the_same_number_is_another_version_of_the_same_regulation():
    first, second = draft(), draft(SHORT.replace("polite", "kind"))
    assert first.regulation == second.regulation
    assert Regulation.objects.count() == 1


def test_only_employee_relations_imports():
    with pytest.raises(Refusal):
        import_text(SHORT, by=Actor.of_person(EmployeeFactory(role=Role.AUDITOR)))
    assert not Version.objects.exists()


def test_a_version_and_its_clauses_are_never_changed_or_deleted():
    version = draft()
    clause = version.clauses.first()
    for change in (
        lambda: Version.objects.filter(pk=version.pk).update(title="Other"),
        lambda: Clause.objects.filter(pk=clause.pk).update(text="Other"),
        lambda: Clause.objects.filter(pk=clause.pk).delete(),
        lambda: Version.objects.filter(pk=version.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_discarded_draft_stays_and_its_text_may_come_again():
    by = employee_relations()
    version = discard_draft(draft(), by=by)
    assert version.discarded_by == by.person
    assert draft().pk != version.pk


def test_a_published_version_is_not_discarded():
    with pytest.raises(Conflict):
        discard_draft(published(draft()), by=employee_relations())


@pytest.mark.parametrize("text", ["", "  \n\n", "A friendly letter.\n\nIt has no numbers at all.\n"])
def test_a_text_without_clauses_is_refused_with_a_sentence(text):
    with pytest.raises(InvalidInput) as refused:
        import_text(text, by=employee_relations())
    assert refused.value.remedy
    assert not Version.objects.exists()


@pytest.mark.parametrize(("text", "words"), [("I. x\n" * 3001, "3,001 numbered"), ("x\n" * 20_001, "20,001 lines")])
def test_a_text_too_long_for_a_regulation_is_refused_with_a_sentence(text, words):
    with pytest.raises(InvalidInput, match=words):
        draft(text)


@pytest.mark.django_db(transaction=True)
def test_a_text_is_read_before_the_transaction_begins(monkeypatch):
    def reading(text):
        assert not connection.in_atomic_block
        return read(text)

    monkeypatch.setattr("policy.services.importing.read", reading)
    assert draft(SHORT).clauses.exists()


def test_show_clause_says_what_to_do_while_nothing_is_in_force():
    with pytest.raises(CommandError, match="import_policy FILE"):
        run("show_clause", "IV.K.1.f")


def test_show_clause_prints_a_clause_with_its_place():
    published_150()
    said = run("show_clause", "IV.K.1.f")
    assert "Use of Social Media When Authorized" in said
    assert "disclosing the victim of any offense as provided in Chapter 566, RSMo." in said
    assert said.index("IV.K  ") < said.index("IV.K.1  ") < said.index("IV.K.1.f")


def test_a_citation_may_be_spelled_in_other_ways():
    published_150()
    assert run("show_clause", "iv k 1 f") == run("show_clause", "IV(K)(1)(f)") == run("show_clause", "IV.K.1.f")


def test_show_clause_as_json_is_the_same_from_the_database_and_from_the_file():
    from_file = json.loads(run("show_clause", "--json", "--file", str(ORIGINAL)))
    published_150()
    assert json.loads(run("show_clause", "--json")) == from_file
    assert from_file[0] == {
        "citation": "I",
        "heading": "Purpose",
        "text": from_file[0]["text"],
        "parent": None,
    }
    assert {row["citation"]: row["parent"] for row in from_file}["IV.K.1.f"] == "IV.K.1"


def test_an_unknown_clause_is_a_sentence():
    published_150()
    with pytest.raises(CommandError, match="There is no clause IX"):
        run("show_clause", "IX")


def test_the_closing_paragraph_is_kept_as_such():
    closing = draft_150().clauses.get(citation="closing")
    assert closing.kind == ClauseKind.CLOSING
    assert closing.version.contact == closing.text
    assert closing.version.imported_at <= timezone.now()
