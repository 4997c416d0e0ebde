"""What reading a regulation gives: the tree of clauses and everything that stands round it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

Span = tuple[int, int]


@dataclass(frozen=True)
class ReadingNote:
    """A line whose meaning was not certain, and how it was read."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.sentence}" if self.line else self.sentence


@dataclass
class ParsedClause:
    """A clause with its own words: `text` before its first sub-clause, `text_after` after its last.

    `marker` is the label with bullets and brackets as printed, `label` the bare label; `spans` cover marker,
    heading and texts in the source, in order.
    """

    citation: str
    label: str
    marker: str
    heading: str = ""
    text: str = ""
    text_after: str = ""
    kind: str = "clause"
    parent: ParsedClause | None = None
    children: list[ParsedClause] = field(default_factory=list)
    line: int = 0
    spans: list[Span] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """0 for a clause of the first level."""
        return 0 if self.parent is None else self.parent.depth + 1

    @property
    def whole_text(self) -> str:
        """The clause's own words in order, without its sub-clauses'."""
        return "\n\n".join(part for part in (self.text, self.text_after) if part)


@dataclass(frozen=True)
class ParsedDefinition:
    """A defined term; its words are part of its clause's text too."""

    term: str
    text: str
    clause: ParsedClause


@dataclass
class ParsedRegulation:
    """A regulation as read. `clauses` are in the order of the text; every word of the source is in one part."""

    clauses: list[ParsedClause]
    definitions: list[ParsedDefinition] = field(default_factory=list)
    notes: list[ReadingNote] = field(default_factory=list)
    title: str = ""
    number: str = ""
    designation: str = ""
    issuing_department: str = ""
    issue_date: date | None = None
    issue_line: str = ""
    contact: str = ""
    signature: str = ""
    front_matter: str = ""
    front_spans: list[Span] = field(default_factory=list)
    signature_spans: list[Span] = field(default_factory=list)
    furniture_spans: list[Span] = field(default_factory=list)

    def clause(self, citation: str) -> ParsedClause | None:
        """The clause with a citation, or None."""
        return next((clause for clause in self.clauses if clause.citation == citation), None)
