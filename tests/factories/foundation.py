"""Jobs and files for tests; traits are states."""

from datetime import UTC, datetime
from uuid import uuid4

import factory

from foundation.actor import Actor
from foundation.files.services import store
from foundation.jobs.models import Job, State

MORNING = datetime(2026, 6, 1, 14, tzinfo=UTC)


class JobFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Job

    class Params:
        running = factory.Trait(state=State.RUNNING, claim=factory.LazyFunction(uuid4), heartbeat_at=MORNING)
        finished = factory.Trait(
            state=State.DONE,
            finished_at=MORNING,
            result=factory.LazyFunction(
                lambda: store(by=Actor.of_system("test"), name="people.csv", content=b"number\n", purpose="export")
            ),
        )

    kind = "test"
    title = "Export of people"
    requested_by_name = "Olive Owner"
    requested_at = MORNING
