"""The frame by keyboard, on a phone, and without JavaScript; the forms of the template pack; the error pages."""

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.template import engines
from django.test import Client
from django.urls import path, reverse

from crispy_uswds.widgets import NativeDateInput
from foundation.errors import Conflict, Refusal
from portal import urls as portal_urls

COLORS = [("r", "Red"), ("g", "Green")]
PAGE = (
    '{% extends "base.html" %}{% load crispy_forms_tags %}{% block title %}A form{% endblock %}'
    "{% block content %}<h1>A form</h1>{% crispy form %}{% endblock %}"
)


class Everything(forms.Form):
    name = forms.CharField(help_text="As on the card.")
    story = forms.CharField(widget=forms.Textarea)
    color = forms.ChoiceField(choices=COLORS)
    one = forms.ChoiceField(choices=COLORS, widget=forms.RadioSelect, help_text="Only one.")
    many = forms.MultipleChoiceField(choices=COLORS, widget=forms.CheckboxSelectMultiple)
    agree = forms.BooleanField(help_text="Tick it.")
    born = forms.DateField(widget=forms.SelectDateWidget(years=[2000]))
    starts = forms.DateField(widget=NativeDateInput)
    paper = forms.FileField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": True}
        self.helper.layout = Layout(Fieldset("Everything", *self.fields))
        self.helper.add_input(Submit("send", "Send"))


@login_not_required
def form_page(request):
    form = Everything(request.POST or None, request.FILES or None)
    if request.method == "POST" and not form.is_valid():
        messages.error(request, "Please look at the form again.")
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": form}, request))


@login_not_required
def refused(request):
    raise Refusal("You may not do this.", why="It asks for a power.", clause="IV.C", remedy="Ask the Director.")


@login_not_required
def conflicted(request):
    raise Conflict("Somebody was faster.", why="It was decided.", remedy="Open it again.")


@login_not_required
def broken(request):
    return render(request, "500.html", {"reference": "abc"}, status=500)


urlpatterns = [
    path("try/form/", form_page),
    path("try/refused/", refused),
    path("try/conflict/", conflicted),
    path("try/broken/", broken),
    *portal_urls.urlpatterns,
]
handler400, handler403, handler404 = portal_urls.handler400, portal_urls.handler403, portal_urls.handler404


@pytest.mark.urls(__name__)
def test_every_control_of_the_template_pack_is_accessible(city, visit, check):
    visit("/try/form/")
    check()


@pytest.mark.urls(__name__)
def test_a_form_full_of_errors_is_accessible_and_its_summary_leads_to_the_fields(city, page, visit, check):
    visit("/try/form/")
    page.get_by_role("button", name="Send").click()
    check()
    page.get_by_role("link", name="One: This field is required.").click()
    assert page.evaluate("document.activeElement.id || location.hash") in {"id_one_0", "#id_one_0"}


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("address", "status"), [("refused", 403), ("conflict", 409), ("broken", 500)])
def test_error_pages_are_accessible(city, visit, check, address, status):
    visit(f"/try/{address}/", status)
    check()


def test_the_first_tab_offers_to_skip_to_the_content(city, sign_in, visit, page):
    sign_in(city.owner)
    visit(reverse("home"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_phone_menu_opens_with_the_keyboard_and_leads_on(city, sign_in, visit, page):
    sign_in(city.owner)
    page.set_viewport_size({"width": 320, "height": 800})
    visit(reverse("home"))
    menu = page.locator("summary", has_text="Menu")
    menu.focus()
    page.keyboard.press("Enter")
    link = page.get_by_role("navigation", name="Menu").get_by_role("link", name="The policy")
    assert link.is_visible()
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('policy:reading')}")


def test_the_page_one_is_on_is_marked_in_the_navigation(city, sign_in, visit, page):
    sign_in(city.owner)
    visit(reverse("notifications:notices"))
    assert page.get_by_role("navigation", name="What I can do").locator("[aria-current=page]").count() == 0
    visit(reverse("home"))
    assert page.get_by_role("navigation", name="What I can do").locator("[aria-current=page]").inner_text() == (
        "What waits for me"
    )


@pytest.fixture
def plain_page(browser, live_server):
    """A browser without JavaScript, on a phone."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    yield context.new_page()
    context.close()


def test_without_javascript_one_can_open_the_menu_search_and_sign_out(city, plain_page, live_server):
    client = Client()
    client.force_login(city.owner)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    plain_page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    plain_page.goto(live_server.url + reverse("home"))
    plain_page.locator("summary", has_text="Menu").click()
    plain_page.locator("#search-menu").fill("nothing like this")
    plain_page.locator(".portal-menu").get_by_role("button", name="Search").click()
    assert plain_page.get_by_text("Nothing found").is_visible()
    plain_page.locator("summary", has_text="Menu").click()
    plain_page.locator(".portal-menu").get_by_role("button", name="Sign out").click()
    assert plain_page.get_by_role("heading", name="Sign in", exact=True).is_visible()


def test_with_the_keyboard_alone_one_signs_in(city, visit, page, live_server):
    city.owner.set_password("four quiet words together")
    city.owner.save()
    visit(reverse("account_login"))
    page.get_by_label("Employee number").focus()
    page.keyboard.type(city.owner.number)
    page.keyboard.press("Tab")
    page.keyboard.type("four quiet words together")
    page.keyboard.press("Enter")
    page.wait_for_url(live_server.url + reverse("home"))
    assert "Olive" in page.get_by_role("heading", level=1).inner_text()
