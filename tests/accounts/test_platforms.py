"""Platforms are data: administrators keep them, everybody reads them, and nothing in the register goes astray by it."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from accounts import services
from accounts.models import Platform, PlatformLimit
from accounts.services import LimitSaid, PlatformSaid
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, Refusal
from tests.factories.accounts import AccountFactory
from tests.factories.directory import EmployeeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return EmployeeFactory(role="administrator")


@pytest.fixture
def by(administrator):
    return Actor.of_person(administrator)


@pytest.fixture
def x():
    return Platform.objects.get(code="x")


def said(platform, **more):
    return replace(PlatformSaid.of(platform), **more)


def test_every_platform_that_comes_with_the_portal_can_be_saved_as_it_is():
    for platform in Platform.objects.all():
        services.check_platform(platform)


def test_an_administrator_changes_a_platform_and_the_trail_keeps_both(by, x):
    hosts = ("x.com", "twitter.com", "x.example")
    services.change_platform(by=by, platform=x, said=said(x, hosts=hosts))
    assert Platform.objects.get(code="x").hosts == list(hosts)
    entry = Entry.objects.get(act="accounts.platform_changed")
    assert entry.before["hosts"] == ["x.com", "twitter.com"]
    assert entry.after["hosts"] == list(hosts)


def test_what_changes_nothing_writes_nothing(by, x):
    services.change_platform(by=by, platform=x, said=said(x))
    assert not Entry.objects.filter(act="accounts.platform_changed").exists()


def test_nobody_but_an_administrator_changes_platforms(x):
    relations = Actor.of_person(EmployeeFactory(role="employee_relations"))
    with pytest.raises(Refusal):
        services.change_platform(by=relations, platform=x, said=said(x, name="Y"))
    with pytest.raises(Refusal):
        services.end_limit(by=relations, platform=x, about="text")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"patterns": ()}, "patterns"),
        ({"patterns": ({"path": "/nothing", "canonical": "https://x.com/"},)}, "patterns"),
        ({"patterns": ({"path": "/{handle}", "canonical": "https://x.com/{handle}", "handle": "(["},)}, "patterns"),
        ({"hosts": ("not a host",)}, "hosts"),
        ({"hosts": ("facebook.com",)}, "hosts"),
        ({"hosts": ()}, "hosts"),
        ({"name": " "}, "name"),
        ({"name": "facebook"}, "name"),
        ({"source": ""}, "source"),
        ({"as_of": date(2199, 1, 1)}, "as_of"),
    ],
)
def test_what_no_platform_can_be_is_refused_at_its_field(by, x, more, field):
    with pytest.raises(InvalidInput) as refused:
        services.change_platform(by=by, platform=x, said=said(x, **more))
    assert refused.value.field == field


def test_a_change_by_which_an_account_would_be_read_as_another_is_refused(by, x):
    AccountFactory(facts__handle="stlparks")
    other = {"path": "/{handle}", "canonical": "https://x.com/{handle}", "kind": "new", "handle": "[a-z]{1,15}"}
    with pytest.raises(InvalidInput, match="1 account of the register"):
        services.change_platform(by=by, platform=x, said=said(x, patterns=(other,)))
    services.change_platform(by=by, platform=x, said=said(x, patterns=(*x.patterns, other)))


def test_a_form_that_is_older_than_a_change_is_refused(by, x):
    mark = PlatformSaid.of(x).mark()
    services.change_platform(by=by, platform=x, said=said(x, stop_words=("home",)), seen=mark)
    with pytest.raises(Conflict):
        services.change_platform(by=by, platform=x, said=said(x, stop_words=("search",)), seen=mark)


def test_a_limit_is_a_dated_fact_with_source_and_day(by, x):
    before = clock.now()
    limit = LimitSaid("text", 300, "characters", "The platform's help page", date(2026, 11, 1))
    services.set_limit(by=by, platform=x, said=limit)
    assert PlatformLimit.objects.in_effect(clock.now()).get(platform=x, about="text").number == 300
    assert PlatformLimit.objects.in_effect(before).get(platform=x, about="text").number == 280
    services.end_limit(by=by, platform=x, about="text")
    assert not PlatformLimit.objects.in_effect(clock.now()).filter(platform=x, about="text").exists()
    with pytest.raises(Conflict):
        services.end_limit(by=by, platform=x, about="text")


# Pages


def filled(answer, **more):
    """What the page's forms would send as they stand."""
    forms = [answer.context["form"], answer.context["patterns"].management_form, *answer.context["patterns"]]
    data = {field.html_name: field.value() for form in forms for field in form}
    form = answer.context["form"]
    data |= {field.html_name: form.fields[field.name].prepare_value(field.value()) for field in form}
    return {key: value for key, value in (data | more).items() if value is not None and value is not False}


