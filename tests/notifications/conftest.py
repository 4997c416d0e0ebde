import socket

import pytest
from aiosmtpd.controller import Controller


class Mailbox:
    """What an SMTP server received; `refuse` maps a recipient to the reply that refuses them."""

    def __init__(self):
        self.received = []
        self.refuse = {}

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.received.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def smtp(settings):
    """A real SMTP server, and settings that send there."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.MAIL_ALLOW_LIST = ["@city.example"]
    settings.PORTAL_URL = "https://portal.city.example"
    yield mailbox
    controller.stop()


@pytest.fixture
def kinds(settings):
    settings.NOTICE_KINDS = {"duty": ("A duty", True), "news": ("News", False)}
