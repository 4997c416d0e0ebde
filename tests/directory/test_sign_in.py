"""Signing in: by number or e-mail, at the clock; first passwords by link or printed code; throttled by pair."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from directory.models import Employee, Role, SignInCode
from directory.services import roster, sign_in_codes
from directory.sign_in.mail import send_link
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, Refusal
from tests.factories.directory import DepartmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db

SYSTEM = Actor.of_system("test")
PASSWORD = "quiet marble tractor lamp"
SIGN_IN = "/sign-in/"


@pytest.fixture
def person():
    employee = EmployeeFactory(number="20417", email="dana@city.example")
    employee.set_password(PASSWORD)
    employee.save()
    return employee


@pytest.fixture
def without_mail():
    return EmployeeFactory(number="30555", without_computer=True)


def sign_in(client, login, password=PASSWORD, address="10.0.0.1"):
    return client.post(SIGN_IN, {"login": login, "password": password}, REMOTE_ADDR=address)


def signed_in_as(client):
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize("login", ["20417", "dana@city.example", " DANA@city.example "])
def test_people_sign_in_by_number_or_work_email(client, person, login):
    assert sign_in(client, login).status_code == 302
    assert signed_in_as(client) == str(person.pk)


@pytest.mark.parametrize("login", ["20417", "99999", "dana@city.example", "nobody@city.example"])
def test_a_wrong_password_and_an_unknown_person_get_the_same_answer(client, person, login):
    answer = sign_in(client, login, "wrong")
    assert answer.status_code == 200
    assert "Employee number or password is not right" in answer.content.decode()


def test_nobody_signs_themselves_up(client):
    assert client.get("/sign-in/signup/").status_code == 404


def test_who_left_cannot_sign_in(client, person):
    roster.leave_the_city(person, by=SYSTEM)
    client.raise_request_exception = False
    sign_in(client, "20417")
    assert signed_in_as(client) is None


def test_who_is_suspended_cannot_sign_in_and_who_is_on_leave_can(client, person):
    roster.suspend(person, by=SYSTEM)
    client.raise_request_exception = False
    sign_in(client, "20417")
    assert signed_in_as(client) is None
    roster.return_from_leave(person, by=SYSTEM)
    roster.start_leave(person, by=SYSTEM)
    sign_in(client, "20417")
    assert signed_in_as(client) == str(person.pk)


def test_who_begins_later_cannot_sign_in_yet(client):
    starts = clock.now() + timedelta(days=3)
    person = roster.hire(by=SYSTEM, number="5", name="New", department=DepartmentFactory(), effective=starts)
    assert not Employee.objects.may_sign_in(clock.now()).filter(pk=person.pk).exists()
    with time_machine.travel(starts, tick=True):
        assert Employee.objects.may_sign_in(clock.now()).filter(pk=person.pk).exists()


def test_a_session_ends_at_the_moment_its_person_leaves(client, person):
    client.force_login(person, backend="directory.sign_in.backends.EmployeeBackend")
    assert client.get(reverse("account_change_password")).status_code == 200
    roster.leave_the_city(person, by=SYSTEM)
    assert client.get(reverse("account_change_password")).status_code in (302, 403, 404)
    assert not client.get(SIGN_IN).wsgi_request.user.is_authenticated


def test_a_session_costs_one_query_to_check(client, person, django_assert_num_queries):
    from directory.sign_in.backends import EmployeeBackend

    with django_assert_num_queries(1):
        assert EmployeeBackend().get_user(person.pk) == person


def test_too_many_tries_slow_one_account_from_one_address_alone(client, person):
    other = EmployeeFactory(number="20999")
    other.set_password(PASSWORD)
    other.save()
    for _ in range(8):
        answer = sign_in(client, "20417", "wrong")
    assert answer.status_code == 429
    assert "Try again in 15 minutes" in answer.content.decode()
    assert answer["Retry-After"] == "900"
    assert sign_in(client, " 20417 ").status_code == 429, "the right password waits too"
    assert sign_in(client, "20999").status_code == 302, "others at the same address are not slowed"
    client.logout()
    assert sign_in(client, "20417", address="10.0.0.2").status_code == 302, "nor the account from elsewhere"


def test_throttling_ends_after_a_quarter_of_an_hour_however_often_one_tries(client, person):
    now = clock.now()
    for _ in range(8):
        sign_in(client, "20417", "wrong")
    with time_machine.travel(now + timedelta(minutes=10)):
        assert sign_in(client, "20417", "wrong").status_code == 429
    with time_machine.travel(now + timedelta(minutes=16)):
        assert sign_in(client, "20417").status_code == 302


def link_in(message):
    return re.search(r"http://testserver(/sign-in/link/\S+)", message.body).group(1)


def test_a_link_by_mail_sets_a_password_once(client, person):
    send_link("20417", root="http://testserver/", address="10.0.0.1")
    assert mail.outbox[0].to == ["dana@city.example"]
    link = link_in(mail.outbox[0])
    assert client.get(link).status_code == 200
    new = "four green bicycles sleeping"
    assert client.post(link, {"password1": new, "password2": new}).status_code == 302
    assert signed_in_as(client) == str(person.pk)
    assert client.get(link).status_code == 410
    assert Entry.objects.filter(act="directory.password_chosen", actor_number="20417").count() == 1


def test_a_link_is_good_for_an_hour(client, person):
    send_link("20417", root="http://testserver/", address="")
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert client.get(link_in(mail.outbox[0])).status_code == 410


def test_a_newer_link_ends_an_older_one_and_three_an_hour_are_sent(client, person):
    for _ in range(4):
        send_link("dana@city.example", root="http://testserver/", address="")
    assert len(mail.outbox) == 3
    assert [client.get(link_in(message)).status_code for message in mail.outbox] == [410, 410, 200]


@pytest.mark.parametrize("login", ["99999", "nobody@city.example", "30555"])
def test_no_link_goes_to_nobody_or_to_who_has_no_mail(without_mail, login):
    send_link(login, root="http://testserver/", address="")
    assert mail.outbox == []


def test_no_link_goes_to_who_left(person):
    roster.leave_the_city(person, by=SYSTEM)
    send_link("20417", root="http://testserver/", address="")
    assert mail.outbox == []


@pytest.mark.parametrize("login", ["20417", "99999"])
def test_asking_for_a_link_answers_the_same_for_everybody(client, person, monkeypatch, login):
    from directory.tasks import send_sign_in_link

    asked = []
    monkeypatch.setattr(send_sign_in_link, "delay", lambda *args: asked.append(args))
    answer = client.post("/sign-in/link/", {"login": login}, follow=True)
    assert "a link is on its way there" in answer.content.decode()
    assert asked == [(login, "http://testserver/", "127.0.0.1")]


def issue(without_mail):
    return sign_in_codes.issue_printed(without_mail, by=SYSTEM, seen_identity=True)


def choose(client, number, code, password="four green bicycles sleeping"):
    data = {"number": number, "one_time_code": code, "password1": password, "password2": password}
    return client.post("/sign-in/code/", data)


def test_a_printed_code_sets_a_password_once(client, without_mail):
    _, code = issue(without_mail)
    assert choose(client, "30555", code.lower().replace("-", " ")).status_code == 302
    assert signed_in_as(client) == str(without_mail.pk)
    client.logout()
    assert choose(client, "30555", code).status_code == 200
    assert signed_in_as(client) is None


def test_a_printed_code_belongs_to_one_number(client, without_mail, person):
    _, code = issue(without_mail)
    answer = choose(client, "20417", code)
    assert "do not belong together" in answer.content.decode()


def test_a_refused_password_does_not_use_up_the_code(client, without_mail):
    _, code = issue(without_mail)
    assert choose(client, "30555", code, "short").status_code == 200
    assert choose(client, "30555", code).status_code == 302


def test_a_printed_code_is_good_for_three_days(client, without_mail):
    _, code = issue(without_mail)
    with time_machine.travel(clock.now() + timedelta(hours=73)):
        assert choose(client, "30555", code).status_code == 200


def test_guessing_codes_is_throttled_like_passwords(client, without_mail):
    for _ in range(8):
        answer = choose(client, "30555", "AAAA-AAAA-AAAA")
    assert answer.status_code == 429


def test_codes_are_stored_as_digests(without_mail):
    _, code = issue(without_mail)
    assert code.replace("-", "") not in str(SignInCode.objects.values().get())


def test_nobody_hands_a_code_to_themselves():
    administrator = EmployeeFactory(role=Role.ADMINISTRATOR, without_computer=True)
    with pytest.raises(Refusal):
        sign_in_codes.issue_printed(administrator, by=Actor.of_person(administrator), seen_identity=True)


def test_a_supervisor_hands_codes_to_their_people_only(without_mail):
    chief = EmployeeFactory()
    with pytest.raises(Refusal):
        sign_in_codes.issue_printed(without_mail, by=Actor.of_person(chief), seen_identity=True)
    roster.change_supervisor(without_mail, by=SYSTEM, supervisor=chief)
    sign_in_codes.issue_printed(without_mail, by=Actor.of_person(chief), seen_identity=True)
    assert Entry.objects.get(act="directory.code_issued").capacity == "Supervisor"


def test_a_code_needs_an_id_and_a_person_without_mail(person, without_mail):
    by = Actor.of_person(EmployeeFactory(role=Role.ADMINISTRATOR))
    with pytest.raises(InvalidInput, match="ID"):
        sign_in_codes.issue_printed(without_mail, by=by, seen_identity=False)
    with pytest.raises(Refusal, match="work e-mail"):
        sign_in_codes.issue_printed(person, by=by, seen_identity=True)


def test_no_code_for_who_left(without_mail):
    roster.leave_the_city(without_mail, by=SYSTEM)
    with pytest.raises(Conflict):
        issue(without_mail)


def test_the_slip_is_shown_once_and_not_cached(client, without_mail):
    client.force_login(EmployeeFactory(role=Role.ADMINISTRATOR), backend="directory.sign_in.backends.EmployeeBackend")
    page = reverse("directory:hand_over", args=["30555"])
    assert client.get(page).status_code == 200
    assert SignInCode.objects.count() == 0, "looking issues nothing"
    slip = client.post(page, {"seen_identity": "on"})
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", slip.content.decode()).group()
    assert "no-store" in slip["Cache-Control"]
    client.logout()
    assert choose(client, "30555", code).status_code == 302


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "too short"),
        ("x" * 129, "longer than 128"),
        ("aaaaaaaaaaaaaaaaaaaa", "repeats"),
        ("123456789012345678", "follows the keyboard"),
        ("abcdefghijklmnopq", "follows the keyboard"),
        ("passwordpassword", "too common"),
        ("dana-20417-dana!", "little more than"),
    ],
)
def test_guessable_passwords_are_refused_with_a_sentence(person, password, sentence):
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    person.name = "Dana Whitfield"
    with pytest.raises(ValidationError) as refused:
        validate_password(password, person)
    assert sentence in " ".join(refused.value.messages)


@pytest.mark.parametrize(
    "password",
    [PASSWORD, "ein längerer satz ohne zahlen", "84736 25190 73645 x", "日本語のとても長い合言葉を使う"],
)
def test_long_passwords_of_any_characters_are_welcome(person, password):
    from django.contrib.auth.password_validation import validate_password

    validate_password(password, person)


def test_the_same_characters_typed_on_two_keyboards_are_one_password(client, without_mail):
    _, code = issue(without_mail)
    choose(client, "30555", code, "caf\u00e9 quiet marble tractor")
    client.logout()
    assert sign_in(client, "30555", "cafe\u0301 quiet marble tractor").status_code == 302


def test_the_first_administrator_signs_in_with_a_code_and_holds_no_other_role(client, capsys):
    call_command("create_administrator", "A1", name="Ada Ng", email="ada@city.example")
    printed = capsys.readouterr().out
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", printed).group()
    assert choose(client, "A1", code).status_code == 302
    held = Employee.objects.get(number="A1").role_holdings.values_list("role", flat=True)
    assert list(held) == [Role.ADMINISTRATOR]
    call_command("create_administrator", "A1")
    assert Employee.objects.get(number="A1").role_holdings.count() == 1


def test_an_unknown_administrator_needs_a_name():
    with pytest.raises(CommandError, match="--name"):
        call_command("create_administrator", "A2")
