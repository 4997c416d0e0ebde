"""The mail with a link for a first or forgotten password.

Sent at once and not through the outbox: the link is a secret that no table keeps, and is worth nothing in an hour.
Whoever does not get it asks again.
"""

from __future__ import annotations

from urllib.parse import urljoin

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from directory.services.sign_in_codes import LINK_FOR, issue_link
from foundation import clock, dated_settings
from foundation.actor import Actor


def send_link(identifier: str, *, root: str, address: str) -> None:
    """Issue a link and send it; for an unknown or barred person nothing happens."""
    issued = issue_link(identifier, by=Actor(system="sign-in", address=address))
    if issued is None:
        return
    employee, token = issued
    city = dated_settings.value("city.name", clock.now())
    context = {
        "employee": employee,
        "city": city,
        "minutes": int(LINK_FOR.total_seconds() // 60),
        "link": urljoin(root, reverse("directory:sign_in_by_link", args=[token])),
    }
    text = render_to_string("directory/sign_in/mail.txt", context)
    send_mail(f"{city} social media portal: choose your password", text, None, [employee.email])
