"""Powers follow the text in force: under another city's regulation they are held once its clauses are matched."""

import threading
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.urls import reverse

from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Refusal
from foundation.waiting import WaitingQueue
from notifications.models import Notice
from policy.cited import ORIGINAL, original
from policy.models import Version
from policy.services import confirm_publication, match_clause, request_publication
from policy.waiting import waiting_for
from powers import services
from powers.catalogue import POWERS
from powers.decisions import all_holders, authority_of, holders, holdings
from powers.drafts import DesignationDraft
from powers.explanation import explain
from powers.picture import Picture
from powers.services import require
from tests.factories.directory import EmployeeFactory
from tests.factories.policy import MAY_26_2020, SHORT, draft, employee_relations, published, published_150
from tests.factories.powers import AppointmentFactory, DesignationFactory

pytestmark = pytest.mark.django_db

ASHGROVE = Path(__file__).parents[1] / "policy" / "samples" / "decimal_wrapped.txt"
CALLED = "Administrative Policy No. 4.12, version of January 15, 2022"
OF_CITY_PROCEDURE = {"review_posts", "request_accounts"}
ITS_CLAUSES = {"IV.A": "3.1", "IV.C": "3.1.2", "IV.J": "3.1.1", "IV.K.1": "3.2", "V.B.1": "3.1.3"}
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def head():
    return AppointmentFactory(department__code="PRF", department__profile__name="Parks")


def by_office(head):
    return {one.power for one in holdings(head.holder, clock.now())}


def matched(version, citation, clause, by=None):
    clause = version.clauses.get(citation=clause) if clause else None
    return match_clause(version, citation=citation, clause=clause, reason="So.", by=by or employee_relations())


def agreed(person, code, department, at=None, known_at=None):
    """Whether somebody holds a power, asked in every way; a test fails where two of them disagree."""
    now = clock.now()
    at = at or now
    power = POWERS[code]
    answers = {
        "holders": any(one.holder_id == person.pk for one in holders(power, department, at, known_at)),
        "holdings": any(
            (one.power, one.department_id) == (code, department.pk) for one in holdings(person, at, known_at)
        ),
        "all": any(
            (one.power, one.department_id, one.holder_id) == (code, department.pk, person.pk)
            for one in all_holders(at, known_at)
        ),
        "explain": explain(person, power, department, at, known_at).yes,
        "authority": authority_of(department, at, known_at, power).holder == person,
    }
    if at == now:
        answers["has_perm"] = person.has_perm(power.permission, department)
    assert len(set(answers.values())) == 1, answers
    return answers["holders"]


def test_another_citys_regulation_takes_the_powers_until_its_clauses_are_matched(head, client):
    """From its file to the powers held under it: imported, published by two persons, matched clause by clause."""
    by, second = employee_relations(), employee_relations()
    person, parks = head.holder, head.department
    assert agreed(person, "authorize_speech", parks)  # nothing published yet: set-up
    call_command("import_policy", ASHGROVE, by=by.number, verbosity=0, stdout=StringIO())
    version = Version.objects.get()
    assert agreed(person, "authorize_speech", parks)  # a draft binds nobody
    confirm_publication(request_publication(version, effective_from=MAY_26_2020, by=by), by=second)

    assert by_office(head) == OF_CITY_PROCEDURE
    assert not agreed(person, "authorize_speech", parks)
    with pytest.raises(Refusal) as refused:
        require(Actor.of_person(person), "authorize_speech", parks, clock.now())
    page = reverse("policy:citations", args=[version.pk])
    assert refused.value.what == "You may not authorize speech for Parks."
    assert f"The {CALLED}, is in force, and no clause of it has been matched to this power yet" in refused.value.why
    assert f"Employee Relations can match it on the page “What the portal cites” of that version ({page})." == (
        refused.value.remedy
    )
    assert refused.value.clause == CITY_PROCEDURE
    assert "has been matched to this power yet" in explained(person, "authorize_speech")

    client.force_login(by.person)
    assert "nobody can" in client.get(page).content.decode()
    for citation, clause in ITS_CLAUSES.items():
        client.post(page, {"citation": citation, "clause": clause, "reason": "It says the same."})

    assert by_office(head) == set(POWERS) - {"authorize_police_speech"}
    assert agreed(person, "authorize_speech", parks)
    assert require(Actor.of_person(person), "authorize_speech", parks, clock.now()).basis == "3.1.2"
    with pytest.raises(Refusal) as refused:
        require(Actor.of_person(EmployeeFactory()), "authorize_speech", parks, clock.now())
    assert refused.value.clause == "3.1.2"
    assert f"The power rests on 3.1 of the {CALLED}, which is in force." in explained(person, "3.1")


