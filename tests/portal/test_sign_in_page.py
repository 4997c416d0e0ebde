import pytest
from django.urls import reverse

from tests.factories import policy

pytestmark = pytest.mark.django_db


def test_clause_iii_of_the_regulation_in_force_stands_on_the_sign_in_page(client):
    version = policy.published_150()
    page = " ".join(client.get(reverse("account_login")).content.decode().split())
    words = version.clauses.get(citation="III").whole_text.split()[:8]
    assert " ".join(words) in page


def test_without_a_regulation_in_force_nothing_of_it_is_claimed(client):
    page = client.get(reverse("account_login")).content.decode()
    assert "No expectation of privacy" not in page
    assert "Employee number" in page


def test_a_login_longer_than_any_address_is_refused_on_the_form(client):
    answer = client.post(reverse("account_login"), {"login": "a" * 100_000, "password": "x"})
    assert answer.status_code == 200
    assert "at most 254 characters" in answer.content.decode()
