"""Asking for an account, and registering one that exists: where and for whom first, then the rest."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Field, Fieldset, Layout
from django import forms

from accounts.forms.changing import AddressMixin, SharingMixin
from accounts.forms.fields import DepartmentChoice, PersonField, PlatformField, indented, reason_field
from accounts.models import AccountClass, LinkStance
from accounts.services import AccountPlan
from accounts.sites import Address
from directory.models import Department
from directory.tree import Tree
from powers.forms import HouseForm


class WhereForm(SharingMixin, AddressMixin, HouseForm):
    """The first step, kept in the address: the page, and the departments that use it."""

    button = "Continue"
    url = forms.CharField(
        label="Address of the page, or its handle",
        max_length=2000,
        help_text="Paste the address that the browser shows. Platform and handle follow from it. For a page that does "
        "not exist yet, give the address that it will have.",
    )
    platform = PlatformField()
    department = DepartmentChoice(label="Department that is responsible for it")

    def __init__(self, data: Any = None, *, tree: Tree, only: frozenset[int] | None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["department"]
        if isinstance(field, DepartmentChoice):
            field.offer(indented(tree, only))
        given = [name for name in (data or {}) if name.startswith("sharing_") and data.get(name)]
        self.offer_sharing(indented(tree), [0] * len(given))
        self.order_fields(["url", "platform", "department", *self.sharing_fields])
        self.helper.form_method = "get"
        self.helper.disable_csrf = True

    def clean(self) -> dict[str, Any]:
        """The address that the text names."""
        data = super().clean() or self.cleaned_data
        if data.get("url"):
            data["address"] = self.read_address(data["url"], data.get("platform") or "")
        return data

    @property
    def address(self) -> Address:
        """Where the account is."""
        address: Address = self.cleaned_data["address"]
        return address

    @property
    def departments(self) -> tuple[Department, ...]:
        """Every department that uses it, the responsible one first, each once."""
        return tuple(dict.fromkeys((self.cleaned_data["department"], *self.sharing())))


_WHY_LINK = "An official page links to the website of the City or the department where that is possible (IV.B)."


class AboutForm(HouseForm):
    """The second step: what the account is for, who looks after it, where its keys are."""

    button = "Register it"
    name = forms.CharField(label="Display name", max_length=200, help_text="As the page shows it.")
    purpose = forms.CharField(
        label="What is it for?", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    audience = forms.CharField(label="For whom?", required=False, max_length=300)
    language = forms.CharField(label="Language", max_length=60, initial="English")
    account_class = forms.ChoiceField(
        label="Whose page is it?",
        widget=forms.RadioSelect,
        choices=AccountClass.choices,
        initial=AccountClass.OFFICIAL,
    )
    persistent_id = forms.CharField(
        label="The platform's own id of the account",
        required=False,
        max_length=100,
        help_text="Where the platform shows one.",
    )
    primary = PersonField(label="Primary steward", required=False)
    backup = PersonField(label="Backup steward", required=False)
    links_to_city = forms.ChoiceField(
        label="Does the page link to the official website?",
        required=False,
        choices=[("", "Not said"), *LinkStance.choices],
        help_text=_WHY_LINK,
    )
    why_no_link = forms.CharField(
        label="Why is a link not possible?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Only where a link is not possible.",
    )
    credentials = forms.CharField(
        label="Where are the credentials kept?",
        required=False,
        max_length=300,
        help_text="Describe the place, never the password: “the department's password manager, vault Parks”.",
    )
    mailbox = forms.EmailField(
        label="Mailbox that the account is registered with",
        required=False,
        help_text="A mailbox of the office. Somebody's own work address needs the authority's approval (V.B.1).",
    )
    second_factor = PersonField(label="Who holds its second factor?", required=False)

    def __init__(self, *args: Any, where: WhereForm, **kwargs: Any) -> None:
        self.where = where
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Fieldset(
                "What it is",
                *(
                    Field(name)
                    for name in ("name", "purpose", "audience", "language", "account_class", "persistent_id")
                    if name in self.fields
                ),
            ),
            Fieldset("Who looks after it", "primary", "backup"),
            Fieldset("Link to the official website", "links_to_city", "why_no_link"),
            Fieldset(
                "Where the keys are: only stewards and the authority see this",
                "credentials",
                "mailbox",
                "second_factor",
            ),
        )

    def plan(self) -> AccountPlan:
        """The account as it is described."""
        data, departments = self.cleaned_data, self.where.departments
        return AccountPlan(
            address=self.where.address,
            responsible=departments[0],
            sharing=departments[1:],
            **{name: data[name] for name in _DESCRIBED if name in data},
        )


_DESCRIBED = (
    "name",
    "purpose",
    "audience",
    "language",
    "account_class",
    "persistent_id",
    "primary",
    "backup",
    "links_to_city",
    "why_no_link",
    "credentials",
    "mailbox",
    "second_factor",
)


class RequestForm(AboutForm):
    """What a request says: a purpose, two stewards; by office, why."""

    button = "Ask for this account"
    reason = reason_field("Why do you approve it?", "")

    def __init__(self, *args: Any, by_office: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].required = True
        self.fields["primary"].required = True
        if not by_office:
            del self.fields["reason"]
        else:
            self.fields["reason"].help_text = (
                f"You are the authority of {', '.join(by_office)}: you ask and approve in one act, by office. Such an "
                "act has a reason, and is reported."
            )
            self.helper.layout.append(Fieldset("You decide yourself", "reason"))
        field = self.fields["account_class"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [choice for choice in AccountClass.choices if choice[0] != AccountClass.OWN]
        # What a page that does not exist yet cannot have.
        del self.fields["persistent_id"]
        self.helper.layout[0].fields = [one for one in self.helper.layout[0].fields if one.fields != ["persistent_id"]]
