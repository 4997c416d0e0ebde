"""Forms of platforms: how their addresses are read, a box that tries an address, and limits."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.addresses import AddressBook
from accounts.forms.fields import DayField
from accounts.models import Counting, LimitOf, Platform
from accounts.services.platforms import LimitSaid, PlatformSaid
from foundation.errors import InvalidInput
from foundation.staleness import SeenField
from powers.forms import HouseForm

MOST_PATTERNS = 20
_LINES = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})


class LinesField(forms.CharField):
    """Words of their own line each."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=_LINES, required=False, max_length=20000, **kwargs)

    def clean(self, value: Any) -> Any:
        """The words, each once, in order."""
        lines = (super().clean(value) or "").replace(",", "\n").split()
        return tuple(dict.fromkeys(lines))

    def prepare_value(self, value: Any) -> Any:
        """A list is shown a line for each."""
        return "\n".join(value) if isinstance(value, list | tuple) else value


class PatternForm(forms.Form):
    """One form of address."""

    path = forms.CharField(
        label="Path",
        max_length=200,
        required=False,
        help_text="With {handle} in it: /@{handle}, /profile.php?id={handle}; * is anything: /p/*-{handle}",
    )
    canonical = forms.CharField(
        label="Canonical address",
        max_length=300,
        required=False,
        help_text="The address to show: https://example.com/@{handle}",
    )
    handle = forms.CharField(
        label="Form of the handle",
        max_length=500,
        required=False,
        help_text="A regular expression for the whole handle. Empty: anything without a slash.",
    )
    kind = forms.SlugField(
        label="Name space",
        max_length=20,
        required=False,
        help_text="Where a platform has several: the same handle may then belong to two accounts.",
    )
    case = forms.BooleanField(label="Capitals make another handle", required=False)
    without = forms.CharField(
        label="Signs that make no difference", max_length=10, required=False, help_text="On Facebook: a full stop."
    )
    hosts = forms.CharField(
        label="Only on these hosts",
        max_length=500,
        required=False,
        help_text="Where other hosts of the platform use the same path for something else.",
    )

    anywhere = forms.BooleanField(
        label="Known by this form on any host",
        required=False,
        help_text="Where servers of their own have addresses that nothing else has: /@{handle} of Mastodon.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["hosts"] = ", ".join(self.initial.get("hosts", []))

    def table(self) -> dict[str, Any]:
        """The pattern as `Platform.patterns` keeps it; empty where nothing is filled in."""
        data = self.cleaned_data
        if not data.get("path") and not data.get("canonical"):
            return {}
        hosts = data["hosts"].replace(",", " ").lower().split()
        said = {"path": data["path"], "canonical": data["canonical"], **({"hosts": hosts} if hosts else {})}
        return said | {name: data[name] for name in ("handle", "kind", "case", "without", "anywhere") if data.get(name)}


PatternFormSet = forms.formset_factory(
    PatternForm, extra=1, max_num=MOST_PATTERNS, absolute_max=MOST_PATTERNS + 5, can_order=True, can_delete=True
)


class PlatformForm(HouseForm):
    """What is said of a platform."""

    button = "Save the platform"
    seen = SeenField()
    name = forms.CharField(label="Name", max_length=100)
    hosts = LinesField(label="Hosts", help_text="One a line, without www. and m.; *.example.com for all below it.")
    any_host = forms.BooleanField(
        label="Found on any host",
        required=False,
        help_text="Servers that anybody runs: the host is part of the account's identity.",
    )
    stop_words = LinesField(
        label="Words that are no handle", help_text="First parts of a path that never name an account, one a line."
    )
    is_offered = forms.BooleanField(label="Accounts may be asked for on it", required=False)
    source = forms.CharField(label="Source of these facts", max_length=300)
    as_of = DayField(label="As found on")

    def said(self, patterns: list[dict[str, Any]]) -> PlatformSaid:
        """The platform as it was sent."""
        data = self.cleaned_data
        return PlatformSaid(
            name=data["name"].strip(),
            hosts=tuple(host.lower() for host in data["hosts"]),
            any_host=data["any_host"],
            patterns=tuple(patterns),
            stop_words=data["stop_words"],
            is_offered=data["is_offered"],
            source=data["source"].strip(),
            as_of=data["as_of"],
        )


class NewPlatformForm(PlatformForm):
    """A platform that the portal does not know yet."""

    button = "Add the platform"
    seen = None  # type: ignore[assignment]
    code = forms.CharField(label="Code", max_length=40, help_text="Small letters: its name in files. It never changes.")
    field_order = ("code", "name")


class LimitForm(HouseForm):
    """A limit as it was found."""

    button = "Record this limit"
    seen = SeenField()
    about = forms.ChoiceField(label="Of what", choices=LimitOf.choices)
    number = forms.IntegerField(label="At most", min_value=1, max_value=2_000_000_000)
    counting = forms.ChoiceField(label="Counted in", choices=Counting.choices)
    note = forms.CharField(label="Note", max_length=300, required=False)
    source = forms.CharField(label="Source", max_length=300)
    as_of = DayField(label="As found on")
    is_assumed = forms.BooleanField(label="An assumption, to be verified", required=False)

    def said(self) -> LimitSaid:
        """The limit as it was sent."""
        return LimitSaid(**{name: value for name, value in self.cleaned_data.items() if name != "seen"})


def patterns_of(formset: Any) -> list[dict[str, Any]]:
    """The patterns in the order that was given; those without a number stand last."""
    forms_kept = [one for one in formset.forms if one not in formset.deleted_forms]
    ordered = sorted(
        enumerate(forms_kept), key=lambda pair: (pair[1].cleaned_data.get("ORDER") or MOST_PATTERNS + 1, pair[0])
    )
    return [table for _, one in ordered if (table := one.table())]


def tried(text: str, platform: Platform) -> tuple[Any, str]:
    """What an address would be read as with a platform as it is edited: the address, or why not."""
    if not text.strip():
        return None, ""
    try:
        book = AddressBook([platform, *Platform.objects.exclude(pk=platform.pk)])
        return book.read(text, platform.code if platform.any_host else ""), ""
    except InvalidInput as error:
        return None, str(error)
