"""The file of an official account: its life, the authorizations that name it, what was published there."""

from __future__ import annotations

from django import forms

from accounts.permissions import account_in_sight
from authorizations.models import AuthorizedAccount
from authorizations.permissions import visible_authorizations
from foundation.audit.models import Entry
from foundation.citations import cite
from foundation.errors import InvalidInput, NotVisible
from reports.answer import Answer
from reports.asking import Asked
from reports.forms import ReportForm, not_on_file
from reports.report import Report
from reports.timeline import COLUMNS, about, told
from reviews.models import Publication
from reviews.permissions import visible_posts

_WENT_OUT = ("reviews.published", "reviews.recorded", "reviews.event_recorded")
RECORD = cite("IV.D")
"""What was public is public forever: the file outlives a deletion."""


class AccountForm(ReportForm):
    """The moments, and which account."""

    needs = {"reference": "Say which account: give its reference, or open the file from its page."}

    reference = forms.CharField(
        label="Reference of the account",
        max_length=40,
        required=False,
        help_text="As its page has it: ACC-2026-… The account’s page leads here, too.",
    )


class AccountFile(Report):
    """Who may see an account may read its file: of authorizations and posts, those that they may see."""

    code = "account-file"
    title = "What is on file about this account?"
    about = "The life of an official account, who was authorized for it, and what went out there, in order of time."
    group = "Files"
    basis = RECORD
    columns = COLUMNS
    form = AccountForm
    tells = "This account, as far as the asker may see it"
    is_told_in_mail = False

    def answer(self, asked: Asked) -> Answer:
        """The file of the account that is named."""
        reference = str(asked.filters["reference"]).strip().upper()
        try:
            account = account_in_sight(asked.person, reference, asked.now)
        except NotVisible as error:
            raise InvalidInput(not_on_file("account", reference), field="reference") from error
        naming = AuthorizedAccount.objects.filter(account=account).order_by().values("authorization_id")
        given = visible_authorizations(asked.person, asked.now).filter(pk__in=naming).order_by().values("reference")
        there = Publication.objects.filter(account=account).order_by().values("post_id")
        # Where closed matter went out is told to nobody in a file, whoever asks (DESIGN 3.10).
        open_posts = visible_posts(asked.person, asked.now).filter(pk__in=there, is_closed=False)
        posts = open_posts.order_by().values("reference")
        rules = Entry.objects.filter(object_kind="reviews.reviewrule", after__account=account.reference)
        return told(
            asked,
            [
                about("accounts.officialaccount", [account.reference]),
                about("authorizations.authorization", given),
                about("reviews.post", posts).filter(act__in=_WENT_OUT),
                rules,
            ],
            of=str(account.reference),
            empty="The portal knew nothing of this account then.",
            notes=("Of posts it is told that they went out, never their words; of closed matter nothing.",),
        )
