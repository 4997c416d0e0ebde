"""The search box finds authorizations by number and by name, and only those that one may see."""

import pytest

from authorizations.searching import found
from foundation import clock
from tests.access_city import found_city
from tests.factories.authorizations import AuthorizationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db):
    return found_city()


@pytest.fixture
def row(city):
    return AuthorizationFactory(grantee=city.owner, grantee_name="Olive Owner", reference="PRF-2026-014")


@pytest.mark.parametrize("words", ["PRF-2026-014", "prf-2026", "olive"])
def test_an_authorization_is_found_by_its_number_and_by_whose_it_is(city, row, words):
    titles = [one.title for one in found(city.authority, words, clock.now())]
    assert titles == ["PRF-2026-014: Olive Owner"]


def test_a_stranger_finds_none(city, row):
    assert found(city.stranger, "PRF-2026-014", clock.now()) == []


def test_the_number_of_queries_does_not_grow_with_what_is_found(city, row, django_assert_max_num_queries):
    for _ in range(4):
        AuthorizationFactory(grantee=city.owner, grantee_name="Olive Owner")
    with django_assert_max_num_queries(19):
        found(city.authority, "olive", clock.now())
