"""Reading regulations: which version is in force, its clauses, and one clause by its citation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from policy.models import Clause, Regulation, Version, VersionState


def current_regulation(at: datetime, known_at: datetime | None = None) -> Regulation | None:
    """The City's regulation on social media: the first one entered that has a version in force."""
    version = Version.objects.in_force(at, known_at).order_by("regulation_id").select_related("regulation").first()
    return version.regulation if version else None


def version_in_force(regulation: Regulation | None, at: datetime, known_at: datetime | None = None) -> Version | None:
    """The version of a regulation in force at a moment, as known at a moment; None where none was.

    Without a regulation, the City's (`current_regulation`).
    """
    versions = Version.objects.in_force(at, known_at).select_related("regulation")
    if regulation is not None:
        versions = versions.filter(regulation=regulation)
    return versions.order_by("regulation_id").first()


def state_of(version: Version, at: datetime) -> VersionState:
    """How far a version is at a moment."""
    if version.discarded_at:
        return VersionState.DISCARDED
    # all(), not filter(): a list that fetched them before asks nothing more.
    publication = next((row for row in version.publications.all() if row.superseded_at is None), None)
    if publication is None:
        waiting = any(request.decision is None for request in version.publication_requests.all())
        return VersionState.REQUESTED if waiting else VersionState.DRAFT
    if publication.effective_from > at:
        return VersionState.TO_COME
    return VersionState.IN_FORCE if publication.is_in_effect(at) else VersionState.SUPERSEDED


def find_clause(version: Version, citation: str) -> Clause | None:
    """The clause of a version under a citation, however it is spelled (`IV.K.1.f`, `iv k 1 f`, `IV(K)(1)(f)`)."""
    clauses = version.clauses.select_related("parent", "version")
    exact = clauses.filter(citation=citation.strip()).first()
    if exact:
        return exact
    spelled = spelling(citation)
    near = [clause for clause in clauses if spelling(clause.citation) == spelled]
    return near[0] if len(near) == 1 else None


def spelling(citation: str) -> str:
    """A citation without what people write differently: case, dots, brackets, blanks, "Section"."""
    bare = re.sub(r"^\s*(?:clause|section|sec\.?|paragraph|§+)\s*", "", citation, flags=re.IGNORECASE)
    return re.sub(r"[\s.()]+", ".", bare).strip(".").lower()


def clause_text(citation: str, at: datetime) -> str:
    """The words of a clause in the version in force; empty where nothing is in force or it has no such clause."""
    version = version_in_force(None, at)
    clause = find_clause(version, citation) if version else None
    return clause.whole_text if clause else ""


class AnyClause(Protocol):
    """A clause, from the database or just read."""

    @property
    def citation(self) -> str:
        """Its citation."""
        ...

    @property
    def heading(self) -> str:
        """Its heading, or nothing."""
        ...

    @property
    def whole_text(self) -> str:
        """Its own words."""
        ...


def path_to(citation: str, parents: dict[str, str]) -> list[str]:
    """The citations from the first level down to one, itself included."""
    path = [citation]
    while parents.get(path[0]):
        path.insert(0, parents[path[0]])
    return path


def as_list(clauses: Iterable[tuple[AnyClause, str]]) -> list[dict[str, str | None]]:
    """The tree as a flat list in order: `{citation, heading, text, parent}`; each given with its parent's citation."""
    return [
        {
            "citation": clause.citation,
            "heading": clause.heading,
            "text": clause.whole_text,
            "parent": parent or None,
        }
        for clause, parent in clauses
    ]
