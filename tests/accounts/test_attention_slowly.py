"""What needs attention, asked of the database in sets, is what reading row by row says, whatever happened."""

import random
from datetime import timedelta

import pytest

from accounts.attention import (
    NEEDS,
    needing_attention,
    needs_by_id,
    needs_of,
    pressing_first,
    with_confirmed,
    with_needs,
)
from accounts.models import AccountDepartment, Confirmation, Custody, OfficialAccount, Stewardship
from foundation import clock
from foundation.effective import end
from tests.factories.accounts import AccountFactory, HandOverFactory
from tests.factories.directory import LONG_AGO, AssignmentFactory, DepartmentFactory, EmployeeStatusFactory
from tests.factories.pages import LinkCheckFactory, PartyAccountFactory, PartyLinkFactory

STATES = ("requested", "approved", "active", "active", "active", "suspended", "retired", "found", "listed")
TERM = 180


def is_known(row, at):
    return row.recorded_at <= at and (row.superseded_at is None or row.superseded_at > at)


def covers(row, at):
    is_open = row.effective_until is None or row.effective_until > at
    return is_known(row, at) and row.effective_from <= at and is_open


def is_there(row, at):
    """A steward who works where named, is not away, and neither left nor moved since."""
    person = row.person
    places = [place for place in person.assignments.all() if is_known(place, at)]
    statuses = [one for one in person.statuses.all() if is_known(one, at)]

    def since_named(fact):
        lasts = fact.effective_until is None or fact.effective_until > row.effective_from
        return lasts and fact.effective_from <= at

    return (
        any(covers(place, at) and place.department_id == row.department_id for place in places)
        and not any(covers(one, at) and one.status != "active" for one in statuses)
        and not any(since_named(place) and place.department_id != row.department_id for place in places)
        and not any(since_named(one) and one.status == "left" for one in statuses)
    )


def slowly(account, at, sees_keys):
    """The needs of one account, read row by row as a person would."""
    facts = next(row for row in account.facts.all() if covers(row, at))
    state = next(row for row in account.states.all() if covers(row, at))
    is_active, is_kept = state.state == "active", state.state in ("active", "suspended")
    lies = state.effective_from <= at - timedelta(days=30)
    there = {row.role for row in account.stewardships.all() if covers(row, at) and is_there(row, at)}
    confirmed = max((row.at for row in account.confirmations.all() if row.at <= at), default=state.effective_from)
    looks = sorted((row.at, row.pk, row) for row in account.checks.all() if row.at <= at)
    read = [row for _, _, row in looks if row.outcome != "could_not_check"]
    open_ones = [
        one
        for one in account.hand_overs.all()
        if one.closed_at is None and any(step.done_at is None for step in one.steps.all())
    ]
    links = [link for _, _, row in looks for link in row.party_links.all() if not any(one.at > row.at for one in read)]
    boxes = [row.mailbox.upper() for row in account.custodies.all() if covers(row, at) and row.mailbox]
    people = {row.person.email.upper() for row in Stewardship.objects.all()}
    said = {
        "waits": state.state == "requested" and lies,
        "found": state.state == "found",
        "unestablished": state.state == "approved" and lies,
        "no_steward": is_kept and not there,
        "one_steward": is_kept and len(there) == 1,
        "hand_over": state.state in ("approved", "active", "suspended", "found") and bool(open_ones),
        "unconfirmed": is_active and confirmed <= at - timedelta(days=TERM),
        "unlinked": is_active and facts.links_to_city in ("", "not_yet"),
        "link_missing": is_active
        and facts.links_to_city != "not_possible"
        and bool(read)
        and read[-1].outcome == "missing",
        "party_link": is_kept and bool(links),
        "own_mailbox": is_kept and bool(set(boxes) & people) and sees_keys,
    }
    return [code for code in NEEDS if said[code]]


