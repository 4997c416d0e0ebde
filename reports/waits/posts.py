"""What waits about posts: to be reviewed, to be read afterwards, and words with blanks to decide on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from powers.catalogue import POWERS, REVIEW_POSTS
from reports.asking import Asked
from reports.posts import in_sight
from reports.waits.kind import About, Kind, Waiting, moment
from reviews import links
from reviews.models import Lane, Need, Template


def _to_review(asked: Asked) -> Waiting:
    rows = Need.objects.waiting(moment(asked)).filter(post__lane=Lane.ORDINARY)
    return Waiting(in_sight(asked, rows), "since", "department_id", due="due_at")


def _to_read(asked: Asked) -> Waiting:
    rows = Need.objects.waiting(moment(asked)).exclude(post__lane=Lane.ORDINARY)
    return Waiting(in_sight(asked, rows), "since", "department_id", due="due_at")


def _templates(asked: Asked) -> Waiting:
    rows = Template.objects.proposed(moment(asked))
    rows = asked.scope.narrow(rows, people=("proposed_by_id",), departments=("department_id",))
    return Waiting(rows, "proposed_at", "department_id")


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
    Kind("template", "Words with blanks to decide on", _templates, _tell_templates),
)
