"""Asking in the browser, for oneself and by nomination: whom it is for is asked before what."""

import pytest
from django.urls import reverse

from tests.access_city import found_city

pytestmark = pytest.mark.django_db
ADDRESS = reverse("authorizations:ask")


@pytest.fixture
def city(db):
    return found_city()


def test_who_names_nobody_asks_for_themselves(city, client):
    client.force_login(city.owner)
    response = client.get(ADDRESS)
    assert (response.status_code, response.context["grantee"]) == (200, city.owner)


def test_a_nomination_first_asks_for_whom(city, client):
    client.force_login(city.authority)
    response = client.get(f"{ADDRESS}?person=")
    assert response.status_code == 200
    assert "grantee" not in response.context
    assert not response.context["form"].errors


def test_a_name_that_nobody_has_is_said_at_the_field(city, client):
    client.force_login(city.authority)
    response = client.get(f"{ADDRESS}?person=Nobody+Known")
    assert response.status_code == 400
    assert "Nobody has the employee number or the name" in str(response.context["form"].errors["person"])
