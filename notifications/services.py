"""Writing to people: notices and mail in the caller's transaction, and what people do with their notices."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from uuid import uuid4

from django.db import transaction
from django.utils.http import url_has_allowed_host_and_scheme

from directory.models import Employee
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.errors import InvalidInput, NotVisible
from foundation.prepared import PreparedInsert
from notifications.kinds import all_kinds
from notifications.kinds import kind as kind_of
from notifications.models import Notice, OutboxMessage, Preference
from notifications.tasks import publish_after_commit

_insert_notice = PreparedInsert(Notice, ignore_conflicts=True)
_insert_message = PreparedInsert(OutboxMessage, ignore_conflicts=True)

BATCH = 500
TITLE_LENGTH = 300


def _new_key() -> str:
    return uuid4().hex


@dataclass(frozen=True)
class Letter:
    """What one person is told: a one-line subject, a text of plain paragraphs, and the page where to go on.

    `key` makes it once: a second letter with the same key is not written.
    """

    to: Employee
    subject: str
    body: str = ""
    link: str = ""
    key: str = field(default_factory=_new_key)


def notify(
    *, by: Actor, to: Employee, kind: str, subject: str, at: datetime, body: str = "", link: str = "", key: str = ""
) -> None:
    """Tell one person something, inside the transaction that makes it true.

    Writes a notice and, for who has an address and wants this kind by mail (or must have it), a message in the
    outbox. Raises `InvalidInput` for a link that leads out of the portal.
    """
    letter = Letter(to=to, subject=subject, body=body, link=link, key=key or _new_key())
    notify_many(by=by, kind=kind, letters=[letter], at=at)


@transaction.atomic(savepoint=False)
def notify_many(*, by: Actor, kind: str, letters: Iterable[Letter], at: datetime) -> int:
    """Tell many people, in batches, without holding them all in memory; returns how many letters were given.

    Safe to repeat: letters whose key was written before are passed over.
    """
    given = 0
    remaining = iter(letters)
    while batch := list(islice(remaining, BATCH)):
        given += len(batch)
        _write(batch, kind, at)
    publish_after_commit()
    return given


def _write(letters: list[Letter], kind: str, at: datetime) -> None:
    mandatory = kind_of(kind).mandatory
    unwanted = set() if mandatory else _without_mail(kind, [letter.to.pk for letter in letters])
    notices = [_notice(letter, kind, at) for letter in letters]
    messages = [_message(letter, kind, at) for letter in letters if letter.to.email and letter.to.pk not in unwanted]
    # On a key that is there already both inserts do nothing: the caller may run twice.
    if len(letters) == 1:
        for notice in notices:
            _insert_notice.save(notice)
        for message in messages:
            _insert_message.save(message)
    else:
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        OutboxMessage.objects.bulk_create(messages, ignore_conflicts=True)


def _notice(letter: Letter, kind: str, at: datetime) -> Notice:
    return Notice(
        person=letter.to,
        kind=kind,
        title=_one_line(letter.subject),
        text=letter.body,
        link=_inside(letter.link),
        at=at,
        key=letter.key,
    )


def _message(letter: Letter, kind: str, at: datetime) -> OutboxMessage:
    return OutboxMessage(
        recipient=letter.to,
        kind=kind,
        subject=_one_line(letter.subject),
        text=letter.body,
        link=_inside(letter.link),
        key=letter.key,
        created_at=at,
        next_attempt_at=at,
    )


@transaction.atomic
def send_mail(
    *,
    by: Actor,
    address: str,
    kind: str,
    subject: str,
    body: str,
    at: datetime,
    link: str = "",
    key: str = "",
    secret: bool = False,
) -> None:
    """Send a mail to a bare address, through the outbox: for who is told without a notice in the portal.

    A `secret` one (a sign-in link) is emptied in the outbox as soon as it has been sent.
    """
    kind_of(kind)
    message = OutboxMessage(
        address=_one_line(address),
        kind=kind,
        subject=_one_line(subject),
        text=body,
        link=_inside(link),
        is_secret=secret,
        key=key or _new_key(),
        created_at=at,
        next_attempt_at=at,
    )
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
    publish_after_commit()


@transaction.atomic
def mark_read(*, by: Actor, notice_id: int, at: datetime) -> Notice:
    """Note that a person opened one of their notices; the first time counts. Raises `NotVisible` for another's."""
    notice = Notice.objects.filter(person=by.person, pk=notice_id).first()
    if notice is None:
        raise NotVisible("There is no such notice.")
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=at)
    return notice


def mark_all_read(*, by: Actor, at: datetime) -> int:
    """Mark every notice of a person as read; returns how many were new."""
    return Notice.objects.filter(person=by.person, read_at__isnull=True, at__lte=at).update(read_at=at)


@transaction.atomic
def set_preferences(*, by: Actor, wanted_by_mail: Collection[str], at: datetime) -> None:
    """Set which kinds a person wants by mail too. Mandatory kinds stay as the City set them (City procedure).

    Raises `NotVisible` for an actor who is not a person.
    """
    if by.person is None:
        raise NotVisible("Preferences belong to a person.")
    before = _choices(by.person)
    for kind in all_kinds():
        if not kind.mandatory:
            Preference.objects.update_or_create(
                person=by.person, kind=kind.code, defaults={"by_mail": kind.code in wanted_by_mail}
            )
    after = _choices(by.person)
    if after != before:
        record(by=by, act="notifications.preferences_set", on=by.person, at=at, before=before, after=after)


def _choices(person: Employee) -> dict[str, bool]:
    rows = dict(Preference.objects.filter(person=person).values_list("kind", "by_mail"))
    return {kind.code: kind.mandatory or rows.get(kind.code, True) for kind in all_kinds()}


def _without_mail(kind: str, people: Iterator[int] | list[int]) -> set[int]:
    refused = Preference.objects.filter(kind=kind, by_mail=False, person_id__in=people)
    return set(refused.values_list("person_id", flat=True))


def _one_line(text: str) -> str:
    """A header's worth of text: any white space, line breaks above all, becomes one blank."""
    return " ".join(text.split())[:TITLE_LENGTH]


def _inside(link: str) -> str:
    """A link to one of the portal's own pages, as a path; raises `InvalidInput` for any other."""
    if link and not (link.startswith("/") and url_has_allowed_host_and_scheme(link, allowed_hosts=None)):
        raise InvalidInput(
            "A notice can only lead to a page of the portal.",
            why=f"{link[:80]!r} is not a path of the portal.",
            remedy="Give a path that begins with a slash.",
        )
    return link
