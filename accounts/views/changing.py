"""Keeping an account's facts true: its details, proposals to change what was approved, and the decisions on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import services
from accounts.forms.changing import DecideChangeForm, DetailsForm, ProposalForm, RenameForm
from accounts.models import ChangeProposal, OfficialAccount, ProposalState
from accounts.permissions import require_keeping
from accounts.reading import Change, lines_of_change, sheet_of
from accounts.services import Details, as_seen, mark_of_account, mark_of_details
from accounts.services.protected import require_changeable
from accounts.standpoint import Standpoint, standpoint_of
from accounts.views.common import Asking, asking, posted, put_on
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, NotVisible, Refusal
from powers.catalogue import APPROVE_ACCOUNTS
from powers.services import require

BOTH = ["GET", "HEAD", "POST"]


def _kept(request: HttpRequest, reference: str, what: str) -> tuple[Asking, OfficialAccount, Standpoint]:
    who = asking(request)
    found = who.account(reference)
    require_keeping(who.by, found, who.at, what)
    require_changeable(found)
    return who, found, standpoint_of(who.person, found, who.at)


@require_http_methods(BOTH)
def details(request: HttpRequest, reference: str) -> HttpResponse:
    """Change what is not protected."""
    who, found, _ = _kept(request, reference, "You cannot change this account.")
    initial = {**Details.of(found).__dict__, "seen": mark_of_details(found)}
    form = DetailsForm(*posted(request)[:1], initial=initial)

    def save() -> str:
        services.change_details(by=who.by, account=found, details=form.details(), seen=form.cleaned_data["seen"])
        return "Saved."

    lead = "These facts change at once. Platform, handle, address and departments are changed by a proposal."
    return _answer(request, who, found, form, save, title="Change the details", lead=lead)


@require_http_methods(BOTH)
def propose(request: HttpRequest, reference: str) -> HttpResponse:
    """Propose a change of what was approved."""
    who, found, standpoint = _kept(request, reference, "You cannot propose a change of this account.")
    form = ProposalForm(
        *posted(request)[:1],
        tree=who.tree,
        platform=found.now.platform.code,
        departments=standpoint.departments,
        initial={"url": found.now.url, "seen": mark_of_account(found, standpoint.departments)},
    )

    def save() -> str:
        with as_seen(found, form.cleaned_data["seen"]):
            made = services.propose_change(
                by=who.by, account=found, change=form.change(), reason=form.cleaned_data["reason"]
            )
        if made.state == ProposalState.APPROVED:
            return "Changed. You approved it by office."
        return "Proposed. What was approved stands until the authority decides."

    lead = (
        "What was approved is this account, for these departments. A change waits for the authority of each department "
        "concerned, the new ones too; what you propose for your own department as its authority is approved by office."
    )
    return _answer(request, who, found, form, save, title="Propose a change", lead=lead)


@require_http_methods(BOTH)
def rename(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that the platform renamed the same account."""
    who, found, standpoint = _kept(request, reference, "You cannot record a rename.")
    initial = {"seen": mark_of_account(found, standpoint.departments)}
    form = RenameForm(*posted(request)[:1], platform=found.now.platform.code, initial=initial)

    def save() -> str:
        with as_seen(found, form.cleaned_data["seen"]):
            services.record_rename(
                by=who.by,
                account=found,
                address=form.cleaned_data["address"],
                persistent_id=form.cleaned_data["persistent_id"],
            )
        return "Recorded."

    lead = (
        "The platform shows the same account under another handle: nothing is approved anew. "
        "It is the same account where the platform's own id is the one on record. Otherwise, propose a change."
    )
    return _answer(request, who, found, form, save, title="Record a rename", lead=lead)


