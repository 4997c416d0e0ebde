"""A form that is sent twice does its work once, and leads where it led."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import Context, Template
from django.test import RequestFactory

from foundation import clock
from foundation.errors import Conflict
from foundation.models import Holiday, SentForm
from foundation.sending import FIELD, KEPT, once
from foundation.tasks import forget_old_marks
from tests.factories.directory import EmployeeFactory

pytestmark = pytest.mark.django_db


def written():
    return Holiday.objects.filter(name="written")


@once
def view(request):
    """Writes a row for each sending; `bad` is a form with errors."""
    Holiday.objects.create(day=request.POST["day"], name="written")
    return HttpResponse(status=400) if "bad" in request.POST else redirect(f"/made/{written().count()}/")


def send(person, mark, **said):
    request = RequestFactory().post("/", {FIELD: str(mark), "day": "2026-08-04"} | said)
    request.user = person
    return view(request)


@pytest.fixture
def person():
    return EmployeeFactory()


def test_the_second_sending_leads_where_the_first_one_led(person):
    mark = uuid4()
    assert [send(person, mark, day=f"2026-08-0{one}").url for one in (4, 5)] == ["/made/1/", "/made/1/"]
    assert written().count() == SentForm.objects.count() == 1


def test_another_showing_of_the_form_is_another_form(person):
    assert [send(person, uuid4(), day=f"2026-08-0{one}").url for one in (4, 5)] == ["/made/1/", "/made/2/"]


def test_a_page_with_errors_claims_nothing_and_leaves_nothing(person):
    mark = uuid4()
    assert send(person, mark, bad="1").status_code == 400
    assert not written().exists()
    assert send(person, mark).url == "/made/1/"


def test_the_mark_of_somebody_else_tells_nothing(person):
    mark = uuid4()
    send(person, mark)
    with pytest.raises(Conflict, match="sent already"):
        send(EmployeeFactory(), mark, day="2026-08-05")
    assert written().count() == 1


def test_what_is_no_mark_is_passed_over(person):
    assert send(person, "zz").url == "/made/1/"
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with pytest.raises(KeyError):
        view(request)  # a GET goes straight to the view


def test_the_tag_gives_each_showing_its_own_mark():
    shown = [Template("{% load shell %}{% once %}").render(Context()) for _ in range(2)]
    assert shown[0] != shown[1]
    assert f'name="{FIELD}"' in shown[0]


def test_a_mark_is_let_go_after_thirty_days(person):
    old, young = uuid4(), uuid4()
    send(person, old)
    send(person, young, day="2026-08-05")
    SentForm.objects.filter(mark=old).update(sent_at=clock.now() - KEPT - timedelta(seconds=1))
    forget_old_marks()
    assert list(SentForm.objects.values_list("mark", flat=True)) == [young]
