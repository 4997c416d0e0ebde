"""Reads a whole regulation: the steps in their order."""

from __future__ import annotations

import re

from foundation.errors import InvalidInput
from policy.parsing import definitions, front, furniture, told
from policy.parsing.blocks import gather
from policy.parsing.citations import set_citations
from policy.parsing.ending import Ending, divide
from policy.parsing.headings import set_headings
from policy.parsing.levels import resolve
from policy.parsing.lines import Line, split
from policy.parsing.passages import Paragraph, Source
from policy.parsing.result import ParsedClause, ParsedRegulation, ReadingNote, Span
from policy.parsing.titles import drop_document_title, find_unnumbered_headings
from policy.parsing.tree import Grown, Node, grow

MOST_LINES = 20_000
MOST_CLAUSES = 3_000
"""The longest regulations of cities have some hundred clauses; reading takes time for each."""


def read(text: str) -> ParsedRegulation:
    """Read a regulation's text. Raises `InvalidInput` where it is empty, too long, or nothing is numbered."""
    _refuse_too_long(text.count("\n"), MOST_LINES, "lines")
    lines = split(text)
    if not lines:
        raise InvalidInput("The file is empty.", why="There is no text in it.", remedy="Choose the regulation's text.")
    furniture.mark(lines)
    source = Source(text)
    blocks = gather(lines)
    _refuse_too_long(sum(block.marker is not None for block in blocks), MOST_CLAUSES, "numbered or lettered clauses")
    drop_document_title(blocks)
    find_unnumbered_headings(blocks)
    choices = resolve(blocks)
    grown = grow(blocks, choices, source)
    _require_numbering(grown)
    ending = divide(grown, source)
    set_headings(grown.nodes, source, definitions=set())
    within = definitions.defining(grown.nodes, source)
    citation_notes = set_citations(grown.nodes, source)
    result = _assemble(grown, ending, source, within)
    result.furniture_spans = [line.span for line in lines if line.furniture]
    result.notes = sorted(
        [*result.notes, *citation_notes, *told.of_choices(blocks, choices, grown), *told.of_hyphens(source, lines)],
        key=lambda note: note.line,
    )
    _read_front(result, grown, source, lines)
    return result


def _refuse_too_long(count: int, most: int, what: str) -> None:
    if count > most:
        raise InvalidInput(
            "The text is too long to be one regulation.",
            why=f"It has {count:,} {what}; at most {most:,} are read.",
            remedy="Import the regulation alone, without what else is in the file.",
        )


def _require_numbering(grown: Grown) -> None:
    structured = [node for node in grown.nodes if node.reading.style[0] != "bullet"]
    if structured or len(grown.nodes) >= 3:
        return
    raise InvalidInput(
        "No clause was found in the text.",
        why="Nothing in it is numbered or lettered (I. / A. / 1. / a., 1.1.1, (a)(1)(i)) or marked as a heading.",
        remedy="Number the clauses as the regulation has them, or mark headings with #, and import again.",
    )


def _assemble(grown: Grown, ending: Ending, source: Source, within: set[int]) -> ParsedRegulation:
    clauses: dict[int, ParsedClause] = {}
    for node in grown.nodes:
        clauses[id(node)] = _clause(node, source, clauses[id(node.parent)] if node.parent else None)
    result = ParsedRegulation(clauses=list(clauses.values()))
    result.definitions = definitions.find(grown.nodes, clauses, within, source)
    if ending.closing:
        result.clauses.append(_closing(ending.closing, source))
    asked = [clause.whole_text for clause in reversed(result.clauses) if front.is_contact(clause.whole_text)]
    result.contact = ending.contact or next(iter(asked), "")
    result.signature = "\n".join(paragraph.text(source) for paragraph in ending.signature)
    result.signature_spans = [span for paragraph in ending.signature for span in paragraph.spans]
    cited = [node.citation for node in grown.nodes]
    result.notes = [
        ReadingNote(note.line, re.sub(r"\{(\d+)\}", lambda match: cited[int(match[1])], note.sentence))
        for note in grown.notes
    ]
    return result


def _closing(paragraphs: list[Paragraph], source: Source) -> ParsedClause:
    return ParsedClause(
        citation="closing",
        label="",
        marker="",
        text=_joined(paragraphs, source),
        kind="closing",
        line=paragraphs[0].line,
        spans=[span for paragraph in paragraphs for span in paragraph.spans],
    )


def _clause(node: Node, source: Source, parent: ParsedClause | None) -> ParsedClause:
    marker = node.marker
    clause = ParsedClause(
        citation=node.citation,
        label=marker.label if marker else "",
        marker=marker.printed.strip() if marker else "",
        heading=_stripped(source.words(node.heading_spans)) if node.heading_spans else "",
        text=_joined(node.paragraphs, source),
        text_after=_joined(node.after, source),
        parent=parent,
        line=node.block.number,
        spans=_spans(node),
    )
    if parent:
        parent.children.append(clause)
    return clause


def _stripped(heading: str) -> str:
    """A heading without the Markdown signs that set it off."""
    return re.sub(r"^[*_]{1,3}|[*_]{1,3}(?=[.:]?$)|\s+#+$", "", heading)


def _joined(paragraphs: list[Paragraph], source: Source) -> str:
    return "\n\n".join(paragraph.text(source) for paragraph in paragraphs)


def _spans(node: Node) -> list[Span]:
    marker = [node.block.marker_span] if node.block.marker_span else []
    paragraphs = [span for paragraph in (*node.paragraphs, *node.after) for span in paragraph.spans]
    return [*marker, *node.heading_spans, *paragraphs]


def _read_front(result: ParsedRegulation, grown: Grown, source: Source, lines: list[Line]) -> None:
    spans = [span for paragraph in grown.front for span in paragraph.spans]
    result.front_spans = spans
    front_lines = [re.sub(r"\s+", " ", source.text[start:end]) for start, end in spans]
    result.front_matter = "\n".join(front_lines)
    bare = [front.without_signs(line) for line in front_lines]
    elsewhere = [*result.signature.split("\n"), *(line.text for line in lines if line.furniture)]
    result.number, result.designation, title = front.find_number(bare)
    result.issue_date, result.issue_line = front.find_date(bare)
    if result.issue_date is None:
        result.issue_date, result.issue_line = front.find_date(elsewhere)
    result.issuing_department = front.find_issuer(bare)
    result.title = front.find_title(bare, beside_number=title, marked=_marked(front_lines)) or _first_heading(result)


def _marked(lines: list[str]) -> str:
    """The line that Markdown marks as the document's title."""
    return next((front.without_signs(line) for line in lines if line.startswith("# ")), "")


def _first_heading(result: ParsedRegulation) -> str:
    """What an extract from a code is called that has nothing before its first clause: its innermost chapter."""
    chain = []
    for clause in result.clauses:
        chain.append(clause.heading)
        if clause.text or not clause.heading:
            break
    headings = [heading for heading in chain[:-1] or chain if heading]
    return front.as_name(headings[-1].strip("*_. ")) if headings else ""
