"""Whom a campaign asks where that is not everyone: departments with their divisions, or people on a list."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from acknowledgements.models.campaign import Campaign
from directory.models import Department


class CampaignDepartment(models.Model):
    """A department that a campaign asks, with whatever stands under it at the moment asked. Fixed at opening."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="departments")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["campaign", "department"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "department"], name="ack_campaign_department_once"),
        ]

    def __str__(self) -> str:
        return f"{self.department_id} in {self.campaign_id}"


class CampaignPerson(models.Model):
    """Somebody on a campaign's list. Fixed at opening; who leaves the City is not asked all the same."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["campaign", "person"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "person"], name="ack_campaign_person_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "campaign"], name="ack_campaign_person")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.campaign_id}"
