"""What files tell of: a post that was sent and published, an authorization, a stewardship, an opened file."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from foundation import clock
from foundation.actor import Actor
from reviews import services
from reviews.models import Post
from reviews.services import WentOut
from tests.factories.acknowledgements import AcknowledgementFactory
from tests.factories.reports import FileOpeningFactory
from tests.reviews.conftest import Newsroom, hash_of

if TYPE_CHECKING:
    from tests.reports.worlds import World


def build(world: World) -> None:
    number = world.copies
    room = Newsroom(f"NEWS{number}", f"news{number}")
    post = room.sent("The pool opens on Saturday at noon.")
    AcknowledgementFactory(person=room.drafter)
    _publish(room, room.sent("The pool is closed today."), clock.now())
    FileOpeningFactory(opened_by=world.city.employee_relations, person=room.drafter)
    world.things["room"], world.things["post"] = room, post
    world.things["query:person-file"] = {"number": room.drafter.number}
    world.things["query:account-file"] = {"reference": room.account.reference}
    world.things["query:post-file"] = {"reference": post.reference}


def later(world: World) -> None:
    room, post = world.things["room"], world.things["post"]
    room.sent("Another post of the same person.")
    _publish(room, post, world.then - timedelta(days=2))  # it went out before anybody approved it, and is recorded now
    Post.objects.filter(pk=post.pk).update(publisher=world.city.stranger)  # working data: no file rests on it


def _publish(room: Newsroom, post: Post, at: datetime) -> None:
    services.approve(by=Actor.of_person(room.reviewer), post=post, seen_hash=hash_of(post))
    went_out = WentOut("The pool opens on Saturday at noon.", at, why_differs="The day was wrong.")
    services.record_publication(by=Actor.of_person(room.publisher), post=post, account=room.account, went_out=went_out)
