"""Posts as records of a file: what is read, and what is answered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from .engine import check
from .facts import Context, Post

POLICE = frozenset({"police", "airport-police"})
CRIMINAL_JUSTICE = POLICE | {"city-courts", "corrections", "law"}
"""The departments of the labelled posts that stand for the flag; in the portal the department's own flag decides."""


class BadRecord(Exception):
    """A line that is not a post; the message is a sentence."""


@dataclass(frozen=True)
class Record:
    """A post of a file."""

    id: str
    department: str
    post: Post


def context_of(department: str) -> Context:
    """The context that a department's name stands for in the labelled posts."""
    return Context(criminal_justice=department in CRIMINAL_JUSTICE, police=department in POLICE)


def read(line: bytes | str) -> Record:
    """The post of a line; raises BadRecord."""
    try:
        row = json.loads(line.decode("utf-8-sig") if isinstance(line, bytes) else line)
    except UnicodeDecodeError as error:
        raise BadRecord("it is not UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise BadRecord("it is not a JSON object.") from error
    if not isinstance(row, dict):
        raise BadRecord("it is not a JSON object.")
    for key in ("id", "text"):
        if not isinstance(row.get(key), str):
            raise BadRecord(f"it has no {key}, or its {key} is not a text.")
    if any("\ud800" <= letter <= "\udfff" for letter in row["id"]):
        raise BadRecord("its id holds half a character (a lone surrogate).")
    department = row.get("department", "")
    if not isinstance(department, str):
        raise BadRecord("its department is not a text.")
    return Record(row["id"], department, Post(row["text"]))


def answer(record: Record) -> dict[str, Any]:
    """The findings of a record in the form that `check_posts` writes; offsets in code points of `text`."""
    return {
        "id": record.id,
        "findings": [
            {
                "clause": finding.clause,
                "start": finding.start,
                "end": finding.end,
                "why": finding.why,
                "rule": finding.rule,
                "better": finding.better,
                "version": finding.version,
            }
            for finding in check(record.post, context_of(record.department))
        ],
    }
