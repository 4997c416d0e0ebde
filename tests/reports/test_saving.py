"""Names for questions: of one person, each once."""

from __future__ import annotations

import pytest
from django.urls import reverse

from foundation.errors import Conflict, InvalidInput
from reports import services
from reports.models import SavedReport
from tests.factories.reports import SavedReportFactory


def save(by, question, name="Who decides"):
    return services.save_report(by=by, person=by.person, question=question, name=name)


def test_a_saved_question_is_asked_of_the_moment_at_which_it_is_opened(ask, relations, by):
    saved = save(by, ask("powers", relations, departments="PRF", sort="-holder"))
    assert saved.query == {"departments": "PRF", "sort": "-holder"}


def test_a_name_is_given_once(ask, relations, by):
    save(by, ask("powers", relations))
    with pytest.raises(Conflict, match="You have a saved report called"):
        save(by, ask("powers", relations), name="  Who   decides ")
    assert SavedReport.objects.count() == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\0b", "in\u202eorder"])
def test_a_question_without_a_name_that_one_can_read_is_not_saved(ask, relations, by, name):
    with pytest.raises(InvalidInput):
        save(by, ask("powers", relations), name)


def test_a_question_that_cannot_be_asked_is_not_saved(ask, relations, by):
    with pytest.raises(InvalidInput):
        save(by, ask("powers", relations, as_of="2199-01-01"))


def test_nobody_deletes_the_saved_report_of_another(client, world):
    saved = SavedReportFactory(owner=world.city.owner)
    client.force_login(world.city.employee)
    assert client.post(reverse("reports:delete_saved", args=[saved.pk])).status_code == 404
    client.force_login(world.city.owner)
    assert client.post(reverse("reports:delete_saved", args=[saved.pk])).status_code == 302
    assert not SavedReport.objects.exists()


def test_a_saved_report_of_a_kind_that_is_no_more_is_not_listed(client, world):
    SavedReportFactory(owner=world.city.owner, report="gone", name="An old one")
    client.force_login(world.city.owner)
    assert b"An old one" not in client.get(reverse("reports:catalogue")).content
