"""The pages of `reviews`; see `tests/browser/pages.py`."""

from __future__ import annotations

from typing import Any

from tests.access_city import City
from tests.access_reviews import (
    account,
    approved,
    approved_template,
    attached,
    closed,
    draft,
    found,
    left_alone,
    published,
    sent,
    template,
)
from tests.browser.page import Page
from tests.factories.policy import published_150


def some_posts(city: City) -> dict[str, Any]:
    published_150()
    for make in (sent, closed):
        make(city)
    return {}


def with_finding(city: City) -> dict[str, Any]:
    published_150()
    found(city)
    return {}


def with_text(make: Any) -> Any:
    def made(city: City) -> dict[str, Any]:
        published_150()
        return {"reference": make(city)["reference"]}

    return made


def whole(make: Any) -> Any:
    def made(city: City) -> dict[str, Any]:
        published_150()
        names: dict[str, Any] = make(city)
        return names

    return made


def without_names(make: Any) -> Any:
    def made(city: City) -> dict[str, Any]:
        published_150()
        make(city)
        return {}

    return made


approved_templates = without_names(approved_template)

PAGES = [
    Page("no posts", "reviews:posts", "stranger"),
    Page("posts", "reviews:posts", needs=some_posts),
    Page("posts that one sees", "reviews:posts", "employee_relations", needs=some_posts, query="?show=seen"),
    Page("draft a post", "reviews:draft"),
    Page("work on a post", "reviews:edit", needs=with_text(draft)),
    Page("attachments of a post", "reviews:attachments", needs=with_text(attached)),
    Page("send a post", "reviews:submit", needs=with_text(draft)),
    Page("take a post back", "reviews:take_back", needs=with_text(sent)),
    Page("withdraw a post", "reviews:withdraw", needs=with_text(sent)),
    Page("a post that waits", "reviews:post", needs=with_text(sent)),
    Page("a post that went out", "reviews:post", needs=with_text(published)),
    Page("closed matter, not read", "reviews:post", "auditor", needs=with_text(closed)),
    Page("open closed matter", "reviews:open_closed", "records_custodian", needs=with_text(closed)),
    Page("nothing to review", "reviews:queue", "designee"),
    Page("the review queue", "reviews:queue", "designee", needs=some_posts),
    Page("review a post", "reviews:review", "designee", needs=with_text(found)),
    Page("how good the check is", "reviews:check", "designee", needs=with_finding),
    Page("record a publication", "reviews:publish", needs=with_text(approved)),
    Page("record an edit", "reviews:event", needs=whole(published)),
    Page("record what went out", "reviews:record"),
    Page("no words with blanks", "reviews:templates", "stranger"),
    Page("words with blanks", "reviews:templates", needs=approved_templates),
    Page("propose words with blanks", "reviews:propose"),
    Page("words to decide on", "reviews:template", "designee", needs=with_text(template)),
    Page("decline words", "reviews:decline_template", "designee", needs=with_text(template)),
    Page("use words with blanks", "reviews:use", needs=with_text(approved_template)),
    Page("reply to a comment", "reviews:reply"),
    Page("have a post read", "reviews:call_up", "designee", needs=with_text(left_alone)),
    Page("nothing without a review", "reviews:unreviewed", "designee"),
    Page("without a review", "reviews:unreviewed", "employee_relations", needs=without_names(left_alone)),
    Page("how posts are reviewed", "reviews:rule", "authority", needs=account),
]
