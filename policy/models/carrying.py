"""Which acknowledgements count for a version that changes nothing that matters: those of the versions before it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from policy.models.regulation import Version


class Change(models.TextChoices):
    """What Employee Relations says of a new version when publishing it (City procedure)."""

    MATERIAL = "material", "It changes what people must know: everyone is asked to acknowledge again"
    IMMATERIAL = "immaterial", "It changes nothing that matters: what was acknowledged carries over"


class Carrying(models.Model):
    """That who acknowledged `counted` has acknowledged `version`, too. Written at publishing; append-only.

    All steps are written out: where a second such version follows, it counts the acknowledgements of the first one's
    predecessor as well.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="counts")
    counted = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="counted_for")
    recorded_at = models.DateTimeField("recorded at")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "counted"], name="policy_carrying_once"),
            models.CheckConstraint(
                condition=~Q(version=F("counted")),
                name="policy_carrying_of_another",
                violation_error_message="A version counts its own acknowledgements anyway.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.counted_id} counts for {self.version_id}"
