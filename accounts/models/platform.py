"""Platforms as data: where their pages live, how an address names an account, and how long a text may be."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from foundation.effective import DatedFact, DatedQuerySet, time_constraints


class PlatformQuerySet(models.QuerySet["Platform"]):
    """Phrases about platforms."""

    def offered(self) -> PlatformQuerySet:
        """Platforms on which an account may be asked for or registered."""
        return self.filter(is_offered=True)


class Platform(models.Model):
    """A social media platform, or a kind of site that has no host of its own (blogs, wikis, City websites).

    `patterns` is a list of tables, tried in order: `path` with `{handle}` in it (`/company/{handle}`, or with a query
    parameter `/profile.php?id={handle}`), `canonical` (the address to show; `{host}` where the platform has many),
    `handle` (a regular expression for the whole handle), `kind` (put before the handle where a platform has several
    name spaces), `case` (true where the platform tells capitals apart), `without` (signs that make no difference),
    `hosts` (the only ones on which it counts), `anywhere` (known by this form on a host that nobody knows). In a part
    of a path with the handle, `*` is anything. A platform's `hosts` stand without `www.` and `m.`.
    """

    code = models.SlugField("code", max_length=40, unique=True)
    name = models.CharField("name", max_length=100, unique=True)
    hosts = models.JSONField("hosts", default=list, blank=True)
    any_host = models.BooleanField("found on any host", default=False)
    """Servers that anybody runs (Mastodon, blogs, websites): the host is part of the identity."""
    patterns = models.JSONField("patterns", default=list)
    stop_words = models.JSONField("words that are no handle", default=list, blank=True)
    """First parts of a path that never name an account there (`groups`, `watch`, `share`)."""
    icon = models.CharField("icon of the design system's sprite", max_length=40, blank=True)
    source = models.CharField("source", max_length=300)
    as_of = models.DateField("as found on")
    is_offered = models.BooleanField("may be asked for", default=True)

    objects = PlatformQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(code="") & ~models.Q(name=""),
                name="accounts_platform_named",
                violation_error_message="A platform needs a code and a name.",
            ),
            models.CheckConstraint(
                condition=~models.Q(source=""),
                name="accounts_platform_has_source",
                violation_error_message="Say where the facts about the platform come from.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Counting(models.TextChoices):
    """How a platform counts the length of a text, or the number of what is attached."""

    CHARACTERS = "characters", "Unicode characters"
    WEIGHTED = "weighted", "weighted: an address is 23, emoji and CJK are 2, after NFC"
    GRAPHEMES = "graphemes", "graphemes (what a reader sees as one character)"
    UTF8_BYTES = "utf8_bytes", "bytes in UTF-8"
    EMOJI_AS_BYTES = "emoji_as_bytes", "characters, an emoji as its UTF-8 bytes"
    URL_IS_23 = "url_is_23", "characters, an address is 23"
    PIECES = "pieces", "pieces"


class LimitOf(models.TextChoices):
    """What a limit is about."""

    TEXT = "text", "Text of a post"
    TITLE = "title", "Title"
    DESCRIPTION = "description", "Description"
    COMMENT = "comment", "Comment"
    TAGS = "tags", "Tags, all together"
    HASHTAGS = "hashtags", "Hashtags in a post"
    IMAGES = "images", "Images in a post"
    VIDEOS = "videos", "Videos in a post"
    ALT_TEXT = "alt_text", "Alternative text of an image"


class PlatformLimit(DatedFact):
    """A limit of a platform with its counting method, its source and the day it was found; only where it is known."""

    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="limits")
    about = models.CharField("of what", max_length=20, choices=LimitOf)
    number = models.PositiveIntegerField("at most")
    counting = models.CharField("counted in", max_length=20, choices=Counting)
    note = models.CharField("note", max_length=300, blank=True)
    source = models.CharField("source", max_length=300)
    as_of = models.DateField("as found on")
    is_assumed = models.BooleanField("an assumption, to be verified", default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            *time_constraints(),
            models.CheckConstraint(
                condition=~models.Q(source=""),
                name="accounts_limit_has_source",
                violation_error_message="Say where the limit was found.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["platform", "about"], name="accounts_limit_platform")]

    def __str__(self) -> str:
        return f"{self.platform}: {self.get_about_display()} at most {self.number}"
