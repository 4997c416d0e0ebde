"""The pages that answer whether an account is the City's, and the public list."""

import pytest
from django.test import Client

from foundation import clock, dated_settings
from foundation.actor import Actor
from tests.factories.accounts import AccountFactory
from tests.factories.directory import EmployeeFactory

pytestmark = pytest.mark.django_db


def open_the_register():
    dated_settings.change(
        by=Actor.of_system("test"),
        key="accounts.public_register",
        value=True,
        effective_from=clock.now(),
        reason="The Council asked for it.",
    )


@pytest.fixture
def stranger():
    return EmployeeFactory()


@pytest.fixture
def stlgov(parks):
    return AccountFactory(department=parks.department, facts__handle="STLgov")


def page(client, text=None):
    return client.get("/accounts/verify/", {} if text is None else {"url": text})


def test_the_page_answers_somebody_who_is_signed_in(client, stlgov, stranger):
    client.force_login(stranger)
    assert 'name="url"' in page(client).content.decode()
    shown = page(client, "twitter.com/stlgov").content.decode()
    assert "Yes. STLgov on X is an official account" in shown
    assert "looks like one in the register" in page(client, "@stlg0v").content.decode()


def test_the_page_says_what_is_wrong_with_an_empty_question(client, stranger):
    client.force_login(stranger)
    answer = page(client, " ")
    assert answer.status_code == 400
    assert "Give the address of a page, or a handle." in answer.content.decode()


def test_without_signing_in_the_page_asks_to_unless_the_register_is_open(client, stlgov):
    assert page(client, "@stlgov").status_code == 302
    open_the_register()
    shown = page(client, "@stlgov").content.decode()
    assert "Yes. STLgov on X" in shown
    assert stlgov.reference not in shown
    assert "looks like one" not in page(client, "@stlg0v").content.decode()


def test_the_public_page_is_slowed_down(client, stlgov, settings):
    settings.API_PUBLIC_RATE = 2
    open_the_register()
    assert [page(client, "@stlgov").status_code for _ in range(3)] == [200, 200, 429]
    assert page(Client(REMOTE_ADDR="10.1.2.3"), "@stlgov").status_code == 200


def test_the_public_list_is_nowhere_unless_the_register_is_open(client, stlgov, stranger):
    assert client.get("/accounts/public/").status_code == 404
    client.force_login(stranger)
    assert client.get("/accounts/public/").status_code == 404


def test_the_public_list_has_active_accounts_by_department_and_nobodys_name(client, parks, stlgov):
    AccountFactory(department=parks.department, facts__handle="Planned", state="requested")
    AccountFactory(department=parks.department, facts__handle="Asleep", suspended=True)
    open_the_register()
    shown = client.get("/accounts/public/").content.decode()
    assert "Department PRF" in shown
    assert "STLgov" in shown
    assert "Planned" not in shown
    assert "Asleep" not in shown
    assert parks.head.name not in shown
    assert stlgov.entered_by.name not in shown
