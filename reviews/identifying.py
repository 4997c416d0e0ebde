"""Where a reader finds who posts: name and title or rank (IV.F), in the post where the account's rule says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from accounts.models import OfficialAccount
from foundation.citations import cite
from reviews.models import Identification, ReviewRule
from reviews.sealed import Sealed

IDENTIFIED = cite("IV.F")
"""Who posts is identified by name and title or rank."""


def rules_of(accounts: Sequence[OfficialAccount], at: datetime) -> dict[int, ReviewRule]:
    """The rules in effect by the account's id; accounts for which nobody set one are not among them."""
    return {one.account_id: one for one in ReviewRule.objects.in_effect(at).filter(account__in=accounts)}


def lacks_identification(
    sealed: Sealed, accounts: Sequence[OfficialAccount], rules: Mapping[int, ReviewRule]
) -> list[OfficialAccount]:
    """The accounts on which the name is to stand in the post, and whose words do not say all of it."""
    line = sealed.said["identification"]
    asked = [one for one in accounts if (rule := rules.get(one.pk)) and rule.identification == Identification.POST]
    return [one for one in asked if not is_said(line, sealed.text_on(one.reference))]


def is_said(line: str, text: str) -> bool:
    """Whether a text says everything of an identification line: its parts between commas, in any order."""
    words = _plain(text)
    parts = [part for part in (_plain(one) for one in line.split(",")) if part]
    return bool(parts) and all(part in words for part in parts)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
