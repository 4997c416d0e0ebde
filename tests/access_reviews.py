"""The rows of `reviews` in the access table; see `tests/access_table.py` for how a row is written."""

from __future__ import annotations

from typing import Any

from foundation import clock
from foundation.actor import Actor
from reviews import services
from reviews.models import Finding, Post, Publication, Round, Template
from reviews.services import WentOut
from reviews.wording import Wording
from tests.access_city import City
from tests.access_table import row
from tests.factories.accounts import AccountFactory
from tests.factories.authorizations import AuthorizationFactory

WORDS = "Vote Smith for Mayor! The pool opens on Saturday."


def _begun(city: City, **more: Any) -> Post:
    """A post of the owner for an account of the department; the designee reviews posts there."""
    account = AccountFactory(department=city.department)
    AuthorizationFactory(grantee=city.owner, accounts=[account], accepted=True)
    said = {"publisher": city.owner, "accounts": (account,), "identification": "Olive Owner, Clerk"} | more
    return services.draft(by=Actor.of_person(city.owner), wording=Wording(**{"text": WORDS} | said))


def draft(city: City) -> dict[str, Any]:
    return {"reference": _begun(city).reference}


def sent(city: City, **more: Any) -> dict[str, Any]:
    post = _begun(city, **more)
    services.submit(by=Actor.of_person(city.owner), post=post)
    return {"reference": post.reference}


def closed(city: City) -> dict[str, Any]:
    """Closed matter, which is sent for review."""
    return sent(city, discloses=True, matter="Case 26-0117")


def found(city: City) -> dict[str, Any]:
    return {**sent(city), "pk": Finding.objects.get().pk}


def approved(city: City) -> dict[str, Any]:
    names = sent(city, text="The pool opens on Saturday.")
    post = Post.objects.get(**names)
    services.approve(by=Actor.of_person(city.designee), post=post, seen_hash=Round.objects.get().content_hash)
    return names


def published(city: City) -> dict[str, Any]:
    names = approved(city)
    post = Post.objects.get(**names)
    services.record_publication(
        by=Actor.of_person(city.owner),
        post=post,
        account=post.targets.get().account,
        went_out=WentOut("The pool opens on Saturday.", clock.now()),
    )
    return {**names, "pk": Publication.objects.get().pk}


def account(city: City) -> dict[str, Any]:
    return {"reference": AccountFactory(department=city.department).reference}


def deciding(_city: City) -> dict[str, Any]:
    return {"decision": "changes", "seen_hash": Round.objects.get().content_hash, "reason": "Name the entrance."}


def drafted_words(city: City) -> dict[str, Any]:
    return {"text": "The pool opens.", "publisher": city.owner.number, "device": "city", "identification": "O. Owner"}


def working_on(city: City) -> dict[str, Any]:
    return {**drafted_words(city), "seen": "1"}


OVERSEES = {"employee_relations": 200, "auditor": 200, "records_custodian": 200}
SEES = {"owner": 200, "authority": 200, "designee": 200, **OVERSEES}
ONLY_SEE = {"authority": 403, "designee": 403, **dict.fromkeys(OVERSEES, 403)}

row("reviews:posts", "GET", everyone=200)
row("reviews:draft", "GET", everyone=200)
row("reviews:draft", "POST", everyone=302, data=drafted_words)
row("reviews:look", "POST", everyone=200, data=drafted_words)
row("reviews:record", "GET", everyone=200)
row("reviews:record", "POST", everyone=400)
row(
    "reviews:queue",
    "GET",
    everyone=404,
    authority=200,
    designee=200,
)
row("reviews:check", "GET", everyone=404, authority=200, designee=200, employee_relations=200, auditor=200)
row("reviews:rule", "GET", everyone=200, needs=account)
row(
    "reviews:rule",
    "POST",
    everyone=400,
    needs=account,
    data={"mode": "after", "identification": "post", "direct_one_in": "1"},
    authority=302,
)
row("reviews:post", "GET", everyone=404, needs=sent, **SEES)
row("reviews:edit", "GET", everyone=404, needs=draft, owner=200)
row("reviews:edit", "POST", everyone=404, needs=draft, data=working_on, owner=302)
row("reviews:submit", "GET", everyone=404, needs=draft, owner=200)
row("reviews:submit", "POST", everyone=404, needs=draft, owner=302)
row("reviews:take_back", "GET", everyone=404, needs=sent, **SEES)
row("reviews:take_back", "POST", everyone=404, needs=sent, owner=302, **ONLY_SEE)
row("reviews:withdraw", "GET", everyone=404, needs=sent, **SEES)
row("reviews:withdraw", "POST", everyone=404, needs=sent, owner=302, **ONLY_SEE)
row("reviews:release", "GET", everyone=404, needs=sent, **SEES)
row("reviews:release", "POST", everyone=404, needs=sent, data={"reason": "Now"}, **dict.fromkeys(SEES, 409))
row(
    "reviews:open_closed",
    "GET",
    everyone=404,
    needs=closed,
    owner=302,
    authority=302,
    designee=302,
    records_custodian=200,
)
row(
    "reviews:open_closed",
    "POST",
    everyone=404,
    needs=closed,
    data={"reason": "Subpoena 7"},
    owner=302,
    authority=302,
    designee=302,
    records_custodian=200,
)
row("reviews:say", "POST", everyone=404, needs=sent, data={"text": "Hello"}, **dict.fromkeys(SEES, 302))
row(
    "reviews:review",
    "GET",
    everyone=404,
    needs=sent,
    owner=403,
    authority=200,
    designee=200,
    **dict.fromkeys(OVERSEES, 403),
)
row(
    "reviews:review",
    "POST",
    everyone=404,
    needs=sent,
    data=deciding,
    owner=403,
    authority=302,
    designee=302,
    **dict.fromkeys(OVERSEES, 403),
)
row(
    "reviews:take",
    "POST",
    everyone=404,
    needs=sent,
    owner=403,
    authority=302,
    designee=302,
    **dict.fromkeys(OVERSEES, 403),
)
row("reviews:let_go", "POST", everyone=404, needs=sent, **dict.fromkeys(SEES, 302))
row(
    "reviews:dispose",
    "POST",
    everyone=404,
    needs=found,
    data={"disposition": "acceptable", "reason": "The name of a street"},
    owner=403,
    authority=302,
    designee=302,
    **dict.fromkeys(OVERSEES, 403),
)
row("reviews:publish", "GET", everyone=404, needs=approved, **SEES)
row("reviews:publish", "POST", everyone=404, needs=approved, **dict.fromkeys(SEES, 400))
row("reviews:event", "GET", everyone=404, needs=published, **SEES)
row(
    "reviews:event",
    "POST",
    everyone=404,
    needs=published,
    data={"kind": "deleted", "happened_at": "2100-01-01T00:00"},
    **dict.fromkeys(SEES, 400),
)


