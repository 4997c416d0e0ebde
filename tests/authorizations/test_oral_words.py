"""Words given by telephone: recorded as oral, confirmed in writing or not; they authorize nothing (IV.C, IV.K.2)."""

from datetime import UTC, datetime, timedelta

import pytest

from authorizations import services
from authorizations.acts_asked import Speaker
from authorizations.decisions import Act, Answer
from authorizations.models import Authorization, LateWordsNotice, OralWords
from authorizations.permissions import visible_words
from authorizations.services import Spoken
from authorizations.waiting import words_to_confirm
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.models import Holiday
from tests.authorizations.conftest import answer, device, in_days, met, speech, told
from tests.factories.authorizations import OralWordsFactory
from tests.factories.directory import EmployeeFactory
from tests.factories.policy import published_150

pytestmark = pytest.mark.django_db
CLOCK = Actor.of_system("clock")


@pytest.fixture(autouse=True)
def policy(db):
    return published_150()


def spoken(by, at=None, means="telephone", said=""):
    return Spoken(by, at or clock.now() - timedelta(minutes=20), means, said)


def record(parks, dana, *accounts, by=None, at=None, **more):
    return services.record_words(
        by=by or Actor.of_person(dana), plan=speech(parks, dana, *accounts, **more), spoken=spoken(parks.head, at)
    )


class TestRecording:
    def test_words_authorize_nothing_and_the_answer_says_that_they_are_recorded_as_oral(self, parks, dana, official):
        row = record(parks, dana, official)
        found = answer(dana, Act(account=official))
        said = met(found, "speech")
        assert (found.answer, found.instruments) == (Answer.NO, ())
        assert said.sentence == (
            f"Recorded as oral: on {today()} Dana Reed recorded that {parks.head.name} allowed it by telephone "
            f"({row.reference}). IV.C asks for writing."
        )
        assert said.to_do.startswith("Wait for the word in writing, due through ")
        assert said.ask == f"Ask {parks.head.name} to confirm it."
        assert not Authorization.objects.exists()

    def test_the_authority_is_told_at_once_and_finds_them_on_a_list(self, parks, dana, official):
        row = record(parks, dana, official)
        assert told(parks.head, "authorizations.requests") == ["Words given to Dana Reed wait for your word in writing"]
        assert list(words_to_confirm(parks.head, clock.now())) == [row]
        assert not words_to_confirm(dana, clock.now()).exists()

    def test_the_trail_keeps_who_spoke_when_and_by_what_means_and_no_word_of_it(self, parks, dana, official):
        services.record_words(
            by=Actor.of_person(dana),
            plan=speech(parks, dana, official),
            spoken=spoken(parks.head, said="Go ahead, Dana"),
        )
        entry = Entry.objects.get(act="authorizations.words_recorded")
        assert (entry.after["spoken_by"], entry.after["means"]) == (parks.head.number, "telephone")
        assert "Go ahead" not in str(entry.after)
        assert entry.after["said_hash"].startswith("c1:sha256:")

    def test_the_employee_comms_staff_and_who_spoke_record_them_and_nobody_else(self, parks, streets, dana, official):
        for number, by in enumerate((dana, parks.comms_staff, parks.head)):
            moment = clock.now() - timedelta(minutes=30 + number)
            assert record(parks, dana, official, by=Actor.of_person(by), at=moment).recorded_by == by
        for by in (parks.employee(), streets.comms_staff, EmployeeFactory(role="employee_relations")):
            with pytest.raises(Refusal, match="cannot record these words"):
                record(parks, dana, official, by=Actor.of_person(by))

    def test_nobody_records_that_they_authorized_themselves(self, parks, official):
        with pytest.raises(InvalidInput, match="Nobody authorizes themselves"):
            record(parks, parks.head, official)

    def test_who_spoke_was_named_for_it_at_that_moment(self, parks, streets, dana, official):
        for somebody in (streets.head, parks.comms_staff, parks.employee()):
            with pytest.raises(InvalidInput, match="could not give this then") as refused:
                services.record_words(
                    by=Actor.of_person(dana), plan=speech(parks, dana, official), spoken=spoken(somebody)
                )
            assert parks.head.name in str(refused.value)

    def test_words_are_of_what_the_regulation_asks_in_writing(self, parks, dana):
        with pytest.raises(InvalidInput, match="asks in writing"):
            services.record_words(by=Actor.of_person(dana), plan=device(dana), spoken=spoken(parks.head))

    def test_words_are_not_of_the_future(self, parks, dana, official):
        with pytest.raises(InvalidInput, match="not spoken in the future"):
            record(parks, dana, official, at=clock.now() + timedelta(minutes=1))

    def test_the_same_words_are_recorded_once(self, parks, dana, official):
        moment = clock.now() - timedelta(minutes=5)
        record(parks, dana, official, at=moment)
        with pytest.raises(Conflict, match="recorded already"):
            record(parks, dana, official, at=moment, by=Actor.of_person(parks.comms_staff))

    def test_words_for_the_police_ask_the_commissioner(self, police):
        chief, officer = police.head, police.employee()
        plan = speech(police, officer, platforms=("x",))
        plan = type(plan)(**{**vars(plan), "kind": "police_speech"})
        row = services.record_words(by=Actor.of_person(officer), plan=plan, spoken=spoken(chief))
        assert (row.department, row.spoken_by) == (police.department, chief)


