"""Attachments: examined, cleaned, described, and part of what is approved (IV.E)."""

import io

import pytest
from PIL import Image

from foundation import clock
from foundation.errors import InvalidInput, NotVisible
from foundation.files.models import StoredFile
from foundation.files.services import read
from reviews import services
from reviews.models import Attachment, Post, State
from reviews.permissions import may_read_file
from tests.reviews.conftest import approve, as_person

pytestmark = pytest.mark.django_db


def picture(colour="red", **more):
    """A JPEG that says where it was taken."""
    made, exif = io.BytesIO(), Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (38.0, 37.0, 30.0)})
    Image.new("RGB", (40, 30), colour).save(made, "JPEG", exif=exif, **more)
    return made.getvalue()


def attach(room, post, name="pool.jpg", content=None):
    return services.attach(by=as_person(room.drafter), post=post, name=name, content=content or picture())


def described(room, attachment, **more):
    said = {"alternative_text": "The pool", "transcript": "", "rights": "Own picture", "source": "Dana Reed"} | more
    return services.describe(by=as_person(room.drafter), attachment=attachment, **said)


def test_what_is_published_does_not_say_where_it_was_taken(parks):
    row = attach(parks, parks.draft())
    public = read(StoredFile.objects.get(pk=row.public_file))
    original = read(StoredFile.objects.get(pk=row.original_file))
    assert original == picture()
    assert b"Exif" in original
    assert b"Exif" not in public
    assert "the place where it was taken" in row.removed


def test_a_picture_needs_its_words_source_and_right_before_it_is_sent(parks):
    post = parks.draft()
    row = attach(parks, post)
    with pytest.raises(InvalidInput, match="no alternative text"):
        services.submit(by=as_person(parks.drafter), post=post)
    described(parks, row, rights="")
    with pytest.raises(InvalidInput, match="where it comes from"):
        services.submit(by=as_person(parks.drafter), post=post)
    described(parks, row)
    services.submit(by=as_person(parks.drafter), post=post)
    assert Post.objects.get().state == State.SUBMITTED


def test_a_picture_that_is_changed_after_the_approval_voids_it(parks):
    post = parks.draft()
    row = described(parks, attach(parks, post))
    services.submit(by=as_person(parks.drafter), post=post)
    post.refresh_from_db()
    approve(parks.reviewer, post)
    described(parks, row, alternative_text="The pool, empty")
    assert Post.objects.get().state == State.DRAFT


def test_what_is_no_picture_is_refused_and_nothing_is_kept(parks):
    post = parks.draft()
    for content in (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", picture()[:200], b"\x00" * 50):
        with pytest.raises(InvalidInput):
            attach(parks, post, content=content)
    assert not Attachment.objects.exists()
    assert not StoredFile.objects.filter(purpose__startswith="post_").exists()


def test_the_original_is_for_its_parties_and_the_picture_for_who_reads_the_post(parks, streets):
    post = parks.draft()
    row = described(parks, attach(parks, post))
    services.submit(by=as_person(parks.drafter), post=post)
    public, original = StoredFile.objects.get(pk=row.public_file), StoredFile.objects.get(pk=row.original_file)
    at = clock.now()
    assert may_read_file(parks.reviewer, public, at)
    assert may_read_file(parks.publisher, original, at)
    assert not may_read_file(parks.reviewer, original, at)
    assert not may_read_file(streets.reviewer, public, at)


def test_what_was_taken_out_stays_with_the_round_that_had_it(parks):
    post = parks.draft()
    unsent = attach(parks, post, content=picture(colour=(1, 2, 3)))
    services.detach(by=as_person(parks.drafter), attachment=unsent)
    row = described(parks, attach(parks, post))
    services.submit(by=as_person(parks.drafter), post=post)
    services.take_back(by=as_person(parks.drafter), post=post)
    services.detach(by=as_person(parks.drafter), attachment=row)
    at = clock.now()
    assert may_read_file(parks.reviewer, StoredFile.objects.get(pk=row.public_file), at)
    assert not may_read_file(parks.reviewer, StoredFile.objects.get(pk=unsent.public_file), at)


def test_one_is_taken_out_once(parks):
    post = parks.draft()
    row = attach(parks, post)
    services.detach(by=as_person(parks.drafter), attachment=row)
    row.pk = 999_999
    with pytest.raises(NotVisible):
        services.detach(by=as_person(parks.drafter), attachment=row)
