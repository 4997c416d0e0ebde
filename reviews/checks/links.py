"""Links and mentions of parties and candidates (IV.G): the City's list, and addresses that name an office."""

from __future__ import annotations

import re

from .facts import Context

_ADDRESS = re.compile(
    r"(?<![\w-])(?:https?://)?[\w-]{1,80}(?:\.[\w-]+)+(?:/[^\s,;!?)]*)?|@[\w.-]{2,}|#\w{3,}", re.IGNORECASE
)
_CAMPAIGN = re.compile(
    r"(?i:for(?:the)?|4|elect|vote|votefor|friendsof|team)-?_?(?i:mayor|congress|senate|house|sheriff|stlouis|stl|mo|missouri|governor|"
    r"president|alder\w*|council|judge|prosecutor|assessor|treasurer|ward\d+)\d*\b|actblue|winred|\b(?:vote|elect|re-?elect)"
    r"_?[A-Z]\w+|(?:mo|stl|stlouis|young|college|national|missouri)?(?:gop|dems|democrats|republicans|libertarians)\b",
)
_OFFICE_LINKS = re.compile(
    r"vote-?today|stlouis-mo\.gov|\.mo\.gov|election|voter|votes?(?:here|early|\.gov)", re.IGNORECASE
)
WHY = "It links to or mentions an account of a party or candidate."


def _bare(address: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.|m\.)?", "", address.casefold()).strip("/@#")


def found(text: str, context: Context) -> list[tuple[str, int, int, str, str]]:
    """Addresses, mentions and hashtags in a folded text that lead to a party or a candidate."""
    listed = {_bare(one) for one in context.party_accounts if _bare(one)}
    hits = []
    for match in _ADDRESS.finditer(text):
        words = match.group()
        bare = _bare(words).rstrip(".")
        handle = bare.rsplit("/", 1)[-1].lstrip("@")
        if bare in listed or handle in listed or any(bare.startswith(f"{one}/") for one in listed):
            hits.append(("IV.G", match.start(), match.end(), "listed party or candidate account", WHY))
        elif _CAMPAIGN.search(words) and not _OFFICE_LINKS.search(words):
            hits.append(("IV.G", match.start(), match.end(), "campaign address", WHY))
    return hits
