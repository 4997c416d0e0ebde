"""A version published twice at once: one wins, and the other is told (two connections, either engine)."""

import threading

import pytest
from django.db import connections

from foundation.audit.models import Entry
from foundation.errors import Conflict
from policy.models import Publication, PublicationRequest, Version
from policy.services import confirm_publication, import_text
from tests.factories.policy import SHORT, asked, draft, employee_relations

pytestmark = pytest.mark.django_db(transaction=True)


def both_at_once(*works):
    barrier = threading.Barrier(len(works))
    outcomes = []

    def run(work):
        try:
            barrier.wait(10)
            outcomes.append(work())
        except Conflict as conflict:
            outcomes.append(conflict)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


def test_a_version_published_twice_at_once_is_published_once_and_the_other_is_told():
    request = asked(draft())
    one, two = employee_relations(), employee_relations()
    outcomes = both_at_once(
        *(lambda by=by: confirm_publication(PublicationRequest.objects.get(pk=request.pk), by=by) for by in (one, two))
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Publication"]
    assert Publication.objects.count() == 1
    assert Entry.objects.filter(act="policy.published").count() == 1


def test_the_same_text_imported_twice_at_once_is_one_version():
    draft(SHORT.replace("polite", "first"))  # the regulation exists
    one, two = employee_relations(), employee_relations()
    outcomes = both_at_once(*(lambda by=by: import_text(SHORT, by=by) for by in (one, two)))
    assert sorted(outcome.is_new for outcome in outcomes) == [False, True]
    assert Version.objects.count() == 2
