"""Checks of pages, and the list of parties and candidates, for tests."""

import factory

from accounts.models import LinkCheck, PartyAccount, PartyLink
from tests.factories.accounts import AccountFactory
from tests.factories.directory import LONG_AGO, EmployeeFactory


class PartyAccountFactory(factory.django.DjangoModelFactory):
    """A party's account on X since long ago; `candidate=True` for a candidate's."""

    class Meta:
        model = PartyAccount

    class Params:
        candidate = factory.Trait(kind="candidate", election="Mayor, April 2027")

    name = factory.Sequence(lambda n: f"Party {n}")
    kind = "party"
    identity = factory.Sequence(lambda n: f"x:party{n}")
    url = factory.LazyAttribute(lambda party: f"https://x.com/{party.identity.partition(':')[2]}")
    source = "The board of elections' list"
    entered_by = factory.SubFactory(EmployeeFactory)
    effective_from = LONG_AGO
    recorded_at = LONG_AGO


class LinkCheckFactory(factory.django.DjangoModelFactory):
    """A check that found the link; `missing`, `not_checked` are other outcomes, `website` one of a website."""

    class Meta:
        model = LinkCheck

    class Params:
        missing = factory.Trait(outcome="missing", why="None of its 9 links leads to stlouis-mo.gov.", evidence=[])
        not_checked = factory.Trait(outcome="could_not_check", why="The page took too long to come.", evidence=[])
        website = factory.Trait(account=None, host="www.stlouis-mo.gov", outcome="read", evidence=[])

    account = factory.SubFactory(AccountFactory)
    at = LONG_AGO
    url = "https://x.com/stlparks"
    final_url = "https://x.com/stlparks"
    status = 200
    outcome = "links"
    evidence = [{"href": "https://stlouis-mo.gov/parks", "url": "https://stlouis-mo.gov/parks", "text": "Our website"}]
    links_read = 9
    milliseconds = 250


class PartyLinkFactory(factory.django.DjangoModelFactory):
    """A link to a party that a check found."""

    class Meta:
        model = PartyLink

    check_made = factory.SubFactory(LinkCheckFactory)
    party = factory.SubFactory(PartyAccountFactory)
    lineage = factory.SelfAttribute("party.lineage")
    href = factory.SelfAttribute("party.url")
    text = "Vote"