def today():
    at = clock.now()
    local = at.astimezone(clock.city_zone())
    return f"{local:%B} {local.day}, {local.year}"


class TestDue:
    """The end of the next working day of the City's calendar."""

    FRIDAY_NIGHT = datetime(2026, 3, 7, 4, 10, tzinfo=UTC)  # Friday, 10:10 PM in the City

    @pytest.fixture
    def later(self, settings):
        settings.DEMO_ALLOWED = True
        return lambda hours: clock.replaying(self.FRIDAY_NIGHT + timedelta(hours=hours))

    def test_words_of_friday_night_are_due_on_monday_and_after_a_holiday_on_tuesday(self, parks, dana, official, later):
        with later(1):
            row = record(parks, dana, official, at=self.FRIDAY_NIGHT)
        assert f"{row.due_day:%A}" == "Monday"
        Holiday.objects.create(day=row.due_day, name="A day off")
        with later(2):
            again = record(parks, dana, official, at=self.FRIDAY_NIGHT + timedelta(hours=1))
        assert f"{again.due_day:%A}" == "Tuesday"

    def test_words_of_last_week_are_not_recorded_any_more(self, parks, dana, official, later):
        with later(24 * 4), pytest.raises(InvalidInput, match="lie too long back"):
            record(parks, dana, official, at=self.FRIDAY_NIGHT)

    def test_late_is_derived_and_told_once_to_the_authority_and_employee_relations(self, parks, dana, relations):
        row = OralWordsFactory(grantee=dana, late=True)
        waiting = OralWordsFactory(grantee=dana)
        decided = OralWordsFactory(grantee=dana, late=True, refused=True)
        assert list(OralWords.objects.overdue(clock.now())) == [row]
        assert [one.state for one in (row, waiting, decided)] == ["recorded as oral"] * 2 + ["not confirmed"]
        assert services.send_late_words_notices(by=CLOCK) == 1
        assert services.send_late_words_notices(by=CLOCK) == 0
        said = ["Words given to Dana Reed were not confirmed in time"]
        assert told(parks.head, "authorizations.requests") == said
        assert told(relations.person, "authorizations.reports") == said
        assert LateWordsNotice.objects.get().words == row

    def test_late_words_may_still_be_confirmed(self, parks, dana):
        row = services.confirm_words(by=parks.authority, words=OralWordsFactory(grantee=dana, late=True))
        assert row.authorization.effective_from == row.decided_at


