"""Small forms: one act each."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.forms.fields import reason_field
from crispy_uswds.widgets import NativeDateTimeInput
from powers.forms import HouseForm
from reviews.models import Disposition, EventKind, Identification, Outcome, ReviewMode
from reviews.wording import LONGEST


class NothingForm(HouseForm):
    """An act that asks for nothing but its button."""

    def __init__(self, *args: Any, button: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.inputs[0].value = button


class ReasonForm(NothingForm):
    """An act with a reason."""

    reason = reason_field("Why?", "It stays with the post; the trail keeps its hash.")


APPROVE, CHANGES, DECLINE = "approve", "changes", "decline"
AFTERWARDS = (Outcome.STANDS.value, Outcome.TO_CORRECT.value, Outcome.TO_TAKE_DOWN.value)


class DecisionForm(forms.Form):
    """A decision on a round: which, on exactly the text that was shown, and why."""

    decision = forms.ChoiceField(choices=[(one, one) for one in (APPROVE, CHANGES, DECLINE, *AFTERWARDS)])
    seen_hash = forms.CharField(max_length=80, widget=forms.HiddenInput)
    reason = reason_field(
        "What is to be changed, or why not?", "Who drafted it and who publishes it read this.", required=False
    )


class DispositionForm(forms.Form):
    """What a reviewer makes of a finding."""

    disposition = forms.ChoiceField(choices=[one for one in Disposition.choices if one[0] != Disposition.CHANGED])
    reason = forms.CharField(label="because …", max_length=1000)


class MessageForm(forms.Form):
    """A word in the conversation."""

    text = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))
    for_reviewers = forms.BooleanField(required=False)


class PublicationForm(HouseForm):
    """That the post went out on one account."""

    button = "Record it"

    account = forms.ChoiceField(label="On which account?")
    published_at = forms.DateTimeField(label="When did it go out?", widget=NativeDateTimeInput())
    permalink = forms.URLField(
        label="Address of the post",
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text="Its own address on the platform.",
    )
    text = forms.CharField(
        label="The words that went out",
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Word for word. They are compared with what was approved.",
    )
    why_differs = forms.CharField(
        label="Why do they differ?",
        required=False,
        max_length=1000,
        help_text="Only where other words went out than were approved.",
    )
    capture = forms.FileField(
        label="A capture", required=False, help_text="A picture of the screen or the saved page, 20 MB at most."
    )

    def __init__(self, *args: Any, accounts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["account"]
        if isinstance(field, forms.ChoiceField):
            field.choices = accounts


class EventForm(HouseForm):
    """What was done with a post on its platform."""

    button = "Record it"

    kind = forms.ChoiceField(label="What happened?", choices=EventKind.choices, widget=forms.RadioSelect)
    happened_at = forms.DateTimeField(label="When?", widget=NativeDateTimeInput())
    text = forms.CharField(
        label="The new words",
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Only where it was edited or corrected.",
    )
    note = reason_field("Why?", "It stays with the record.", required=False)


class AttachForm(HouseForm):
    """A file to attach."""

    button = "Attach it"

    file = forms.FileField(
        label="Picture, film or captions",
        help_text="JPEG, PNG, GIF, WebP; MP4, MOV, M4A, WebM, WAV; captions as WebVTT or SRT. "
        "Where and with what a picture was taken is removed from what is published.",
    )


class DescribeForm(forms.Form):
    """What an attachment shows, and why it may be used."""

    alternative_text = forms.CharField(required=False, max_length=2000)
    transcript = forms.CharField(required=False, max_length=LONGEST)
    rights = forms.CharField(required=False, max_length=300)
    source = forms.CharField(required=False, max_length=300)


class RuleForm(HouseForm):
    """How the posts of an account are reviewed."""

    button = "Set it from now on"

    mode = forms.ChoiceField(
        label="When does a reviewer read a post?", choices=ReviewMode.choices, widget=forms.RadioSelect
    )
    one_in = forms.IntegerField(label="A sample: one post in", min_value=1, max_value=1000, initial=10, required=False)
    direct_one_in = forms.IntegerField(
        label="Of replies and filled templates, a reviewer reads one in",
        min_value=0,
        max_value=1000,
        initial=1,
        help_text="They go out under the authorization. 1: each is read afterwards. 0: they are recorded alone.",
    )
    identification = forms.ChoiceField(
        label="Where does a reader find who posts?",
        choices=Identification.choices,
        widget=forms.RadioSelect,
        help_text="Name and title or rank (IV.F).",
    )