def explained(person, power):
    """What the command says of somebody's power for Parks."""
    out = StringIO()
    call_command("explain_power", person.number, power, "PRF", stdout=out)
    return out.getvalue()


def test_where_nothing_is_published_the_citations_of_the_code_stand(head):
    assert by_office(head) == set(POWERS) - {"authorize_police_speech"}
    assert require(Actor.of_person(head.holder), "approve_accounts", head.department, clock.now()).basis == "IV.A"


def test_regulation_150_matches_by_itself_for_as_long_as_it_is_in_force(head):
    published_150()
    now = clock.now()
    assert agreed(head.holder, "authorize_speech", head.department)
    assert agreed(head.holder, "authorize_speech", head.department, now - timedelta(days=365), now)


def test_a_version_to_come_takes_the_powers_in_the_moment_in_which_it_begins(head):
    published_150()
    tomorrow = clock.now() + timedelta(days=1)
    version = published(draft_of_150_with("IV.C"), tomorrow)
    now = clock.now()
    assert agreed(head.holder, "authorize_speech", head.department, tomorrow - MOMENT, now)
    assert not agreed(head.holder, "authorize_speech", head.department, tomorrow, now)
    assert agreed(head.holder, "approve_accounts", head.department, tomorrow, now)
    matched(version, "IV.C", "IV.C")
    assert agreed(head.holder, "authorize_speech", head.department, tomorrow, clock.now())
    assert not agreed(head.holder, "authorize_speech", head.department, tomorrow, now)  # as known before


def draft_of_150_with(changed):
    """Regulation 150 in another wording of one clause."""
    text = ORIGINAL.read_text(encoding="utf-8")
    heading = next(clause for clause in original().clauses if clause.citation == changed)
    first = heading.text.split("\n")[0]
    assert first in text
    return draft(text.replace(first, f"From now on: {first}"))


def test_a_power_that_employee_relations_says_no_clause_gives_is_held_by_nobody(head):
    version = published_150()
    earlier = clock.now()
    matched(version, "IV.C", None)
    assert not agreed(head.holder, "authorize_speech", head.department)
    with pytest.raises(Refusal, match="said that none gives it"):
        require(Actor.of_person(head.holder), "authorize_speech", head.department, clock.now())
    # What it meant before stays true of that time, also as known now.
    assert agreed(head.holder, "authorize_speech", head.department, earlier)
    assert agreed(head.holder, "authorize_speech", head.department, earlier, clock.now())


def test_what_was_said_to_have_no_clause_does_not_match_by_itself_in_the_next_version(head):
    matched(published_150(), "IV.C", None)
    published(draft_of_150_with("IV.A"), clock.now() - timedelta(days=1))
    assert not agreed(head.holder, "authorize_speech", head.department)
    assert agreed(head.holder, "approve_personal_device", head.department)


def test_a_match_made_for_a_draft_stands_when_it_is_published(head):
    version = draft(ASHGROVE.read_text())
    matched(version, "IV.A", "3.1")
    published(version)
    assert by_office(head) == OF_CITY_PROCEDURE | {"approve_accounts"}


def test_powers_follow_the_regulation_that_was_entered_first(head):
    """The City's regulation, as `version_in_force` means it: a second one beside it neither takes nor gives a power."""
    later = draft(ASHGROVE.read_text())
    published_150()
    published(draft(SHORT))
    assert agreed(head.holder, "authorize_speech", head.department)
    assert [item.rows.count() for item in queues()] == [0]
    published(later)  # entered before 150: it is the City's from its day on
    assert by_office(head) == OF_CITY_PROCEDURE
    assert [item.rows.count() for item in queues()] == [1]


