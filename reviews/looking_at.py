"""What the regulation has to say about a post: the findings of the check, and whether its publisher may post it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from django.conf import settings

from accounts.models import OfficialAccount, PartyAccount
from accounts.reading import departments_of
from authorizations.acts_asked import Act, Speaker
from authorizations.kinds import Voice
from authorizations.requirements import Decision
from directory.models import Employee, SpeechRule
from foundation.citations import cite
from powers.tree import Tree
from reviews.checks import engine
from reviews.checks.facts import Context
from reviews.checks.facts import Finding as Found
from reviews.checks.facts import Post as Text
from reviews.models import Post, PostContent
from reviews.sealed import Sealed

CRIMINAL_JUSTICE = cite("IV.K.1")
VERSION = engine.VERSION
MOST_NAMES = 3_000
"""Pairs of words that are asked of the directory: as many as a text of 20,000 characters has."""
SHORTEST_NAME = 5
_WORDS = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


def context_for(departments: Iterable[int], at: datetime, tree: Tree) -> Context:
    """Which clauses are asked, by the flags of the departments (ids) that publish and whose accounts these are."""
    profiles = [found for one in set(departments) if (found := tree.profile(one, at)) is not None]
    listed = PartyAccount.objects.barred(at).values_list("url", flat=True)
    return Context(
        criminal_justice=any(one.has_criminal_justice_information for one in profiles),
        police=any(one.speech_rule != SpeechRule.ORDINARY for one in profiles),
        party_accounts=tuple(listed),
        public_numbers=tuple(settings.CITY_PUBLIC_NUMBERS),
    )


def findings_of(sealed: Sealed, context: Context) -> list[tuple[str, Found]]:
    """What the check finds in every text of a post, with the part in which it stands.

    Names of employees are known however they are written: one query for whoever may be named.
    """
    parts = {part: text for part, text in sealed.parts.items() if text}
    known = replace(context, employees=_employees_in(parts.values()))
    return [(part, found) for part, text in parts.items() for found in engine.check(Text(text), known)]


def unread_in(sealed: Sealed) -> list[str]:
    """What of a post the check did not read because it is too long, a sentence for each such text."""
    return [left for part, text in sealed.parts.items() if (left := engine.unread_of(part, text))]


def _employees_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Names of the directory that stand in some texts as two words beside one another."""
    pairs: dict[str, None] = {}
    for text in texts:
        words = _WORDS.findall(text)
        for first, last in pairwise(words):
            pairs[f"{first} {last}".title()] = None
    asked = [pair for pair in pairs if len(pair) > SHORTEST_NAME][:MOST_NAMES]
    if not asked:
        return ()
    return tuple(Employee.objects.filter(name__in=asked).order_by("name").values_list("name", flat=True).distinct())


def is_closed_matter(found: Iterable[tuple[str, Found]]) -> bool:
    """Whether a finding of IV.K.1 is among them: then the words are for few eyes (DESIGN 3.10)."""
    return any(one.clause.startswith(f"{CRIMINAL_JUSTICE}.") for _part, one in found)


def departments_asked(accounts: Sequence[OfficialAccount], at: datetime) -> list[int]:
    """Ids of the departments responsible for some accounts, each once: their reviewers decide."""
    uses = departments_of([account.pk for account in accounts], at)
    return list(dict.fromkeys(rows[0].department_id for account in accounts if (rows := uses.get(account.pk))))


def acts_of(post: Post, content: PostContent, accounts: Iterable[OfficialAccount]) -> list[Act]:
    """What the publisher would do: one act for each account (IV.C, IV.J, IV.K are asked of the publisher)."""
    speaker: Speaker | None = None
    if post.voice == Voice.CITY:
        speaker = Speaker.city()
    elif post.voice == Voice.OFFICIAL:
        speaker = Speaker.of_official(post.department, post.official)
    return [
        Act(
            voice=speaker,
            account=account,
            device=post.device,
            subjects=tuple(content.subjects),
            discloses=post.discloses,
            matter=content.matter,
        )
        for account in accounts
    ]


def answer_of(decisions: Iterable[Decision]) -> str:
    """One answer for all accounts: the hardest of them; *no* where there is no account at all."""
    answers = [str(one.answer) for one in decisions]
    for hardest in ("no", "not yet"):
        if hardest in answers:
            return hardest
    return "yes" if answers else "no"
