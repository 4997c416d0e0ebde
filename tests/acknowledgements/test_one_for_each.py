"""In two tabs at once it is one acknowledgement: many threads on a real database, on both engines."""

import threading

import pytest
from django.db import connection

from acknowledgements.models import Acknowledgement
from acknowledgements.services import acknowledge
from foundation.actor import Actor
from foundation.audit.models import Entry
from notifications.models import Notice
from tests.factories.acknowledgements import CampaignFactory
from tests.factories.directory import EmployeeFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_eight_at_once_are_one_with_one_receipt(sign):
    campaign, dana = CampaignFactory(), EmployeeFactory(name="Dana Reed")
    signing = sign(campaign, dana)
    ready = threading.Barrier(8)
    receipts, errors = [], []

    def tab():
        try:
            ready.wait()
            receipts.append(acknowledge(by=Actor.of_person(dana), campaign_id=campaign.pk, signing=signing))
        except Exception as error:  # every kind of failure is told apart below
            errors.append(error)
        finally:
            connection.close()

    tabs = [threading.Thread(target=tab) for _ in range(8)]
    for thread in tabs:
        thread.start()
    for thread in tabs:
        thread.join()

    assert errors == []
    assert len(receipts) == 8
    assert [receipt.is_new for receipt in receipts].count(True) == 1
    assert {receipt.acknowledgement.reference for receipt in receipts} == {Acknowledgement.objects.get().reference}
    assert Notice.objects.count() == 1
    assert Entry.objects.filter(act="acknowledgements.acknowledged").count() == 1
