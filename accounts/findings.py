"""What the register writes to people about what it saw on pages: a link that is missing, one that may not be there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from accounts.models import LinkCheck, OfficialAccount, PartyLink, Stewardship
from accounts.notifications import KIND_KEEPING, authorities, departments_of, link_to, not_gone
from directory.models import Department, Employee
from foundation.actor import Actor
from notifications.services import Letter, notify_many
from powers.notifications import employee_relations


def tell_of_missing_link(account: OfficialAccount, check: LinkCheck, *, by: Actor, at: datetime) -> None:
    """Tell stewards and authorities that a page does not link to the official website (IV.B)."""
    subject = f"{account.now.name} does not link to the official website"
    body = (
        f"The portal looked at {check.final_url}. {check.why}\n\nWhere possible, an official page links to the website "
        "of the City or the department (IV.B). Add the link and have the page checked again, or say on the account's "
        "page why a link is not possible there."
    )
    key = f"accounts:check:{check.pk}:missing-link"
    _tell(keepers(account, at), subject, body, link_to(account), key, by, at)


def tell_of_party_links(account: OfficialAccount, links: list[PartyLink], *, by: Actor, at: datetime) -> None:
    """Tell stewards and authorities that a page links to an account of a party or candidate (IV.G)."""
    subject = f"{account.now.name} links to an account of a party or candidate"
    body = f"{_in_words(links)}\n\nNo account of the City links there (IV.G). Take the link away."
    key = f"accounts:check:{links[0].check_made_id}:party-links"
    _tell(keepers(account, at), subject, body, link_to(account), key, by, at)


def tell_of_party_links_on(
    host: str, links: list[PartyLink], departments: Iterable[Department], *, by: Actor, at: datetime
) -> None:
    """Tell the authorities of the departments whose website it is, or Employee Relations where it is the City's."""
    people = authorities(departments, at) or employee_relations(at)
    subject = f"{host} links to an account of a party or candidate"
    body = f"{_in_words(links)}\n\nNo website of the City links there (IV.G). Have the link taken away."
    key = f"accounts:check:{links[0].check_made_id}:party-links"
    _tell(people, subject, body, reverse("accounts:party_links"), key, by, at)


def keepers(account: OfficialAccount, at: datetime) -> list[Employee]:
    """The stewards of an account, and who can act now for the departments that use it; each once."""
    stewards = Stewardship.objects.in_effect(at).filter(account=account).select_related("person")
    people = [*(row.person for row in stewards), *authorities(departments_of(account, at), at)]
    return list({person.pk: person for person in people}.values())


def _in_words(links: list[PartyLink]) -> str:
    found = "\n".join(f"{link.href} leads to {link.party.name} ({link.party.url})." for link in links)
    return f"The portal looked at {links[0].check_made.final_url} and found:\n\n{found}"


def _tell(to: Iterable[Employee], subject: str, body: str, link: str, key: str, by: Actor, at: datetime) -> None:
    letters = [Letter(person, subject, body, link, f"{key}:{person.pk}") for person in not_gone(to, at)]
    notify_many(by=by, kind=KIND_KEEPING, letters=letters, at=at)
