"""The words of a campaign: what people read first, and the statements they tick. City procedure, not the regulation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from acknowledgements.models import Statement, StatementKind
from foundation.canonical import c1_hash
from foundation.citations import cite
from policy.models import Version

CRIMINAL_JUSTICE_CLAUSE = cite("IV.K")


class Shown(TypedDict):
    """A statement as it is shown and kept."""

    kind: str
    text: str


def default_title(version: Version) -> str:
    """What a campaign for a version is called unless Employee Relations says otherwise."""
    return f"Acknowledge {version.regulation}"


def default_wording(version: Version) -> str:
    """The sentences above the text, to be edited."""
    return (
        f"The City asks everyone bound by {version.regulation} to read it and to say so. Saying so is City procedure; "
        "it is not agreement with the regulation, and you give up no right by it. You get a receipt at once."
    )


def default_statements(version: Version) -> list[Shown]:
    """The statements of a new campaign, to be edited; the one on IV.K only where the version has that clause."""
    called = f"{version.regulation}, {version.called}"
    statements: list[Shown] = [
        {"kind": StatementKind.READ, "text": f"I was given {called}, and have read it."},
    ]
    if version.clauses.filter(citation=CRIMINAL_JUSTICE_CLAUSE).exists():
        statements.append(
            {
                "kind": StatementKind.CRIMINAL_JUSTICE,
                "text": (
                    f"I have read section {CRIMINAL_JUSTICE_CLAUSE}, which binds employees of departments with access "
                    "to criminal justice information, mine among them."
                ),
            }
        )
    statements.append(
        {
            "kind": StatementKind.ELECTRONIC,
            "text": (
                "I say this electronically and take my receipt electronically. I know that I may do it on paper "
                "instead: Employee Relations gives me the printed form."
            ),
        }
    )
    return statements


def shown_to(statements: Iterable[Statement], *, criminal_justice: bool) -> list[Shown]:
    """The statements that are put to a person: the one on IV.K only where the own department is bound by it."""
    return [
        {"kind": statement.kind, "text": statement.text}
        for statement in statements
        if criminal_justice or statement.kind != StatementKind.CRIMINAL_JUSTICE
    ]


def hash_of(statements: Iterable[Shown]) -> str:
    """The hash of statements as shown, in their order."""
    return c1_hash("\n".join(f"{statement['kind']}: {statement['text']}" for statement in statements))
