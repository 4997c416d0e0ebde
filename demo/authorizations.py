"""The written authorizations of the demonstration: some 60, of every kind and in every state, made by the services.

As with the accounts, each one's life is a generator that says on which day its next part happens, as days before today.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from accounts.models import RESTS_ON_APPROVAL, OfficialAccount
from accounts.platforms import address_book
from acknowledgements.services import declining
from authorizations import services
from authorizations.acts_asked import Speaker
from authorizations.kinds import POWERS, SPEAKS
from authorizations.models import Authorization, Condition, DeclineDecision
from authorizations.plans import Plan, deciding_department
from authorizations.services import Paper
from demo.aloud import aloud_life
from demo.benches import Benches
from demo.calendar import Calendar
from demo.lives import play
from demo.people import Hiring
from directory.models import Employee
from foundation import clock, pdf
from foundation.actor import Actor
from foundation.audit.services import Subject
from foundation.files.services import store
from policy.reading import version_in_force
from powers.decisions import authority_of

FILE = Path(__file__).parent / "data" / "authorizations.json"
SCOPE = ("device", "purpose", "matter", "statute", "opinion")
_WORKER = Actor.of_system("documents of authorizations")
Row = Mapping[str, Any]
Life = Iterator[int]


class Authorizations:
    """Plays the lives of authorizations, of consents to the use of accounts, and of declines of the policy.

    Passed over is whatever names somebody or something that a small city does not have.
    """

    def __init__(self, hiring: Hiring, calendar: Calendar) -> None:
        self.departments = hiring.departments
        self.benches = Benches(hiring)
        self.calendar = calendar
        self.book = address_book()
        self.relations = Actor.of_person(Employee.objects.get(number="100008"))

    def live(self) -> int:
        """Play every life up to today; returns how many authorizations there are."""
        said = json.loads(FILE.read_text(encoding="utf-8"))
        lives = [self._consent(row) for row in said["consents"]]
        lives += [self._life(row) for row in said["authorizations"]]
        lives += [self._decline(row) for row in said["declines"]]
        lives += [aloud_life(row, self._plan, self._authority) for row in said["aloud"]]
        play(lives, self.calendar, hour=10)
        return Authorization.objects.count()

    def who_declines(self) -> set[int]:
        """Ids of the people who decline later on: whoever acknowledges does not."""
        said = json.loads(FILE.read_text(encoding="utf-8"))
        found = (self.benches.person(row["who"]) for row in said["declines"])
        return {person.pk for person in found if person is not None}

    def _consent(self, row: Row) -> Life:
        yield row["since"]
        account, department = self._account(row["account"]), self.departments[row["of"]]
        by = self._authority(row["of"], "speech")
        if account is None or by is None:
            return
        given = services.consent(
            by=by,
            account=account,
            department=department,
            for_department=self.departments[row["for"]],
            reason=row["reason"],
            until=self.calendar.day(row["until"]) if "until" in row else None,
        )
        if "ended" in row:
            yield row["ended"]
            services.end_consent(by=by, consent=given)

    def _decline(self, row: Row) -> Life:
        yield row["since"]
        version = version_in_force(None, clock.now())
        person = self.benches.person(row["who"])
        if version is None or person is None:
            return
        decline = declining.decline(by=Actor.of_person(person), version=version, reason=row["reason"])
        by = self._authority(decline.department.code, "speech")
        if "decided" in row and by:
            day, decision, reason = row["decided"]
            yield day
            services.decide_decline(by=by, decline=decline, decision=DeclineDecision.Decision(decision), reason=reason)

    def _life(self, row: Row) -> Life:
        yield row["since"]
        plan = self._plan(row)
        if plan is None:
            return
        department = deciding_department(plan, clock.now())
        by = self._by(row, department.code)
        if by is None:
            return
        if "paper" in row:
            yield from self._on_paper(row["paper"], plan, by)
            return
        request = None
        if "asked" in row or "nominated" in row:
            asks = Actor.of_person(plan.grantee) if "asked" in row else self._comms()
            request = services.request_authorization(
                by=asks, plan=plan, reason=row.get("asked") or row.get("nominated", "")
            )
        if row.get("life") == "waiting":
            return
        if request is not None and "declined" in row:
            yield row["declined"][0]
            services.decline(by=by, request=request, reason=row["declined"][1])
        elif request is not None and "withdrawn" in row:
            yield row["withdrawn"]
            services.withdraw_request(by=Actor.of_person(plan.grantee), request=request)
        else:
            yield row["since"] - 1
            yield from self._granted(row, services.grant(by=by, plan=plan, request=request), plan, by)

    def _granted(self, row: Row, granted: Authorization, plan: Plan, by: Actor) -> Life:
        """What becomes of an instrument: its document at once, and then what its holder and others do with it."""
        services.make_documents(by=_WORKER)
        holder = Actor.of_person(plan.grantee)
        if "accepted" in row:
            yield row["accepted"] - 1
            services.accept(by=holder, authorization=granted, text_hash=granted.text_hash)
        if "renewed" in row:
            since, until, accepted = row["renewed"]
            yield since
            again = replace(plan, until=self.calendar.day(until))
            yield from self._granted(
                {"accepted": accepted}, services.grant(by=by, plan=again, renews=granted), again, by
            )
        if "kept" in row:
            yield row["kept"]
            successor = self._authority(granted.department.code, plan.kind)
            if successor:
                services.keep(by=successor, authorizations=[granted])
        for name, who in (("revoked", by), ("laid_down", holder)):
            if name in row:
                yield row[name][0]
                services.revoke(by=who, authorization=granted, reason=row[name][1])

    def _on_paper(self, row: Row, plan: Plan, by: Actor) -> Life:
        """Given on paper before the portal: recorded by Employee Relations, and what the authority says of it."""
        signed = self.calendar.day(row["signed"])
        name, signer = (by.name, by.person) if row["by"] == "head" else (row["by"], None)
        paper = Paper(signed, self._scan(plan, name), name, row["as"], signer)
        recorded = services.record_paper(by=self.relations, plan=plan, paper=paper)
        if "confirmed" in row:
            yield row["confirmed"]
            services.confirm_paper(by=by, authorization=recorded)
        if "form" in row:
            yield row["form"]
            services.record_acceptance(
                by=self.relations,
                authorization=recorded,
                signed_on=self.calendar.day(row["form"]),
                scan=self._scan(plan, plan.grantee.name),
            )
        if "refused" in row:
            yield row["refused"][0]
            services.refuse_paper(by=by, authorization=recorded, reason=row["refused"][1])

    def _scan(self, plan: Plan, signed_by: str) -> Any:
        """A page that stands for the scan: it says what it is."""
        lines = ["Demonstration: this page stands for the scan of a paper.", f"{plan.grantee.name}", signed_by]
        content = pdf.render("demo/scan_pdf.html", {"title": "Scan of a paper", "lines": lines})
        about = Subject(kind="authorizations.authorization", id="", label="")
        stored = store(
            by=self.relations, name="paper.pdf", content=content, purpose="authorization_scan", subject=about
        )
        return stored.pk

    def _plan(self, row: Row) -> Plan | None:
        """What is asked for or given; None where the city is too small for it."""
        grantee = self.benches.person(row["who"])
        accounts = [self._account(url) for url in row.get("accounts", [])]
        if grantee is None or None in accounts:
            return None
        at = clock.now()
        home = grantee.assignments.in_effect(at).get().department
        voice = row.get("voice", home.code)
        speaker = Speaker.city() if voice == "city" else Speaker.of_department(self.departments[voice])
        more = {name: row[name] for name in SCOPE if name in row}
        offered = [one for one in Condition.objects.filter(is_usual=True) if row["kind"] in one.kinds]
        return Plan(
            kind=row["kind"],
            grantee=grantee,
            until=self.calendar.day(row["until"]),
            speaker=speaker if row["kind"] in SPEAKS else None,
            accounts=tuple(account for account in accounts if account is not None),
            platforms=tuple(row.get("platforms", [])),
            hosts=tuple(row.get("hosts", [])),
            subjects_covered=tuple(row.get("covers", [])),
            subjects_excluded=tuple(row.get("excludes", [])),
            is_class_of_records=row.get("is_class", False),
            conditions=tuple(one.sentence for one in offered),
            **more,
        )

    def _by(self, row: Row, code: str) -> Actor | None:
        """Who decides: the designee whom the row names, where there is one, else the authority."""
        person = self.benches.person(row["by"]) if "by" in row else None
        return Actor.of_person(person) if person else self._authority(code, row["kind"])

    def _authority(self, code: str, kind: str) -> Actor | None:
        at = clock.now()
        holder = authority_of(self.departments[code], at, power=POWERS[kind]).holder
        return Actor.of_person(holder) if holder else None

    def _comms(self) -> Actor:
        return Actor.of_person(Employee.objects.get(number="100003"))

    def _account(self, url: str) -> OfficialAccount | None:
        """The account of an address, where one can be named: in a small city some were never approved."""
        at, address = clock.now(), self.book.read(url)
        there = OfficialAccount.objects.reserving(address.identity, at, at).values("pk")
        rows = OfficialAccount.objects.as_of(at).filter(pk__in=there)
        return next((row for row in rows if row.standing.state in RESTS_ON_APPROVAL), None)
