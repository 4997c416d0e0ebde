"""Signing in to the demonstration: one button, and only where there is one."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from demo.cast import PERSONAS
from directory.models import Employee
from tests.factories.directory import EmployeeFactory

pytestmark = pytest.mark.django_db
PAGE = "/sign-in/demo/"


@pytest.fixture
def city(db):
    for persona in PERSONAS:
        EmployeeFactory(number=persona.number, name=persona.name, is_demo=True)
    EmployeeFactory(number="100999", is_demo=True)


def test_everybody_of_the_cast_has_one_button(client, city):
    page = client.get(PAGE).content.decode()
    for persona in PERSONAS:
        assert f"Sign in as {persona.name}" in page


def test_the_button_signs_in_and_every_page_says_demonstration(client, city):
    answer = client.post(reverse("demo:sign_in_as", args=["100001"]), follow=True)
    assert answer.context["user"].name == "Dana Okafor"
    assert "The people here are fictional" in answer.content.decode()


def test_a_link_signs_nobody_in(client, city):
    assert client.get(reverse("demo:sign_in_as", args=["100001"])).status_code == 405


def test_a_forged_form_signs_nobody_in(city):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("demo:sign_in_as", args=["100001"])).status_code == 403


def test_only_the_cast_can_be_signed_in_as(client, city):
    other = Employee.objects.exclude(number__in=[persona.number for persona in PERSONAS]).first()
    assert client.post(reverse("demo:sign_in_as", args=[other.number])).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_does_not_exist_where_it_is_not_allowed(client, city, settings, method):
    settings.DEMO_ALLOWED = False
    path = PAGE if method == "get" else PAGE + "100001/"
    assert getattr(client, method)(path).status_code == 404


def test_it_does_not_exist_among_real_people(client):
    EmployeeFactory(number="100001")
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE + "100001/").status_code == 404
    assert "fictional" not in client.get("/sign-in/").content.decode()


def test_who_can_sign_in_is_printed(city, capsys):
    call_command("demo_sign_ins")
    printed = capsys.readouterr().out
    assert printed.startswith("Sign in at http")
    assert printed.count("\n") == len(PERSONAS) + 1


def test_nothing_is_printed_without_a_demonstration(db, capsys):
    call_command("demo_sign_ins")
    assert capsys.readouterr().out == ""
