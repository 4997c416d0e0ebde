"""Posts: sent, decided, gone out with and without authority, findings; and what is done about them later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from foundation import clock
from reviews.models import Finding, Need, Post, Round
from tests.factories.accounts import AccountFactory
from tests.factories.posts import FindingFactory, PostFactory, PublicationFactory, sent

if TYPE_CHECKING:
    from tests.reports.worlds import World

DAY = timedelta(days=1)


def build(world: World) -> None:
    city, then = world.city, world.then
    account, other = AccountFactory(department=city.department), AccountFactory(department=city.other_department)
    place = {"department": city.department, "publisher": city.owner}
    decided = PostFactory(**place)
    first = sent(decided, then - 9 * DAY, by=city.designee, outcome="changes requested")
    sent(decided, then - 8 * DAY, by=city.designee, number=2)
    said = {"disposition": "changed", "disposed_by": city.owner, "disposed_at": then - 8 * DAY}
    FindingFactory(round=first, **said)
    PublicationFactory(post=decided, account=account, published_at=then - 7 * DAY)
    waiting = PostFactory(department=city.other_department, publisher=city.stranger)
    current = sent(waiting, then - 2 * DAY)
    FindingFactory(round=current, clause="IV.K.1.a", rule="open_cases")
    emergency = PostFactory(lane="emergency", **place)
    sent(emergency, then - 5 * DAY)
    PublicationFactory(post=emergency, account=account, authority="emergency", published_at=then - 5 * DAY)
    alone = PostFactory(department=city.other_department, publisher=city.stranger)
    PublicationFactory(post=alone, account=other, authority="without", answer="no", published_at=then - 4 * DAY)
    world.things |= {"waiting": waiting, "emergency": emergency, "place": place, "account": account}


def later(world: World) -> None:
    now, city = clock.now(), world.city
    word = {"decided_by": city.designee, "decided_at": now, "reason": "Late", "capacity": "designee", "instrument": "d"}
    Need.objects.filter(post=world.things["waiting"], outcome=None).update(outcome="declined", **word)
    Round.objects.filter(post=world.things["waiting"]).update(outcome="declined", ended_at=now)
    Need.objects.filter(post=world.things["emergency"], outcome=None).update(outcome="to correct", **word)
    Finding.objects.filter(disposition=None).update(
        disposition="acceptable", reason="Late", disposed_by=city.designee, disposed_at=now
    )
    Round.objects.filter(released_at__isnull=False).update(voided_at=now)
    known_late = PostFactory(**world.things["place"])
    sent(known_late, now, by=city.designee, after=timedelta(0))
    late = {"published_at": world.then - DAY, "recorded_at": now, "account": world.things["account"]}
    PublicationFactory(post=known_late, authority="differs", **late)
    PublicationFactory(post=world.things["waiting"], authority="without", **late)
    Post.objects.update(state="withdrawn", state_since=now, saved_at=now)