class TestConfirming:
    def test_a_confirmation_is_a_grant_that_begins_now_and_names_the_words(self, parks, dana, official):
        row = services.confirm_words(by=parks.authority, words=record(parks, dana, official, until=in_days(1)))
        given = row.authorization
        assert (given.effective_from, given.granted_by, given.last_day) == (row.decided_at, parks.head, in_days(1))
        assert list(given.accounts.all()) == [official]
        assert given.effective_from > row.spoken_at
        assert Entry.objects.get(act="authorizations.granted").after["words"] == row.reference
        assert answer(dana, Act(account=official)).answer == Answer.NOT_YET
        services.accept(by=Actor.of_person(dana), authorization=attached(given), text_hash=given.text_hash)
        assert answer(dana, Act(account=official)).answer == Answer.YES
        assert answer(dana, Act(account=official), at=row.spoken_at, known_at=clock.now()).answer == Answer.NO

    def test_words_are_decided_once(self, parks, dana, official):
        row = record(parks, dana, official)
        services.confirm_words(by=parks.authority, words=row)
        with pytest.raises(Conflict, match="has decided on it already"):
            services.confirm_words(by=parks.authority, words=row)
        with pytest.raises(Conflict, match="has decided on it already"):
            services.refuse_words(by=parks.authority, words=row, reason="No")

    def test_who_did_not_say_so_says_why_and_the_answer_does_not_name_it_any_more(self, parks, dana, official):
        row = record(parks, dana, official)
        with pytest.raises(InvalidInput, match="Say why"):
            services.refuse_words(by=parks.authority, words=row, reason=" ")
        services.refuse_words(by=parks.authority, words=row, reason="I said I would think about it")
        assert "oral" not in answer(dana, Act(account=official)).sentence
        assert told(dana) == [f"The words recorded as {row.reference} are not confirmed"]
        assert not Authorization.objects.exists()

    def test_where_the_time_is_over_a_confirmation_authorizes_nothing(self, parks, dana, official):
        row = OralWordsFactory(grantee=dana, accounts=[official], wanted_until=clock.now() - timedelta(minutes=1))
        assert services.confirm_words(by=parks.authority, words=row).authorization is None
        assert answer(dana, Act(account=official)).answer == Answer.NO

    def test_neither_the_employee_nor_who_recorded_anothers_words_decides(self, parks, dana, official):
        comms = parks.comms_staff
        row = record(parks, dana, official, by=Actor.of_person(comms))
        for person in (dana, comms, parks.employee()):
            for deed in (services.confirm_words, services.refuse_words):
                more = {"reason": "x"} if deed is services.refuse_words else {}
                with pytest.raises(Refusal):
                    deed(by=Actor.of_person(person), words=row, **more)

    def test_an_authority_that_recorded_its_own_words_confirms_them(self, parks, dana, official):
        row = record(parks, dana, official, by=parks.authority)
        assert services.confirm_words(by=parks.authority, words=row).authorization is not None

    def test_words_are_seen_as_requests_are(self, parks, streets, dana, official):
        row = record(parks, dana, official)
        at = clock.now()
        sees = (dana, parks.head, parks.comms_staff, *(EmployeeFactory(role=role) for role in ("auditor",)))
        assert all(row in visible_words(person, at) for person in sees)
        assert not any(row in visible_words(one, at) for one in (streets.head, parks.employee(), streets.comms_staff))


def test_words_of_another_place_voice_or_subject_are_not_told_of(parks, dana, official):
    record(parks, dana, official, subjects_covered=("snow",))
    assert "oral" in answer(dana, Act(account=official, subjects=("Snow routes",))).sentence
    assert "oral" in answer(dana, Act(account=official)).sentence
    for other in (
        Act(account=official, subjects=("Budget",)),
        Act(account=official, voice=Speaker.city()),
        Act(host="example.org"),
    ):
        assert "oral" not in answer(dana, other).sentence


def test_a_past_answer_does_not_know_of_words_that_were_recorded_later(parks, dana, official):
    before = clock.now()
    row = record(parks, dana, official)
    assert "oral" not in answer(dana, Act(account=official), at=before).sentence
    assert "oral" in answer(dana, Act(account=official), at=row.recorded_at).sentence
    services.confirm_words(by=parks.authority, words=row)
    assert "oral" in answer(dana, Act(account=official), at=row.recorded_at).sentence


def attached(row):
    services.attach_document(row, content=b"%PDF-1.7", name="x.pdf", key_id="k", by=CLOCK)
    return row
