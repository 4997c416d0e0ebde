"""Reads a whole regulation: the steps in their order."""

from __future__ import annotations

import re

from foundation.errors import InvalidInput
from policy.parsing import definitions, front, furniture, told
from policy.parsing.blocks import gather
from policy.parsing.citations import set_citations
from policy.parsing.headings import set_headings
from policy.parsing.labels import HEADING
from policy.parsing.levels import resolve
from policy.parsing.lines import Line, split
from policy.parsing.passages import Paragraph, Source
from policy.parsing.result import ParsedClause, ParsedRegulation, ReadingNote, Span
from policy.parsing.titles import drop_document_title, find_unnumbered_headings
from policy.parsing.tree import Grown, Node, grow


def read(text: str) -> ParsedRegulation:
    """Read a regulation's text. Raises `InvalidInput` where it is empty or nothing in it is numbered."""
    lines = split(text)
    if not lines:
        raise InvalidInput("The file is empty.", why="There is no text in it.", remedy="Choose the regulation's text.")
    furniture.mark(lines)
    source = Source(text)
    blocks = gather(lines)
    drop_document_title(blocks)
    find_unnumbered_headings(blocks)
    choices = resolve(blocks)
    grown = grow(blocks, choices, source)
    _require_numbering(grown)
    set_headings(grown.nodes, source, definitions=set())
    within = definitions.defining(grown.nodes, source)
    citation_notes = set_citations(grown.nodes, source)
    result = _assemble(grown, source, within)
    result.furniture_spans = [line.span for line in lines if line.furniture]
    result.notes = sorted(
        [*result.notes, *citation_notes, *told.of_choices(blocks, choices, grown), *told.of_hyphens(source, lines)],
        key=lambda note: note.line,
    )
    _read_front(result, grown, source, lines)
    return result


def _require_numbering(grown: Grown) -> None:
    structured = [node for node in grown.nodes if node.reading.style[0] != "bullet"]
    if structured or len(grown.nodes) >= 3:
        return
    raise InvalidInput(
        "No clause was found in the text.",
        why="Nothing in it is numbered or lettered (I. / A. / 1. / a., 1.1.1, (a)(1)(i)) or marked as a heading.",
        remedy="Number the clauses as the regulation has them, or mark headings with #, and import again.",
    )


def _assemble(grown: Grown, source: Source, within: set[int]) -> ParsedRegulation:
    clauses: dict[int, ParsedClause] = {}
    for node in grown.nodes:
        clause = _clause(node, source, clauses[id(node.parent)] if node.parent else None)
        clauses[id(node)] = clause
    result = ParsedRegulation(clauses=list(clauses.values()))
    _read_tail(result, grown, source)
    for node in grown.nodes:  # the tail may have lengthened the last clause
        clauses[id(node)].text = _joined(node.paragraphs, source)
    result.definitions = definitions.find(grown.nodes, clauses, within, source)
    cited = [node.citation for node in grown.nodes]
    result.notes = [
        ReadingNote(note.line, re.sub(r"\{(\d+)\}", lambda match: cited[int(match[1])], note.sentence))
        for note in grown.notes
    ]
    return result


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


def _read_tail(result: ParsedRegulation, grown: Grown, source: Source) -> None:
    """Divide what stands after the last numbered line: more of the last clause, the closing, the signature."""
    tail = grown.tail
    words = [paragraph.text(source) for paragraph in tail]
    contact = next((place for place, text in enumerate(words) if front.is_contact(text)), None)
    signed = len(tail)
    lowest = (contact + 1) if contact is not None else 0
    while signed > lowest and front.is_signature_line(words[signed - 1]):
        signed -= 1
    _hang_on_last(result, grown, tail[: signed if contact is None else contact], source)
    if contact is not None:
        closing = tail[contact:signed]
        result.contact = words[contact]
        result.clauses.append(
            ParsedClause(
                citation="closing",
                label="",
                marker="",
                text=_joined(closing, source),
                kind="closing",
                line=closing[0].line,
                spans=[span for paragraph in closing for span in paragraph.spans],
            )
        )
    result.signature = "\n".join(words[signed:])
    result.signature_spans = [span for paragraph in tail[signed:] for span in paragraph.spans]
    if not result.contact:
        asked = (clause.whole_text for clause in reversed(result.clauses) if front.is_contact(clause.whole_text))
        result.contact = next(asked, "")


def _hang_on_last(result: ParsedRegulation, grown: Grown, paragraphs: list[Paragraph], source: Source) -> None:
    node, clause = grown.nodes[-1], result.clauses[-1]
    for paragraph in paragraphs:
        node.paragraphs.append(paragraph)
        clause.spans.extend(paragraph.spans)
        if node.depth:
            sentence = f"an unnumbered paragraph at the end was read as part of {clause.citation}."
            result.notes.append(ReadingNote(paragraph.line, sentence))
    clause.text = _joined(node.paragraphs, source)


def _read_front(result: ParsedRegulation, grown: Grown, source: Source, lines: list[Line]) -> None:
    spans = [span for paragraph in grown.front for span in paragraph.spans]
    front_lines = [re.sub(r"\s+", " ", source.text[start:end]) for start, end in spans]
    result.front_spans = spans
    result.front_matter = "\n".join(front_lines)
    tail_lines = result.signature.split("\n")
    result.number, result.designation, title = front.find_number(front_lines)
    result.issue_date, result.issue_line = front.find_date(front_lines)
    if result.issue_date is None:
        result.issue_date, result.issue_line = front.find_date(
            [*tail_lines, *(line.text for line in lines if line.furniture)]
        )
    result.issuing_department = front.find_issuer(front_lines)
    result.title = title or front.find_title(front_lines, besides=(result.issue_line,))
    if result.title.startswith("#"):
        result.title = result.title.lstrip("# ")


def is_heading(node: Node) -> bool:
    """Whether a node is a heading without a number."""
    return node.reading.style[0] == HEADING
