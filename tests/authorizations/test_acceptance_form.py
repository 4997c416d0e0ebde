"""The paper form of acceptance: one page, tagged, with all that is accepted; for the grantee and who may record it."""

import io

import pypdf
import pytest
from django.urls import reverse

from authorizations import services
from authorizations.forms.deeds import STATEMENT
from foundation.actor import Actor
from tests.authorizations.conftest import attach, device, speech
from tests.factories.directory import EmployeeFactory

pytestmark = pytest.mark.django_db


def given(parks, dana, *accounts, **more):
    row = services.grant(by=parks.authority, plan=speech(parks, dana, *accounts, **more))
    attach(row)
    return row


def form_of(client, row, person):
    client.force_login(person)
    return client.get(reverse("authorizations:acceptance_form", args=[row.reference]))


def squeezed(content):
    (page,) = pypdf.PdfReader(io.BytesIO(content)).pages
    return "".join(page.extract_text().split())


def says(content, words):
    return "".join(words.split()) in squeezed(content)


def test_the_form_says_what_is_accepted_every_condition_and_where_to_return_it(client, parks, dana, official):
    conditions = ("Answer within a day.", "Sign with your name.")
    row = given(parks, dana, official, conditions=conditions)
    content = form_of(client, row, dana).content
    for words in (row.reference, dana.name, row.text_hash, row.basis, STATEMENT, *conditions, "Signature", "Date"):
        assert says(content, words), words
    assert says(content, f"{parks.head.name} (appointing authority)")
    assert says(content, "Employee Relations")


def test_the_form_is_tagged_and_saved_under_its_reference(client, parks, dana, official):
    row = given(parks, dana, official)
    response = form_of(client, row, dana)
    assert pypdf.PdfReader(io.BytesIO(response.content)).trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert f"{row.reference}-acceptance.pdf" in response["Content-Disposition"]


def test_a_form_with_many_conditions_is_still_one_page(client, parks, dana, official):
    conditions = tuple(
        f"Condition {number} asks for what every one of them asks for, and more." for number in range(15)
    )
    row = given(parks, dana, official, conditions=conditions)
    assert says(form_of(client, row, dana).content, conditions[-1])


def test_who_may_record_the_acceptance_prints_the_form_and_finds_it_beside_the_deed(client, parks, dana, official):
    row = given(parks, dana, official)
    relations = EmployeeFactory(role="employee_relations")
    for person in (parks.head, relations):
        assert form_of(client, row, person).status_code == 200
        link = reverse("authorizations:acceptance_form", args=[row.reference])
        for page in ("authorization", "record_acceptance"):
            assert link in client.get(reverse(f"authorizations:{page}", args=[row.reference])).content.decode()


def test_who_only_sees_the_authorization_is_told_who_prints_the_form(client, parks, dana, official):
    row = given(parks, dana, official)
    response = form_of(client, row, EmployeeFactory(role="auditor"))
    assert response.status_code == 403
    assert (
        "acceptance-form"
        not in client.get(reverse("authorizations:authorization", args=[row.reference])).content.decode()
    )


def test_there_is_no_form_for_what_cannot_be_accepted(client, parks, dana):
    row = services.grant(by=parks.authority, plan=device(dana))
    assert "still being made" in form_of(client, row, dana).content.decode()
    attach(row)
    services.accept(by=Actor.of_person(dana), authorization=row, text_hash=row.text_hash)
    response = form_of(client, row, dana)
    assert response.status_code == 409
    assert "accepted already" in response.content.decode()