def attached(city: City) -> dict[str, Any]:
    post = _begun(city)
    made = services.attach(
        by=Actor.of_person(city.owner),
        post=post,
        name="captions.vtt",
        content=b"WEBVTT\n\n00:00.000 --> 00:01.000\nHi\n",
    )
    return {"reference": post.reference, "pk": made.pk}


row("reviews:attachments", "GET", everyone=404, needs=draft, owner=200)
row("reviews:attachments", "POST", everyone=404, needs=draft, owner=400)
row("reviews:describe", "POST", everyone=404, needs=attached, data={"rights": "Own work"}, owner=302)
row("reviews:detach", "POST", everyone=404, needs=attached, owner=302)


def template(city: City) -> dict[str, Any]:
    """Words that the owner proposed for the department; the designee and the authority review there."""
    said = {"title": "Pool opens", "text": "The pool opens at {hour}.", "blanks": ["hour: time"], "what_for": "Summer"}
    row = services.propose_template(by=Actor.of_person(city.owner), department=city.department, **said)
    return {"reference": row.reference}


def approved_template(city: City) -> dict[str, Any]:
    names = template(city)
    row = Template.objects.get(**names)
    services.approve_template(by=Actor.of_person(city.designee), template=row, seen_hash=row.text_hash)
    return names


def seen_words(_city: City) -> dict[str, Any]:
    return {"seen_hash": Template.objects.get().text_hash}


def left_alone(city: City) -> dict[str, Any]:
    """A reply on an account whose replies are recorded alone."""
    account = AccountFactory(department=city.department)
    AuthorizationFactory(grantee=city.owner, accounts=[account], accepted=True)
    services.set_rule(
        by=Actor.of_person(city.authority), account=account, mode="before", identification="record", direct_one_in=0
    )
    post = services.record_reply(
        by=Actor.of_person(city.owner),
        wording=Wording(publisher=city.owner, accounts=(account,), text="Yes.", identification="Olive Owner, Clerk"),
        went_out={account.pk: WentOut("Yes.", clock.now())},
        in_answer_to="Is the pool open?",
    )
    return {"reference": post.reference}


REVIEW_THERE = {"authority": 200, "designee": 200}
WHY = {"reason": "Too vague"}
row("reviews:reply", "GET", everyone=200)
row("reviews:reply", "POST", everyone=400)
row("reviews:unreviewed", "GET", everyone=404, **REVIEW_THERE, **OVERSEES)
row("reviews:templates", "GET", everyone=200)
row("reviews:propose", "GET", everyone=200)
row("reviews:propose", "POST", everyone=400)
row("reviews:template", "GET", everyone=404, needs=template, owner=200, **REVIEW_THERE, **OVERSEES)
row("reviews:use", "GET", everyone=200, needs=approved_template)
row("reviews:use", "POST", everyone=400, needs=approved_template)
row(
    "reviews:approve_template",
    "GET",
    everyone=404,
    needs=template,
    owner=403,
    authority=302,
    designee=302,
    **dict.fromkeys(OVERSEES, 403),
)
row(
    "reviews:approve_template",
    "POST",
    everyone=404,
    needs=template,
    data=seen_words,
    owner=403,
    authority=302,
    designee=302,
    **dict.fromkeys(OVERSEES, 403),
)
for act, needs in (("decline_template", template), ("retire_template", approved_template)):
    others = 404 if act == "decline_template" else 403
    for method, done in (("GET", 200), ("POST", 302)):
        row(
            f"reviews:{act}",
            method,
            everyone=others,
            needs=needs,
            data=WHY,
            owner=403,
            authority=done,
            designee=done,
            **dict.fromkeys(OVERSEES, 403),
        )
row("reviews:call_up", "GET", everyone=404, needs=left_alone, **SEES)
row(
    "reviews:call_up",
    "POST",
    everyone=404,
    needs=left_alone,
    data=WHY,
    owner=400,
    authority=302,
    designee=302,
    **dict.fromkeys(OVERSEES, 400),
)
