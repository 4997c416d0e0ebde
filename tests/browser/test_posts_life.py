"""A post, in a browser: drafted, sent, changed, approved as one exact text, published; and what happens beside that."""

import re

import pytest
from django.urls import reverse

from foundation import clock
from reviews.models import Post, Publication
from tests.factories.accounts import AccountFactory
from tests.factories.authorizations import AuthorizationFactory
from tests.factories.policy import published_150

WORDS = "Vote Smith for Mayor! The pool opens on Saturday."
BETTER = "The pool opens on Saturday at noon."


@pytest.fixture
def account(city):
    published_150()
    made = AccountFactory(department=city.department, facts__name="St. Louis Parks", facts__handle="STLParks")
    AuthorizationFactory(grantee=city.owner, accounts=[made], accepted=True)
    return made


def tick(page, words):
    page.locator("label", has_text=words).first.click()


def address(name, post):
    return reverse(f"reviews:{name}", args=[post.reference])


def drafted(sign_in, visit, page, person, words=WORDS):
    """Write a post and send it."""
    sign_in(person)
    visit(reverse("reviews:draft"))
    tick(page, "St. Louis Parks")
    page.get_by_label("The post", exact=True).fill(words)
    page.get_by_label("The post", exact=True).press("End")
    return page


def test_a_post_lives_from_the_draft_to_the_record(city, account, sign_in, visit, page, check):
    written_and_sent(city, sign_in, visit, page, check)
    given_back(city, sign_in, visit, page, check)
    changed(city, sign_in, visit, page, check)
    approved(city, sign_in, visit, page, check)
    published(city, sign_in, visit, page, check)


def written_and_sent(city, sign_in, visit, page, check):
    """While one types: the answer, the words to look at, how long it is; and it is saved by the way."""
    drafted(sign_in, visit, page, city.owner)
    page.locator("#panel").get_by_text("Saved as POS-").wait_for()
    beside = page.locator("#panel").inner_text()
    assert "Yes: Olive Owner on St. Louis Parks" in beside
    assert "IV.G" in beside
    assert "characters left of 280" in beside
    assert re.search(r"/posts/POS-.*/edit/$", page.url)
    check()
    page.get_by_role("button", name="Save and send for review").click()
    assert "was sent for review" in page.inner_text("main")
    check()


def given_back(city, sign_in, visit, page, check):
    """The reviewer sees the marked words, takes the post, and asks for changes."""
    sign_in(city.designee)
    visit("/")
    page.get_by_role("link", name=re.compile("^Review the next one")).click()
    page.get_by_role("link", name=re.compile("^Vote Smith")).click()
    assert "Vote Smith for Mayor!" in page.locator("mark").first.inner_text()
    page.get_by_role("button", name="Take it in hand").click()
    assert "It is yours until" in page.inner_text("main")
    page.get_by_role("button", name="Approve exactly this text").click()
    assert "its findings has no word of a person yet" in page.inner_text("main")
    check()
    page.get_by_label("What is to be changed, or why not?").fill("Leave the candidate out.")
    page.get_by_role("button", name="Ask for changes").click()
    assert "changes are asked for" in page.inner_text("main")


def changed(city, sign_in, visit, page, check):
    """Who drafted it reads why, changes it, and sends it again."""
    sign_in(city.owner)
    visit("/")
    page.get_by_role("link", name=re.compile("^Open them.*Posts to work on")).click()
    page.get_by_role("link", name=re.compile("^POS-")).click()
    assert "Leave the candidate out." in page.inner_text("main")
    page.get_by_role("link", name="Work on it").click()
    page.get_by_label("The post", exact=True).fill(BETTER)
    page.get_by_role("button", name="Save and send for review").click()
    assert "was sent for review" in page.inner_text("main")


def approved(city, sign_in, visit, page, check):
    """The second round shows what changed; the keys lead to the button."""
    sign_in(city.designee)
    post = Post.objects.get()
    visit(address("review", post))
    assert "Vote Smith for Mayor!" in page.locator("del").first.inner_text()
    check()
    page.locator("h1").click()
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    page.get_by_text("approved. Who works on it has been told").wait_for()