class Chance:
    """Accounts to which anything may have happened; the same seed makes the same city."""

    def __init__(self, seed, offices):
        self.draw = random.Random(seed)
        self.offices = offices
        self.now = clock.now()
        self.people = [office.employee() for office in offices for _ in range(4)]
        for person in self.draw.sample(self.people, 4):
            self.befall(person)

    def ago(self, most=400):
        return self.now - timedelta(days=self.draw.randint(1, most), minutes=self.draw.randint(0, 600))

    def befall(self, person):
        since = self.ago()
        if self.draw.random() < 0.3:
            row = person.assignments.get()
            end(row, until=since, at=since)
            AssignmentFactory(employee=person, department=DepartmentFactory(), effective_from=since, recorded_at=since)
        else:
            status = self.draw.choice(["left", "on_leave", "suspended"])
            until = self.draw.choice([None, self.now - timedelta(hours=5)]) if status != "left" else None
            EmployeeStatusFactory(
                employee=person, status=status, effective_from=since, recorded_at=since, effective_until=until
            )

    def account(self):
        draw, office = self.draw, self.draw.choice(self.offices)
        link = draw.choice(["", "yes", "yes", "not_yet", "not_possible"])
        two = draw.sample(self.people, 2)
        account = AccountFactory(
            department=office.department,
            state=draw.choice(STATES),
            facts__links_to_city=link,
            facts__why_no_link="It shows none" if link == "not_possible" else "",
            primary=two[0] if draw.random() < 0.7 else None,
            backup=two[1] if draw.random() < 0.6 else None,
        )
        for _ in range(draw.choice([0, 0, 1, 2])):
            Confirmation.objects.create(account=account, by=office.head, at=self.ago())
        for _ in range(draw.choice([0, 1, 3])):
            trait = draw.choice([{}, {"missing": True}, {"not_checked": True}])
            check = LinkCheckFactory(account=account, at=self.ago(), **trait)
            if draw.random() < 0.3:
                PartyLinkFactory(check_made=check, party=self.party)
        if draw.random() < 0.3:
            hand_over = HandOverFactory(account=account, person=draw.choice(self.people), stewardship=draw_id(draw))
            for step in hand_over.steps.all()[: draw.choice([0, 2, 3])]:
                step.done_by, step.done_at = office.head, self.ago(20)
                step.save()
        if draw.random() < 0.6:
            mailbox = draw.choice([two[0].email.upper(), "office@city.example", ""])
            since = self.ago()
            Custody.objects.create(account=account, mailbox=mailbox, effective_from=since, recorded_at=since)
        return account

    @property
    def party(self):
        return PartyAccountFactory()


def draw_id(draw):
    return f"{draw.getrandbits(128):032x}"


def slow_picture(at, viewer=None):
    """The needs of every account that is in effect at a moment; with the viewer's sight of the keys."""
    theirs = Stewardship.objects.filter(person=viewer)
    mine = {row.account_id for row in theirs if covers(row, at) and is_there(row, at)}
    governed = set()
    if viewer is not None:
        heads = [row.department_id for row in viewer.appointments.all()]
        governed = {row.account_id for row in AccountDepartment.objects.all() if row.department_id in heads}
    return {
        account.pk: slowly(account, at, viewer is None or account.pk in mine | governed)
        for account in OfficialAccount.objects.all()
    }


def assert_same(slow, at, viewer):
    """Every way of asking has the answer of the slow one."""
    accounts = OfficialAccount.objects.as_of(at)
    flagged = {row.pk: [need.code for need in needs_of(row)] for row in with_needs(accounts, at, viewer)}
    assert flagged == slow
    some = list(slow)[::2]
    by_id = needs_by_id(some, at, viewer)
    assert {pk: [need.code for need in needs] for pk, needs in by_id.items()} == {pk: slow[pk] for pk in some}
    for code in ("", *NEEDS):
        found = set(needing_attention(accounts, at, code, viewer).values_list("pk", flat=True))
        assert found == {pk for pk, codes in slow.items() if (code in codes if code else codes)}, code
    first = [(not row.presses, row.now.name, row.pk) for row in pressing_first(accounts, at, viewer)]
    assert first == sorted(first)
    assert {pk for rest, _, pk in first if not rest} == {pk for pk, codes in slow.items() if codes}


@pytest.mark.parametrize("seed", range(4))
def test_sets_say_of_every_account_what_reading_it_row_by_row_says(seed, parks, streets):
    chance = Chance(seed, [parks, streets])
    for _ in range(24):
        chance.account()
    said = set()
    for at in (chance.now, chance.now - timedelta(days=100), LONG_AGO + timedelta(days=10)):
        for viewer in (None, parks.head, chance.people[0]):
            slow = slow_picture(at, viewer)
            assert_same(slow, at, viewer)
            said.update(code for codes in slow.values() for code in codes)
    assert len(said) > 8, "the chance is no chance"


def test_an_account_counts_as_confirmed_from_its_last_confirmation_or_from_its_state(parks):
    never, once = (AccountFactory(department=parks.department) for _ in range(2))
    last = clock.now() - timedelta(days=3)
    for at in (last - timedelta(days=90), last, clock.now() + timedelta(days=1)):
        Confirmation.objects.create(account=once, by=parks.head, at=at)
    accounts = with_confirmed(OfficialAccount.objects.as_of(clock.now()), clock.now())
    assert {row.pk: row.confirmed_at for row in accounts} == {
        never.pk: never.states.get().effective_from,
        once.pk: last,
    }
