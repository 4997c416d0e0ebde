"""A statement added to an acknowledgement: what somebody who moved under IV.K says beside what they said before."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from acknowledgements.models.acknowledgement import Acknowledgement
from acknowledgements.models.campaign import Campaign, StatementKind
from directory.models import Department


class AddedStatement(models.Model):
    """One statement, ticked alone, bound to the text and to the acknowledgement that it is added to.

    Append-only by a guard. What was acknowledged stays as it was; an annulment of it takes this with it.
    """

    acknowledgement = models.ForeignKey(Acknowledgement, on_delete=models.PROTECT, related_name="added")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="added")
    kind = models.CharField("kind", max_length=30, choices=StatementKind)
    text = models.TextField("statement as shown")
    text_hash = models.CharField("hash of the regulation's text", max_length=80)
    typed_name = models.CharField("name typed", max_length=200)
    at = models.DateTimeField("added at")
    address = models.CharField("network address", max_length=64, blank=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    department_name = models.CharField("department then", max_length=200)
    digest = models.CharField("hash of what was said", max_length=80)
    signature = models.CharField("signature over the digest", max_length=200)
    key_id = models.CharField("key it was signed with", max_length=64)

    class Meta:
        ordering: ClassVar = ["acknowledgement", "at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["acknowledgement", "kind"], name="ack_added_once"),
            models.CheckConstraint(
                condition=Q(text__gt=""),
                name="ack_added_has_text",
                violation_error_message="A statement needs a text.",
            ),
            models.CheckConstraint(
                condition=Q(text_hash__startswith="c1:sha256:"),
                name="ack_added_bound_to_a_text",
                violation_error_message="A statement is bound to the exact text of the regulation.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.acknowledgement_id}"