def test_a_text_under_another_number_that_takes_the_citys_place_takes_its_powers(head, client):
    regulation = published_150().regulation
    by, second = employee_relations(), employee_relations()
    client.force_login(by.person)
    asked = {"file": ASHGROVE.open("rb"), "source": "City Manager", "regulation": regulation.pk}
    assert client.post(reverse("policy:import"), asked).status_code == 302
    version = Version.objects.exclude(publications__isnull=False).get()
    assert version.regulation == regulation
    publish = ("publish_policy", ASHGROVE, "--by", by.number, "--confirmed-by", second.number)
    with pytest.raises(CommandError, match="The regulations are: administrative-regulation"):
        call_command(*publish, "--regulation", "no-such", stdout=StringIO())
    call_command(*publish, "--regulation", regulation.slug, stdout=StringIO())
    assert by_office(head) == OF_CITY_PROCEDURE
    assert Picture(clock.now()).text.name == CALLED


def queues():
    at = clock.now()
    found = waiting_for(employee_relations().person, at)
    return [item for item in found if isinstance(item, WaitingQueue) and item.item(1, at).title.startswith("Clauses")]


def test_it_waits_for_employee_relations_until_something_is_said_of_every_clause(head):
    version = published(draft(ASHGROVE.read_text()), clock.now() + timedelta(days=30))
    for citation in sorted({power.basis for power in POWERS.values()} - {CITY_PROCEDURE}):
        assert queues()[0].rows.count() == 1
        matched(version, citation, "3.1" if citation == "IV.A" else None)
    assert queues()[0].rows.count() == 0
    assert Notice.objects.filter(text__contains="Under this version nobody can do this until then").exists()


def test_a_designation_rests_with_its_power_and_names_the_clause_in_the_trail(head):
    version = published(draft(ASHGROVE.read_text()))
    designee = DesignationFactory(under=head).holder
    assert {one.power for one in holdings(designee, clock.now())} == {"review_posts"}
    named = EmployeeFactory(assignment__department=head.department)
    asked = DesignationDraft(
        head.department.pk, named.pk, ("approve_personal_device",), clock.now(), "Memo", from_now=True
    )
    with pytest.raises(Refusal, match="has been matched to this power yet"):
        services.designate(by=Actor.of_person(head.holder), draft=asked)
    matched(version, "IV.J", "3.1.1")
    services.designate(by=Actor.of_person(head.holder), draft=asked)
    entry = Entry.objects.get(act="powers.designated")
    assert (entry.clause, entry.after["clauses"]) == ("3.1.1", ["3.1.1"])
    assert "approve a personal device (3.1.1)" in Notice.objects.get(person=named).text
    assert {one.power for one in holdings(designee, clock.now())} == {"review_posts", "approve_personal_device"}


@pytest.mark.parametrize("name", ["overview", "department", "readings", "designate", "why"])
def test_pages_name_the_clauses_of_the_version_in_force(head, client, name):
    version = published(draft(ASHGROVE.read_text()))
    client.force_login(head.holder)
    address = reverse(f"powers:{name}", args=["PRF"] if name == "department" else [])
    before = client.get(address).content.decode()
    assert "no clause matched" in before or CALLED in before
    for citation, clause in ITS_CLAUSES.items():
        matched(version, citation, clause)
    after = client.get(address).content.decode()
    assert "IV.C" not in after
    if name not in {"overview", "department"}:
        assert "3.1" in after


def test_what_the_text_says_is_asked_in_two_queries_once_a_picture(django_assert_num_queries):
    published_150()
    now = clock.now()
    with django_assert_num_queries(2):
        picture = Picture(now)
        assert not picture.not_given()
        assert {picture.basis(power).citation for power in POWERS.values()} >= {"IV.A", "V.B.1"}
    with django_assert_num_queries(0):
        assert Picture(now).is_given(POWERS["review_posts"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one after the other.")
def test_a_decision_waits_for_a_match_that_is_being_made():
    head = AppointmentFactory()
    version = published_150()
    found = {}

    def decide():
        try:
            with transaction.atomic():
                services.decide_under(
                    by=Actor.of_person(head.holder), power="authorize_speech", department=head.department
                )
        except Refusal as refusal:
            found["refusal"] = refusal
        finally:
            connections.close_all()

    with transaction.atomic():
        matched(version, "IV.C", None, by=employee_relations())
        thread = threading.Thread(target=decide)
        thread.start()
        thread.join(1)
        assert thread.is_alive(), "the decision must wait for the match"
    thread.join(10)
    assert "said that none gives it" in found["refusal"].why
