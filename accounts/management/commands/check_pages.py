"""`manage.py check_pages [--account REF] [--dry-run]`: look at the pages of official accounts now (IV.B, IV.G)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.checking.pacing import NotOurTurn
from accounts.models import OfficialAccount, PageTurn, State
from accounts.services.checking import Looked, look_at_due_pages, look_without_writing, pages_waiting
from foundation import clock, dates
from foundation.actor import Actor
from foundation.numbers import how_many

_EVERYTHING = 1_000_000


class Command(BaseCommand):
    """Looks at one account's page, or at every page whose turn has come."""

    help = "Look at the pages of active accounts whose turn has come, or at one account's page whatever its turn."

    def add_arguments(self, parser: CommandParser) -> None:
        """One account, and whether anything is written."""
        parser.add_argument("--account", metavar="REF", help="only this account, such as ACC-2026-00000001, at once")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done or found, and write nothing")
        parser.add_argument("--minutes", type=float, default=10, help="stop after so many minutes (10)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, and say what was seen."""
        at = clock.now()
        account = self._account(options["account"]) if options["account"] else None
        if options["dry_run"]:
            self._without_writing(account)
            return
        if account is not None:
            PageTurn.objects.update_or_create(account=account, defaults={"due_at": at, "attempts": 0})
        by = Actor.of_system("check_pages")
        seconds = options["minutes"] * 60
        done = look_at_due_pages(by=by, seconds=seconds, limit=_EVERYTHING, account=account, told=self._tell)
        if account is not None and not done:
            raise CommandError("Somebody else is looking at this page at the moment. Try again in a few minutes.")
        checks = [looked.check for looked in done if looked.check is not None]
        counts = [f"{sum(check.outcome == code for check in checks)} {words}" for code, words in _COUNTED.items()]
        self.stdout.write(f"{', '.join(counts)}, {len(done) - len(checks)} to be tried again.")

    def _account(self, reference: str) -> OfficialAccount:
        account: OfficialAccount | None = OfficialAccount.objects.as_of(clock.now()).filter(reference=reference).first()
        if account is None:
            raise CommandError(f"There is no account {reference}.")
        if account.standing.state != State.ACTIVE:
            state = account.standing.get_state_display().lower()
            raise CommandError(f"{reference} is not active ({state}): only active accounts are checked.")
        return account

    def _without_writing(self, account: OfficialAccount | None) -> None:
        at = clock.now()
        if account is None:
            number = how_many(pages_waiting(at), "page")
            self.stdout.write(f"{number} would be looked at. Nothing was written.")
            return
        try:
            verdict = look_without_writing(account, at)
        except NotOurTurn as error:
            raise CommandError(f"Others are asking {error} at the moment. Try again in a minute.") from error
        self.stdout.write(f"{account.reference}: {_WORDS[verdict.outcome]}. {verdict.why}".rstrip())
        for link in verdict.evidence:
            self.stdout.write(f"  {link.href} ({link.text or 'no words'})")
        self.stdout.write("Nothing was written.")

    def _tell(self, looked: Looked) -> None:
        if looked.check is None:
            again = dates.moment(looked.again_at) if looked.again_at else "later"
            self.stdout.write(f"{looked.page}: to be tried again on {again}. {looked.why}")
        else:
            self.stdout.write(f"{looked.page}: {_WORDS[looked.check.outcome]}. {looked.check.why}".rstrip())


_WORDS = {
    "links": "links to the official website",
    "missing": "no link to the official website",
    "could_not_check": "could not check",
    "read": "read",
}
_COUNTED = {"links": "link", "missing": "do not", "could_not_check": "could not be checked", "read": "websites read"}
