"""What the views of this app share: who asks, when, and a service's sentence put on the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import BigIntegerField
from django.http import HttpRequest

from acknowledgements.forms_audience import AudienceForm
from acknowledgements.lists import BadRows
from acknowledgements.models import Acknowledgement, Campaign
from acknowledgements.permissions import sees_every_receipt, visible_campaigns
from directory.models import Employee
from foundation import clock
from foundation.actor import Actor
from foundation.errors import InvalidInput, NotVisible


@dataclass(frozen=True)
class Asking:
    """Who asks for a page, and when."""

    by: Actor
    person: Employee
    at: datetime


def asking(request: HttpRequest) -> Asking:
    """The signed-in person and the present moment."""
    by = Actor.of_request(request)
    if by.person is None:
        raise NotVisible("There is no such page.")
    return Asking(by, by.person, clock.now())


def campaign_in_sight(who: Asking, campaign_id: int) -> Campaign:
    """A campaign that somebody may see; `NotVisible` for any other."""
    refuse_long_key(campaign_id)
    found: Campaign | None = visible_campaigns(who.person, who.at).filter(pk=campaign_id).first()
    if found is None:
        raise NotVisible("There is no such campaign.")
    return found


def refuse_long_key(key: int) -> None:
    """Raise `NotVisible` for a key longer than any of the database: SQLite would fail on the number itself."""
    if key > BigIntegerField.MAX_BIGINT:
        raise NotVisible("There is no such page.")


def put_on(form: forms.Form, error: InvalidInput) -> None:
    """Show a service's sentence at the field it is about, or above the form; of a list a sentence for each row."""
    if isinstance(error, BadRows) and isinstance(form, AudienceForm):
        form.put_rows(error)
        return
    form.add_error(error.field if error.field in form.fields else None, str(error))


def paper_behind(acknowledgement: Acknowledgement, who: Asking) -> dict[str, Any]:
    """The batch of an acknowledgement on paper with its scans, to be looked at by who may read them; else nothing."""
    if not acknowledgement.is_on_paper or not sees_every_receipt(who.person, who.at):
        return {}
    batch = acknowledgement.paper.batch
    return {"batch": batch, "scans": batch.scans.select_related("file")}
