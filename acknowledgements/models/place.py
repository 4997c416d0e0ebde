"""Where somebody stopped reading: a convenience of the reader's, no fact of the City's."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from policy.models import Clause, Version


class ReadingPlace(models.Model):
    """The clause at which a person stopped in a version: one row for each, overwritten freely, told to nobody else.

    Nothing rests on it. It has no entry in the trail, is no sign that anybody read anything, and goes when the
    version is acknowledged.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField("when")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "version"], name="ack_one_place_for_person_and_version"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.clause_id}"
