"""The kiosk's pages: who is in acknowledges and nothing else, and leaves nothing to the next person."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from acknowledgements import receipts
from acknowledgements.models import Acknowledgement, Campaign, KioskCode
from acknowledgements.services import kiosk_codes, withdraw_kiosk
from directory.models import Role
from directory.services import roster
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from tests.access_acknowledgements import signing
from tests.access_city import found_city
from tests.factories.acknowledgements import AcknowledgementFactory, CampaignFactory, DeclineFactory
from tests.factories.directory import EmployeeFactory
from tests.factories.kiosks import KioskFactory, code_for

pytestmark = [pytest.mark.django_db, pytest.mark.once]

START = "/kiosk/"


@pytest.fixture
def city():
    return found_city()


@pytest.fixture
def campaign():
    return CampaignFactory()


@pytest.fixture
def kiosk():
    return KioskFactory(secret="a secret of this device")


@pytest.fixture
def screen(kiosk):
    """The browser of the shared device."""
    client = Client()
    client.cookies["portal_kiosk"] = "a secret of this device"
    return client


@pytest.fixture
def owner_is_in(city, campaign, screen):
    """Olive Owner has typed her number and code."""
    assert enter(screen, city.owner, code_for(city.owner, by=city.supervisor)).status_code == 302
    return city.owner


def enter(screen, person, code):
    return screen.post(START, {"number": person.number, "code": code})


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def read(campaign):
    return reverse("kiosk:read", args=[campaign.pk])


def test_the_same_text_statements_hash_and_service_as_in_the_browser(city, campaign, screen, owner_is_in):
    page = screen.get("/kiosk/waiting/", follow=True)
    assert page.redirect_chain == [(read(campaign), 302)]
    shown = signing(city)
    for statement in campaign.statements.exclude(kind="criminal_justice"):
        assert statement.text in page.content.decode()
    assert shown["text_hash"] in page.content.decode()
    receipt = screen.post(read(campaign), shown, follow=True)
    kept = Acknowledgement.objects.get()
    assert (kept.person, kept.method) == (city.owner, "kiosk")
    assert kept.text_hash == campaign.version.text_hash
    assert receipts.digest_of(kept) == kept.digest
    assert receipts.prove(kept).holds
    assert f'<p class="kiosk-reference">{kept.reference}</p>' in receipt.content.decode()
    assert kept.reference not in receipt.request["PATH_INFO"], "nothing of a person stands in the history"
    entry = Entry.objects.get(act="acknowledgements.acknowledged")
    assert entry.after["code_issued_by"] == city.supervisor.number


def test_who_issued_the_code_stands_on_the_receipt(city, campaign, screen, owner_is_in, client):
    at_kiosk = text_of(screen.post(read(campaign), signing(city), follow=True))
    client.force_login(city.owner)
    in_portal = text_of(client.get(reverse("acknowledgements:receipt", args=[Acknowledgement.objects.get().reference])))
    for words in (at_kiosk, in_portal):
        assert "a one-time code that Sam Supervisor issued as Supervisor" in words


def test_no_other_page_of_the_portal_is_reached(city, screen, owner_is_in):
    for address in ("/", "/acknowledgements/", "/policy/", "/sign-in/", "/kiosks/codes/", "/no/such/page/"):
        answer = screen.get(address, follow=True)
        assert answer.redirect_chain[-1][0].startswith(START), address
    assert screen.post("/search/").status_code == 302
    assert "_auth_user_id" not in screen.session


def test_a_sign_in_of_before_is_over_when_somebody_goes_in(city, campaign, screen):
    screen.force_login(city.employee_relations)
    assert "Somebody is signed in to the portal in this browser" in text_of(screen.get(START))
    enter(screen, city.owner, code_for(city.owner, by=city.supervisor))
    assert "_auth_user_id" not in screen.session


def test_every_page_is_kept_out_of_caches(city, campaign, screen, owner_is_in):
    screen.post(read(campaign), signing(city))
    for address in (
        START,
        "/kiosk/waiting/",
        reverse("kiosk:receipt", args=[campaign.pk]),
        "/kiosk/still/",
        "/kiosk/x/",
    ):
        assert "no-store" in screen.get(address)["Cache-Control"], address


def test_no_field_is_remembered_by_the_browser(city, campaign, screen):
    pages = [screen.get(START)]
    enter(screen, city.owner, code_for(city.owner, by=city.supervisor))
    pages.append(screen.get(read(campaign)))
    for page in pages:
        for field in re.findall(r'<input type="text"[^>]*>', page.content.decode()):
            assert 'autocomplete="off"' in field
        assert re.search(r'<form method="post"[^>]*autocomplete="off"', page.content.decode())


def test_after_signing_out_nothing_is_left_for_the_next_person(city, campaign, screen, owner_is_in):
    screen.post(read(campaign), signing(city))
    before, kept = screen.session.session_key, Acknowledgement.objects.get()
    out = screen.post("/kiosk/out/", follow=True)
    assert "You are signed out" in text_of(out)
    pages = [
        out,
        *(screen.get(address, follow=True) for address in ("/kiosk/waiting/", read(campaign), "/kiosk/still/")),
    ]
    pages += [screen.get(reverse("kiosk:receipt", args=[campaign.pk]), follow=True)]
    for page in pages:
        assert page.request["PATH_INFO"] == START
        for theirs in ("Olive", city.owner.number, kept.reference):
            assert theirs not in page.content.decode()
    assert screen.session.session_key != before
    assert not dict(screen.session)


def test_what_was_typed_wrongly_is_not_shown_to_the_next_person(city, campaign, screen):
    page = enter(screen, city.owner, "WRON-GONE")
    assert page.status_code == 400
    assert "do not go together" in text_of(page)
    assert city.owner.number not in page.content.decode()
    assert "WRON" not in page.content.decode()


@pytest.mark.parametrize("typed", ["", "a\0b", "\u202eevil", "9" * 5000, "' OR 1=1", "日本"])
def test_whatever_is_typed_gets_a_sentence_and_lets_nobody_in(city, campaign, screen, typed):
    for data in ({"number": typed, "code": "ABCD-EFGH"}, {"number": city.owner.number, "code": typed}):
        page = screen.post(START, data)
        assert page.status_code == 400
        assert "What to do next." in text_of(page)
    assert not dict(screen.session)


def test_a_minute_after_the_last_touch_it_signs_out(city, campaign, screen):
    CampaignFactory()  # two matters: a page to choose from
    with time_machine.travel(clock.now(), tick=False) as now:
        enter(screen, city.owner, code_for(city.owner, by=city.supervisor))
        assert screen.get("/kiosk/waiting/").status_code == 200
        now.shift(timedelta(seconds=59))
        assert screen.post("/kiosk/touched/").status_code == 204
        now.shift(timedelta(seconds=59))
        assert screen.get("/kiosk/waiting/").status_code == 200
        now.shift(timedelta(seconds=60))
        answer = screen.get("/kiosk/waiting/", follow=True)
        assert answer.request["PATH_INFO"] == START
        assert "Olive" not in answer.content.decode()
        assert not dict(screen.session)


def test_while_reading_it_signs_out_after_five_minutes(city, campaign, screen):
    with time_machine.travel(clock.now(), tick=False) as now:
        enter(screen, city.owner, code_for(city.owner, by=city.supervisor))
        screen.get(read(campaign))
        now.shift(timedelta(seconds=299))
        assert screen.post("/kiosk/touched/").status_code == 204
        now.shift(timedelta(seconds=300))
        late = screen.post(read(campaign), signing(city), follow=True)
        assert late.request["PATH_INFO"] == START
        assert not Acknowledgement.objects.exists()


def test_without_a_script_a_page_warns_and_looking_at_it_is_no_touch(city, campaign, screen):
    with time_machine.travel(clock.now(), tick=False) as now:
        enter(screen, city.owner, code_for(city.owner, by=city.supervisor))
        page = screen.get(read(campaign)).content.decode()
        assert re.search(r'<noscript>\s*<meta http-equiv="refresh"\s*content="280; url=/kiosk/still/">', page)
        now.shift(timedelta(seconds=281))
        warning = screen.get("/kiosk/still/")
        assert warning["Refresh"] == "21; url=/kiosk/?over=time"
        assert "Olive" not in warning.content.decode()
        assert 'http-equiv="refresh"' not in warning.content.decode()
        now.shift(timedelta(seconds=15))
        assert screen.post("/kiosk/still/")["Location"] == read(campaign)
        now.shift(timedelta(seconds=281))
        screen.get("/kiosk/still/")
        now.shift(timedelta(seconds=20))
        assert "signed out whoever was in" in text_of(screen.get("/kiosk/?over=time"))


def test_a_code_used_twice_is_told_so_with_what_to_do(city, campaign, screen):
    code = code_for(city.owner, by=city.supervisor)
    enter(screen, city.owner, code)
    screen.post("/kiosk/out/")
    page = enter(screen, city.owner, code)
    assert page.status_code == 409
    assert "This code was used already." in text_of(page)
    assert "tell Employee Relations now" in text_of(page)


def test_too_many_tries_are_429_with_a_sentence(city, campaign, screen):
    for _ in range(kiosk_codes.TRIES_FOR_A_NUMBER):
        enter(screen, city.owner, "WRON-GONE")
    page = enter(screen, city.owner, "WRON-GONE")
    assert page.status_code == 429
    assert "Retry-After" in page
    assert "There were too many tries." in text_of(page)


def test_who_leaves_between_two_clicks_is_told_why_and_is_out(city, campaign, screen, owner_is_in):
    screen.get(read(campaign))
    roster.leave_the_city(city.owner, by=Actor.of_system("test"))
    page = screen.post(read(campaign), signing(city))
    assert page.status_code == 403
    assert "do not work for the City now" in text_of(page)
    assert not Acknowledgement.objects.exists()
    assert screen.get("/kiosk/waiting/")["Location"] == "/kiosk/?over=nobody"


def test_a_version_replaced_meanwhile_is_a_sentence_in_the_kiosks_own_frame(city, campaign, screen, owner_is_in):
    data = {**signing(city), "text_hash": "c1:sha256:" + "0" * 64}
    page = screen.post(read(campaign), data)
    assert page.status_code == 409
    assert "no longer what your page showed" in text_of(page)
    assert 'class="kiosk"' in page.content.decode()
    assert data["typed_name"] not in page.content.decode()
    Campaign.objects.update(state="closed", closed_at=clock.now())
    assert screen.post(read(campaign), signing(city)).status_code == 409


def test_a_missing_tick_is_said_and_nothing_typed_is_lost(city, campaign, screen, owner_is_in):
    data = signing(city)
    del data["statement_read"]
    page = screen.post(read(campaign), data)
    assert page.status_code == 400
    assert "not recorded yet" in text_of(page)
    assert 'value="Olive Owner"' in page.content.decode()


def test_who_has_nothing_to_acknowledge_is_told_so_and_shown_what_is_done(city, campaign, screen):
    done = AcknowledgementFactory(person=city.owner, campaign=campaign)
    enter(screen, city.owner, code_for(city.owner, by=city.supervisor))
    page = screen.get("/kiosk/waiting/")
    assert "There is nothing for you to acknowledge" in text_of(page)
    assert done.reference in text_of(page)


def test_who_declined_may_acknowledge_all_the_same(city, campaign, screen):
    DeclineFactory(person=city.owner, version=campaign.version)
    enter(screen, city.owner, code_for(city.owner, by=city.supervisor))
    page = screen.get("/kiosk/waiting/")
    assert "You can acknowledge all the same" in text_of(page)
    assert f'href="{read(campaign)}"' in page.content.decode()
    assert "You declined on" in text_of(screen.get(read(campaign)))


def test_a_device_that_is_no_kiosk_takes_no_codes(city, campaign, client):
    code = code_for(city.owner, by=city.supervisor)
    for answer in (client.get(START), enter(client, city.owner, code)):
        assert answer.status_code == 403
        assert "This device is not a kiosk" in text_of(answer)
    assert KioskCode.objects.open().exists()


def test_a_kiosk_that_is_withdrawn_lets_nobody_stay(city, campaign, kiosk, screen, owner_is_in):
    withdraw_kiosk(by=Actor.of_person(city.employee_relations), kiosk=kiosk)
    assert screen.get(read(campaign)).status_code == 302
    assert screen.get(START).status_code == 403


def test_making_a_device_a_kiosk_signs_employee_relations_out_there(city):
    device = Client()
    device.force_login(city.employee_relations)
    answer = device.post("/kiosks/", {"name": "Yard"}, follow=True)
    assert answer.request["PATH_INFO"] == START
    assert answer.status_code == 200
    assert "_auth_user_id" not in device.session
    assert device.cookies["portal_kiosk"]["httponly"]


def test_the_slips_are_shown_once_not_cached_and_hold_no_employee_number(city, campaign, client):
    client.force_login(city.supervisor)
    page = client.get("/kiosks/codes/")
    assert "Olive Owner" in text_of(page)
    assert "Stella Stranger" not in text_of(page)
    slips = client.post("/kiosks/codes/", {"people": [city.owner.number, city.employee.number], "is_handed_over": "on"})
    assert "no-store" in slips["Cache-Control"]
    assert len(set(re.findall(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", text_of(slips)))) == 2
    assert city.owner.number not in text_of(slips)


def test_a_number_that_is_nobody_of_yours_is_told_in_the_same_words_as_one_that_does_not_exist(city, campaign, client):
    client.force_login(city.supervisor)
    for number in (city.stranger.number, "99999", city.supervisor.number):
        page = client.post("/kiosks/codes/", {"numbers": f"{city.owner.number} {number}", "is_handed_over": "on"})
        assert page.status_code == 400
        assert f"Nobody of yours has the number {number}." in text_of(page)
    assert not KioskCode.objects.exists()


def test_what_was_issued_and_used_in_one_browser_is_listed_for_employee_relations(city, campaign, screen, client):
    screen.force_login(city.supervisor)
    slips = screen.post("/kiosks/codes/", {"numbers": city.owner.number, "is_handed_over": "on"})
    code = re.search(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", text_of(slips)).group()
    enter(screen, city.owner, code)
    screen.post(read(campaign), signing(city))
    client.force_login(EmployeeFactory(role=Role.EMPLOYEE_RELATIONS))
    listed = text_of(client.get("/kiosks/same-place/"))
    assert "The browser" in listed
    assert Acknowledgement.objects.get().reference in listed
    assert "Sam Supervisor, as Supervisor" in listed
