"""Something of everything that waits, and how it is done with later."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from accounts.models import AccountState, ChangeProposal, Confirmation, HandOverStep
from acknowledgements.models import Annulment, Exemption, ListAct
from authorizations.models import Acceptance, Keeping, OralWords, PaperDecision, Request
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.effective import supersede
from policy.models import Explanation, PublicationRequest
from powers.models import InstrumentEntry
from reviews.models import Post, Template
from tests.factories.accounts import AccountFactory, HandOverFactory
from tests.factories.acknowledgements import (
    AnnulmentFactory,
    CampaignFactory,
    DeclineFactory,
    ExemptionFactory,
    QuestionFactory,
    VersionFactory,
)
from tests.factories.authorizations import (
    AuthorizationFactory,
    DeclineDecisionFactory,
    OralWordsFactory,
    RequestFactory,
    RevocationFactory,
)
from tests.factories.directory import DepartmentFactory, EmployeeFactory, ImportRunFactory
from tests.factories.posts import PostFactory, sent
from tests.factories.powers import AppointmentFactory, InstrumentEntryFactory

if TYPE_CHECKING:
    from tests.reports.worlds import World

DAY = timedelta(days=1)


def build(world: World) -> None:
    world.things["query:waits"] = {"show": "everything"}
    old, city = world.then - 20 * DAY, world.city
    _about_authorizations(world)
    parks = {"department": city.department, "entered_by": city.employee}
    requested = AccountFactory(requested=True, **parks)
    AccountFactory(found=True, **parks)
    AccountFactory(approved=True, **parks)
    active = AccountFactory(**parks)
    proposal = ChangeProposal.objects.create(account=active, proposed_by=city.owner, proposed_at=old, reason="Renamed")
    proposal.concerned.add(city.department)
    HandOverFactory(account=active)
    asker, version = city.employee_relations, VersionFactory()
    InstrumentEntryFactory(department=city.other_department, entered_by=asker, entered_at=old)
    PublicationRequest.objects.create(version=version, effective_from=old, requested_by=asker, requested_at=old)
    ExemptionFactory(version=version, asked_by=asker, asked_at=old)
    AnnulmentFactory(requested_by=asker, requested_at=old)
    QuestionFactory(person=city.employee, version=version, at=old)
    said = {"text": "The pool opens.", "what_for": "Summer", "text_hash": "c1:0", "title": "Pool"}
    Template.objects.create(
        reference=f"TPL-{version.pk}", department=city.department, proposed_by=city.owner, proposed_at=old, **said
    )
    Explanation.objects.create(
        regulation=version.regulation,
        citation="V.A",
        clause_hash="c1:0",
        text="Plain.",
        written_by=asker,
        written_at=old,
    )
    run = ImportRunFactory(waiting=True, uploaded_at=old)
    record(by=Actor.of_person(asker), act="directory.import_put_before_second", on=run, at=old)
    checked = ImportRunFactory(uploaded_by=city.administrator, uploaded_at=old)
    record(by=Actor.of_system("worker"), act="directory.import_checked", on=checked, at=old, after={"state": "checked"})
    world.things |= {"requested": requested, "active": active, "run": run, "checked": checked}
    _about_posts(world)
    _about_campaigns(world)
    _about_offices(world)


def _about_posts(world: World) -> None:
    """One that is to be changed, one to be corrected and one to go out, with the entries that the portal writes."""
    at, city = world.then - 3 * DAY, world.city
    for state, act, outcome in (
        ("changes requested", "changes_requested", "changes requested"),
        ("to correct", "read_afterwards", "to correct"),
        ("approved", "approved", "approved"),
    ):
        post = PostFactory(department=city.department, publisher=city.owner)
        sent(post, at, by=city.designee, outcome=outcome)
        since = at + timedelta(hours=2)
        Post.objects.filter(pk=post.pk).update(state=state, state_since=since)
        _told(post, act, since, outcome=outcome, state="recorded" if act == "read_afterwards" else state)
        world.things.setdefault("unfinished", []).append(post)


def _told(post: Post, act: str, at: datetime, **after: str) -> None:
    on = Subject("reviews.post", post.reference, post.reference)
    record(by=Actor.of_person(post.publisher), act=f"reviews.{act}", on=on, at=at, after=after)


def _about_campaigns(world: World) -> None:
    """A text that matters and for which nobody is asked; one asked for still, though out of force; a list to exempt."""
    old, asker = world.then - 20 * DAY, world.city.employee_relations
    new, former = VersionFactory(draft__change="material"), VersionFactory()
    supersede(former.publications.get(), at=old, effective_until=old)
    asked = {"opens_at": old - 30 * DAY, "due_at": clock.now() + 30 * DAY}
    campaign = CampaignFactory(version=former, audience="list", **asked)
    ListAct.objects.create(
        campaign=campaign,
        act="exempt",
        for_whom="Everybody",
        of_campaign=True,
        own_people=False,
        count=2,
        reason="The flood",
        until=clock.now() + 30 * DAY,
        asked_by=asker,
        asked_at=old,
    )
    world.things |= {"never asked": new, "outlived": campaign}


def _about_offices(world: World) -> None:
    """An authorization of a predecessor, of somebody who declined; and an acting appointment of one person."""
    old, now = world.then - 20 * DAY, clock.now()
    office = DepartmentFactory()
    before = AppointmentFactory(department=office, effective_until=old)
    person = EmployeeFactory(assignment__department=office)
    given = {"appointment": before.lineage, "granted_by": before.holder, "effective_until": now + 90 * DAY}
    world.things["to keep"] = AuthorizationFactory(grantee=person, accepted=True, **given)
    world.things["successor"] = AppointmentFactory(department=office, effective_from=old, recorded_at=old)
    declined = {"at": old, "recorded_at": old}
    world.things["declined"] = DeclineFactory(person=person, version=VersionFactory(), **declined)
    AppointmentFactory(
        department=office,
        kind="acting",
        origin="night",
        entered_by=world.city.employee_relations,
        effective_from=world.then - DAY,
        effective_until=now + DAY,
        recorded_at=world.then - DAY,
    )


def _about_authorizations(world: World) -> None:
    old, person = world.then - 20 * DAY, EmployeeFactory(assignment__department=world.city.department)
    RequestFactory(grantee=person, asked_at=old)
    OralWordsFactory(grantee=person, spoken_at=old, wanted_until=old + 300 * DAY)
    AuthorizationFactory(grantee=person, paper=True, recorded_by=world.city.employee_relations, granted_at=old)
    world.things["to accept"] = AuthorizationFactory(grantee=person, with_document=True, granted_at=old)


def later(world: World) -> None:
    now, by = clock.now(), world.city.auditor
    decided = {"decided_by": by, "decided_at": now}
    Request.objects.filter(outcome=None).update(outcome="declined", decision_reason="Late", **decided)
    OralWords.objects.filter(outcome=None).update(outcome="refused", capacity="c", decision_reason="Late", **decided)
    for model in (Exemption, Annulment):
        model.objects.filter(decision=None).update(decision="refused", decision_reason="Late", **decided)
    for two in (PublicationRequest, Explanation):
        two.objects.filter(decision=None).update(decision="refused", reason="Late", **decided)
    record(by=Actor.of_person(by), act="directory.import_cancelled", on=world.things["run"], at=now)
    InstrumentEntry.objects.filter(state="entered").update(state="refused", reason="Late", **decided)
    ChangeProposal.objects.filter(state="proposed").update(state="declined", decision_reason="Late", **decided)
    Template.objects.filter(outcome=None).update(outcome="declined", reason="Late", instrument="i", **decided)
    HandOverStep.objects.filter(done_at=None).update(done_by=by, done_at=now)
    _finish(world)
    Confirmation.objects.create(account=world.things["active"], by=by, at=now)
    supersede(AccountState.objects.get(account=world.things["requested"]), at=now, effective_until=now)
    row = world.things["to accept"]
    said = {"accepted_at": world.then - DAY, "recorded_at": now, "recorded_by": by, "text_hash": row.text_hash}
    Acceptance.objects.create(authorization=row, is_paper=True, scan=uuid4(), **said)
    paper = {"outcome": "refused", "capacity": "c", "instrument": "i", "reason": "Late", "decided_by": by}
    for one in type(row).objects.papers_to_confirm():
        PaperDecision.objects.create(authorization=one, recorded_at=now, **paper)


def _finish(world: World) -> None:
    """The parties act, the file goes in, a campaign is opened and one closed, the successor keeps, the authority
    decides; what is said of the night is corrected."""
    now, things, by = clock.now(), world.things, world.city.auditor
    for post in things["unfinished"]:
        _told(post, "withdrawn", now, state="withdrawn")
    record(by=Actor.of_person(by), act="directory.import_started", on=things["checked"], at=now)
    # Nobody new: they would have been there before.
    dates = {"planned_at": now, "opens_at": now, "due_at": now + 30 * DAY}
    CampaignFactory(version=things["never asked"], planned_by=by, **dates)
    closed = {"state": "closed", "closed_at": now, "closed_by": by}
    type(things["outlived"]).objects.filter(pk=things["outlived"].pk).update(**closed)
    ListAct.objects.filter(decision=None).update(decision="refused", decided_by=by, decided_at=now, decision_reason="L")
    row, successor = things["to keep"], things["successor"]
    Keeping.objects.create(authorization=row, appointment=successor.lineage, kept_by=successor.holder, recorded_at=now)
    DeclineDecisionFactory(decline=things["declined"], decided_by=by, at=now)
    RevocationFactory(authorization=row, effective_from=world.then - DAY, recorded_at=now)
