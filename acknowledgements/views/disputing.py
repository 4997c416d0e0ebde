"""This is not mine: the person's word against an acknowledgement in their name."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from acknowledgements.forms_asking import WordsForm
from acknowledgements.models import Acknowledgement
from acknowledgements.services import dispute as dispute_it
from acknowledgements.views.common import asking, put_on
from foundation.errors import InvalidInput, NotVisible


@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what is wrong; it goes to Employee Relations as a matter that stays open until they answer or annul."""
    who = asking(request)
    own = Acknowledgement.objects.filter(person=who.person).select_related("version__regulation")
    found = own.filter(reference=reference).first()
    if found is None:
        raise NotVisible("There is no such receipt.")
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        label="What is wrong?",
        help_text="Only you and Employee Relations read it.",
        button="This is not mine",
        missing="Say what is wrong.",
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = dispute_it(by=who.by, acknowledgement=found, text=form.cleaned_data["text"])
        except InvalidInput as error:
            put_on(form, error)
        else:
            messages.success(request, "Sent. Employee Relations looks into it and answers here.")
            return redirect("acknowledgements:question", made.pk)
    context = {"acknowledgement": found, "version": found.version, "form": form}
    return render(request, "acknowledgements/dispute.html", context, status=400 if form.errors else 200)
