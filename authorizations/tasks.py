"""What happens by the clock; safe to repeat."""

from celery import shared_task

from authorizations.services import make_documents, send_late_words_notices, send_renewal_notices
from foundation.actor import Actor


@shared_task(name="authorizations.send_renewal_notices")
def send_due_renewal_notices() -> None:
    """Call to mind the ends that come near."""
    send_renewal_notices(by=Actor.of_system("renewal notices"))


@shared_task(name="authorizations.send_late_words_notices")
def send_due_late_words_notices() -> None:
    """Tell of words given aloud that were not confirmed in time."""
    send_late_words_notices(by=Actor.of_system("words not confirmed in time"))


@shared_task(name="authorizations.make_documents")
def make_missing_documents() -> int:
    """Make the letters of what was granted: asked for after each grant, and by the clock for what was missed."""
    return make_documents(by=Actor.of_system("documents of authorizations"))