def _answer(
    request: HttpRequest,
    who: Asking,
    found: OfficialAccount,
    form: forms.Form,
    save: Callable[[], str],
    *,
    title: str,
    lead: str,
    change: Change | None = None,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            done = save()
        except (InvalidInput, Refusal) as error:
            put_on(form, error)
        else:
            messages.success(request, done)
            return redirect("accounts:account", found.reference)
    context = {
        "form": form,
        "account": found,
        "sheet": sheet_of(found, who.at, who.tree),
        "title": title,
        "lead": lead,
        "change": change,
        "basis": who.approval,
    }
    return render(request, "accounts/change.html", context, status=400 if form.errors else 200)


@dataclass(frozen=True)
class Decision:
    """One of the three acts on a change that waits."""

    title: str
    button: str
    lead: str
    done: str


APPROVE = Decision(
    "Approve this change",
    "Approve the change",
    "The register says this from the moment at which the authority of each department concerned has approved.",
    "Approved.",
)
DECLINE = Decision(
    "Decline this change", "Decline the change", "What was approved stays as it is.", "Declined. Nothing changes."
)
WITHDRAW = Decision(
    "Take this change back",
    "Take it back",
    "You proposed it, and no longer want it. What was approved stays as it is.",
    "Taken back. Nothing changes.",
)


@require_http_methods(BOTH)
def approve_change(request: HttpRequest, reference: str, proposal_id: int) -> HttpResponse:
    """Approve a proposed change as the authority."""
    who, found, proposal, standpoint = _decided(request, reference, proposal_id)
    by_office = proposal.proposed_by_id == who.person.pk
    form = _decision_form(request, who, found, standpoint, APPROVE, by_office)

    def save() -> str:
        with as_seen(found, form.cleaned_data["seen"]):
            services.approve_change(
                by=who.by,
                proposal=proposal,
                department=form.cleaned_data["department"],
                reason=form.cleaned_data["reason"],
            )
        return APPROVE.done

    return _decide(request, who, found, proposal, form, save, APPROVE)


@require_http_methods(BOTH)
def decline_change(request: HttpRequest, reference: str, proposal_id: int) -> HttpResponse:
    """Decline a proposed change, with a reason."""
    who, found, proposal, standpoint = _decided(request, reference, proposal_id)
    form = _decision_form(request, who, found, standpoint, DECLINE, True)

    def save() -> str:
        data = form.cleaned_data
        services.decline_change(by=who.by, proposal=proposal, department=data["department"], reason=data["reason"])
        return DECLINE.done

    return _decide(request, who, found, proposal, form, save, DECLINE)


@require_http_methods(BOTH)
def withdraw_change(request: HttpRequest, reference: str, proposal_id: int) -> HttpResponse:
    """Take back what one proposed."""
    who = asking(request)
    found, proposal = _proposal(who, reference, proposal_id)
    if proposal.proposed_by_id != who.person.pk:
        raise Refusal(
            "Only who proposed this change takes it back.",
            clause=CITY_PROCEDURE,
            remedy="The authority may decline it.",
        )
    _refuse_decided(proposal)
    standpoint = standpoint_of(who.person, found, who.at)
    form = DecideChangeForm(
        *posted(request)[:1],
        standpoint=standpoint,
        tree=who.tree,
        button=WITHDRAW.button,
        needs_reason=False,
        initial={"seen": mark_of_account(found, standpoint.departments)},
    )
    del form.fields["reason"]

    def save() -> str:
        services.withdraw_change(by=who.by, proposal=proposal)
        return WITHDRAW.done

    return _decide(request, who, found, proposal, form, save, WITHDRAW)


def _proposal(who: Asking, reference: str, proposal_id: int) -> tuple[OfficialAccount, ChangeProposal]:
    found = who.account(reference)
    rows = ChangeProposal.objects.filter(account=found, pk=proposal_id)
    proposal = rows.select_related("account", "proposed_by", "decided_by").first()
    if proposal is None:
        raise NotVisible("There is no such change.")
    return found, proposal


def _refuse_decided(proposal: ChangeProposal) -> None:
    if proposal.state != ProposalState.PROPOSED:
        raise Conflict(
            "This change was decided already.",
            why=f"{proposal.get_state_display()}"
            + (f" by {proposal.decided_by.name}." if proposal.decided_by else "."),
            remedy="Nothing was changed. Open the account's page to see how it stands.",
        )


def _decided(
    request: HttpRequest, reference: str, proposal_id: int
) -> tuple[Asking, OfficialAccount, ChangeProposal, Standpoint]:
    who = asking(request)
    found, proposal = _proposal(who, reference, proposal_id)
    standpoint = standpoint_of(who.person, found, who.at)
    concerned = list(proposal.concerned.order_by("pk"))
    if not who.reach.governed & {department.pk for department in concerned}:
        require(who.by, APPROVE_ACCOUNTS, concerned[0], who.at)
    _refuse_decided(proposal)
    if not standpoint.change_concerns:
        raise Conflict(
            "The change is approved for your department already.",
            remedy="Nothing was changed. It waits for the authority of another department.",
        )
    return who, found, proposal, standpoint


def _decision_form(
    request: HttpRequest,
    who: Asking,
    found: OfficialAccount,
    standpoint: Standpoint,
    decision: Decision,
    needs_reason: bool,
) -> DecideChangeForm:
    return DecideChangeForm(
        *posted(request)[:1],
        standpoint=standpoint,
        tree=who.tree,
        departments=standpoint.change_concerns,
        button=decision.button,
        needs_reason=needs_reason,
        initial={"seen": mark_of_account(found, standpoint.departments)},
    )


def _decide(
    request: HttpRequest,
    who: Asking,
    found: OfficialAccount,
    proposal: ChangeProposal,
    form: forms.Form,
    save: Callable[[], str],
    decision: Decision,
) -> HttpResponse:
    change = Change(proposal, lines_of_change(proposal, who.tree))
    return _answer(request, who, found, form, save, title=decision.title, lead=decision.lead, change=change)
