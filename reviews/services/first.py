"""How a post is written down that went out before a reviewer read it, whatever it rests on: shared by its verbs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import OfficialAccount
from authorizations.decisions import decide_each
from authorizations.plans import assignment_of
from authorizations.requirements import Answer, Decision
from directory.models import Department, Employee
from foundation import clock
from foundation.actor import Actor
from foundation.canonical import c1
from foundation.errors import InvalidInput
from foundation.references import new_reference
from powers.tree import Tree
from reviews import notifications
from reviews.looking_at import acts_of, departments_asked
from reviews.models import Authority, Lane, Outcome, Post, PostContent, ReviewMode, ReviewRule, State, Target, Template
from reviews.permissions import person_behind
from reviews.sealed import Sealed, seal
from reviews.services.ending import end_round
from reviews.services.publishing import WentOut, judged_at, write_publication
from reviews.services.rounds import ask_departments, open_round
from reviews.services.sampling import due_after, is_to_be_read
from reviews.services.writing import set_state, tell_trail
from reviews.wording import Wording, accounts_in_order

ONLY_PROCEDURE = frozenset({"acceptance", "acknowledgement"})
"""What emergency posting does not wait for: it asks that the written authorization is *in effect*."""


@dataclass(frozen=True)
class First:
    """A post that went out first: its words, where and when (by the account's id), and what it says it rests on."""

    wording: Wording
    lane: Lane
    went_out: Mapping[int, WentOut]
    why_urgent: str = ""
    template: Template | None = None
    in_answer_to: str = ""


def write_first(by: Actor, first: First) -> Post:
    """Write a post that went out first, with its round, its publications, and who reads it. Inside a transaction.

    What the publisher had no authorization in effect for is *published without authority*: recorded all the same.
    """
    person = person_behind(by, "A post is recorded by a person.")
    first.wording.check()
    at = clock.now()
    accounts = accounts_in_order(first.wording)
    if not accounts or set(first.went_out) != {one.pk for one in accounts}:
        raise InvalidInput("Say on which account it went out, and when.", field="accounts")
    for seen in first.went_out.values():
        seen.check(at)
    post, sealed = _write_post(person, first, assignment_of(first.wording.publisher, at).department, at)
    departments = departments_asked(accounts, at)
    decisions = {
        one.pk: decide_each(post.publisher, acts_of(post, post.content, [one]), first.went_out[one.pk].published_at)[0]
        for one in accounts
    }
    current = open_round(post, sealed, departments, decisions.values(), by=by, at=at)
    set_state(post, State.RECORDED, at, rounds=current.number, is_closed=post.is_closed)
    allowed = _Allowed(first, post, departments, accounts, at)
    found = []
    for one in accounts:
        decision, went_out = decisions[one.pk], first.went_out[one.pk]
        authority = allowed.authority(one, decision)
        found.append(write_publication(post, one, current, went_out, authority, decision, by=by, at=at))
    is_read = is_to_be_read(post, current, sealed, accounts, found)
    needs = ask_departments(post, current, departments, due_after([one.published_at for one in found], at), at)
    if is_read:
        notifications.tell_of_round(post, needs, by=by, at=at)
    else:
        end_round(post, Outcome.NOT_NEEDED, at)
        set_state(post, State.PUBLISHED, at)
    said = {"lane": str(first.lane), "content_hash": current.content_hash}
    if first.template is not None:
        said["template"] = first.template.reference
    tell_trail("reviews.recorded", post, by, at, after=said | _drawn(current))
    return post


def _drawn(current: object) -> dict[str, object]:
    """What the trail says of the draw; nothing where nothing was left to chance."""
    sample = getattr(current, "sample", None)
    return {} if sample is None else {"one_in": sample.one_in, "drawn": sample.drawn}


class _Allowed:
    """On what a post could go out before its review, on each account."""

    def __init__(
        self, first: First, post: Post, departments: Sequence[int], accounts: Sequence[OfficialAccount], at: datetime
    ) -> None:
        self.first = first
        profile = Tree(at).profile(post.department.pk, at)
        self.is_emergency = first.lane == Lane.EMERGENCY and profile is not None and profile.emergency_posting
        self.is_templates = first.template is not None and set(departments) == {first.template.department_id}
        rules = ReviewRule.objects.in_effect(at).filter(account__in=accounts).exclude(mode=ReviewMode.BEFORE)
        self.afterwards = set(rules.values_list("account_id", flat=True))

    def authority(self, account: OfficialAccount, decision: Decision) -> Authority:
        """Emergency asks that the authorization is in effect; everything else, that everything is met."""
        lacking = {one.code for one in decision.unmet if decision.answer != Answer.YES}
        if self.is_emergency and lacking <= ONLY_PROCEDURE:
            return Authority.EMERGENCY
        if lacking:
            return Authority.WITHOUT
        if self.first.lane == Lane.REPLY:
            return Authority.REPLY
        if self._fits_template(self.first.went_out[account.pk]):
            return Authority.TEMPLATE
        return Authority.AFTER if account.pk in self.afterwards else Authority.WITHOUT

    def _fits_template(self, went_out: WentOut) -> bool:
        """Whether exactly the filled words went out while the template was in force, for its department's account."""
        template = self.first.template
        same = c1(went_out.text).strip() == c1(self.first.wording.text).strip()
        if template is None or not (self.is_templates and same):
            return False
        return template.was_in_force(judged_at(went_out.published_at, template.decided_at))


def _write_post(person: Employee, first: First, department: Department, at: datetime) -> tuple[Post, Sealed]:
    wording = first.wording
    names = ("publisher", "device", "voice", "official", "discloses", "others_work", "shows_people")
    post = Post.objects.create(
        reference=new_reference("POS", clock.city_date(at).year),
        lane=first.lane,
        template=first.template,
        drafted_by=person,
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
        why_urgent=first.why_urgent,
        in_answer_to=first.in_answer_to,
    )
    accounts = accounts_in_order(wording)
    targets = [Target(post=post, account=one, text=wording.variants.get(one.pk)) for one in accounts]
    return post, seal(post, content, Target.objects.bulk_create(targets), ())
