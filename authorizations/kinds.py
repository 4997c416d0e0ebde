"""The six kinds of written authorization, each with the power by which it is given and so with its clause."""

from __future__ import annotations

from django.db.models import TextChoices

from powers.catalogue import (
    APPROVE_DISCLOSURE,
    APPROVE_EMAIL_REGISTRATION,
    APPROVE_PERSONAL_DEVICE,
    AUTHORIZE_OUTSIDE_SITE,
    AUTHORIZE_POLICE_SPEECH,
    AUTHORIZE_SPEECH,
    Power,
)


class Kind(TextChoices):
    """What an authorization lets somebody do."""

    SPEECH = "speech", "Speak on official accounts"
    OUTSIDE_SITE = "outside_site", "Post on a site outside the City's"
    POLICE_SPEECH = "police_speech", "Speak for the police or the airport police"
    DEVICE = "device", "Use a personally owned device"
    DISCLOSURE = "disclosure", "Disclose criminal justice information"
    EMAIL = "email", "Register on a site with the work e-mail address"


class Voice(TextChoices):
    """In whose name somebody speaks."""

    CITY = "city", "The City"
    DEPARTMENT = "department", "A department"
    OFFICIAL = "official", "A named official"


POWERS: dict[str, Power] = {
    Kind.SPEECH: AUTHORIZE_SPEECH,
    Kind.OUTSIDE_SITE: AUTHORIZE_OUTSIDE_SITE,
    Kind.POLICE_SPEECH: AUTHORIZE_POLICE_SPEECH,
    Kind.DEVICE: APPROVE_PERSONAL_DEVICE,
    Kind.DISCLOSURE: APPROVE_DISCLOSURE,
    Kind.EMAIL: APPROVE_EMAIL_REGISTRATION,
}
"""The power by which each kind is given: its clause and whether a designee may hold it stand in `powers.catalogue`."""

SPEAKS = (Kind.SPEECH, Kind.OUTSIDE_SITE, Kind.POLICE_SPEECH)
"""Kinds that name a voice and subjects."""
ON_ACCOUNTS = (Kind.SPEECH, Kind.POLICE_SPEECH)
"""Kinds that name accounts or platforms."""
ON_HOSTS = (Kind.OUTSIDE_SITE, Kind.EMAIL, Kind.POLICE_SPEECH)
"""Kinds that may name sites by host: speech for the police names accounts, platforms or hosts."""
