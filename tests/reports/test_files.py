"""The files of a person, an account, a post: what stands in them, who opens them, what they leave out."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import InvalidInput, NotVisible, Refusal
from reports import services
from reports.models import FileOpening
from reviews import services as posts
from reviews.models import Post
from tests.factories.acknowledgements import AcknowledgementFactory, DeclineFactory
from tests.factories.reports import FileOpeningFactory
from tests.reports import worlds
from tests.reviews.conftest import PoliceNewsroom


def acts(question):
    return [row.cells[2] for row in question.report.answer(question.require).rows.stream()]


def file_of(ask, reader, person):
    return ask("person-file", reader, number=person.number)


def test_a_persons_file_has_what_they_did_and_what_was_done_about_them(world, ask, relations):
    room, post = world.things["room"], world.things["post"]
    posts.ask_for_changes(
        by=Actor.of_person(room.reviewer), post=post, reason="Name the park.", seen_hash=post.sent.get().content_hash
    )
    question = file_of(ask, relations, room.drafter)
    told = [row.cells for row in question.report.answer(question.require).rows.stream()]
    (asked,) = [cells for cells in told if cells[3] == post.reference and cells[5] == room.reviewer.number]
    assert asked[2] == "asked for changes of a post"
    assert room.drafter.number in {cells[5] for cells in told}
    assert [cells[0] for cells in told] == sorted(cells[0] for cells in told)


def test_the_file_of_another_is_employee_relations_alone_with_a_reason(world, ask):
    person = world.city.owner
    for name in ("auditor", "authority", "supervisor", "records_custodian", "administrator", "stranger"):
        with pytest.raises(InvalidInput if name == "stranger" else NotVisible):
            acts(file_of(ask, world.city.people[name], person))
    with pytest.raises(Refusal, match="not opened"):
        acts(file_of(ask, world.city.employee_relations, person))
    services.open_person_file(by=Actor.of_person(world.city.employee_relations), person=person, reason="A complaint.")
    told = acts(file_of(ask, world.city.employee_relations, person))
    assert told[-1] == "opened the file of a person"
    assert acts(file_of(ask, person, person))[-1] == "opened the file of a person"


def test_an_opening_ends_with_the_day(world, ask):
    yesterday = clock.start_of(clock.city_date(clock.now()))
    FileOpeningFactory(
        opened_by=world.city.employee_relations, person=world.city.owner, opened_at=yesterday, until=clock.now()
    )
    with pytest.raises(Refusal):
        acts(file_of(ask, world.city.employee_relations, world.city.owner))


def test_the_reason_stands_apart_and_only_its_hash_in_the_trail(world):
    by = Actor.of_person(world.city.employee_relations)
    services.open_person_file(by=by, person=world.city.owner, reason="Sued by Jane Roe.")
    entry = Entry.objects.get(act="reports.person_file_opened")
    assert "Jane" not in str(entry.after)
    assert entry.after["reason"].startswith("c1:sha256:")
    with pytest.raises(DatabaseError), transaction.atomic():
        FileOpening.objects.filter(reason="Sued by Jane Roe.").update(reason="Nothing.")


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2_001])
def test_nobody_opens_a_file_without_a_reason(world, reason):
    with pytest.raises(InvalidInput):
        services.open_person_file(
            by=Actor.of_person(world.city.employee_relations), person=world.city.owner, reason=reason
        )


def test_the_own_copy_needs_no_reason_and_has_the_own_decline(world, ask):
    person = world.city.owner
    AcknowledgementFactory(person=person)
    DeclineFactory(person=world.city.employee)
    found = file_of(ask, person, person)
    labels = {row.cells[3] for row in found.report.answer(found.require).rows.stream()}
    assert not any("Decline" in str(label) for label in labels)


def test_a_file_never_says_where_or_in_which_words_a_post_went_out(db, ask):
    world = worlds.build()
    room = PoliceNewsroom("POL", "slmpd", profile__speech_rule="police", profile__has_criminal_justice_information=True)
    post = room.sent("Suspect is John Roe, born 1990.")
    FileOpeningFactory(opened_by=world.city.employee_relations, person=room.drafter)
    question = file_of(ask, world.city.employee_relations, room.drafter)
    rows = [row.cells for row in question.report.answer(question.require).rows.stream()]
    told = str(rows)
    assert post.reference in told
    assert "Roe" not in told
    assert room.account.reference not in told
    assert {cells[8] for cells in rows if cells[3] == post.reference} - {""}


def test_the_page_asks_for_the_reason_and_keeps_what_was_written(client, world):
    client.force_login(world.city.employee_relations)
    address = reverse("reports:run", args=["person-file"])
    page = client.get(address, {"number": world.city.owner.number})
    assert b"Why do you open it?" in page.content
    refused = client.post(reverse("reports:open_file"), {"number": world.city.owner.number, "reason": "y" * 2_100})
    assert refused.status_code == 400
    assert b"yyyy" in refused.content
    opened = client.post(reverse("reports:open_file"), {"number": world.city.owner.number, "reason": "A request."})
    assert opened.status_code == 302
    assert client.get(opened["Location"]).status_code == 200


def test_the_moment_that_was_asked_about_outlives_the_reason(client, world):
    client.force_login(world.city.employee_relations)
    asked = {"number": world.city.owner.number, "as_of": "2026-03-31", "as_of_time": "10:00", "known": "then"}
    page = client.get(reverse("reports:run", args=["person-file"]), asked).content.decode()
    for name, value in asked.items():
        assert f'name="{name}" value="{value}"' in page
    opened = client.post(reverse("reports:open_file"), {**asked, "reason": "A request."})
    assert dict(parse_qsl(urlsplit(opened["Location"]).query)) == asked


def test_an_accounts_file_has_what_went_out_there_and_who_was_authorized(world, ask, relations):
    room = world.things["room"]
    found = ask("account-file", relations, reference=room.account.reference.lower())
    labels = {row.cells[3] for row in found.report.answer(found.require).rows.stream()}
    assert any(str(label).startswith("POS-") for label in labels)


@pytest.mark.parametrize(("code", "thing"), [("account-file", "account"), ("post-file", "post")])
def test_what_is_not_there_and_what_one_may_not_see_are_one_sentence_at_the_field(client, world, code, thing):
    """Nobody learns from a file that is refused whether there is such a post (DESIGN 3.10)."""
    hidden = world.query(code)["reference"]
    client.force_login(world.city.stranger)
    told = {}
    for reference in ("XXX-2026-NOTHING", *([hidden] if code == "post-file" else [])):
        page = client.get(reverse("reports:run", args=[code]), {"reference": reference})
        assert page.status_code == 400
        (told[reference],) = page.context["form"].errors["reference"]
    assert told["XXX-2026-NOTHING"].startswith(f"There is no {thing} XXX-2026-NOTHING that you may see.")
    assert len({words.replace(reference, "") for reference, words in told.items()}) == 1
    refused = client.post(reverse("reports:export", args=[code]), {"reference": "XXX-2026-NOTHING", "file_kind": "csv"})
    assert refused.status_code == 400


def test_an_accounts_file_is_silent_about_closed_matter(world, ask, relations):
    room = world.things["room"]
    Post.objects.filter(publications__account=room.account).update(is_closed=True)
    found = ask("account-file", relations, reference=room.account.reference)
    labels = {str(row.cells[3]) for row in found.report.answer(found.require).rows.stream()}
    assert not any(label.startswith("POS-") for label in labels)


def test_a_strangers_file_of_an_account_has_no_posts_that_they_may_not_see(world, ask):
    room = world.things["room"]
    found = ask("account-file", world.city.stranger, reference=room.account.reference)
    labels = {row.cells[3] for row in found.report.answer(found.require).rows.stream()}
    assert not any(str(label).startswith("POS-") for label in labels)
