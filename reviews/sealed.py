"""What an approval covers, as one canonical text: a round *is* it, and its hash is approved (DESIGN 3.3).

In it: each account's words, the set of accounts, attachments with alternative text and rights, the identification
line, the declarations, device, voice, matter, subjects; the template it fills, and what it answers. Not in it: planned
time, notes, tags.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from foundation.canonical import c1, c1_hash
from foundation.citations import cite
from reviews.models import Attachment, Post, PostContent, Target

RIGHTS_OF_USE = cite("IV.E")
"""Copyright and marks: every attachment carries its source and right of use."""
IDENTIFICATION = "identification line"
"""What findings call the line with the name and title of who posts (IV.F)."""
DECLARATIONS = ("discloses", "others_work", "shows_people")


@dataclass(frozen=True)
class Words:
    """The words that go out on some accounts: those with the same text together."""

    accounts: tuple[str, ...]
    text: str

    @property
    def part(self) -> str:
        """What findings call this text: the first account that shows it."""
        return self.accounts[0] if self.accounts else "text"


@dataclass(frozen=True)
class Sealed:
    """A canonical text, with what it says."""

    text: str

    @cached_property
    def hash(self) -> str:
        """What is approved."""
        return c1_hash(self.text)

    @cached_property
    def said(self) -> dict[str, Any]:
        """Its parts, read back."""
        found: dict[str, Any] = json.loads(self.text)
        return found

    @cached_property
    def words(self) -> list[Words]:
        """Each different text once, with the accounts on which it goes out."""
        together: dict[str, list[str]] = {}
        for one in self.said["accounts"]:
            together.setdefault(one["text"], []).append(one["account"])
        return [Words(tuple(accounts), text) for text, accounts in together.items()]

    def text_on(self, reference: str) -> str:
        """The words for one account (by its reference); empty where the post is not for it."""
        return next((one["text"] for one in self.said["accounts"] if one["account"] == reference), "")

    @property
    def files(self) -> set[str]:
        """SHA-256 of the files that go out."""
        return {one["sha256"] for one in self.said["attachments"]}

    @property
    def parts(self) -> dict[str, str]:
        """Every text in which something can be found, by what findings call it."""
        found = {one.part: one.text for one in self.words}
        for number, one in enumerate(self.said["attachments"], 1):
            found[f"alternative text {number}"] = one["alternative_text"]
            found[f"transcript {number}"] = one["transcript"]
        found[IDENTIFICATION] = self.said.get("identification", "")
        return found


def seal(post: Post, content: PostContent, targets: Iterable[Target], attachments: Iterable[Attachment]) -> Sealed:
    """The canonical text of a post as it stands. Targets come with their accounts."""
    accounts = [
        {"account": one.account.reference, "text": c1(content.text if one.text is None else one.text)}
        for one in targets
    ]
    files = [
        {
            "sha256": one.sha256,
            "name": one.name,
            "kind": one.kind,
            "alternative_text": c1(one.alternative_text),
            "transcript": c1(one.transcript),
            "rights": c1(one.rights),
            "source": c1(one.source),
        }
        for one in attachments
    ]
    said: dict[str, Any] = {
        "publisher": post.publisher.number,
        "accounts": sorted(accounts, key=lambda one: one["account"]),
        "attachments": sorted(files, key=lambda one: one["sha256"]),
        "identification": c1(content.identification),
        "declarations": {name: getattr(post, name) for name in DECLARATIONS},
        "matter": c1(content.matter),
        "subjects": sorted(c1(one) for one in content.subjects),
        "device": post.device,
        "voice": post.voice,
        "official": c1(post.official),
    }
    if post.template is not None:
        said["template"] = post.template.reference
    if content.in_answer_to:
        said["in_answer_to"] = c1(content.in_answer_to)
    return Sealed(c1(json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1)))
