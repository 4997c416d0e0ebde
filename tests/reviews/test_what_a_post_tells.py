"""What a post's page, the report and the search tell: why there was no authority, and nothing of closed matter."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from foundation import clock
from foundation.files.models import StoredFile
from reviews import services
from reviews.models import Lane, Publication
from reviews.searching import found
from reviews.services import WentOut
from tests.reviews.conftest import as_person

pytestmark = pytest.mark.django_db
SLUG = "https://example.org/quartz-arrest"


def page_of(client, person, post):
    client.force_login(person)
    return " ".join(client.get(reverse("reviews:post", args=[post.reference])).content.decode().split())


@pytest.fixture
def closed(police):
    """A reply about closed matter, with an address that tells of it."""
    wording = police.wording("Yes.", discloses=True, matter="Case 26-0117")
    return services.record_reply(
        by=as_person(police.publisher),
        wording=wording,
        went_out={police.account.pk: WentOut("Yes.", clock.now(), SLUG)},
        in_answer_to="Was it the same man?",
    )


def test_the_address_of_closed_matter_is_shown_exported_and_found_for_its_readers_alone(
    client, police, closed, relations
):
    assert closed.is_closed
    assert SLUG not in page_of(client, relations, closed)
    assert "quartz" not in client.get(f"{reverse('reviews:unreviewed')}?as=csv").content.decode()
    assert found(relations, "/quartz", clock.now()) == []
    assert SLUG in page_of(client, police.publisher, closed)
    assert [one.title for one in found(police.publisher, "/quartz", clock.now())] == [f"Post {closed.reference}"]


def test_a_department_without_emergency_posting_is_named_as_why_there_was_no_authority(client, parks):
    wording = parks.wording()
    post = services.record_first(
        by=as_person(parks.publisher),
        wording=wording,
        lane=Lane.EMERGENCY,
        went_out={parks.account.pk: WentOut(wording.text, clock.now())},
        why_urgent="The pool floods.",
    )
    page = page_of(client, parks.reviewer, post)
    assert "has no emergency posting: there a reviewer reads first (City procedure)" in page


def test_a_record_that_is_refused_keeps_no_capture(client, parks):
    post = parks.approved()
    client.force_login(parks.publisher)
    sent = {
        "account": parks.account.pk,
        "text": "Other words than were approved.",
        "published_at": clock.now().strftime("%Y-%m-%dT%H:%M"),
        "capture": SimpleUploadedFile("screen.png", b"\x89PNG\r\n\x1a\n"),
    }
    response = client.post(reverse("reviews:publish", args=[post.reference]), sent)
    assert response.status_code == 400
    assert not Publication.objects.exists()
    assert not StoredFile.objects.filter(purpose="post_capture").exists()
