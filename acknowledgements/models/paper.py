"""Acknowledging on paper: sheets that were printed, batches of signed ones, and what each recorded one rests on.

A sheet is what was shown: its acknowledgement is bound to exactly the text and the statements that were printed on it.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from acknowledgements.models.acknowledgement import Acknowledgement
from acknowledgements.models.campaign import Campaign
from foundation.files.models import StoredFile


class SheetPrinting(models.Model):
    """That sheets were printed for some people: by whom, when, for which campaign. Append-only."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="sheet_printings")
    for_whom = models.CharField("for whom", max_length=300)
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField("printed at")
    count = models.PositiveIntegerField("sheets")

    class Meta:
        ordering: ClassVar = ["-printed_at", "-pk"]

    def __str__(self) -> str:
        return f"Sheets for {self.for_whom}"


class Sheet(models.Model):
    """One person's sheet: the text and the statements that stand on it, by their hashes. Append-only.

    The statements are the campaign's, which are fixed when it opens: what of them is put to this person on paper says
    `acknowledgements.sheets.statements_on`, and the hash proves that it was exactly that.
    """

    reference = models.CharField("reference", max_length=30, unique=True)
    printing = models.ForeignKey(SheetPrinting, on_delete=models.PROTECT, related_name="sheets")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sheets")
    criminal_justice = models.BooleanField("with the statement on criminal justice information")
    text_hash = models.CharField("hash of the text", max_length=80)
    statements_hash = models.CharField("hash of the statements", max_length=80)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["printing", "person"], name="ack_sheet_once_in_a_printing"),
            models.CheckConstraint(
                condition=Q(text_hash__startswith="c1:sha256:"),
                name="ack_sheet_bound_to_a_text",
                violation_error_message="A sheet is bound to the exact text printed on it.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "printing"], name="ack_sheet_person")]

    def __str__(self) -> str:
        return self.reference


class BatchState(models.TextChoices):
    """What was done with a batch of signed sheets."""

    ENTERING = "entering", "Being entered"
    RECORDING = "recording", "Being recorded"
    RECORDED = "recorded", "Recorded"
    DISCARDED = "discarded", "Discarded"


class WitnessKind(models.TextChoices):
    """As what the witness was there."""

    SUPERVISOR = "supervisor", "Supervisor"
    STEWARD = "steward", "Union steward"
    OTHER = "other", "Somebody whom the person chose"


class PaperBatchQuerySet(models.QuerySet["PaperBatch"]):
    """Phrases about batches."""

    def being_entered(self) -> Self:
        """Those that somebody has begun and not brought to an end."""
        return self.filter(state=BatchState.ENTERING)


class PaperBatch(models.Model):
    """Signed sheets that are recorded together: one version, one witness, a day of signing, and their scans.

    A draft until it is recorded; what counts is kept with each acknowledgement (`PaperSignature`).
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="paper_batches")
    signed_on = models.DateField("signed on")
    """Where a line does not say another day."""
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    witness_name = models.CharField("witness", max_length=200)
    witness_kind = models.CharField("the witness was there as", max_length=20, choices=WitnessKind)
    state = models.CharField("state", max_length=20, choices=BatchState, default=BatchState.ENTERING)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("begun at")
    ended_at = models.DateTimeField("recorded or discarded at", null=True, blank=True)
    job = models.UUIDField("job that records it", null=True, blank=True, editable=False)

    objects = PaperBatchQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-entered_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(witness_name=""),
                name="ack_batch_has_a_witness",
                violation_error_message="Name the witness.",
            ),
        ]

    def __str__(self) -> str:
        return f"Batch {self.pk} of signed sheets"


class PaperScan(models.Model):
    """A scan of the signed sheets of a batch, as a file that is kept."""

    batch = models.ForeignKey(PaperBatch, on_delete=models.PROTECT, related_name="scans")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("added at")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"Scan {self.pk}"


class PaperLine(models.Model):
    """One sheet of a batch as it was entered; `sentence` says, once the batch is recorded, why it was not."""

    batch = models.ForeignKey(PaperBatch, on_delete=models.PROTECT, related_name="lines")
    typed = models.CharField("as entered", max_length=40)
    signed_on = models.DateField("signed on", null=True, blank=True)
    """Where the line says another day than the batch."""
    is_done = models.BooleanField("recorded, or refused for good", default=False)
    sentence = models.CharField("why it was not recorded", max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.typed


class PaperSignature(models.Model):
    """What an acknowledgement on paper rests on: sheet, day of signing, witness, who recorded it, scans. Append-only.

    All of it stands under the hash of the receipt (`acknowledgements.receipts`).
    """

    acknowledgement = models.OneToOneField(Acknowledgement, on_delete=models.PROTECT, related_name="paper")
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="signatures")
    batch = models.ForeignKey(PaperBatch, on_delete=models.PROTECT, related_name="signatures")
    signed_on = models.DateField("signed on")
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    witness_name = models.CharField("witness", max_length=200)
    witness_kind = models.CharField("the witness was there as", max_length=20, choices=WitnessKind)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    scans = models.JSONField("hashes of the scans")
    """SHA-256 of each scan that was kept with the batch, in order."""

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(witness_name=""),
                name="ack_paper_has_a_witness",
                violation_error_message="Name the witness.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} signed on {self.signed_on}"

    def facts(self) -> dict[str, Any]:
        """What the hash of the receipt covers, by name."""
        return {
            "sheet": self.sheet.reference,
            "signed_on": self.signed_on.isoformat(),
            "witness": self.witness.number if self.witness else "",
            "witness_name": self.witness_name,
            "witness_kind": self.witness_kind,
            "recorded_by": self.recorded_by.number,
            "scans": list(self.scans),
        }