def published(city, sign_in, visit, page, check):
    """The publisher records where it stands; other words than approved want a reason."""
    sign_in(city.owner)
    post = Post.objects.get()
    visit(address("publish", post))
    page.get_by_label("The words that went out").fill("The pool is closed.")
    page.get_by_role("button", name="Record it").click()
    assert "Other words went out than were approved" in page.inner_text("main")
    check()
    page.get_by_label("The words that went out").fill(BETTER)
    page.get_by_label("Address of the post").fill("https://x.com/STLParks/status/1")
    page.get_by_role("button", name="Record it").click()
    assert "The record stays" in page.inner_text("main")
    assert Publication.objects.get().authority == "approved"
    check()


def test_two_reviewers_on_one_post(city, account, sign_in, visit, page, check):
    drafted(sign_in, visit, page, city.owner, BETTER)
    page.get_by_role("button", name="Save and send for review").click()
    page.get_by_text("was sent for review").wait_for()
    post = Post.objects.get()
    sign_in(city.designee)
    visit(address("review", post))
    page.get_by_role("button", name="Take it in hand").click()
    page.get_by_text("It is yours until").wait_for()
    sign_in(city.authority)
    visit(address("review", post))
    assert "Dario Designee has it in hand" in page.inner_text("main")
    assert page.get_by_role("button", name="Approve exactly this text").count() == 0
    check()


def test_two_tabs_lose_nothing(city, account, sign_in, visit, page, check):
    drafted(sign_in, visit, page, city.owner, BETTER)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved as POS-").first.wait_for()
    post = Post.objects.get()
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("The post", exact=True).fill("From the other tab.")
    other.get_by_role("button", name="Save", exact=True).click()
    other.get_by_text("Saved as POS-").first.wait_for()
    page.get_by_label("The post", exact=True).fill("From the first tab.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("saved somewhere else since you opened it").first.wait_for()
    words = page.inner_text("main")
    assert "From the other tab." in words
    assert page.get_by_label("The post", exact=True).input_value() == "From the first tab."
    check()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved as POS-").first.wait_for()
    post.content.refresh_from_db()
    assert post.content.text == "From the first tab."


def test_closed_matter_is_not_read_by_employee_relations(city, account, sign_in, visit, page, check):
    drafted(sign_in, visit, page, city.owner, "The case goes on.")
    tick(page, "It tells something from criminal justice records")
    page.get_by_label("Which matter, or which class of records?").fill("Case 26-0117")
    page.get_by_role("button", name="Save and send for review").click()
    page.get_by_text("was sent for review").wait_for()
    post = Post.objects.get()
    sign_in(city.employee_relations)
    visit(address("post", post))
    words = page.inner_text("main")
    assert "closed matter" in words
    assert "The case goes on." not in words
    assert "26-0117" not in words
    check()
    sign_in(city.records_custodian)
    visit(address("open_closed", post))
    page.get_by_label("Why?").fill("Subpoena 7")
    page.get_by_role("button", name="Open it, once").click()
    assert "The case goes on." in page.inner_text("main")
    check()


def test_what_somebody_saw_is_recorded_and_read_afterwards(city, account, sign_in, visit, page, check):
    sign_in(city.owner)
    visit(reverse("reviews:record"))
    tick(page, "A post that I saw")
    tick(page, "St. Louis Parks")
    page.get_by_label("The post", exact=True).fill("Ice on the steps!")
    page.get_by_label("When did it go out?").fill(clock.now().astimezone(clock.city_zone()).strftime("%Y-%m-%dT%H:%M"))
    check()
    page.get_by_role("button", name="Record it").click()
    assert "A reviewer reads it afterwards" in page.inner_text("main")
    assert "Published without authority" in page.inner_text("main")
    sign_in(city.designee)
    visit(address("review", Post.objects.get()))
    page.get_by_role("button", name="It stands").click()
    page.get_by_text("Who works on it has been told").wait_for()
    assert Post.objects.get().state == "stands"


def test_a_draft_is_answered_without_javascript(city, account, client):
    """Saving shows the panel; every step is a page and a button."""
    client.force_login(city.owner)
    said = {
        "text": WORDS,
        "accounts": [account.pk],
        "publisher": city.owner.number,
        "device": "city",
        "identification": "Olive Owner, Clerk",
    }
    kept = client.post(reverse("reviews:draft"), said | {"act": "Save"}, follow=True)
    assert "IV.G" in kept.content.decode()
    assert "characters left of 280" in kept.content.decode()
