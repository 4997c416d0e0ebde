"""Which account somebody means who names one: by its reference, or by any spelling of its address or handle."""

from __future__ import annotations

from datetime import datetime

from accounts.models import OfficialAccount
from accounts.platforms import address_book
from accounts.spellings import identities_of
from foundation.errors import InvalidInput


def account_called(asked: str, at: datetime, known_at: datetime | None = None) -> OfficialAccount:
    """The account of a reference, else the one to which the address or handle belonged then.

    Raises `InvalidInput` where there is none, or more than one.
    """
    text = asked.strip()
    by_reference: OfficialAccount | None = OfficialAccount.objects.filter(reference__iexact=text).first()
    if by_reference is not None:
        return by_reference
    found = {
        account
        for identity in identities_of(address_book(), text)
        for account in OfficialAccount.objects.reserving(identity, at, known_at)
    }
    if len(found) != 1:
        why = "More than one official account is" if found else "The register has no official account"
        raise InvalidInput(
            f"{why} called “{text[:80]}”.", remedy="Give its reference, or its whole address.", field="account"
        )
    return found.pop()
