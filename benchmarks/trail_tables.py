"""The tables and the ways to write that `benchmarks.trail` compares; imported once Django is set up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import connection, models, transaction

from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.audit.services import Subject, record
from foundation.prepared import PreparedInsert

NOT_EVIDENCE = [field for field in Entry._meta.concrete_fields if field.name not in {"id", "salts", "transaction_id"}]


class Fact(models.Model):  # noqa: DJ008
    """What the entry tells of."""

    at = models.DateTimeField()
    text = models.CharField(max_length=100)

    class Meta:
        app_label = "benchmarks"


PlainEntry = type(
    "PlainEntry",
    (models.Model,),
    {
        **{field.name: field.clone() for field in NOT_EVIDENCE},
        "__module__": __name__,
        "Meta": type(
            "Meta",
            (),
            {
                "app_label": "benchmarks",
                "indexes": [
                    models.Index(fields=["object_kind", "object_id", "id"], name="plain_entry_object"),
                    models.Index(fields=["actor_number", "id"], name="plain_entry_actor"),
                ],
            },
        ),
    },
)


def make_tables() -> None:
    """Make both tables in the scratch database."""
    with connection.schema_editor() as editor:
        editor.create_model(Fact)
        editor.create_model(PlainEntry)


def writers() -> dict[str, Callable[[int], None]]:
    """One way to write for each variant."""
    actor = Actor.of_system("benchmark")
    insert = PreparedInsert(PlainEntry)

    def fact_alone(number: int) -> None:
        with transaction.atomic():
            Fact.objects.create(at=clock.now(), text=f"fact {number}")

    def plain(number: int, at: datetime) -> models.Model:
        fact = Fact.objects.create(at=at, text=f"fact {number}")
        entry: models.Model = PlainEntry(
            at=at,
            act="benchmark.written",
            actor_number=actor.number,
            actor_name=actor.name,
            object_kind="benchmark.fact",
            object_id=str(fact.pk),
            object_label=fact.text,
            request_id=actor.request_id,
            before={},
            after={"number": number},
        )
        return entry

    def saved_plainly(number: int) -> None:
        with transaction.atomic():
            plain(number, clock.now()).save(force_insert=True)

    def without_evidence(number: int) -> None:
        with transaction.atomic():
            insert.save(plain(number, clock.now()))

    def with_evidence(number: int) -> None:
        with transaction.atomic():
            at = clock.now()
            fact = Fact.objects.create(at=at, text=f"fact {number}")
            record(
                by=actor,
                act="benchmark.written",
                on=Subject("benchmark.fact", str(fact.pk), fact.text),
                at=at,
                after={"number": number},
            )

    return {
        "fact alone": fact_alone,
        "saved plainly": saved_plainly,
        "without evidence": without_evidence,
        "with evidence": with_evidence,
    }
