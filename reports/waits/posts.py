"""What waits about posts: for reviewers, to be read or decided on; for their parties, to be changed or published."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from powers.catalogue import POWERS, REVIEW_POSTS
from reports.asking import Asked
from reports.posts import in_sight
from reports.waits.kind import About, Kind, Waiting, moment
from reviews import links
from reviews.lifecycle import POST
from reviews.models import Lane, Need, State, Template
from reviews.permissions import needs_of, reach_of
from reviews.unfinished import TO_CHANGE, TO_CORRECT, TO_PUBLISH, unfinished


def _to_review(asked: Asked) -> Waiting:
    rows = Need.objects.waiting(moment(asked)).filter(post__lane=Lane.ORDINARY)
    return Waiting(_to_decide_or_theirs(asked, rows), "since", "department_id", due="due_at")


def _to_read(asked: Asked) -> Waiting:
    rows = Need.objects.waiting(moment(asked)).exclude(post__lane=Lane.ORDINARY)
    return Waiting(_to_decide_or_theirs(asked, rows), "since", "department_id", due="due_at")


def _to_decide_or_theirs(asked: Asked, rows: Any) -> Any:
    """Those in sight, and those on which one decides."""
    if asked.scope.everything:
        return rows
    decided = needs_of(reach_of(asked.person, asked.now)).order_by().values("pk")
    return rows.filter(Q(pk__in=in_sight(asked, rows).order_by().values("pk")) | Q(pk__in=decided))


def _templates(asked: Asked) -> Waiting:
    rows = Template.objects.proposed(moment(asked))
    if not asked.scope.everything:
        theirs = asked.scope.of(people=("proposed_by_id",), departments=("department_id",))
        rows = rows.filter(theirs | Q(department_id__in=reach_of(asked.person, asked.now).reviews))
    return Waiting(rows, "proposed_at", "department_id")


def _left(states: Sequence[State]) -> Callable[[Asked], Waiting]:
    """Finds posts on which their parties have still to act, as they were sent last."""

    def find(asked: Asked) -> Waiting:
        return Waiting(in_sight(asked, unfinished(states, moment(asked))), "left_since", "department_id")

    return find


def _tell_left(act: str, *, drafter_too: bool) -> Callable[[Asked, Sequence[str]], Mapping[str, About]]:
    """Tells of them: who publishes acts, and who drafted where words are to be changed; the act has its clause."""
    basis = POST.act(act).basis

    def tell(asked: Asked, keys: Sequence[str]) -> Mapping[str, About]:
        told = {}
        for need in Need.objects.filter(pk__in=keys).select_related("post", "drafted_by", "publisher"):
            parties = (need.drafted_by, need.publisher) if drafter_too else (need.publisher,)
            names = tuple(dict.fromkeys(asked.names.of(one) for one in parties))
            told[str(need.pk)] = About(need.post.reference, links.link_to(need.post), basis=basis, people=names)
        return told

    return tell


def _tell_needs(_asked: Asked, keys: Sequence[str]) -> Mapping[str, About]:
    told = {}
    for need in Need.objects.filter(pk__in=keys).select_related("post"):
        power, not_by = POWERS[need.power], frozenset({need.drafted_by_id, need.publisher_id})
        page = links.link_to(need.post)
        told[str(need.pk)] = About(need.post.reference, page, power.code, power.basis, not_by=not_by)
    return told


def _tell_templates(_asked: Asked, keys: Sequence[str]) -> Mapping[str, About]:
    rows = Template.objects.filter(pk__in=keys)
    power = REVIEW_POSTS
    return {
        str(row.pk): About(
            row.reference, links.template(row), power.code, power.basis, not_by=frozenset({row.proposed_by_id})
        )
        for row in rows
    }


KINDS = (
    Kind("review", "Post to review", _to_review, _tell_needs),
    Kind("after_review", "Post to read after it went out", _to_read, _tell_needs),
    Kind("post_change", "Post to change", _left(TO_CHANGE), _tell_left("submitted", drafter_too=True)),
    Kind("post_correct", "Post to correct or take down", _left(TO_CORRECT), _tell_left("corrected", drafter_too=True)),
    Kind("post_publish", "Post to publish", _left(TO_PUBLISH), _tell_left("published", drafter_too=False)),
    Kind("template", "Words with blanks to decide on", _templates, _tell_templates),
)
