"""The redline of two versions: nothing of either text is lost, and each clause says what became of it."""

import io

import pypdf
import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.redline import Part, compare, compare_parts
from tests.factories import policy
from tests.factories.directory import EmployeeFactory

POLITE = "Employees shall be polite to everybody at all times."
SECRET = "Employees shall not post what is secret or closed by law."
PHOTOS = "Employees ask before they post photographs of other people."


def parts(*clauses):
    return [Part(citation, "", words) for citation, words in clauses]


def told(before, after):
    return [(row.name, row.label) for row in compare_parts(parts(*before), parts(*after))]


def test_what_stays_is_unchanged_and_words_that_differ_are_marked():
    (row,) = compare_parts(parts(("I", POLITE)), parts(("I", POLITE.replace("polite", "kind"))))
    assert row.label == "Words changed"
    assert [(piece.kind, piece.text) for piece in row.pieces if piece.kind != "same"] == [
        ("removed", "polite"),
        ("added", "kind"),
    ]


def test_a_clause_put_in_before_others_moves_them_and_changes_none():
    before = [("A", POLITE), ("B", SECRET)]
    assert told(before, [("A", POLITE), ("B", PHOTOS), ("C", SECRET)]) == [
        ("A", "Unchanged"),
        ("B", "Added"),
        ("C", "Moved from B"),
    ]


def test_what_went_stands_where_it_stood():
    assert told([("A", POLITE), ("B", PHOTOS), ("C", SECRET)], [("A", POLITE), ("C", SECRET)]) == [
        ("A", "Unchanged"),
        ("B", "Removed"),
        ("C", "Unchanged"),
    ]


def test_a_clause_may_move_and_change():
    new = SECRET.replace("secret", "confidential")
    assert told([("A", SECRET)], [("A", POLITE), ("B", new)])[1] == ("B", "Moved from A, words changed")


def test_two_clauses_that_change_places_moved_both():
    assert told([("A", POLITE), ("B", SECRET)], [("A", SECRET), ("B", POLITE)]) == [
        ("A", "Moved from B"),
        ("B", "Moved from A"),
    ]


def test_other_words_at_the_same_place_are_another_clause():
    assert {label for _, label in told([("A", POLITE)], [("A", PHOTOS)])} == {"Added", "Removed"}


clauses = st.lists(
    st.tuples(st.sampled_from("ABCDEF"), st.text("ab \n", max_size=12)), max_size=6, unique_by=lambda one: one[0]
)


@given(clauses, clauses)
@settings(max_examples=60)
def test_the_rows_hold_both_texts_whole(before, after):
    old, new = parts(*before), parts(*after)
    rows = compare_parts(old, new)
    assert [row.new for row in rows if row.new] == new
    assert sorted(row.old.citation for row in rows if row.old) == sorted(part.citation for part in old)
    for row in rows:
        went = "".join(piece.text for piece in row.pieces if piece.kind != "added")
        came = "".join(piece.text for piece in row.pieces if piece.kind != "removed")
        assert went == (row.old.words if row.old else "")
        assert came == (row.new.words if row.new else "")


@given(clauses)
@settings(max_examples=20)
def test_a_text_beside_itself_is_unchanged(one):
    assert {row.kind for row in compare_parts(parts(*one), parts(*one))} <= {"same"}


@pytest.fixture
def both(db):
    return policy.published(policy.draft()), policy.published(policy.draft(policy.LATER), policy.JUNE_1_2021)


def test_two_versions_are_compared_clause_by_clause_in_two_queries(both, django_assert_num_queries):
    with django_assert_num_queries(2):
        redline = compare(*both)
    changed = {row.name: row.label for row in redline.changes}
    assert changed["I"] == "Words changed"
    assert changed["II.B"] == "Added"
    assert changed["II.C"].startswith("Moved from II.B")
    assert changed["II.C.1"] == "Moved from II.B.1"
    assert "II.A" not in changed


def test_the_page_and_the_file_show_the_words(both, client):
    client.force_login(EmployeeFactory())
    old, new = both
    text = client.get(reverse("policy:redline", args=[old.pk, new.pk])).text
    assert "<ins>" in text
    assert "volunteers" in text
    content = client.get(reverse("policy:redline_pdf", args=[old.pk, new.pk])).content
    pages = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    assert "II.B: Added" in pages
    assert "and volunteers" in " ".join(pages.split())


def test_what_cannot_be_compared_is_said_in_a_sentence(both, client):
    client.force_login(EmployeeFactory())
    old, _ = both
    assert client.get(reverse("policy:redline", args=[old.pk, old.pk])).status_code == 400
    other = policy.published_150()
    answer = client.get(reverse("policy:redline", args=[old.pk, other.pk]))
    assert answer.status_code == 400
    assert "two regulations" in answer.text


def test_a_draft_is_compared_by_employee_relations_alone(both, client):
    draft = policy.draft(policy.LATER.replace("volunteers", "guests"))
    page = reverse("policy:redline", args=[both[1].pk, draft.pk])
    client.force_login(EmployeeFactory())
    assert client.get(page).status_code == 404
    client.force_login(EmployeeFactory(role="employee_relations"))
    assert client.get(page).status_code == 200
