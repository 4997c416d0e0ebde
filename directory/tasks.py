"""Work of the directory that happens outside a request; one service call each."""

from __future__ import annotations

from celery import shared_task

from directory.sign_in.mail import send_link


@shared_task
def send_sign_in_link(identifier: str, root: str, address: str) -> None:
    """Send a link to whoever has this number or e-mail; asking again makes a new link and ends the old."""
    send_link(identifier, root=root, address=address)
