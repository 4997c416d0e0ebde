"""I have a question: Employee Relations answers in the portal, nobody else reads it, and it blocks nothing."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from acknowledgements.models import Answer, Question
from acknowledgements.services import Entered, acknowledge, answer_question, ask_question, decline, mark_of_answers
from acknowledgements.waiting import campaigns_waiting, questions_to_answer
from directory.models import Role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, NotVisible, Refusal
from notifications.models import Notice
from tests.factories.acknowledgements import CampaignFactory, QuestionFactory, VersionFactory
from tests.factories.directory import DepartmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db
WORDS = "May I keep my old photographs?"


@pytest.fixture
def campaign():
    return CampaignFactory()


@pytest.fixture
def relations():
    return Actor.of_person(EmployeeFactory(role=Role.EMPLOYEE_RELATIONS))


@pytest.fixture
def dana():
    return EmployeeFactory(name="Dana Okafor")


def test_a_question_goes_to_employee_relations_and_its_answer_to_who_asked(campaign, relations, dana):
    question = ask_question(by=Actor.of_person(dana), version=campaign.version, text=f"  {WORDS} ")
    assert list(questions_to_answer(relations.person, clock.now())) == [question]
    (told,) = Notice.objects.filter(person=relations.person)
    assert WORDS not in told.title + told.text, "the words stay in the portal"
    answer_question(by=relations, question=question, text="Yes, where nobody else is on them.")
    assert not questions_to_answer(relations.person, clock.now())
    assert Notice.objects.get(person=dana).link == f"/acknowledgements/questions/{question.pk}/"


def test_the_trail_has_the_hash_of_the_words_and_not_the_words(campaign, relations, dana):
    question = ask_question(by=Actor.of_person(dana), version=campaign.version, text=WORDS)
    answer_question(by=relations, question=question, text="Yes.")
    entries = Entry.objects.filter(act__startswith="acknowledgements.question")
    assert [entry.after["text_hash"][:10] for entry in entries] == ["c1:sha256:"] * 2
    assert WORDS not in str([entry.after for entry in entries])


def test_a_question_blocks_nothing(campaign, dana, sign):
    ask_question(by=Actor.of_person(dana), version=campaign.version, text=WORDS)
    assert campaigns_waiting(dana, clock.now())
    assert acknowledge(by=Actor.of_person(dana), campaign_id=campaign.pk, signing=sign(campaign, dana)).is_new


def test_nobody_answers_over_an_answer_they_did_not_see(client, relations, dana):
    question = QuestionFactory(person=dana)
    seen = mark_of_answers(question)
    answer_question(by=relations, question=question, text="Yes.", seen=seen)
    with pytest.raises(Conflict, match="A colleague answered"):
        answer_question(
            by=Actor.of_person(EmployeeFactory(role=Role.EMPLOYEE_RELATIONS)), question=question, text="No.", seen=seen
        )
    client.force_login(relations.person)
    page = reverse("acknowledgements:question", args=[question.pk])
    assert client.post(page, {"text": "No."}).status_code == 409
    shown = client.get(page).context["form"].initial["seen"]
    assert client.post(page, {"text": "And the films.", "seen": shown}).status_code == 302


def test_a_later_answer_adds_to_the_earlier_one(relations, dana):
    question = QuestionFactory(person=dana)
    answer_question(by=relations, question=question, text="Yes.")
    with pytest.raises(Conflict, match="already"):
        answer_question(by=relations, question=question, text="Yes.")
    answer_question(by=relations, question=question, text="And the old films, too.")
    assert [answer.text for answer in question.answers.all()] == ["Yes.", "And the old films, too."]


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001, "a\x07b"])
def test_a_question_needs_words_that_can_be_read(campaign, dana, text):
    with pytest.raises(InvalidInput):
        ask_question(by=Actor.of_person(dana), version=campaign.version, text=text)


def test_the_same_question_is_not_sent_twice_nor_any_number_of_them(campaign, dana):
    by = Actor.of_person(dana)
    ask_question(by=by, version=campaign.version, text=WORDS)
    with pytest.raises(Conflict, match="again"):
        ask_question(by=by, version=campaign.version, text=WORDS)
    for number in range(4):
        ask_question(by=by, version=campaign.version, text=f"And number {number}?")
    with pytest.raises(Conflict, match="wait for an answer"):
        ask_question(by=by, version=campaign.version, text="One more?")


def test_nobody_answers_their_own_question_nor_but_employee_relations(relations, dana):
    own = QuestionFactory(person=relations.person)
    assert own not in questions_to_answer(relations.person, clock.now())
    with pytest.raises(Refusal, match="own question"):
        answer_question(by=relations, question=own, text="Yes.")
    with pytest.raises((Refusal, NotVisible)):
        answer_question(by=Actor.of_person(EmployeeFactory()), question=QuestionFactory(person=dana), text="Yes.")


def test_nobody_asks_about_a_version_that_nobody_is_asked_for(dana):
    with pytest.raises(Conflict, match="not in force"):
        ask_question(by=Actor.of_person(dana), version=VersionFactory(draft=True), text=WORDS)


def test_whom_the_regulation_does_not_bind_asks_nothing(campaign):
    person = EmployeeFactory(assignment__department=DepartmentFactory(profile__under_regulation="no"))
    with pytest.raises(Refusal, match="not bound"):
        ask_question(by=Actor.of_person(person), version=campaign.version, text=WORDS)


class TestEnteredForSomebody:
    def test_it_says_how_it_came_when_and_who_entered_it_and_the_person_is_told(self, campaign, relations, dana):
        day = clock.city_date(clock.now()) - timedelta(days=2)
        question = ask_question(
            by=relations, version=campaign.version, text=WORDS, entered=Entered(dana, "telephone", day)
        )
        assert (question.person, question.entered_by, question.channel) == (dana, relations.person, "telephone")
        assert clock.city_date(question.at) == day
        assert question.recorded_at > question.at
        assert "recorded" in Notice.objects.get(person=dana).title

    def test_only_employee_relations_enters_and_never_what_is_their_own(self, campaign, relations, dana):
        today = clock.city_date(clock.now())
        with pytest.raises(Refusal):
            ask_question(
                by=Actor.of_person(EmployeeFactory()),
                version=campaign.version,
                text=WORDS,
                entered=Entered(dana, "paper", today),
            )
        with pytest.raises(Refusal, match="your own"):
            ask_question(
                by=relations, version=campaign.version, text=WORDS, entered=Entered(relations.person, "paper", today)
            )

    def test_it_has_not_come_on_a_day_to_come(self, campaign, relations, dana):
        tomorrow = clock.city_date(clock.now()) + timedelta(days=1)
        with pytest.raises(InvalidInput, match="still to come"):
            ask_question(by=relations, version=campaign.version, text=WORDS, entered=Entered(dana, "paper", tomorrow))


@pytest.mark.parametrize("write", [ask_question, decline])
def test_nothing_came_before_its_text_was_published(campaign, relations, dana, write):
    day = clock.city_date(campaign.version.publications.get().recorded_at) - timedelta(days=1)
    words = {"text": WORDS} if write is ask_question else {"reason": WORDS}
    with pytest.raises(InvalidInput, match="published"):
        write(by=relations, version=campaign.version, entered=Entered(dana, "telephone", day), **words)


@pytest.mark.parametrize("deed", ["change", "delete", "no words", "entered by nobody"])
def test_the_database_keeps_what_was_asked_and_answered(relations, dana, deed):
    question = QuestionFactory(person=dana)
    answer_question(by=relations, question=question, text="Yes.")
    with pytest.raises(DatabaseError), transaction.atomic():
        if deed == "change":
            Question.objects.update(text="Other words")
        elif deed == "delete":
            Answer.objects.all()._raw_delete("default")
        elif deed == "no words":
            QuestionFactory(person=dana, text="")
        else:
            QuestionFactory(person=dana, channel="paper")
