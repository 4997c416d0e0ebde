"""What went out first: emergency posting, accounts that are read afterwards, what somebody saw; and its review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import OfficialAccount
from authorizations.decisions import decide_each
from authorizations.plans import assignment_of
from authorizations.requirements import Answer, Decision
from directory.models import Department
from foundation import clock
from foundation.actor import Actor
from foundation.dated_settings import value
from foundation.errors import InvalidInput
from foundation.references import new_reference
from powers.tree import Tree
from reviews import notifications
from reviews.looking_at import acts_of, departments_asked
from reviews.models import Authority, Lane, Outcome, Post, PostContent, ReviewMode, ReviewRule, State, Target
from reviews.permissions import person_behind
from reviews.sealed import Sealed, seal
from reviews.services.deciding import begin_deciding, decide_needs, tell_decided
from reviews.services.ending import end_round
from reviews.services.publishing import WentOut, write_publication
from reviews.services.rounds import ask_departments, open_round
from reviews.services.writing import next_state, require_reason, set_state, tell_trail
from reviews.wording import Wording, accounts_in_order

AFTER_HOURS = "term.after_review_hours"
ONLY_PROCEDURE = frozenset({"acceptance", "acknowledgement"})
"""What emergency posting does not wait for: it asks that the written authorization is *in effect*."""


@transaction.atomic
def record_first(
    *, by: Actor, wording: Wording, lane: str, went_out: Mapping[int, WentOut], why_urgent: str = ""
) -> Post:
    """Record a post that went out before anybody reviewed it; `went_out` by the account's id.

    Emergency posting says why it could not wait. What the publisher had no authorization in effect for is *published
    without authority*: recorded all the same, and reported. A reviewer reads it within `term.after_review_hours`.
    """
    person = person_behind(by, "A post is recorded by a person.")
    wording.check()
    at = clock.now()
    accounts = accounts_in_order(wording)
    if not accounts or set(went_out) != {one.pk for one in accounts}:
        raise InvalidInput("Say on which account it went out, and when.", field="accounts")
    for one in went_out.values():
        one.check(at)
    if lane == Lane.EMERGENCY:
        why_urgent = require_reason(why_urgent, "Emergency posting says why it could not wait.")
    department = assignment_of(wording.publisher, at).department
    post, sealed = _write_post(person.pk, wording, lane, why_urgent, department, at)
    departments = departments_asked(accounts, at)
    decisions = {
        one.pk: decide_each(post.publisher, acts_of(post, post.content, [one]), went_out[one.pk].published_at)[0]
        for one in accounts
    }
    current = open_round(post, sealed, departments, decisions.values(), by=by, at=at)
    set_state(post, State.RECORDED, at, rounds=current.number, is_closed=post.is_closed)
    tell_trail("reviews.recorded", post, by, at, after={"lane": str(lane), "content_hash": current.content_hash})
    allowed = _Allowed(post, accounts, at)
    found = [
        write_publication(
            post,
            one,
            current,
            went_out[one.pk],
            allowed.authority(one, decisions[one.pk]),
            decisions[one.pk],
            by=by,
            at=at,
        )
        for one in accounts
    ]
    due_at = max(row.published_at for row in found) + timedelta(hours=int(value(AFTER_HOURS, at)))
    needs = ask_departments(post, current, departments, due_at, at)
    notifications.tell_of_round(post, needs, by=by, at=at)
    return post


class _Allowed:
    """On what a post could go out before its review, on each account."""

    def __init__(self, post: Post, accounts: Sequence[OfficialAccount], at: datetime) -> None:
        profile = Tree(at).profile(post.department.pk, at)
        self.is_emergency = post.lane == Lane.EMERGENCY and profile is not None and profile.emergency_posting
        self.afterwards = set(
            ReviewRule.objects.in_effect(at)
            .filter(account__in=accounts)
            .exclude(mode=ReviewMode.BEFORE)
            .values_list("account_id", flat=True)
        )

    def authority(self, account: OfficialAccount, decision: Decision) -> Authority:
        """Emergency asks that the authorization is in effect; what is read afterwards, that everything is met."""
        lacking = {one.code for one in decision.unmet if decision.answer != Answer.YES}
        if self.is_emergency and lacking <= ONLY_PROCEDURE:
            return Authority.EMERGENCY
        return Authority.AFTER if account.pk in self.afterwards and not lacking else Authority.WITHOUT


def _write_post(
    person_id: int, wording: Wording, lane: str, why_urgent: str, department: Department, at: datetime
) -> tuple[Post, Sealed]:
    names = ("publisher", "device", "voice", "official", "discloses", "others_work", "shows_people")
    post = Post.objects.create(
        reference=new_reference("POS", clock.city_date(at).year),
        lane=lane,
        drafted_by_id=person_id,
        department=department,
        created_at=at,
        saved_at=at,
        state=State.RECORDED,
        state_since=at,
        is_closed=wording.discloses,
        **{name: getattr(wording, name) for name in names},
    )
    content = PostContent.objects.create(
        post=post,
        text=wording.text,
        identification=wording.identification,
        matter=wording.matter,
        subjects=list(wording.subjects),
        why_urgent=why_urgent,
    )
    accounts = accounts_in_order(wording)
    targets = [Target(post=post, account=one, text=wording.variants.get(one.pk)) for one in accounts]
    return post, seal(post, content, Target.objects.bulk_create(targets), ())


_ACTS = {
    Outcome.STANDS: "found to stand",
    Outcome.TO_CORRECT: "found wanting",
    Outcome.TO_TAKE_DOWN: "found not to stand",
}


@transaction.atomic
def read_afterwards(*, by: Actor, post: Post, seen_hash: str, outcome: str, reason: str = "") -> Post:
    """Decide on a post that went out first: it stands, is to be corrected, or to be taken down (then with a reason)."""
    if outcome not in _ACTS:
        raise InvalidInput("Say whether it stands, is to be corrected, or to be taken down.", field="outcome")
    deciding = begin_deciding(by, post, _ACTS[Outcome(outcome)], seen_hash)
    row, at = deciding.post, deciding.at
    if outcome != Outcome.STANDS:
        reason = require_reason(reason, "Who publishes it reads what is to be done.")
    decide_needs(deciding, outcome, reason)
    tell_decided(deciding, by, "reviews.read_afterwards", reason, outcome)
    if outcome == Outcome.STANDS and deciding.missing:
        return row
    end_round(row, outcome, at)
    set_state(row, next_state(row, _ACTS[Outcome(outcome)]), at)
    notifications.tell_parties(row, Outcome(outcome).label.lower(), by=by, at=at, reason=reason)
    return row
