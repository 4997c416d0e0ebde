"""What waits for Employee Relations: what one asked and a second decides, questions, and imports of people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse

from acknowledgements.models import Annulment, Exemption, Question
from acknowledgements.permissions import visible_annulments, visible_exemptions, visible_questions
from directory.models import ImportRun
from foundation.audit.models import Entry
from policy.models import Explanation, PublicationRequest
from powers.models import InstrumentEntry
from reports.asking import Asked
from reports.posts import until
from reports.waits.kind import About, Kind, Waiting, moment

SECOND = ("A second person of Employee Relations",)
RELATIONS = ("Employee Relations",)
_BEFORE_SECOND = "directory.import_put_before_second"
_ENDED = ("directory.import_confirmed", "directory.import_cancelled", "directory.import_undone")

Told = Callable[[Asked, Sequence[str]], Mapping[str, About]]


def _undecided(asked: Asked, rows: Any, since: str) -> Waiting:
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
    return _undecided(asked, rows, "requested_at") if asked.scope.everything else None


def _explanations(asked: Asked) -> Waiting | None:
    return _undecided(asked, Explanation.objects.all(), "written_at") if asked.scope.everything else None


def _exemptions(asked: Asked) -> Waiting:
    seen = visible_exemptions(asked.person, asked.now).order_by().values("pk")
    return _undecided(asked, Exemption.objects.filter(pk__in=seen), "asked_at")


def _annulments(asked: Asked) -> Waiting:
    seen = visible_annulments(asked.person, asked.now).values("pk")
    return _undecided(asked, Annulment.objects.filter(pk__in=seen), "requested_at")


def _questions(asked: Asked) -> Waiting:
    """Those of who may know that there is one: the person, and Employee Relations."""
    seen = visible_questions(asked.person, asked.now).values("pk")
    return Waiting(Question.objects.unanswered(asked.at, asked.known_at).filter(pk__in=seen), "recorded_at")


def _imports(asked: Asked) -> Waiting | None:
    """Imports that wait for a second person; the trail keeps when they began to, and when that ended."""
    if not asked.scope.everything:
        return None
    known = [str(pk) for pk in ImportRun.objects.filter(uploaded_at__lte=until(asked)).values_list("pk", flat=True)]
    acts = Entry.objects.filter(object_kind="directory.importrun", object_id__in=known, at__lte=until(asked))
    last: dict[str, str] = {}
    for key, act in acts.filter(act__in=(_BEFORE_SECOND, *_ENDED)).order_by("id").values_list("object_id", "act"):
        last[key] = act
    waiting = [key for key, act in last.items() if act == _BEFORE_SECOND]
    return Waiting(ImportRun.objects.filter(pk__in=waiting), "uploaded_at")


def _of(model: Any, place: Callable[[Any], tuple[str, str]], people: tuple[str, ...], *related: str) -> Told:
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


def _import(row: ImportRun) -> tuple[str, str]:
    return str(row), reverse("directory:import", args=[row.pk])


KINDS = (
    Kind("entry", "Entry for a second person", _entries, _of(InstrumentEntry, _entry, SECOND)),
    Kind(
        "publication",
        "Publication of a version to confirm",
        _publications,
        _of(PublicationRequest, _publication, SECOND, "version__regulation"),
    ),
    Kind("explanation", "Explanation to approve", _explanations, _of(Explanation, _explanation, SECOND)),
    Kind(
        "exemption",
        "Exemption to decide",
        _exemptions,
        _of(Exemption, _exemption, SECOND, "version__regulation"),
    ),
    Kind("annulment", "Annulment to decide", _annulments, _of(Annulment, _annulment, SECOND, "acknowledgement")),
    Kind(
        "question",
        "Question or dispute to answer",
        _questions,
        _of(Question, _question, RELATIONS, "version__regulation"),
    ),
    Kind("import", "Import of people for a second person", _imports, _of(ImportRun, _import, SECOND, "file")),
)
