"""What a form says of a post, refused in sentences where it cannot be kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import OfficialAccount
from authorizations.acts_asked import CITY_DEVICE
from directory.models import Employee
from foundation.errors import InvalidInput
from foundation.plain_text import require_plain

LONGEST = 20_000
"""Characters of one text: more than any platform takes, and little enough to be read while one types."""


@dataclass(frozen=True)
class Wording:
    """A post as its form gives it; `variants` are texts by the account's id, where one differs from the common text."""

    publisher: Employee
    accounts: tuple[OfficialAccount, ...] = ()
    text: str = ""
    variants: Mapping[int, str] = field(default_factory=dict)
    identification: str = ""
    voice: str = ""
    official: str = ""
    device: str = CITY_DEVICE
    discloses: bool = False
    matter: str = ""
    others_work: bool = False
    shows_people: bool = False
    subjects: tuple[str, ...] = ()
    planned_for: datetime | None = None
    notes: str = ""
    tags: tuple[str, ...] = ()

    def check(self) -> None:
        """Raise `InvalidInput` for what cannot be kept at all: too long, or not to be read as it stands."""
        texts = {"text": self.text, "notes": self.notes, "identification": self.identification, "matter": self.matter}
        texts |= {f"variant_{pk}": text for pk, text in self.variants.items()}
        texts |= {"subjects": "\n".join(self.subjects), "tags": "\n".join(self.tags)}
        for name, text in texts.items():
            _check_text(text, name)
        if self.discloses and not self.matter.strip():
            raise InvalidInput(
                "Say which matter, or which class of records, the post speaks of.",
                why="An approval under IV.K.1 is for a stated matter.",
                remedy="Name it as the approval does; nobody but who may read the post sees it.",
                field="matter",
            )


def _check_text(text: str, field_name: str) -> None:
    if len(text) > LONGEST:
        raise InvalidInput(
            f"The text has {len(text):,} characters; at most {LONGEST:,} can be kept.",
            why="No platform takes a post of that length.",
            remedy="Shorten it, or publish it on a City website and link to it.",
            field=field_name,
        )
    require_plain(text, field_name)


def accounts_in_order(wording: Wording) -> list[OfficialAccount]:
    """The accounts of a form, each once, in the order in which they were entered."""
    return sorted({account.pk: account for account in wording.accounts}.values(), key=lambda one: one.pk)
