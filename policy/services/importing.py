"""From a text to a draft version with its clauses; the same text again changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from directory.models import Role
from directory.permissions import require_role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.canonical import c1, c1_hash
from foundation.errors import Conflict, InvalidInput
from policy.models import Clause, Definition, Regulation, Version
from policy.parsing import ParsedClause, ParsedRegulation, read


@dataclass(frozen=True)
class Imported:
    """The version that stands for a text, and whether it is new or was here already."""

    version: Version
    is_new: bool


def import_text(
    text: str,
    *,
    by: Actor,
    source: str = "",
    effective_from: date | None = None,
    regulation: Regulation | None = None,
) -> Imported:
    """Read a regulation's text and keep it as a draft version, with every clause, under its regulation.

    Without `regulation` it is a version of the one with the same number (or, unnumbered, the same title), else
    the first of a new one. Raises `InvalidInput` where nothing in the text is numbered.
    """
    # Reading takes seconds for a long text: nothing is locked and no transaction is open meanwhile.
    text = c1(text)
    return _keep(text, c1_hash(text), read(text), by, source, effective_from, regulation)


@transaction.atomic
def _keep(
    text: str,
    text_hash: str,
    parsed: ParsedRegulation,
    by: Actor,
    source: str,
    effective_from: date | None,
    regulation: Regulation | None,
) -> Imported:
    at = clock.now()
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, "You cannot import a regulation.")
    regulation = Regulation.objects.select_for_update().get(
        pk=(regulation or _regulation_of(parsed, by=by, at=at, capacity=capacity)).pk
    )
    known = regulation.versions.filter(text_hash=text_hash, discarded_at__isnull=True).first()
    if known:
        return Imported(known, is_new=False)
    version = Version.objects.create(
        regulation=regulation,
        title=parsed.title or regulation.title,
        designation=parsed.designation,
        issuing_department=parsed.issuing_department,
        issue_date=parsed.issue_date,
        issue_line=parsed.issue_line[:300],
        text=text,
        text_hash=text_hash,
        front_matter=parsed.front_matter,
        contact=parsed.contact,
        signature=parsed.signature,
        source=source[:300],
        reading_notes=[{"line": note.line, "sentence": note.sentence} for note in parsed.notes],
        proposed_effective_from=effective_from,
        imported_by=by.person,
        imported_at=at,
    )
    _write_clauses(version, parsed)
    record(
        by=by,
        act="policy.version_imported",
        on=version,
        at=at,
        capacity=capacity,
        after={"text_hash": text_hash, "clauses": len(parsed.clauses), "issue_date": str(parsed.issue_date or "")},
    )
    return Imported(version, is_new=True)


def _regulation_of(parsed: ParsedRegulation, *, by: Actor, at: datetime, capacity: str) -> Regulation:
    title = parsed.title or parsed.designation
    if not title:
        raise InvalidInput(
            "The regulation has no title.",
            why="Nothing stands before its first clause.",
            remedy="Put its title on the first line, and import again.",
        )
    # Two regulations of one City may share a number where their kinds differ: the slug holds both.
    slug = slugify(parsed.designation or title)[:100] or "regulation"
    regulation, is_new = Regulation.objects.get_or_create(
        slug=slug,
        defaults={
            "number": parsed.number,
            "title": title[:300],
            "designation": parsed.designation[:200],
            "issuing_department": parsed.issuing_department[:200],
        },
    )
    if is_new:
        record(by=by, act="policy.regulation_entered", on=regulation, at=at, capacity=capacity, after={"slug": slug})
    return regulation


def _write_clauses(version: Version, parsed: ParsedRegulation) -> None:
    """Insert the clauses level by level, so that each knows its parent's row."""
    rows: dict[str, Clause] = {}
    places = {clause.citation: place for place, clause in enumerate(parsed.clauses, 1)}
    for depth in sorted({clause.depth for clause in parsed.clauses}):
        level = [clause for clause in parsed.clauses if clause.depth == depth]
        made = Clause.objects.bulk_create(
            [_row(version, clause, rows, places[clause.citation]) for clause in level], batch_size=500
        )
        rows.update({row.citation: row for row in made})
    Definition.objects.bulk_create(
        [
            Definition(
                version=version,
                clause=rows[definition.clause.citation],
                term=definition.term[:200],
                text=definition.text,
                place=place,
            )
            for place, definition in enumerate(parsed.definitions, 1)
        ],
        batch_size=500,
    )


def _row(version: Version, clause: ParsedClause, rows: dict[str, Clause], place: int) -> Clause:
    return Clause(
        version=version,
        parent=rows[clause.parent.citation] if clause.parent else None,
        kind=clause.kind,
        citation=clause.citation,
        label=clause.label[:60],
        marker=clause.marker[:80],
        heading=clause.heading,
        text=clause.text,
        text_after=clause.text_after,
        place=place,
        depth=clause.depth,
        spans=[list(span) for span in clause.spans],
    )


@transaction.atomic
def discard_draft(version: Version, *, by: Actor) -> Version:
    """Put a draft aside: it stays as it is, and can no longer be published. Its text may be imported again."""
    Regulation.objects.select_for_update().get(pk=version.regulation_id)
    at = clock.now()
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, "You cannot discard a draft.")
    waiting = version.publication_requests.filter(decision__isnull=True).exists()
    is_draft = Version.objects.drafts().filter(pk=version.pk).exists()
    if waiting or not is_draft:
        raise Conflict(
            "This version cannot be discarded.",
            why="Its publication waits for a second person." if waiting else "It is published or discarded already.",
            remedy="Withdraw the request first." if waiting else "Open its page to see how it stands.",
        )
    Version.objects.filter(pk=version.pk, discarded_at__isnull=True).update(
        discarded_at=at, discarded_by_id=by.person.pk if by.person else None
    )
    record(
        by=by,
        act="policy.draft_discarded",
        on=version,
        at=at,
        capacity=capacity,
        before={"state": "draft"},
        after={"state": "discarded", "text_hash": version.text_hash},
    )
    version.refresh_from_db()
    return version
