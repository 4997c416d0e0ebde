"""What the pages of this app show of instruments: scope in words, standing, and whether they are ready to use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from accounts.models import OfficialAccount
from authorizations.acts_asked import Speaker
from authorizations.facts import VersionAsked
from authorizations.kinds import Voice
from authorizations.lapses import lapsed_among
from authorizations.models import Authorization, AuthorizationQuerySet, AuthorizedAccount, PaperOutcome, Request
from authorizations.models.scope import Scope
from authorizations.standing import Why, accepted, standing_of
from foundation import dates
from powers.picture import Picture

Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class Line:
    """An instrument in a list: what it is for, how it stands in a word, a tone and a sentence."""

    row: Authorization
    title: str
    where: str
    word: str
    tone: str
    sentence: str
    in_effect: bool
    is_accepted: bool


def for_lists(rows: AuthorizationQuerySet) -> AuthorizationQuerySet:
    """Instruments with everything that a line of them asks for, in a constant number of queries."""
    named = AuthorizedAccount.objects.select_related("account")
    found: AuthorizationQuerySet = rows.select_related(
        "revocation", "acceptance", "document", "paper", "grantee", "voice_department", "department"
    ).prefetch_related(Prefetch("named_accounts", queryset=named))
    return found


def lines_of(rows: Iterable[Authorization], picture: Picture) -> list[Line]:
    """The lines of some instruments; accounts are called as they are at the picture's moment."""
    listed = list(rows)
    picture.presence.load(row.grantee_id for row in listed)
    ids = {one.account_id for row in listed for one in row.named_accounts.all()}
    known = (
        {one.pk: one for one in OfficialAccount.objects.as_of(picture.at, picture.known_at).filter(pk__in=ids)}
        if ids
        else {}
    )
    lapsed = lapsed_among(picture, {row.grantee_id for row in listed})
    return [_line(row, picture, known, lapsed.get(row.grantee_id)) for row in listed]


def _line(row: Authorization, picture: Picture, known: dict[int, OfficialAccount], lapsed: VersionAsked | None) -> Line:
    accounts = [known[one.account_id] for one in row.named_accounts.all() if one.account_id in known]
    word, tone, sentence, in_effect = state_of(row, picture, lapsed)
    where = places_of(row, accounts)
    return Line(row, title_of(row, picture), where, word, tone, sentence, in_effect, accepted(row, picture))


def state_of(row: Authorization, picture: Picture, lapsed: VersionAsked | None = None) -> tuple[str, str, str, bool]:
    """A word, its tone, a sentence, and whether the instrument is in effect; the clock's part is derived.

    `lapsed` is what its holder has not acknowledged: then it is in effect and not ready (City procedure).
    """
    paper = getattr(row, "paper", None)
    if row.is_paper and paper is None:
        return "On paper", "waiting", "It waits for the authority, who has not confirmed it yet.", False
    if paper is not None and paper.outcome == PaperOutcome.REFUSED:
        return "Not confirmed", "over", f"The authority did not confirm it: {paper.reason}", False
    standing = standing_of(row, picture)
    if standing.in_effect:
        if accepted(row, picture) and lapsed is not None:
            missing = f"{lapsed.name} is not acknowledged."
            return "Not ready", "waiting", f"{standing.sentence} {missing}", True
        if accepted(row, picture):
            return "In effect", "good", standing.sentence, True
        return "Not accepted yet", "waiting", f"{standing.sentence} Its conditions are not accepted yet.", True
    word, tone = _WORDS.get(standing.why, ("Not in effect", "bad"))
    return word, tone, standing.sentence, False


_WORDS: dict[Why | None, tuple[str, str]] = {
    Why.REVOKED: ("Revoked", "bad"),
    Why.ENDED: ("Ended", "over"),
    Why.BEGINS_LATER: ("Begins later", "waiting"),
}


def title_of(row: Scope, picture: Picture) -> str:
    """ "Speak on official accounts for Parks": the kind and for whom."""
    label: str = row.get_kind_display()
    if not row.voice:
        return label
    return f"{label}, for {spoken_for(row, picture)}"


def spoken_for(row: Scope, picture: Picture) -> str:
    """For whom somebody speaks."""
    if row.voice == Voice.CITY:
        return "the City"
    profile = picture.tree.profile(row.voice_department_id, picture.at) if row.voice_department_id else None
    name = profile.name if profile else str(row.voice_department or "")
    return f"{row.voice_official}, {name}" if row.voice == Voice.OFFICIAL else name


def places_of(row: Scope, accounts: Sequence[OfficialAccount]) -> str:
    """Where it holds, or what it is about, in a few words."""
    parts = [f"{one.now.handle} on {one.now.platform.name}" for one in accounts]
    parts += [f"every account on {code}" for code in row.platforms]
    parts += list(row.hosts)
    parts += [text for text in (row.device, row.matter) if text]
    return ", ".join(parts)


def scope_facts(row: Scope, accounts: Sequence[OfficialAccount], picture: Picture) -> Facts:
    """The scope of a request or an instrument, fact by fact."""
    said = {
        "Speaks for": spoken_for(row, picture) if row.voice else "",
        "Accounts": ", ".join(f"{one.now.name} ({one.now.handle} on {one.now.platform.name})" for one in accounts),
        "Every account on": ", ".join(row.platforms),
        "Sites": ", ".join(row.hosts),
        "Device": row.device,
        "Class of records" if row.is_class_of_records else "Matter": row.matter,
        "Statute that closes the record": row.statute,
        "Opinion of the Law Department": row.opinion,
        "Purpose": row.purpose,
        "Subjects covered": ", ".join(row.subjects_covered),
        "Subjects excluded": ", ".join(row.subjects_excluded),
    }
    return [(name, words) for name, words in said.items() if words]


def accounts_of(row: Authorization | Request, at: datetime) -> list[OfficialAccount]:
    """The accounts that a request or an instrument names, as they are called at a moment."""
    return list(
        OfficialAccount.objects.as_of(at).filter(pk__in=list(row.accounts.values_list("pk", flat=True))).by_name()
    )


def speaker_of(row: Scope) -> Speaker | None:
    """For whom an instrument lets somebody speak."""
    return Speaker(row.voice, row.voice_department_id, row.voice_official) if row.voice else None


def by_whom(row: Authorization) -> str:
    """By whom and in whose name: where a designee acted, both persons."""
    title = f", {row.granted_by_title}" if row.granted_by_title else ""
    who = f"{row.granted_by_name}{title}"
    if row.in_name_of_name and row.in_name_of_name != row.granted_by_name:
        authority = f", {row.in_name_of_title}" if row.in_name_of_title else ""
        return f"{who}, in the name of {row.in_name_of_name}{authority}"
    return who


def term_of(row: Authorization) -> str:
    """ "March 3, 2026 through June 30, 2026"."""
    return f"{dates.day(row.effective_from)} through {dates.day(row.last_day)}"
