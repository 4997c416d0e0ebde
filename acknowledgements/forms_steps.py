"""The reminders of a campaign as a form: one row for each step, and a few empty ones; an emptied row is taken out."""

from __future__ import annotations

from typing import Any

from django import forms

from acknowledgements.models import Anchor, Campaign, Receiver
from acknowledgements.services.stepping import FARTHEST, MOST
from acknowledgements.steps import StepPlan

_EMPTY_ROWS = 2
BEFORE, AFTER = "before", "after"


class StepForm(forms.Form):
    """One step: how many days before or after which day, to whom, and how often again."""

    days = forms.IntegerField(
        label="Days", required=False, min_value=0, max_value=FARTHEST, help_text="Empty: no such reminder."
    )
    side = forms.ChoiceField(label="Before or after", choices=[(BEFORE, "before"), (AFTER, "after, or on it")])
    anchor = forms.ChoiceField(label="Which day", choices=Anchor.choices)
    receiver = forms.ChoiceField(label="To whom", choices=Receiver.choices)
    every_days = forms.IntegerField(
        label="Again every so many days", required=False, min_value=1, max_value=FARTHEST, help_text="Empty: once."
    )

    def plan(self) -> StepPlan | None:
        """What the row says; None for an empty one."""
        given = self.cleaned_data
        if given.get("days") is None:
            return None
        days = -given["days"] if given["side"] == BEFORE else given["days"]
        return StepPlan(Anchor(given["anchor"]), days, Receiver(given["receiver"]), given["every_days"])


class StepsFormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # not to be subscripted at run time
    """Every step of a campaign."""

    def plans(self) -> list[StepPlan]:
        """What the rows say, for the service."""
        return [plan for form in self.forms if (plan := form.plan()) is not None]


_Steps = forms.formset_factory(
    StepForm, formset=StepsFormSet, extra=_EMPTY_ROWS, max_num=MOST, absolute_max=MOST + _EMPTY_ROWS
)


def steps_form(campaign: Campaign, data: Any = None) -> StepsFormSet:
    """The form of a campaign's reminders, as they are planned."""
    rows = [
        {
            "days": abs(step.days),
            "side": BEFORE if step.days < 0 else AFTER,
            "anchor": step.anchor,
            "receiver": step.receiver,
            "every_days": step.every_days,
        }
        for step in campaign.steps.order_by("-anchor", "days", "pk")
    ]
    empty = {"side": BEFORE, "anchor": Anchor.DUE, "receiver": Receiver.PERSON}
    form = _Steps(data, initial=rows, prefix="steps", form_kwargs={"use_required_attribute": False})
    for one in form.forms[len(rows) :]:
        one.initial = dict(empty)
    return form  # type: ignore[return-value]  # the factory makes it of `StepsFormSet`
