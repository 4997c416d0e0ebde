"""What an authorization covers, or is asked to cover: the columns that a request and the instrument share."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from authorizations.kinds import Kind, Voice
from directory.models import Department


class Scope(models.Model):
    """Kind, voice and scope. Which columns belong to which kind `scope_constraints` says.

    `platforms` (codes) cover every account there that the voice's department uses; `hosts` are plain host names;
    subjects are phrases (`authorizations.subjects`), an empty list of covered ones meaning all.
    """

    kind = models.CharField("kind", max_length=20, choices=Kind)
    voice = models.CharField("for whom", max_length=12, choices=Voice, blank=True)
    voice_department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    voice_official = models.CharField("official", max_length=200, blank=True)
    platforms = models.JSONField("platforms", default=list, blank=True)
    hosts = models.JSONField("sites by host", default=list, blank=True)
    device = models.CharField("device", max_length=300, blank=True)
    subjects_covered = models.JSONField("subjects covered", default=list, blank=True)
    subjects_excluded = models.JSONField("subjects excluded", default=list, blank=True)
    purpose = models.CharField("purpose", max_length=500, blank=True)
    matter = models.CharField("matter or class of records", max_length=500, blank=True)
    is_class_of_records = models.BooleanField("a class of records, not one matter", default=False)
    statute = models.CharField("statute that closes the record", max_length=200, blank=True)
    opinion = models.CharField("opinion of the Law Department", max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def limits(self) -> dict[str, Any]:
        """What the scope says beyond its kind, without what is empty: for texts and the trail."""
        names = (
            "platforms",
            "hosts",
            "device",
            "subjects_covered",
            "subjects_excluded",
            "purpose",
            "matter",
            "statute",
        )
        return {name: getattr(self, name) for name in names if getattr(self, name)}


def scope_constraints() -> list[models.BaseConstraint]:
    """The rules of one row about its scope, for `Meta.constraints` of each subclass."""
    speaks = Q(kind__in=["speech", "outside_site", "police_speech"])
    named = (
        Q(voice="city", voice_department__isnull=True, voice_official="")
        | Q(voice="department", voice_department__isnull=False, voice_official="")
        | (Q(voice="official", voice_department__isnull=False) & ~Q(voice_official=""))
    )
    rules = {
        "voice": (~speaks | named, "Say for whom it lets somebody speak: the City, a department, or an official."),
        "device": (~Q(kind="device") | ~Q(device=""), "Describe the device (IV.J)."),
        "matter": (~Q(kind="disclosure") | ~Q(matter=""), "State the matter, or the class of records (IV.K.1)."),
        "statute": (
            Q(statute="") | ~Q(opinion=""),
            "A statute closes this record: name the Law Department's opinion. An approval lifts no statute's bar.",
        ),
        "purpose": (~Q(kind="email") | ~Q(purpose=""), "Say for what job-related purpose (V.B.1)."),
        "police": (
            ~Q(kind="police_speech") | Q(voice_department__isnull=False),
            "Say for which police department it lets somebody speak (IV.K.2).",
        ),
    }
    return [
        models.CheckConstraint(
            condition=condition, name=f"%(app_label)s_%(class)s_{name}", violation_error_message=sentence
        )
        for name, (condition, sentence) in rules.items()
    ]
