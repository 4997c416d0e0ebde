"""A version is published by two persons of Employee Relations, once, and is in force from its day on."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from directory.models import Role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, Refusal
from notifications.models import Notice
from policy.cited import cited_in_code
from policy.matching import cited_clauses, matched_clause
from policy.models import ClauseMatch, Decision, Publication, PublicationRequest, VersionState
from policy.reading import clause_text, current_regulation, state_of, version_in_force
from policy.services import (
    confirm_publication,
    match_clause,
    refuse_publication,
    request_publication,
    withdraw_publication,
)
from tests.factories.directory import EmployeeFactory
from tests.factories.policy import MAY_26_2020, SHORT, asked, draft, draft_150, employee_relations, published

pytestmark = pytest.mark.django_db


def test_nobody_confirms_their_own_request():
    by = employee_relations()
    request = asked(draft(), by)
    with pytest.raises(Refusal, match="second person"):
        confirm_publication(request, by=by)
    assert not Publication.objects.exists()


def test_the_database_too_wants_a_second_person():
    by = employee_relations()
    request = asked(draft(), by)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicationRequest.objects.filter(pk=request.pk).update(
            decision=Decision.CONFIRMED, decided_by=by.person, decided_at=clock.now()
        )


@pytest.mark.parametrize("role", [None, Role.AUDITOR, Role.ADMINISTRATOR, Role.RECORDS_CUSTODIAN])
def test_only_employee_relations_asks_and_confirms(role):
    other = Actor.of_person(EmployeeFactory(role=role))
    version = draft()
    with pytest.raises(Refusal):
        request_publication(version, effective_from=MAY_26_2020, by=other)
    with pytest.raises(Refusal):
        confirm_publication(asked(version), by=other)


def test_the_system_alone_publishes_nothing():
    with pytest.raises(Refusal, match="named persons"):
        request_publication(draft(), effective_from=MAY_26_2020, by=Actor.of_system("set-up"))


def test_a_published_version_is_in_force_from_its_day_on_and_not_before():
    version = draft()
    tomorrow = clock.now() + timedelta(days=1)
    published(version, tomorrow)
    now = clock.now()
    assert version_in_force(version.regulation, now) is None
    assert version_in_force(version.regulation, tomorrow, known_at=now) == version
    assert state_of(version, now) == VersionState.TO_COME
    assert state_of(version, tomorrow) == VersionState.IN_FORCE


def test_the_next_version_supersedes_the_first_by_time_alone():
    first = published(draft())
    second = draft(SHORT.replace("polite", "kind"))
    day = clock.now() - timedelta(days=1)
    before = clock.now()
    published(second, day)
    now = clock.now()
    assert version_in_force(first.regulation, now) == second
    assert version_in_force(first.regulation, day - timedelta(days=1), known_at=now) == first
    assert state_of(first, now) == VersionState.SUPERSEDED
    # As known before the second was published, the first was in force that day.
    assert version_in_force(first.regulation, day, known_at=before) == first


def test_an_older_version_entered_late_does_not_displace_the_one_in_force():
    newer = published(draft())
    older = published(draft(SHORT.replace("polite", "kind")), MAY_26_2020 - timedelta(days=900))
    assert version_in_force(newer.regulation, clock.now()) == newer
    assert version_in_force(newer.regulation, MAY_26_2020 - timedelta(days=1), known_at=clock.now()) == older


def test_published_twice_one_wins_and_the_other_is_told():
    request = asked(draft())
    stale = PublicationRequest.objects.get(pk=request.pk)
    confirm_publication(request, by=employee_relations())
    with pytest.raises(Conflict, match="published already"):
        confirm_publication(stale, by=employee_relations())
    assert Publication.objects.count() == 1
    assert Entry.objects.filter(act="policy.published").count() == 1


def test_a_version_is_asked_for_once_at_a_time():
    version = draft()
    asked(version)
    with pytest.raises(Conflict):
        asked(version)


def test_two_versions_never_begin_at_the_same_moment():
    published(draft())
    with pytest.raises(Conflict, match="same moment"):
        asked(draft(SHORT.replace("polite", "kind")))


def test_a_refusal_has_a_reason_and_makes_it_a_draft_again():
    by = employee_relations()
    version = draft()
    request = asked(version, by)
    with pytest.raises(InvalidInput):
        refuse_publication(request, reason=" ", by=employee_relations())
    refuse_publication(request, reason="The date is wrong.", by=employee_relations())
    assert state_of(version, clock.now()) == VersionState.DRAFT
    assert "The date is wrong." in Notice.objects.get(person=by.person, kind="policy.publishing").text
    published(version)


def test_only_who_asked_withdraws():
    by = employee_relations()
    request = asked(draft(), by)
    with pytest.raises(Refusal):
        withdraw_publication(request, by=employee_relations())
    assert withdraw_publication(request, by=by).decision == Decision.WITHDRAWN


def test_the_others_in_employee_relations_are_told():
    other = employee_relations()
    asked(draft())
    assert Notice.objects.filter(person=other.person, title__startswith="Confirm or refuse").count() == 1


def test_every_citation_of_the_code_matches_the_text_it_was_written_for():
    version = published(draft_150())
    assert {"IV.A", "IV.C", "IV.J", "IV.K.1", "IV.K.2", "V.B.1"} <= set(cited_in_code())
    assert [row.citation for row in cited_clauses(version) if row.is_open] == []
    assert matched_clause(version, "IV.C", clock.now()).citation == "IV.C"
    assert ClauseMatch.objects.filter(matched_by__isnull=False).count() == 0


def test_what_reads_differently_waits_until_employee_relations_says_what_it_means():
    version = published(draft())
    assert all(row.is_open for row in cited_clauses(version))
    by = employee_relations()
    match_clause(version, citation="IV.C", clause=version.clauses.get(citation="II.A"), reason="Same duty.", by=by)
    assert matched_clause(version, "IV.C", clock.now()).citation == "II.A"
    match_clause(version, citation="IV.C", clause=None, reason="It has no such duty.", by=by)
    assert matched_clause(version, "IV.C", clock.now()) is None
    said = ClauseMatch.objects.not_superseded().filter(citation="IV.C").order_by("effective_from")
    assert [row.clause.citation if row.clause else None for row in said] == ["II.A", None]
    assert said[0].effective_until == said[1].effective_from


def test_a_match_made_by_a_person_carries_over_where_the_next_version_has_the_same_words():
    first = published(draft())
    match_clause(
        first,
        citation="IV.C",
        clause=first.clauses.get(citation="II.A"),
        reason="Same duty.",
        by=employee_relations(),
    )
    second = published(draft(SHORT.replace("guides", "leads")), clock.now() - timedelta(days=1))
    assert matched_clause(second, "IV.C", clock.now()).citation == "II.A"


def test_a_clause_of_another_version_is_no_match():
    first, second = published(draft()), draft(SHORT.replace("polite", "kind"))
    with pytest.raises(InvalidInput):
        match_clause(first, citation="IV.C", clause=second.clauses.first(), reason="No.", by=employee_relations())


def test_the_set_up_command_publishes_in_the_name_of_two_persons_and_again_changes_nothing():
    one, two = employee_relations().person, employee_relations().person
    out = StringIO()
    call_command("publish_policy", "--by", one.number, "--confirmed-by", two.number, stdout=out)
    assert "in force from May 26, 2020" in out.getvalue()
    entries = Entry.objects.count()
    call_command("publish_policy", "--by", one.number, "--confirmed-by", two.number, stdout=out)
    assert "Nothing to do" in out.getvalue()
    assert Entry.objects.count() == entries
    regulation = current_regulation(clock.now())
    assert regulation is not None
    assert clause_text("III", clock.now()).startswith("Employees should have no expectation of privacy")
