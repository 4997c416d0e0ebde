"""Citations of the regulation, in one spelling, and the places in the code that cite them.

Code cites a clause through `cite` only; the clause map in `docs/` is collected from these calls.
"""

from __future__ import annotations

import re

CITY_PROCEDURE = "City procedure"
"""The basis of what the regulation does not ask and the City does."""

_CITATION = re.compile(r"^[IVXL]+(\.[A-Z](\.\d{1,2}(\.[a-z])?)?)?$|^closing$")


def cite(citation: str) -> str:
    """The citation itself, checked to be in the form of a clause's place (`IV.K.1.f`) or `closing`.

    Raises ValueError for anything else, at import time where it is used in a constant.
    """
    if not _CITATION.match(citation):
        raise ValueError(f"{citation!r} is not a citation such as IV.K.1.f.")
    return citation
