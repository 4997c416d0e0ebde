"""The words with blanks of the demonstration, and what goes out under the authorization alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from demo.benches import Benches
from directory.models import Department, Employee
from foundation import clock
from foundation.actor import Actor
from powers.catalogue import REVIEW_POSTS
from powers.decisions import holders
from reviews import services
from reviews.models import Post, Template
from reviews.services import WentOut
from reviews.wording import Wording

Row = Mapping[str, Any]


def template_life(row: Row, department: Department, benches: Benches) -> Iterator[int]:
    """Words with blanks, from the proposal on; passed over where nobody sits in that place."""
    yield row["since"]
    person = benches.person(row["who"])
    if person is None:
        return
    made = services.propose_template(
        by=Actor.of_person(person),
        department=department,
        title=row["title"],
        text=row["text"],
        blanks=row["blanks"],
        what_for=row["what_for"],
    )
    for day, verb, *said in row.get("steps", []):
        yield day
        held = {one.holder_id for one in holders(REVIEW_POSTS, department, clock.now(), clock.now())} - {person.pk}
        decider = Employee.objects.filter(pk__in=held).order_by("pk").first()
        if decider is None:
            return
        by = Actor.of_person(decider)
        if verb == "approve":
            services.approve_template(by=by, template=made, seen_hash=made.text_hash)
        else:
            deed = services.decline_template if verb == "decline" else services.retire_template
            deed(by=by, template=made, reason=said[0])


def record_direct(row: Row, wording: Wording, permalink: str) -> Post | None:
    """A reply, or what a template makes; None where the template is not there or not approved."""
    by = Actor.of_person(wording.publisher)
    when = clock.now() - timedelta(minutes=5)
    said = {one.pk: WentOut(wording.text, when, permalink) for one in wording.accounts}
    if row["lane"] == "reply":
        return services.record_reply(by=by, wording=wording, went_out=said, in_answer_to=row["to"])
    template = Template.objects.in_force(clock.now()).filter(title=row["template"]).first()
    if template is None:
        return None
    return services.use_template(by=by, template=template, values=row["values"], wording=wording, went_out=said)
