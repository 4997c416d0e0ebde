"""Stewards confirm that what the register has is true, every so many days, and are reminded once for each step."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts import services
from accounts.models import Confirmation, ConfirmationNotice, OfficialAccount
from accounts.services import confirming
from accounts.services.confirming import mark_of_facts
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, Refusal
from notifications.models import Notice
from tests.accounts.conftest import Office
from tests.factories.accounts import AccountFactory
from tests.factories.directory import EmployeeStatusFactory

SYSTEM = Actor.of_system("reminders to confirm accounts")
TERM = timedelta(days=180)


def steward(account, role="primary"):
    return account.stewardships.get(role=role).person


def kept(office, confirmed=None, **more):
    """An account with two stewards, last confirmed so long ago."""
    account = AccountFactory(department=office.department, primary=office.employee(), backup=office.employee(), **more)
    if confirmed is not None:
        Confirmation.objects.create(account=account, by=office.head, at=clock.now() - confirmed)
    return account


def remind(at=None):
    with clock.replaying(at or clock.now()):
        return services.remind_to_confirm(by=SYSTEM)


def letters(person):
    return list(Notice.objects.filter(person=person, kind="accounts.keeping").order_by("pk"))


@pytest.mark.parametrize("who", ["primary", "backup", "authority"])
@pytest.mark.django_db
def test_stewards_and_the_authority_confirm(parks, who):
    account = kept(parks)
    by = parks.authority if who == "authority" else Actor.of_person(steward(account, who))
    services.confirm_account(by=by, account=account, note="  Looked at it today ")
    confirmation = Confirmation.objects.get()
    assert (confirmation.by, confirmation.note) == (by.person, "Looked at it today")
    entry = Entry.objects.get(act="accounts.confirmed")
    assert (entry.object_id, entry.capacity) == (account.reference, "authority" if who == "authority" else "steward")


@pytest.mark.django_db
def test_nobody_else_confirms(parks, streets, relations):
    account = kept(parks)
    away = steward(account, "backup")
    EmployeeStatusFactory(employee=away, status="on_leave")
    for by in (parks.comms, streets.authority, relations, Actor.of_person(away), Actor.of_system("x")):
        with pytest.raises(Refusal):
            services.confirm_account(by=by, account=account)
    assert not Confirmation.objects.exists()


@pytest.mark.parametrize("trait", ["suspended", "retired", "approved", "found"])
@pytest.mark.django_db
def test_only_an_active_account_is_confirmed(parks, trait):
    account = kept(parks, **{trait: True})
    with pytest.raises(Conflict):
        services.confirm_account(by=parks.authority, account=account)


@pytest.mark.django_db
def test_nobody_confirms_what_they_have_not_seen(parks):
    account = kept(parks)
    found = OfficialAccount.objects.as_of(clock.now()).get(pk=account.pk)
    seen = mark_of_facts(found)
    details = services.Details.of(found)
    changed = services.Details(**{**details.__dict__, "purpose": "Something else"})
    services.change_details(by=parks.comms, account=account, details=changed)
    with pytest.raises(Conflict):
        services.confirm_account(by=parks.authority, account=account, seen=seen)
    assert not Confirmation.objects.exists()


@pytest.mark.django_db
def test_several_accounts_are_confirmed_together_or_not_at_all(parks):
    mine, other = [kept(parks), kept(parks)], kept(parks, suspended=True)
    with pytest.raises(InvalidInput):
        services.confirm_accounts(by=parks.authority, accounts=[])
    with pytest.raises(Conflict):
        services.confirm_accounts(by=parks.authority, accounts=[*mine, other])
    assert not Confirmation.objects.exists()
    assert services.confirm_accounts(by=parks.authority, accounts=[*mine, mine[0]]) == 2
    assert Confirmation.objects.count() == 2


@pytest.mark.django_db
def test_a_confirmation_is_never_changed_nor_a_reminder_taken_back(parks):
    account = kept(parks, confirmed=TERM)
    remind()
    for row in (Confirmation.objects.get(), ConfirmationNotice.objects.get()):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(account=kept(parks))
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).delete()
    assert account.confirmations.exists()


@pytest.mark.django_db
def test_reminders_go_out_14_3_and_0_days_before_each_once(parks):
    account = kept(parks, confirmed=timedelta(0))
    due = Confirmation.objects.get().at + TERM
    for days, sent in ((15, 0), (14, 1), (13, 1), (4, 1), (3, 2), (1, 2), (0, 3), (-1, 3), (-90, 3)):
        for _ in range(3):
            remind(due - timedelta(days=days))
        assert len(letters(steward(account))) == sent, f"{days} days before"
        assert len(letters(steward(account, "backup"))) == sent
    assert len(letters(parks.head)) == 1, "the authority hears of it on the day itself"
    assert sorted(ConfirmationNotice.objects.values_list("days_before", flat=True)) == [0, 3, 14]


@pytest.mark.django_db
def test_a_confirmation_begins_the_term_anew(parks):
    account = kept(parks, confirmed=TERM)
    assert remind() == 3
    services.confirm_account(by=parks.authority, account=account)
    due = Confirmation.objects.latest("at").at + TERM
    assert remind() == 0
    assert remind(due - timedelta(days=14)) == 2


@pytest.mark.django_db
def test_a_worker_that_was_down_for_days_catches_up_with_one_letter(parks):
    account = kept(parks, confirmed=TERM + timedelta(days=40))
    remind()
    remind()
    assert len(letters(steward(account))) == 1
    assert "due since" in letters(steward(account))[0].text


@pytest.mark.django_db
def test_several_accounts_of_one_steward_make_one_letter(parks):
    person = parks.employee()
    confirmed = (TERM, TERM - timedelta(days=2), TERM - timedelta(days=14))
    for ago in confirmed:
        account = AccountFactory(department=parks.department, primary=person)
        Confirmation.objects.create(account=account, by=parks.head, at=clock.now() - ago)
    remind()
    assert [letter.title for letter in letters(person)] == ["Confirm 3 official accounts"]


@pytest.mark.django_db
def test_a_letter_about_very_many_accounts_names_the_first(parks):
    person = parks.employee()
    for _ in range(32):
        AccountFactory(department=parks.department, primary=person)
    remind()
    text = letters(person)[0].text
    assert text.count("due since") == 30
    assert text.endswith("And 2 more.")


@pytest.mark.django_db
def test_where_nobody_looks_after_an_account_its_authority_is_asked(parks):
    account = kept(parks, confirmed=TERM - timedelta(days=10))
    for role in ("primary", "backup"):
        EmployeeStatusFactory(employee=steward(account, role), status="left")
    assert remind() == 1
    assert len(letters(parks.head)) == 1


@pytest.mark.parametrize("trait", ["suspended", "retired", "found", "requested", "approved", "listed"])
@pytest.mark.django_db
def test_only_active_accounts_are_reminded_of(parks, trait):
    AccountFactory(department=parks.department, primary=parks.employee(), **{trait: True})
    assert remind() == 0


@pytest.mark.django_db
def test_a_run_that_dies_in_the_middle_has_told_nobody_and_the_next_tells_all(parks, monkeypatch):
    accounts = [kept(parks, confirmed=TERM) for _ in range(3)]
    told = confirming.notifications.tell_of_confirmations
    count = []

    def dying(*args, **kwargs):
        count.append(1)
        if len(count) == 3:
            raise RuntimeError("the worker died")
        told(*args, **kwargs)

    monkeypatch.setattr(confirming.notifications, "tell_of_confirmations", dying)
    with pytest.raises(RuntimeError):
        remind()
    assert not ConfirmationNotice.objects.exists()
    assert not Notice.objects.filter(kind="accounts.keeping").exists()
    monkeypatch.setattr(confirming.notifications, "tell_of_confirmations", told)
    remind()
    assert all(len(letters(steward(account, role))) == 1 for account in accounts for role in ("primary", "backup"))


@pytest.mark.django_db
def test_a_run_asks_the_same_number_of_queries_however_many_accounts_are_due(parks, django_assert_max_num_queries):
    person = parks.employee()
    for _ in range(25):
        AccountFactory(department=parks.department, primary=person)
    with django_assert_max_num_queries(25):
        remind()


@pytest.mark.django_db(transaction=True)
def test_runs_that_overlap_remind_each_steward_once():
    office = Office("PRF")
    accounts = [kept(office) for _ in range(8)]
    ready = threading.Barrier(3)
    errors, sent = [], []

    def worker():
        try:
            ready.wait()
            sent.append(services.remind_to_confirm(by=SYSTEM))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=worker) for _ in range(3)]
    for thread in workers:
        thread.start()
    for thread in workers:
        thread.join()
    assert errors == []
    assert sum(sent) == 17
    assert all(len(letters(steward(account, role))) == 1 for account in accounts for role in ("primary", "backup"))
    assert len(letters(office.head)) == 1
    assert ConfirmationNotice.objects.count() == 8
