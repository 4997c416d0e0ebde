"""The paper form of acceptance: one tagged page that a grantee without a computer signs and returns.

It accepts what the recorded text says, and names that text by its hash. The letter goes with it: the form repeats whom
it authorizes to what, and every condition, since the conditions are what is accepted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from authorizations.forms.deeds import STATEMENT
from authorizations.letters import MEASURES, letter_of
from authorizations.models import Authorization
from foundation import pdf
from foundation.dated_settings import city


def render(row: Authorization, *, to: Sequence[str], at: datetime) -> bytes:
    """The form of an instrument; `to` are those beside Employee Relations to whom it may be returned."""
    letter, office = letter_of(row.text.text), city(at)
    context = {
        "title": f"Acceptance of the written authorization {row.reference}",
        "row": row,
        "letter": letter,
        "facts": [fact for block in letter.blocks for fact in block.facts],
        "statement": STATEMENT,
        "to": to,
        "office": office,
        "at": at,
    }
    for measure in MEASURES:
        made = pdf.render("authorizations/acceptance_pdf.html", {**context, "measure": measure})
        if pdf.pages_in(made) == 1:
            break
    return made
