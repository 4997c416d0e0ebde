"""The one statement that is asked of who moved under IV.K, beside what they acknowledged before."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from acknowledgements.added import ToAdd, to_add
from acknowledgements.audience import place_of
from acknowledgements.services import add_statement
from acknowledgements.views.common import asking, put_on, refuse_long_key
from foundation.canonical import c1_hash
from foundation.errors import InvalidInput, NotVisible
from policy.presenting import Passage, binding_of, passages


class AddForm(forms.Form):
    """One tick, the typed name, and, unseen, what exactly was shown."""

    statement_hash = forms.CharField(widget=forms.HiddenInput, max_length=80, label="The statement")
    statement = forms.BooleanField(error_messages={"required": "Tick the statement, or leave it."})
    typed_name = forms.CharField(
        label="Your name",
        max_length=200,
        help_text="Type it as you use it at work. It stands for your signature.",
        error_messages={"required": "Type your name."},
        widget=forms.TextInput(attrs={"autocomplete": "name", "autocapitalize": "words"}),
    )

    def __init__(self, data: object, asked: ToAdd) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["statement"].label = asked.statement.text
        self.initial["statement_hash"] = c1_hash(asked.statement.text)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The section that is new for the person, the statement, the name, one button."""
    who = asking(request)
    refuse_long_key(campaign_id)
    place = place_of(who.person, who.at)
    asked = next(iter(to_add(who.person, place, who.at, campaign_id)), None)
    if asked is None or place is None:
        raise NotVisible("There is no such page.")
    form = AddForm(request.POST if request.method == "POST" else None, asked)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            row = add_statement(
                by=who.by,
                campaign_id=campaign_id,
                statement_hash=given["statement_hash"],
                ticked=given["statement"],
                typed_name=given["typed_name"],
            )
        except InvalidInput as error:
            put_on(form, error)
        else:
            messages.success(request, "Thank you. It stands on your receipt now.")
            return redirect("acknowledgements:receipt", row.acknowledgement.reference)
    version = asked.campaign.version
    binding = binding_of(who.person, version, who.at)
    part = find(passages(version, binding), binding.citation)
    context = {"asked": asked, "place": place, "form": form, "version": version, "passage": part}
    return render(request, "acknowledgements/add.html", context, status=400 if form.errors else 200)


def find(tree: list[Passage], citation: str) -> Passage | None:
    """The passage with a citation in a tree of them, with what stands under it."""
    waiting = list(tree)
    while waiting:
        one = waiting.pop()
        if one.clause.citation == citation:
            return one
        waiting.extend(one.children)
    return None
