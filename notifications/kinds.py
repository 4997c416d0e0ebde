"""The kinds of notices: what each is called, and which of them the City makes mandatory (settings `NOTICE_KINDS`)."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Kind:
    """A kind of notice; a mandatory one is always mailed to who has an address."""

    code: str
    label: str
    mandatory: bool


def all_kinds() -> list[Kind]:
    """Every kind that the installed apps send, in the order of the settings."""
    return [Kind(code, label, mandatory) for code, (label, mandatory) in settings.NOTICE_KINDS.items()]


def kind(code: str) -> Kind:
    """The kind with a code; raises ImproperlyConfigured for one that the settings do not know."""
    try:
        label, mandatory = settings.NOTICE_KINDS[code]
    except KeyError:
        raise ImproperlyConfigured(f"{code!r} is not in NOTICE_KINDS: add it with its label.") from None
    return Kind(code, label, mandatory)
