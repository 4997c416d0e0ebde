"""The official accounts of the demonstration: some 80, in every state, made by the services with the clock set back.

Each account's life is a generator that says on which day its next part happens (as days before today); the lives are
played together in the order of time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from accounts import services
from accounts.models import AccountClass, OfficialAccount, State, Stewardship
from accounts.platforms import address_book
from accounts.services import AccountPlan, EarlierApproval, ProposedChange
from accounts.sites import Address
from demo.calendar import Calendar
from demo.lives import play
from demo.pages import LISTED, LOOKED, list_candidates, look_at_pages
from demo.people import Hiring
from directory.models import Department, Employee
from directory.services import roster
from foundation import clock
from foundation.actor import Actor
from powers.catalogue import APPROVE_ACCOUNTS, REQUEST_ACCOUNTS
from powers.decisions import authority_of
from powers.models import Designation
from powers.picture import Picture

FILE = Path(__file__).parent / "data" / "accounts.json"
REMINDED = 1
_REMINDERS = Actor.of_system("reminders to confirm accounts")
Row = Mapping[str, Any]
Life = Iterator[int]


def rows() -> list[Row]:
    """The accounts, in the order in which they are entered."""
    found: list[Row] = json.loads(FILE.read_text(encoding="utf-8"))["accounts"]
    return found


class Accounts:
    """Plays the lives of the accounts."""

    def __init__(self, hiring: Hiring, calendar: Calendar) -> None:
        self.departments = hiring.departments
        self.staff = hiring.staff
        self.calendar = calendar
        self.book = address_book()
        self.relations = Actor.of_person(Employee.objects.get(number="100008"))
        self.administrator = Actor.of_person(Employee.objects.get(number="100012"))
        named = Designation.objects.order_by("-pk").select_related("department", "holder")
        self.comms = {row.department.code: row.holder for row in named if REQUEST_ACCOUNTS.code in row.powers}
        self.gone: set[int] = set()
        self.pictures: dict[datetime, Picture] = {}

    def live(self) -> int:
        """Play every life up to today; returns how many accounts there are."""
        lives = [self._life(row) for row in rows()]
        play(lives, self.calendar, hour=8)
        with clock.replaying(self.calendar.morning(LISTED, hour=9)):
            list_candidates(self.relations, clock.city_date(clock.now()))
        with clock.replaying(self.calendar.morning(LOOKED, hour=6)):
            look_at_pages({self._address(row["url"]).url: row["page"] for row in rows() if "page" in row})
        with clock.replaying(self.calendar.morning(REMINDED, hour=7)):
            services.remind_to_confirm(by=_REMINDERS)
        return len(lives)

    def _life(self, row: Row) -> Life:
        since = row["since"]
        if row["life"] in {"found", "adopted", "listed", "not_ours"}:
            yield from self._existing(row, since)
        else:
            yield from self._requested(row, since)

    def _existing(self, row: Row, since: int) -> Life:
        """What existed before the portal: entered by Employee Relations, then adopted, set aside, listed or left."""
        yield since
        account = services.register_account(by=self.relations, plan=self._plan(row))
        if row["life"] == "not_ours":
            yield since - 3
            department = self.departments[row["department"]]
            services.set_aside(by=self.relations, account=account, department=department, reason=row["reason"])
        elif row["life"] == "adopted":
            yield since - 4
            self._adopt(account, row)
            yield from self._kept(account, row)

    def _adopt(self, account: OfficialAccount, row: Row) -> None:
        earlier = None
        if "earlier" in row:
            signed_on, given_by = row["earlier"]
            earlier = EarlierApproval(date.fromisoformat(signed_on), given_by)
        for department in self._used_by(row):
            if head := self._head(department):
                services.adopt_account(by=head, account=account, department=department, earlier=earlier)

    def _requested(self, row: Row, since: int) -> Life:
        """What comms staff asked for (or an authority, by office), and what became of it."""
        yield since
        department = self.departments[row["department"]]
        head, comms = self._head(department), self.comms.get(row["department"])
        asks = Actor.of_person(comms) if comms and row["life"] != "office" else head
        if asks is None:
            services.register_account(by=self.relations, plan=self._plan(row))
            return
        reason = row.get("reason", "The department needs it.")
        account = services.request_account(by=asks, plan=self._plan(row), reason=reason)
        if row["life"] == "withdrawn" and comms:
            yield since - 2
            services.withdraw_request(by=asks, account=account, reason="Not before there is a second steward.")
        elif row["life"] == "declined" and comms and head:
            yield since - 3
            services.decline_account(by=head, account=account, department=department, reason=reason)
        else:
            yield since - 3
            self._approve(account, row)
            if row["life"] in {"asked", "office"}:
                yield from self._established(account, row, asks, since)

    def _approve(self, account: OfficialAccount, row: Row) -> None:
        """For a request that still waits, only those departments approve that the file names."""
        wanted = (
            row.get("approved_by", []) if row["life"] == "requested" else [row["department"], *row.get("sharing", [])]
        )
        missing = set(services.departments_that_have_not_approved(account, clock.now()))
        for department in self._used_by(row):
            if department.code in wanted and department.pk in missing and (head := self._head(department)):
                services.approve_account(by=head, account=account, department=department)

    def _established(self, account: OfficialAccount, row: Row, asks: Actor, since: int) -> Life:
        yield since - 6
        if self._state(account) == State.APPROVED:
            services.establish_account(by=asks, account=account)
            yield from self._kept(account, row)

    def _kept(self, account: OfficialAccount, row: Row) -> Life:
        """What happened to an active account since: in the order of time, and one thing a day."""
        parts = {
            "confirmed": self._confirm,
            "retired": self._retire,
            "orphaned": self._orphan,
            "suspended": self._suspend,
            "proposal": self._propose,
        }
        days = {name: row[name][0] if isinstance(row[name], list) else row[name] for name in parts if name in row}
        for name, day in sorted(days.items(), key=lambda pair: -pair[1]):
            yield day
            if self._state(account) == State.ACTIVE:
                parts[name](account, row)

    def _confirm(self, account: OfficialAccount, row: Row) -> None:
        stewards = self._stewards(account)
        by = Actor.of_person(stewards[0]) if stewards else self._head(self.departments[row["department"]])
        if by:
            services.confirm_account(by=by, account=account)

    def _retire(self, account: OfficialAccount, row: Row) -> None:
        department = self.departments[row["department"]]
        if head := self._head(department):
            services.retire_account(by=head, account=account, department=department, reason=row["retired"][1])

    def _suspend(self, account: OfficialAccount, row: Row) -> None:
        for person in self._stewards(account)[:1]:
            services.suspend_account(by=Actor.of_person(person), account=account, reason=row["suspended"][1])

    def _propose(self, account: OfficialAccount, row: Row) -> None:
        change = ProposedChange(address=self._address(row["proposal"][1]))
        for person in self._stewards(account)[:1]:
            reason = row["proposal"][2]
            services.propose_change(by=Actor.of_person(person), account=account, change=change, reason=reason)

    def _orphan(self, account: OfficialAccount, row: Row) -> None:
        """Its stewards leave the City."""
        for person in self._stewards(account):
            if person.pk not in self.gone:
                self.gone.add(person.pk)
                roster.leave_the_city(person, by=self.administrator)

    def _plan(self, row: Row) -> AccountPlan:
        """What is said of an account when it is entered."""
        responsible, *sharing = self._used_by(row)
        is_kept = row["life"] in {"adopted", "asked", "office", "approved", "requested"}
        primary, backup = self._bench(row) if is_kept else (None, None)
        return AccountPlan(
            address=self._address(row["url"]),
            name=row["name"],
            responsible=responsible,
            sharing=tuple(sharing),
            purpose=row["purpose"] or ("" if row["life"] in {"listed", "found", "not_ours"} else row["name"]),
            language=row.get("language", "English"),
            account_class=AccountClass.OWN if row["life"] == "listed" else row.get("class", AccountClass.OFFICIAL),
            primary=primary,
            backup=backup,
            links_to_city=row.get("links", ""),
            why_no_link=row.get("why", ""),
            **(self._keys(row, primary, backup) if is_kept else {}),
        )

    def _keys(self, row: Row, primary: Employee | None, backup: Employee | None) -> dict[str, Any]:
        office = f"social-{row['department'].lower()}@city.example"
        return {
            "credentials": f"The department's password manager, vault {row['department']}",
            "mailbox": primary.email if primary and row.get("own_mailbox") else office,
            "second_factor": backup or primary,
        }

    def _bench(self, row: Row) -> tuple[Employee | None, Employee | None]:
        """The stewards: people of the department who are there, other ones where they will leave."""
        known = self.staff[row["department"]].bench
        # The fifth and the sixth have other things happen to them: see `demo.history`.
        ids = known[6:][-2:] if "orphaned" in row else known[2:4] or known[:2]
        there = {person.pk: person for person in Employee.objects.at_work(clock.now()).filter(pk__in=ids)}
        people: list[Employee | None] = [there[pk] for pk in ids if pk in there]
        if "primary_cast" in row:
            people.insert(0, Employee.objects.get(number=row["primary_cast"]))
        primary, backup = [*people, None, None][:2]
        return primary, None if row.get("one_steward") else backup

    def _used_by(self, row: Row) -> list[Department]:
        return [self.departments[code] for code in (row["department"], *row.get("sharing", []))]

    def _address(self, text: str) -> Address:
        return self.book.read(text)

    def _head(self, department: Department) -> Actor | None:
        """Who decides for a department on the day that is played."""
        at = clock.start_of(clock.city_date(clock.now()))
        picture = self.pictures.setdefault(at, Picture(at))
        holder = authority_of(department, at, at, APPROVE_ACCOUNTS, picture).holder
        return None if holder is None else Actor.of_person(holder)

    def _stewards(self, account: OfficialAccount) -> list[Employee]:
        found = Stewardship.objects.standing(clock.now()).filter(account=account).select_related("person")
        return [row.person for row in found.order_by("-role")]

    def _state(self, account: OfficialAccount) -> str:
        state: str = OfficialAccount.objects.as_of(clock.now()).get(pk=account.pk).standing.state
        return state
