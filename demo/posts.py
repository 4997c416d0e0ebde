"""The posts of the demonstration: some thirty, in every state, made by the services themselves.

As with the authorizations, each one's life is a generator that says on which day its next part happens.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from accounts.models import OfficialAccount, State
from accounts.platforms import address_book
from demo.benches import Benches
from demo.calendar import Calendar
from demo.direct import record_direct, template_life
from demo.lives import play
from demo.people import Hiring
from directory.models import Employee
from foundation import clock
from foundation.actor import Actor
from foundation.errors import Refusal
from powers.decisions import authority_of
from reviews import services
from reviews.models import Disposition, Finding, Lane, Need, Post, Publication
from reviews.notifications import who_decides
from reviews.services import WentOut
from reviews.wording import Wording

FILE = Path(__file__).parent / "data" / "posts.json"
Row = Mapping[str, Any]
Life = Iterator[int]


class Posts:
    """Plays the lives of posts. Passed over is whatever names somebody or something that a small city does not have."""

    def __init__(self, hiring: Hiring, calendar: Calendar) -> None:
        self.departments = hiring.departments
        self.benches = Benches(hiring)
        self.calendar = calendar
        self.book = address_book()
        self.stuck: list[str] = []

    def live(self) -> int:
        """Play every life up to today; returns how many posts there are."""
        said = json.loads(FILE.read_text(encoding="utf-8"))
        lives = [self._rule(row) for row in said["rules"]]
        lives += [template_life(row, self.departments[row["of"]], self.benches) for row in said["templates"]]
        lives += [self._direct(row) for row in said["direct"]]
        lives += [self._first(row) if "lane" in row else self._life(row) for row in said["posts"]]
        play(lives, self.calendar, hour=13)
        return Post.objects.count()

    def _rule(self, row: Row) -> Life:
        yield row["since"]
        account = self._account(row["on"])
        holder = authority_of(self.departments[row["of"]], clock.now()).holder
        if account is not None and holder is not None:
            services.set_rule(
                by=Actor.of_person(holder),
                account=account,
                mode=row["mode"],
                identification=row["identification"],
                one_in=row.get("one_in", 1),
                direct_one_in=row.get("direct_one_in", 1),
            )

    def _life(self, row: Row) -> Life:
        yield row["since"]
        wording = self._wording(row, row["text"])
        if wording is None:
            return
        drafter = self.benches.person(row.get("drafted", row["who"])) or wording.publisher
        post = services.draft(by=Actor.of_person(drafter), wording=wording)
        yield from self._steps(row, post)

    def _first(self, row: Row) -> Life:
        yield row["since"]
        wording = self._wording(row, row["text"])
        if wording is None:
            return
        who = self.benches.person(row.get("drafted", row["who"])) or wording.publisher
        when = clock.now() - timedelta(minutes=20)
        post = services.record_first(
            by=Actor.of_person(who),
            wording=wording,
            lane=Lane(row["lane"]),
            went_out={one.pk: WentOut(wording.text, when, self._permalink(one)) for one in wording.accounts},
            why_urgent=row.get("why", ""),
        )
        yield from self._steps(row, post)

    def _direct(self, row: Row) -> Life:
        yield row["since"]
        wording = self._wording(row, row.get("text", ""))
        post = record_direct(row, wording, self._permalink(wording.accounts[0])) if wording else None
        if post is not None:
            yield from self._steps(row, post)

    def _steps(self, row: Row, post: Post) -> Life:
        """What becomes of a post; where somebody may not do the next deed, it stays where it is."""
        for day, verb, *said in row.get("steps", []):
            yield day
            post.refresh_from_db()
            try:
                getattr(self, f"_{verb}")(row, post, *said)
            except Refusal as refusal:
                self.stuck.append(f"{post.reference} cannot be {verb}: {refusal}")
                return

    def _wording(self, row: Row, text: str) -> Wording | None:
        publisher = self.benches.person(row["who"])
        accounts = [self._account(url) for url in row["on"]]
        if publisher is None or None in accounts:
            return None
        title = publisher.assignments.in_effect(clock.now()).get().title
        planned = row.get("planned")
        return Wording(
            publisher=publisher,
            accounts=tuple(one for one in accounts if one is not None),
            text=text.replace("{who}", f"{publisher.name}, {title}"),
            identification=f"{publisher.name}, {title}",
            voice=row.get("voice", ""),
            device=row.get("device", "city"),
            discloses="matter" in row,
            matter=row.get("matter", ""),
            subjects=tuple(row.get("subjects", [])),
            planned_for=self.calendar.morning(planned, hour=15, minute=0) if planned is not None else None,
        )

    def _account(self, url: str) -> OfficialAccount | None:
        at, address = clock.now(), self.book.read(url)
        there = OfficialAccount.objects.reserving(address.identity, at, at).values("pk")
        return OfficialAccount.objects.as_of(at).in_states(State.ACTIVE).filter(pk__in=there).first()

    def _permalink(self, account: OfficialAccount) -> str:
        return f"{account.now.url.rstrip('/')}/posts/1"

    def _send(self, _row: Row, post: Post) -> None:
        services.submit(by=Actor.of_person(post.drafted_by), post=post)

    def _rewrite(self, row: Row, post: Post, text: str) -> None:
        wording = self._wording(row, text)
        if wording is not None:
            services.save(by=Actor.of_person(post.drafted_by), post=post, wording=wording, seen=post.edition)

    def _deciders(self, post: Post) -> list[Employee]:
        """Somebody for each open decision; reviewers by designation before the head."""
        found = []
        for need in Need.objects.waiting().filter(post=post).select_related("department"):
            people = who_decides(need, clock.now())
            head = authority_of(need.department, clock.now()).holder
            people.sort(key=lambda one: one == head)
            found += people[:1]
        return list(dict.fromkeys(found))

    def _decide(self, post: Post, verb: Any, **more: Any) -> None:
        for person in self._deciders(post):
            seen = post.sent.get(number=post.rounds).content_hash
            verb(by=Actor.of_person(person), post=post, seen_hash=seen, **more)
            post.refresh_from_db()

    def _approve(self, _row: Row, post: Post, reason: str = "") -> None:
        self._dispose(post, reason)
        self._decide(post, services.approve)

    def _changes(self, _row: Row, post: Post, reason: str) -> None:
        self._decide(post, services.ask_for_changes, reason=reason)

    def _decline(self, _row: Row, post: Post, reason: str) -> None:
        self._decide(post, services.decline, reason=reason)

    def _dispose(self, post: Post, reason: str) -> None:
        people = self._deciders(post)
        for finding in Finding.objects.filter(round__post=post, disposition__isnull=True):
            services.dispose(
                by=Actor.of_person(people[-1]), finding=finding, disposition=Disposition.ACCEPTABLE, reason=reason
            )
            services.let_go(by=Actor.of_person(people[-1]), post=post)

    def _take(self, _row: Row, post: Post) -> None:
        services.take(by=Actor.of_person(self._deciders(post)[0]), post=post)

    def _say(self, _row: Row, post: Post, text: str) -> None:
        services.say(by=Actor.of_person(self._deciders(post)[0]), post=post, text=text)

    def _publish(self, _row: Row, post: Post, text: str = "", why: str = "") -> None:
        for target in post.targets.select_related("account"):
            account = OfficialAccount.objects.as_of(clock.now()).get(pk=target.account_id)
            words = text or (post.content.text if target.text is None else target.text)
            services.record_publication(
                by=Actor.of_person(post.publisher),
                post=post,
                account=account,
                went_out=WentOut(words, clock.now(), self._permalink(account), why),
            )
            post.refresh_from_db()

    def _event(self, _row: Row, post: Post, kind: str, note: str) -> None:
        publication = Publication.objects.filter(post=post).latest("pk")
        services.record_event(
            by=Actor.of_person(post.publisher), publication=publication, kind=kind, happened_at=clock.now(), note=note
        )

    def _withdraw(self, _row: Row, post: Post) -> None:
        services.withdraw(by=Actor.of_person(post.drafted_by), post=post)

    def _read(self, _row: Row, post: Post, outcome: str, reason: str = "") -> None:
        self._decide(post, services.read_afterwards, outcome=outcome, reason=reason)

    def _release(self, _row: Row, post: Post, reason: str) -> None:
        seen = post.sent.get(number=post.rounds).content_hash
        services.release_by_office(by=Actor.of_person(post.publisher), post=post, seen_hash=seen, reason=reason)
