"""Ready sentences for conditions, and the statutes that the regulation names: what is missing is put in."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from authorizations.models import Condition, Statute

_FILE = Path(__file__).parent / "reference" / "conditions.json"


def load(_at: datetime) -> None:
    """Put in the conditions and statutes that are missing (a loader of `REFERENCE_LOADERS`); an edit stays."""
    supplied = json.loads(_FILE.read_text(encoding="utf-8"))
    present = set(Condition.objects.values_list("code", flat=True))
    Condition.objects.bulk_create(
        Condition(code=one["code"], sentence=one["sentence"], kinds=one["kinds"], is_usual=one["usual"], place=place)
        for place, one in enumerate(supplied["conditions"])
        if one["code"] not in present
    )
    cited = set(Statute.objects.values_list("citation", flat=True))
    Statute.objects.bulk_create(Statute(**one) for one in supplied["statutes"] if one["citation"] not in cited)
