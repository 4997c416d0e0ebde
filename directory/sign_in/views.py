"""Pages for a first or forgotten password; signing in, out and changing a password are allauth's own views."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.account.views import PasswordChangeView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic.edit import FormView
from kombu.exceptions import OperationalError

from directory.models import Employee, SignInCode
from directory.permissions import signed_in, visible_people
from directory.services.sign_in_codes import (
    PRINTED_FOR,
    choose_password,
    find_link,
    issue_printed,
    may_issue_printed,
    who_hands_over,
)
from directory.sign_in.backends import EmployeeBackend
from directory.sign_in.forms import HandOverForm, LinkForm, NewPasswordForm, PrintedCodeForm
from directory.sign_in.throttling import client_address
from directory.tasks import send_sign_in_link
from foundation import clock
from foundation.actor import Actor
from foundation.errors import NotVisible

PUBLIC = [login_not_required, never_cache, sensitive_post_parameters()]


class ChangePassword(PasswordChangeView):  # type: ignore[misc]
    """Change one's password; somebody who never chose one gets a link for the first."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """allauth has a page of its own for a first password, which asks for no proof: ours does."""
        if not signed_in(request).has_usable_password():
            return redirect("directory:ask_for_link")
        return super().dispatch(request, *args, **kwargs)


@method_decorator([login_not_required, never_cache], name="dispatch")
class AskForLink(FormView):  # type: ignore[type-arg]
    """Ask for a link by mail. The answer is the same whoever asks and whoever is asked for."""

    form_class = LinkForm
    template_name = "directory/sign_in/ask_for_link.html"

    def form_valid(self, form: LinkForm) -> HttpResponse:
        """Leave the looking up to the worker, so that not even the time taken tells anything."""
        try:
            send_sign_in_link.delay(
                form.cleaned_data["login"], self.request.build_absolute_uri("/"), client_address(self.request)
            )
        except OperationalError:
            form.add_error(None, "Links cannot be sent just now. Nothing is lost: try again in a few minutes.")
            return self.form_invalid(form)
        return redirect("directory:link_asked")


@login_not_required
def link_asked(request: HttpRequest) -> HttpResponse:
    """What happens now, in the same words for everybody."""
    return render(request, "directory/sign_in/link_asked.html")


@method_decorator(never_cache, name="dispatch")
class HandOver(FormView):  # type: ignore[type-arg]
    """Print a one-time code for somebody without work e-mail; the slip is shown once, in the answer itself."""

    form_class = HandOverForm
    template_name = "directory/sign_in/hand_over.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Who may not see the person, or may see but not do it, is told so."""
        at = clock.now()
        person = signed_in(request)
        employee = visible_people(person, at).filter(number=kwargs["number"]).first()
        if employee is None:
            raise NotVisible("There is no such person.")
        if not may_issue_printed(person, employee, at):
            raise who_hands_over(employee)
        self.employee = employee
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """For whom, and for how long."""
        hours = int(PRINTED_FOR.total_seconds() // 3600)
        return super().get_context_data(employee=self.employee, hours=hours, **kwargs)

    def form_valid(self, form: HandOverForm) -> HttpResponse:
        """Show the slip; it is kept nowhere."""
        row, code = issue_printed(self.employee, by=Actor.of_request(self.request), seen_identity=True)
        context = {"employee": self.employee, "code": code, "row": row, "root": self.request.build_absolute_uri("/")}
        return render(self.request, "directory/sign_in/slip.html", context)


class _ChoosePassword(FormView):  # type: ignore[type-arg]
    """What the two ways of choosing a password share: use up the code, set the password, sign in."""

    def finish(self, code: SignInCode, password: str) -> HttpResponse:
        by = Actor.of_person(code.employee, address=client_address(self.request))
        employee = choose_password(code, password=password, by=by)
        employee.backend = f"{EmployeeBackend.__module__}.{EmployeeBackend.__qualname__}"
        record_authentication(self.request, employee, "password", username=employee.number)
        messages.success(self.request, "Your password is set. From now on sign in with your employee number and it.")
        response: HttpResponse = perform_login(self.request, employee, email_verification="none")
        return response


@method_decorator(PUBLIC, name="dispatch")
class ByPrintedCode(_ChoosePassword):
    """Choose a password with a printed one-time code."""

    form_class = PrintedCodeForm
    template_name = "directory/sign_in/by_code.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form asks axes, which needs the request."""
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form: PrintedCodeForm) -> HttpResponse:
        """See `_ChoosePassword.finish`."""
        if form.code is None:  # its time ran out between two lines
            return redirect("directory:sign_in_by_code")
        return self.finish(form.code, form.cleaned_data["password1"])


@method_decorator(PUBLIC, name="dispatch")
class ByLink(_ChoosePassword):
    """Choose a password with a link that came by mail; looking at the page uses nothing up."""

    form_class = NewPasswordForm
    template_name = "directory/sign_in/by_link.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A link that is used, replaced or too old gets its own page."""
        code = find_link(kwargs["token"], clock.now())
        if code is None:
            return render(request, "directory/sign_in/link_over.html", status=410)
        self.code = code
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The rules know the person."""
        return {**super().get_form_kwargs(), "employee": self.code.employee}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose password it is."""
        employee: Employee = self.code.employee
        return super().get_context_data(employee=employee, **kwargs)

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        """See `_ChoosePassword.finish`."""
        return self.finish(self.code, form.cleaned_data["password1"])
