"""Looking at pages of a test's own server."""

from accounts.checking.fetching import Fetcher
from accounts.checking.pacing import HostPace
from accounts.models import PageTurn
from accounts.services import checking
from foundation import clock
from foundation.actor import Actor
from tests.accounts.web import rules

SYSTEM = Actor.of_system("tests")
WORDS = "<p>" + "Events and closures in the parks of the City. " * 20 + "</p>"
LINKED = f"<a href='https://www.stlouis-mo.gov/parks'>Our website</a>{WORDS}"
UNLINKED = f"<a href='/about'>About</a>{WORDS}"


def look(server, **more):
    fetcher = more.pop("fetcher", None) or Fetcher(rules(server), pace=HostPace(pause=0, wait=1))
    return checking.look_at_due_pages(by=SYSTEM, fetcher=fetcher, **more)


def again(account):
    PageTurn.objects.filter(account=account).update(due_at=clock.now())
