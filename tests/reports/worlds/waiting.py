"""Something of everything that waits, and how it is done with later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from accounts.models import AccountState, ChangeProposal, Confirmation, HandOverStep
from acknowledgements.models import Annulment, Exemption
from authorizations.models import Acceptance, OralWords, PaperDecision, Request
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.effective import supersede
from policy.models import Explanation, PublicationRequest
from powers.models import InstrumentEntry
from reviews.models import Template
from tests.factories.accounts import AccountFactory, HandOverFactory
from tests.factories.acknowledgements import AnnulmentFactory, ExemptionFactory, QuestionFactory, VersionFactory
from tests.factories.authorizations import AuthorizationFactory, OralWordsFactory, RequestFactory
from tests.factories.directory import EmployeeFactory, ImportRunFactory
from tests.factories.powers import InstrumentEntryFactory

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
    world.things |= {"requested": requested, "active": active, "run": run}


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
    Confirmation.objects.create(account=world.things["active"], by=by, at=now)
    supersede(AccountState.objects.get(account=world.things["requested"]), at=now, effective_until=now)
    row = world.things["to accept"]
    said = {"accepted_at": world.then - DAY, "recorded_at": now, "recorded_by": by, "text_hash": row.text_hash}
    Acceptance.objects.create(authorization=row, is_paper=True, scan=uuid4(), **said)
    paper = {"outcome": "refused", "capacity": "c", "instrument": "i", "reason": "Late", "decided_by": by}
    for one in type(row).objects.papers_to_confirm():
        PaperDecision.objects.create(authorization=one, recorded_at=now, **paper)
