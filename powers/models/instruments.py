"""Appointments, designations and readings: the truth from which every answer about powers is derived."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from directory.models import Department
from foundation.effective import DatedFact, DatedQuerySet, time_constraints
from powers.catalogue import CHOICES


class AppointmentKind(models.TextChoices):
    """Whether somebody holds an office, or acts in it for the time being."""

    REGULAR = "regular", "Regular"
    ACTING = "acting", "Acting"


class Origin(models.TextChoices):
    """How a row came into the portal, which says who has to stand behind it."""

    ENTERED = "entered", "Entered and confirmed by two persons"
    SET_UP = "set_up", "Set-up import"
    NIGHT = "night", "At night, by one person"
    ACT_OF_OFFICE = "act_of_office", "Named by the authority in the portal"


def _two_persons(*, origin: str, holder: str = "") -> Q:
    """Entered rows need two different persons, neither of whom is the holder."""
    entered = Q(entered_by__isnull=False, confirmed_by__isnull=False) & ~Q(entered_by=F("confirmed_by"))
    if holder:
        entered &= ~Q(entered_by=F(holder)) & ~Q(confirmed_by=F(holder))
    return ~Q(origin=origin) | entered


class Appointment(DatedFact):
    """Who holds, or acts in, the appointing office of a department, from when until when, by which instrument.

    At most one regular and one acting appointment of a department at a time (a guard); one person may hold several
    offices. An acting appointee in force stands before the regular one.
    """

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="appointments")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments")
    kind = models.CharField("kind", max_length=10, choices=AppointmentKind)
    for_a_board = models.BooleanField("signs for a board as its presiding officer", default=False)
    instrument = models.CharField("instrument", max_length=300)
    instrument_file = models.UUIDField("kept instrument", null=True, blank=True)
    origin = models.CharField("origin", max_length=20, choices=Origin, default=Origin.ENTERED)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            *time_constraints(),
            models.CheckConstraint(
                condition=_two_persons(origin="entered", holder="holder"),
                name="powers_appointment_two_persons",
                violation_error_message="An appointment is entered by one person and confirmed by a second; neither "
                "may be the appointee.",
            ),
            models.CheckConstraint(
                condition=~Q(origin="night")
                | (
                    Q(kind="acting", effective_until__isnull=False, entered_by__isnull=False)
                    & ~Q(entered_by=F("holder"))
                ),
                name="powers_appointment_at_night",
                violation_error_message="An appointment at night is acting, has an end, and is made by somebody else.",
            ),
            models.CheckConstraint(
                condition=~Q(origin="act_of_office"),
                name="powers_appointment_origin",
                violation_error_message="Nobody makes an appointment alone in the portal.",
            ),
            models.CheckConstraint(
                condition=~Q(instrument=""),
                name="powers_appointment_has_instrument",
                violation_error_message="An appointment rests on an instrument: say which.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["department", "kind", "effective_from"], name="powers_appt_department"),
            models.Index(fields=["holder", "effective_from"], name="powers_appt_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} appointment of {self.holder} for {self.department}"

    @property
    def is_acting(self) -> bool:
        """Whether this is an acting appointment."""
        return self.kind == AppointmentKind.ACTING


class Designation(DatedFact):
    """What an authority lets somebody do in the authority's name, for one department.

    It covers the departments below that have no appointing office of their own. It ends with the appointment that it
    was made under (`appointment`, a lineage), unless its instrument says that it is made for the office.
    """

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="designations")
    appointment = models.UUIDField("appointment it was made under", db_index=True)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="designations")
    powers = models.JSONField("powers", default=list)
    for_the_office = models.BooleanField("made for the office", default=False)
    instrument = models.CharField("instrument", max_length=300)
    instrument_file = models.UUIDField("kept instrument", null=True, blank=True)
    origin = models.CharField("origin", max_length=20, choices=Origin, default=Origin.ACT_OF_OFFICE)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            *time_constraints(),
            models.CheckConstraint(
                condition=_two_persons(origin="entered", holder="holder"),
                name="powers_designation_two_persons",
                violation_error_message="A designation on paper is entered by one person and confirmed by a second; "
                "neither may be the designee.",
            ),
            models.CheckConstraint(
                condition=~Q(named_by=F("holder")),
                name="powers_designation_not_of_oneself",
                violation_error_message="Nobody designates themselves.",
            ),
            models.CheckConstraint(
                condition=~Q(origin="night"),
                name="powers_designation_origin",
                violation_error_message="A designation is not made at night by one person.",
            ),
            models.CheckConstraint(
                condition=~Q(powers=[]),
                name="powers_designation_names_powers",
                violation_error_message="A designation names at least one power.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["department", "effective_from"], name="powers_desig_department"),
            models.Index(fields=["holder", "effective_from"], name="powers_desig_holder"),
        ]

    def __str__(self) -> str:
        return f"Designation of {self.holder} for {self.department}"


class ReadingKind(models.TextChoices):
    """What a reading of the regulation settles."""

    DESIGNEE_MAY_HOLD = "designee_may_hold", "May a designee hold this power?"
    OFFICE_MEANS = "office_means", "Which office do the clause's words mean now?"
    BOTH_REQUIRED = "both_required", "Are both IV.C and IV.K.2 required?"


class Reading(DatedFact):
    """How the City reads a clause, with reason and source; dated, entered by one person, confirmed by a second.

    `power` says which power it concerns (empty for both_required); `department` and `office` belong to office_means
    alone: for that department, the power lies with that office; `value` belongs to the two yes-or-no kinds.
    """

    kind = models.CharField("question", max_length=20, choices=ReadingKind)
    power = models.CharField("power", max_length=40, choices=CHOICES, blank=True)
    value = models.BooleanField("answer", null=True, blank=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="readings", null=True, blank=True)
    office = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    reason = models.TextField("reason")
    source = models.CharField("source", max_length=300)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            *time_constraints(),
            models.CheckConstraint(
                condition=~Q(entered_by=F("confirmed_by")),
                name="powers_reading_two_persons",
                violation_error_message="A reading is entered by one person and confirmed by a second.",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(source=""),
                name="powers_reading_has_reason",
                violation_error_message="A reading gives its reason and its source.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind="office_means", department__isnull=False, office__isnull=False, value__isnull=True)
                    & ~Q(power="")
                )
                | (
                    Q(kind="designee_may_hold", department__isnull=True, office__isnull=True, value__isnull=False)
                    & ~Q(power="")
                )
                | Q(kind="both_required", department__isnull=True, office__isnull=True, value__isnull=False, power=""),
                name="powers_reading_says_what_it_settles",
                violation_error_message="A reading of an office names power, department and office; a yes-or-no "
                "reading names its answer.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
