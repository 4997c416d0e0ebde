"""This is not mine: anyone may dispute an acknowledgement in their name; it stays open until answered or annulled."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from acknowledgements.models import Question
from acknowledgements.services import answer_question, confirm_annulment, dispute, request_annulment
from acknowledgements.waiting import questions_to_answer
from directory.models import Role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, NotVisible
from notifications.models import Notice
from tests.factories.acknowledgements import AcknowledgementFactory, QuestionFactory
from tests.factories.directory import EmployeeFactory

pytestmark = pytest.mark.django_db
WORDS = "I was on leave on that day."


@pytest.fixture
def relations():
    return EmployeeFactory(role=Role.EMPLOYEE_RELATIONS)


@pytest.fixture
def kept():
    return AcknowledgementFactory()


def say(kept, text=WORDS):
    return dispute(by=Actor.of_person(kept.person), acknowledgement=kept, text=text)


def test_it_waits_for_employee_relations_until_it_is_answered(kept, relations):
    said = say(kept)
    assert list(questions_to_answer(relations, clock.now())) == [said]
    (notice,) = Notice.objects.filter(person=relations)
    assert WORDS not in notice.title + notice.text
    assert Entry.objects.get(act="acknowledgements.disputed").after["text_hash"].startswith("c1:sha256:")
    answer_question(by=Actor.of_person(relations), question=said, text="Your signature is on the sheet.")
    assert not questions_to_answer(relations, clock.now())
    assert Notice.objects.get(person=kept.person).title.startswith("Employee Relations answered your dispute")


def test_it_is_over_when_the_acknowledgement_is_annulled(client, kept, relations):
    say(kept)
    other = Actor.of_person(EmployeeFactory(role=Role.EMPLOYEE_RELATIONS))
    confirm_annulment(
        by=other,
        annulment=request_annulment(by=Actor.of_person(relations), acknowledgement=kept, reason="A namesake's."),
    )
    assert not questions_to_answer(relations, clock.now())
    client.force_login(kept.person)
    for page in (
        reverse("acknowledgements:question", args=[Question.objects.get().pk]),
        reverse("acknowledgements:mine"),
    ):
        assert not re.search("waits for an answer|not answered", client.get(page).text, re.IGNORECASE)
    with pytest.raises(Conflict, match="annulled"):
        say(kept)


def test_it_is_said_once_by_the_person_alone_and_in_words(kept):
    with pytest.raises(NotVisible):
        dispute(by=Actor.of_person(EmployeeFactory()), acknowledgement=kept, text=WORDS)
    with pytest.raises(InvalidInput):
        say(kept, " ")
    say(kept)
    with pytest.raises(Conflict, match="again"):
        say(kept, "Really.")


def test_a_dispute_is_about_one_acknowledgement_and_a_question_about_none(kept):
    for wrong in ({"kind": "dispute"}, {"acknowledgement": kept}):
        with pytest.raises(IntegrityError), transaction.atomic():
            QuestionFactory(**wrong)


def test_from_the_receipt_to_the_answer(client, kept, relations):
    receipt = reverse("acknowledgements:receipt", args=[kept.reference])
    page = reverse("acknowledgements:dispute", args=[kept.reference])
    client.force_login(kept.person)
    assert page in client.get(receipt).text
    assert client.post(page, {"text": ""}).status_code == 400
    said = client.post(page, {"text": WORDS}, follow=True)
    assert "You said that this is not yours" in said.text
    assert "Disputed" in client.get(receipt).text
    client.force_login(relations)
    assert "This is not mine" in client.get(reverse("acknowledgements:questions")).text
    seen = client.get(reverse("acknowledgements:question", args=[Question.objects.get().pk])).text
    assert kept.reference in seen
    assert WORDS in seen
    assert "Read and answer" in client.get(receipt).text
    client.force_login(EmployeeFactory(role="auditor"))
    assert "Disputed" not in client.get(receipt).text
