"""Forms for signing in and for choosing a password."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest

from directory.models import Employee, SignInCode
from directory.services.sign_in_codes import find_printed
from directory.sign_in.backends import normalized
from foundation import clock

HOW_TO_CHOOSE = (
    "At least 15 characters: four or five words that have nothing to do with you are easy to remember. "
    "Blanks and any other characters are welcome, and you may paste it from a password manager."
)
CODE_WRONG = (
    "Number and code do not belong together, or the code was used or is too old. Check both, or ask for a new one."
)


def helper(words: str) -> FormHelper:
    """The crispy helper of a form with one button."""
    made = FormHelper()
    made.add_input(Submit("submit", words))
    return made


class SignInForm(LoginForm):  # type: ignore[misc]
    """Employee number or work e-mail, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Employee number or work e-mail"
        self.fields["login"].widget.attrs = {"autocomplete": "username", "autocapitalize": "none", "maxlength": "254"}
        self.fields["login"].validators.append(MaxLengthValidator(254))
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.helper = helper("Sign in")


class ReauthenticateForm(AllauthReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.helper = helper("Go on")


class ChangePasswordForm(AllauthChangePasswordForm):  # type: ignore[misc]
    """The present password, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"oldpassword": "Present password", "password1": "New password", "password2": "New password again"}
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].help_text = ""
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["password1"].help_text = HOW_TO_CHOOSE
        self.helper = helper("Change password")

    def clean_oldpassword(self) -> str:
        """Checked as it is hashed."""
        self.cleaned_data["oldpassword"] = normalized(self.cleaned_data["oldpassword"])
        checked: str = super().clean_oldpassword()
        return checked

    def clean_password1(self) -> str:
        """Hashed in the same form in which it is checked at sign-in."""
        return normalized(self.cleaned_data["password1"])

    def clean_password2(self) -> str:
        """See `clean_password1`."""
        return normalized(self.cleaned_data["password2"])


class LinkForm(forms.Form):
    """Who asks for a link by mail."""

    login = forms.CharField(
        label="Employee number or work e-mail",
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("Send me a link")


class NewPasswordForm(forms.Form):
    """A password, twice, checked against the rules for the person whose it is."""

    password1 = forms.CharField(
        label="New password",
        strip=False,
        help_text=HOW_TO_CHOOSE,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label="New password again", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, employee: Employee | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.employee = employee
        self.helper = helper("Set this password and sign in")

    def clean_password1(self) -> str:
        """In the form in which it is hashed."""
        return normalized(self.cleaned_data["password1"])

    def clean_password2(self) -> str:
        """The same, and equal to the first."""
        again = normalized(self.cleaned_data["password2"])
        if self.cleaned_data.get("password1") not in (None, again):
            raise forms.ValidationError("The two passwords are not the same. Type the same one twice.")
        return again

    def clean(self) -> dict[str, Any]:
        """Apply the password rules, which know the person."""
        cleaned = super().clean() or {}
        if cleaned.get("password1") and not self.errors:
            try:
                validate_password(cleaned["password1"], self.employee)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return cleaned


class PrintedCodeForm(NewPasswordForm):
    """Number and printed code, and the password that the person chooses."""

    number = forms.CharField(label="Employee number", max_length=20)
    one_time_code = forms.CharField(
        label="One-time code",
        max_length=40,
        help_text="The twelve letters and digits on your slip. Hyphens and small letters do not matter.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
    field_order = ("number", "one_time_code", "password1", "password2")

    def __init__(self, *args: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.code: SignInCode | None = None

    def clean(self) -> dict[str, Any]:
        """Ask the code first, throttled like a password; only then check the new password."""
        number, code = self.cleaned_data.get("number", ""), self.cleaned_data.get("one_time_code", "")
        if number and code:
            person = authenticate(self.request, username=number, one_time_code=code)
            if not isinstance(person, Employee):
                raise forms.ValidationError(CODE_WRONG)
            self.employee = person
            self.code = find_printed(number, code, clock.now())
        return super().clean()


class HandOverForm(forms.Form):
    """What whoever hands over a printed code confirms."""

    seen_identity = forms.BooleanField(label="I have seen this person's ID and hand the slip to nobody else.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("Print a one-time code")
