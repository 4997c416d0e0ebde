"""What waits for Employee Relations: what one asked and a second decides, questions, nights, clauses to match."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse

from acknowledgements.models import Annulment, Exemption, Question
from acknowledgements.permissions import visible_annulments, visible_exemptions, visible_questions
from policy.following import waiting_for_matches
from policy.models import Explanation, Publication, PublicationRequest
from powers.models import Appointment, InstrumentEntry, Origin
from reports.asking import Asked
from reports.posts import until
from reports.waits.kind import About, Kind, Waiting, known, moment

SECOND = ("A second person of Employee Relations",)
RELATIONS = ("Employee Relations",)
TWO = ("Two persons of Employee Relations",)

Told = Callable[[Asked, Sequence[str]], Mapping[str, About]]


def undecided(asked: Asked, rows: Any, since: str) -> Waiting:
    """What was asked by the moment and had not been decided by it."""
    bound = until(asked)
    open_then = Q(decided_at__isnull=True) | Q(decided_at__gt=bound)
    return Waiting(rows.filter(open_then, **{f"{since}__lte": bound}), since)


def _entries(asked: Asked) -> Waiting | None:
    if not asked.scope.everything:
        return None
    return Waiting(InstrumentEntry.objects.waiting(moment(asked)), "entered_at", "department_id")


def _publications(asked: Asked) -> Waiting | None:
    rows = PublicationRequest.objects.all()
    return undecided(asked, rows, "requested_at") if asked.scope.everything else None


def _explanations(asked: Asked) -> Waiting | None:
    return undecided(asked, Explanation.objects.all(), "written_at") if asked.scope.everything else None


def _exemptions(asked: Asked) -> Waiting:
    seen = visible_exemptions(asked.person, asked.now).order_by().values("pk")
    return undecided(asked, Exemption.objects.filter(pk__in=seen), "asked_at")


def _annulments(asked: Asked) -> Waiting:
    seen = visible_annulments(asked.person, asked.now).values("pk")
    return undecided(asked, Annulment.objects.filter(pk__in=seen), "requested_at")


def _questions(asked: Asked) -> Waiting:
    """Those of who may know that there is one: the person, and Employee Relations."""
    seen = visible_questions(asked.person, asked.now).values("pk")
    return Waiting(Question.objects.unanswered(asked.at, asked.known_at).filter(pk__in=seen), "recorded_at")


def _nights(asked: Asked) -> Waiting:
    """Acting appointments of one person that run: until two persons make one that lasts, or they end."""
    rows = Appointment.objects.in_effect(asked.at, asked.known_at).filter(origin=Origin.NIGHT)
    rows = asked.scope.narrow(rows, people=("holder_id", "entered_by_id"), departments=("department_id",))
    return Waiting(rows, "effective_from", "department_id", due="effective_until")


def _matches(asked: Asked) -> Waiting | None:
    rows = waiting_for_matches(asked.at, known(asked))
    return Waiting(rows, "recorded_at") if asked.scope.everything else None


def of_model(model: Any, place: Callable[[Any], tuple[str, str]], people: tuple[str, ...], *related: str) -> Told:
    """Tells of the rows of a model: words and address by `place`."""

    def tell(_asked: Asked, keys: Sequence[str]) -> Mapping[str, About]:
        rows = model.objects.filter(pk__in=keys).select_related(*related)
        return {str(row.pk): About(*place(row), people=people) for row in rows}

    return tell


def _entry(row: InstrumentEntry) -> tuple[str, str]:
    return row.get_kind_display(), reverse("powers:entry", args=[row.reference])


def _publication(row: PublicationRequest) -> tuple[str, str]:
    return str(row.version), reverse("policy:version", args=[row.version_id])


def _explanation(row: Explanation) -> tuple[str, str]:
    return row.citation, reverse("policy:own_accounts")


def _exemption(row: Exemption) -> tuple[str, str]:
    return f"Exemption from {row.version}", reverse("acknowledgements:exemptions")


def _annulment(row: Annulment) -> tuple[str, str]:
    return row.acknowledgement.reference, reverse("acknowledgements:annulment", args=[row.pk])


def _question(row: Question) -> tuple[str, str]:
    return f"{row.get_kind_display()} about {row.version}", reverse("acknowledgements:question", args=[row.pk])


def _tell_nights(asked: Asked, keys: Sequence[str]) -> Mapping[str, About]:
    told = {}
    for row in Appointment.objects.filter(pk__in=keys).select_related("holder", "department"):
        words = f"Acting appointment of {asked.names.of(row.holder)}"
        told[str(row.pk)] = About(words, reverse("powers:department", args=[row.department.code]), people=TWO)
    return told


def _unmatched(row: Publication) -> tuple[str, str]:
    return str(row.version), reverse("policy:citations", args=[row.version_id])


KINDS = (
    Kind("entry", "Entry for a second person", _entries, of_model(InstrumentEntry, _entry, SECOND)),
    Kind(
        "publication",
        "Publication of a version to confirm",
        _publications,
        of_model(PublicationRequest, _publication, SECOND, "version__regulation"),
    ),
    Kind("explanation", "Explanation to approve", _explanations, of_model(Explanation, _explanation, SECOND)),
    Kind(
        "exemption",
        "Exemption to decide",
        _exemptions,
        of_model(Exemption, _exemption, SECOND, "version__regulation"),
    ),
    Kind("annulment", "Annulment to decide", _annulments, of_model(Annulment, _annulment, SECOND, "acknowledgement")),
    Kind(
        "question",
        "Question or dispute to answer",
        _questions,
        of_model(Question, _question, RELATIONS, "version__regulation"),
    ),
    Kind(
        "night",
        "Acting appointment made at night",
        _nights,
        _tell_nights,
    ),
    Kind(
        "matches",
        "Clauses to match, on which powers rest",
        _matches,
        of_model(Publication, _unmatched, RELATIONS, "version__regulation"),
    ),
)
