"""The answers to *Is this ours?* in sentences: for the page and the API alike."""

from __future__ import annotations

from accounts.verifying import Answer, Finding, Verdict
from foundation import clock
from foundation.dates import day

NOT_KNOWN = "Not known. The City's register has no such account: do not take it for the City's."


def sentence_of(found: Finding) -> str:
    """The whole answer in a sentence or two."""
    if not found.verdicts:
        return f"{NOT_KNOWN} {found.unread}".strip()
    sentence = sentence_about(next(one for one in found.verdicts if one.answer == found.answer))
    if len(found.verdicts) > 1:
        return f"{len(found.verdicts)} accounts have this handle: say on which platform. {sentence}"
    return sentence


def sentence_about(verdict: Verdict) -> str:
    """What is said of one account."""
    account = verdict.account
    what = f"{account.now.handle} on {account.now.platform.name}"
    whose = " and ".join(department.name for department in verdict.departments) or "the City"
    since = day(clock.city_date(verdict.since))
    return {
        Answer.YES: f"Yes. {what} is an official account of {whose}, active since {since}.",
        Answer.SUSPENDED: f"Yes, but suspended since {since}: do not rely on it. {what} is an account of {whose}.",
        Answer.NOT_YET: f"Not yet confirmed. {what} is entered for {whose}, but it is not an official account so far.",
        Answer.NO_LONGER: f"No longer. {what} was retired on {since}; it was an account of {whose}.",
        Answer.OWN: f"No. {what} is an official's own page, not the City's.",
        Answer.NOT_KNOWN: f"Not known. {what} was entered for {whose}, and is not an account of the City.",
    }[verdict.answer]