def test_everybody_reads_the_platforms_and_tries_an_address(client):
    client.force_login(EmployeeFactory())
    assert "Mastodon" in client.get(reverse("accounts:platforms")).content.decode()
    page = client.get(reverse("accounts:platform", args=["x"]), {"try": "https://twitter.com/STLgov?s=20"})
    assert "x:stlgov" in page.content.decode()
    page = client.get(reverse("accounts:platform", args=["x"]), {"try": "https://x.com/search"}).content.decode()
    assert "not the page of an account" in page
    assert client.get(reverse("accounts:platform", args=["nosuch"])).status_code == 404
    assert client.get(reverse("accounts:change_platform", args=["x"])).status_code == 403


def test_an_address_is_tried_against_the_edited_patterns_before_they_are_saved(client, administrator):
    client.force_login(administrator)
    address = reverse("accounts:change_platform", args=["digg"])
    form = client.get(address)
    sent = filled(form, **{"pattern-1-path": "/users/{handle}", "pattern-1-canonical": "https://digg.com/@{handle}"})
    page = client.post(address, sent | {"act": "try", "try": "https://digg.com/users/stlgov"})
    assert page.status_code == 200
    assert "digg:stlgov" in page.content.decode()
    assert len(Platform.objects.get(code="digg").patterns) == 1
    assert client.post(address, sent | {"act": "save"}).status_code == 302
    assert Platform.objects.get(code="digg").patterns[1]["path"] == "/users/{handle}"
    assert client.post(address, sent | {"act": "save", "name": "Digg again"}).status_code == 409


def test_a_platform_is_saved_as_its_form_shows_it(client, administrator):
    client.force_login(administrator)
    for platform in Platform.objects.all():
        address = reverse("accounts:change_platform", args=[platform.code])
        assert client.post(address, filled(client.get(address), act="save")).status_code == 302
        same = Platform.objects.get(pk=platform.pk)
        assert (same.hosts, same.stop_words) == (platform.hosts, platform.stop_words)
        assert [one["path"] for one in same.patterns] == [one["path"] for one in platform.patterns]
    assert not Entry.objects.filter(act="accounts.platform_changed").exists()


def test_patterns_are_put_in_order_and_taken_away(client, administrator):
    client.force_login(administrator)
    address = reverse("accounts:change_platform", args=["mastodon"])
    sent = filled(client.get(address), act="save", **{"pattern-1-ORDER": 1, "pattern-0-ORDER": 2})
    client.post(address, sent)
    assert Platform.objects.get(code="mastodon").patterns[0]["path"] == "/users/{handle}"
    sent = filled(client.get(address), act="save", **{"pattern-0-DELETE": "on"})
    client.post(address, sent)
    assert [one["path"] for one in Platform.objects.get(code="mastodon").patterns] == ["/@{handle}"]


def test_a_platform_is_added_and_addresses_on_it_are_read(client, administrator):
    client.force_login(administrator)
    address = reverse("accounts:add_platform")
    new = {"code": "newsky", "name": "Newsky", "hosts": "newsky.example", "source": "Its help page"}
    new |= {"as_of": "2026-11-01", "is_offered": "on", "act": "save"}
    new |= {"pattern-0-path": "/@{handle}", "pattern-0-canonical": "https://newsky.example/@{handle}"}
    assert client.post(address, filled(client.get(address), **new)).status_code == 302
    page = client.get(reverse("accounts:platform", args=["newsky"]), {"try": "newsky.example/@stl"})
    assert "newsky:stl" in page.content.decode()
    assert client.post(address, filled(client.get(address), **new)).status_code == 400


def test_a_limit_is_recorded_and_ended_on_the_page(client, administrator):
    client.force_login(administrator)
    address = reverse("accounts:set_limit", args=["digg"])
    limit = {"about": "title", "number": 100, "counting": "characters", "source": "Help page", "as_of": "2026-11-01"}
    limit["seen"] = client.get(address).context["form"].initial["seen"]
    assert client.post(address, limit).status_code == 302
    assert "Help page" in client.get(reverse("accounts:platform", args=["digg"])).content.decode()
    assert client.post(address, limit | {"number": 0}).status_code == 400
    there = {"seen": client.get(reverse("accounts:platform", args=["digg"])).context["seen"]}
    assert client.post(reverse("accounts:end_limit", args=["digg", "title"])).status_code == 409, "not what was seen"
    assert client.post(reverse("accounts:end_limit", args=["digg", "title"]), there).status_code == 302
    assert client.post(reverse("accounts:end_limit", args=["digg", "title"])).status_code == 409
    assert client.post(reverse("accounts:end_limit", args=["digg", "nothing"])).status_code == 404
