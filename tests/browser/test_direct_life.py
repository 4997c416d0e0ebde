"""Words with blanks, in a browser: proposed, approved by somebody else, filled and recorded with the keyboard alone."""

import re

from django.urls import reverse

from reviews.models import Authority, Post, Publication, State, Template
from tests.browser.test_posts_life import account

__all__ = ["account"]

WORDS = "{direction} Arsenal: {lanes} lanes closed at {crossing}."
BLANKS = "direction: one of Northbound | Southbound\nlanes: number\ncrossing: words, at most 20"
FILLED = "Southbound Arsenal: 2 lanes closed at Grand."
MOST_TABS = 80


def test_words_with_blanks_live_from_the_proposal_to_what_went_out(city, account, sign_in, visit, page, check):
    proposed(city, sign_in, visit, page, check)
    approved(city, sign_in, page, check)
    filled_by_keyboard(city, account, sign_in, visit, page, check)
    read_afterwards(city, sign_in, visit, page, check)


def proposed(city, sign_in, visit, page, check):
    """A blank that nothing tells is named, and what was written stays."""
    sign_in(city.owner)
    visit(reverse("reviews:propose"))
    page.get_by_label("Title").fill("A lane is closed")
    page.get_by_label("The words").fill(WORDS)
    page.get_by_label("What are they for?").fill("Every closing of a lane")
    page.get_by_role("button", name="Propose these words").click()
    assert "Nothing says what may stand in {direction}" in page.inner_text("main")
    assert page.get_by_label("The words").input_value() == WORDS
    check()
    page.get_by_label("What may stand in the blanks?").fill(BLANKS)
    page.get_by_role("button", name="Propose these words").click()
    assert "It waits for a reviewer" in page.inner_text("main")
    assert page.get_by_role("button", name="Approve exactly these words").count() == 0, "nobody approves their own"


def approved(city, sign_in, page, check):
    """It waits on the reviewer's home page, two clicks from the decision."""
    sign_in(city.designee)
    page.goto(page.url.partition("/posts/")[0])
    page.get_by_role("link", name="Read them").click()
    page.get_by_role("link", name="A lane is closed").click()
    check()
    page.get_by_role("button", name="Approve exactly these words").click()
    assert "It can be used" in page.inner_text("main")
    assert Template.objects.get().state == "approved"


def reached(page, name):
    """Go on with the Tab key until the focus is on what has that name."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "() => { const e = document.activeElement;"
            " return (e.labels && e.labels[0] ? e.labels[0].innerText : e.value || e.innerText || '').trim(); }"
        )
        if here.startswith(name):
            return
    raise AssertionError(f"The Tab key does not lead to {name}.")


def filled_by_keyboard(city, account, sign_in, visit, page, check):
    """No mouse: choose, type, look at it first, and record it."""
    sign_in(city.owner)
    visit(reverse("reviews:use", args=[Template.objects.get().reference]))
    reached(page, "Direction")
    page.keyboard.type("South")
    reached(page, "Lanes")
    page.keyboard.type("2")
    reached(page, "Crossing")
    page.keyboard.type("Grand")
    reached(page, "On which account?")
    page.keyboard.type("St. Louis Parks")
    reached(page, "Look at it first")
    page.keyboard.press("Enter")
    page.get_by_text("Nothing is recorded yet").wait_for()
    assert FILLED in page.inner_text("main")
    assert "Yes: Olive Owner on St. Louis Parks" in page.inner_text("main")
    assert not Post.objects.exists()
    check()
    reached(page, "Record that it went out")
    page.keyboard.press("Enter")
    page.get_by_text(re.compile("^Recorded as POS-")).wait_for()
    assert Publication.objects.get().authority == Authority.TEMPLATE
    assert Publication.objects.get().words.text == FILLED


def read_afterwards(city, sign_in, visit, page, check):
    """Without a rule each is read afterwards: it waits in the queue, and stands."""
    sign_in(city.designee)
    visit(reverse("reviews:queue"))
    page.get_by_role("link", name=re.compile("^Southbound Arsenal")).click()
    check()
    page.get_by_role("button", name=re.compile("stands", re.IGNORECASE)).click()
    assert Post.objects.get().state == State.STANDS
