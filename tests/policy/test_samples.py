"""Regulations of other cities, in other numberings and with other furniture, are read as a person would read them.

The texts in `samples/` were written for these tests; each sets a difficulty that real regulations have.
"""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from foundation.errors import InvalidInput
from policy.parsing import decode, read

SAMPLES = Path(__file__).parent / "samples"
ENCODINGS = {"windows_1252.txt": "windows-1252"}


def sample(name):
    return decode((SAMPLES / name).read_bytes(), ENCODINGS.get(name, ""))


def tree(name):
    return " ".join(clause.citation for clause in read(sample(name)).clauses)


BRACKETS = "1 1.a 1.b 1.b.1 1.b.2 2 2.a 2.a.1 2.a.2 2.a.2.i 2.a.2.ii 2.a.2.iii 2.b 3 3.a 3.b 3.b.1 3.b.2 3.b.3 4"
TREES = {
    "article_restart.txt": "I I.1 I.2 II II.1 II.2 II.2.1 II.2.2 III",
    "bom_crlf.txt": BRACKETS,
    "continued_footers.txt": "A B B.1 B.2 B.3 C",
    "decimal_wrapped.txt": "1.0 2.0 2.1 2.2 3.0 3.1 3.1.1 3.1.2 3.1.3 3.2 4.0",
    "formfeeds.txt": "1 2 2.a 2.b 2.c 3",
    "hanging_wrapped.txt": "14.1 14.2 14.2.a 14.2.b 14.2.b.i 14.2.b.ii 14.2.b.iii 14.2.c 14.3 14.3.a 14.3.b 14.3.c",
    "headings_alone.txt": "I II II.A II.A.1 II.A.2 II.A.2.a II.A.2.b II.A.2.c II.B II.B.1 III",
    "letters_composite.txt": "A A.1 A.2 A.2.a A.2.b B B.1 B.2",
    "markdown_headings.md": "1 2 2.1 2.2 2.2.1 2.2.2 3",
    "missing_and_doubled.txt": "I I.A I.B I.D II II.1 II.2 II.2~2 II.3 IV IV.A IV.C IV.B",
    "numbers_deep.txt": "1 1.1 1.2 2 2.1 2.1.1 2.1.2 2.1.2.1 2.1.2.2 2.2 3 10 10.1",
    "paren_nested.txt": BRACKETS,
    "prose_traps.txt": "I II II.A II.B",
    "roman_alpha_caps.txt": (
        "I II II.A II.A.1 II.A.2 II.A.2.a II.A.2.b II.A.2.c II.A.3 "
        "II.B II.B.1 II.B.1.i II.B.1.ii II.B.1.iii II.B.2 III IV"
    ),
    "roman_lower_top.txt": "i ii iii iii.a iii.b iv v",
    "sections_dashed.txt": "2 2.III 2-14 2-15 2-16 2-16.a 2-16.b 2-16.b.1 2-16.b.2 2-16.c 2-17",
    "tabs.txt": "1 2 2.A 2.B 2.B.1 2.B.2 3",
    "toc_and_heads.txt": "I I.1 I.2 II II.3 II.4 II.4.A II.4.B II.4.C III III.5",
}


@pytest.mark.parametrize("name", sorted(TREES))
def test_every_clause_stands_where_a_reader_would_put_it(name):
    assert tree(name) == TREES[name]


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_every_character_is_in_one_part_and_in_one_only(name):
    text = sample(name)
    parsed = read(text)
    spans = [*parsed.front_spans, *parsed.signature_spans, *parsed.furniture_spans]
    spans += [span for clause in parsed.clauses for span in clause.spans]
    covered = Counter(place for start, end in spans for place in range(start, end))
    missed = [text[place] for place, sign in enumerate(text) if not sign.isspace() and covered[place] != 1]
    assert missed == []


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_the_parts_in_order_hold_every_word_of_the_source(name):
    text = sample(name)
    parsed = read(text)
    parts = [parsed.front_matter]

    def walk(clause):
        parts.extend([clause.marker, clause.heading, clause.text])
        for child in clause.children:
            walk(child)
        parts.append(clause.text_after)

    for clause in parsed.clauses:
        if clause.parent is None:
            walk(clause)
    parts.append(parsed.signature)
    kept = list(text)
    for start, end in parsed.furniture_spans:
        kept[start:end] = " " * (end - start)
    # Hyphens at ends of lines and the signs of Markdown are how words are set, not words.
    bare = re.compile(r"[\s*_#-]+")
    assert bare.sub("", " ".join(parts)) == bare.sub("", "".join(kept))


def test_letters_and_roman_numbers_are_told_apart_by_what_follows():
    assert tree("roman_under_letters.txt") == (
        "1 1.a 1.b 1.c 1.d 1.e 1.f 1.g 1.h 1.i 1.j "
        "2 2.a 2.a.i 2.a.ii 2.a.iii 2.a.iv 2.a.v 2.a.vi 2.b 2.b.i 2.b.ii 2.c "
        "3 3.a 3.b 3.c 3.d 3.e 3.f 3.g 3.h 3.h.i 3.h.ii 3.i 3.j"
    )
    notes = [str(note) for note in read(sample("roman_under_letters.txt")).notes]
    assert any("Line 12" in note and "read as a letter, 1.i" in note for note in notes)
    assert any("Line 37" in note and "read as a roman number, 3.h.i" in note for note in notes)


def test_what_page_furniture_cut_in_two_is_joined():
    parsed = read(sample("continued_footers.txt"))
    assert parsed.clause("B.2").text == "disclose the position of vessels under escort by the harbor patrol;"
    parsed = read(sample("formfeeds.txt"))
    assert parsed.clause("2.c").text == "the day on which it was last checked."


def test_a_word_divided_at_the_end_of_a_line_is_joined_and_told():
    parsed = read(sample("headings_alone.txt"))
    assert "age, religion, gender" in parsed.clause("II.A.2.b").text
    assert any("“religion”" in note.sentence for note in parsed.notes)


def test_headings_are_found_on_the_line_on_the_next_and_running_in():
    assert read(sample("headings_alone.txt")).clause("II.A").heading == "Official Use"
    assert read(sample("article_restart.txt")).clause("II").heading == "ACCOUNTS"
    assert read(sample("hanging_wrapped.txt")).clause("14.2").heading == "Official accounts."
    assert read(sample("md_bold_labels.md")).clause("III.B").heading == "Records."
    assert read(sample("roman_alpha_caps.txt")).clause("II.B").heading == "Sheriff's Office"


def test_headings_without_a_number_hold_what_follows_and_are_told():
    parsed = read(sample("unnumbered_heads.txt"))
    assert [clause.citation for clause in parsed.clauses if clause.depth == 0] == [
        *["purpose", "official-accounts", "personal-accounts", "closing"]
    ]
    assert parsed.clause("official-accounts.2.b").text == "when somebody leaves."
    assert len([note for note in parsed.notes if "heading" in note.sentence]) == 3


def test_items_without_a_number_are_cited_by_their_place_and_told():
    parsed = read(sample("markdown_lists.md"))
    clause = parsed.clause("rules-for-official-accounts.1.bullet-2.bullet-2")
    assert clause.text == "one copy with the City Clerk."
    assert parsed.clause("rules-for-your-own-accounts.2.2").text == "pictures of crime scenes."
    assert any("without a number" in note.sentence for note in parsed.notes)


def test_gaps_repetitions_and_disorder_are_told_line_by_line():
    notes = {note.line: note.sentence for note in read(sample("missing_and_doubled.txt")).notes}
    assert "missing" in notes[8]
    assert "twice" in notes[14]
    assert "missing" in notes[17]
    assert "out of order" in notes[21]


def test_sentences_that_begin_like_labels_stay_sentences_and_are_told():
    parsed = read(sample("prose_traps.txt"))
    assert "from January 1. It replaces" in parsed.clause("I").text
    assert "reviewed by A. Smith or a deputy named in 3.5 of the handbook." in parsed.clause("II.A").text
    assert [note.line for note in parsed.notes] == [8, 15, 16]


@pytest.mark.parametrize(
    ("name", "terms"),
    [
        ("decimal_wrapped.txt", ["Social media", "Official account"]),
        ("sections_dashed.txt", ["Account", "Platform"]),
        ("md_bold_labels.md", ["Blog", "Tweet"]),
        ("article_restart.txt", ["Account", "Post"]),
    ],
)
def test_definitions_are_found_however_they_are_written(name, terms):
    assert [definition.term for definition in read(sample(name)).definitions] == terms


@pytest.mark.parametrize(
    ("name", "number", "title", "issued"),
    [
        ("decimal_wrapped.txt", "4.12", "Use of Social Media by Employees", date(2022, 1, 15)),
        ("paren_nested.txt", "22-07", "Social Media Directive", date(2022, 3, 3)),
        ("markdown_lists.md", "HR-204", "City of Rivermouth: Social Media Policy", date(2023, 6, 1)),
        ("roman_alpha_caps.txt", "9", "Electronic Speech", date(2019, 7, 4)),
        ("article_restart.txt", "2021-05", "On Social Media", date(2021, 5, 5)),
        ("headings_alone.txt", "2.17", "Social Media Use Policy", date(2020, 10, 1)),
        ("sections_dashed.txt", "", "Electronic Media", None),
    ],
)
def test_number_title_and_issue_date_are_found(name, number, title, issued):
    parsed = read(sample(name))
    assert (parsed.number, parsed.title, parsed.issue_date) == (number, title, issued)


def test_contact_and_signature_are_found():
    parsed = read(sample("decimal_wrapped.txt"))
    assert parsed.contact.endswith("City Clerk at 555-0142.")
    assert parsed.signature.split("\n")[-2:] == ["Maria Oduya", "City Manager"]
    assert "Director with questions" in read(sample("continued_footers.txt")).contact


def test_byte_order_mark_and_windows_line_ends_change_nothing():
    assert tree("bom_crlf.txt") == tree("paren_nested.txt")


def test_another_encoding_is_named_and_read_when_asked_for():
    content = (SAMPLES / "windows_1252.txt").read_bytes()
    with pytest.raises(InvalidInput, match="Windows-1252"):
        decode(content)
    assert "Village’s logo" in decode(content, "windows-1252")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        ("\ufeff  ".encode(), "empty"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04...", "Word"),
        (b"I. Text\x00\x01\x02\x03 more", "binary"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"\x80\x81\xfe\x00\x01\x02", "binary"),
        ("I. Größe".encode("iso-8859-1"), "ISO-8859-1"),
        ("I. Purpose\n\nText.".encode("utf-16-le"), "UTF-16-LE"),
        (b"I. Purpose\n" * 600_000, "too large"),
    ],
)
def test_what_is_no_text_in_utf_8_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(InvalidInput) as refused:
        decode(content)
    assert sentence in refused.value.what
    assert refused.value.remedy


def test_utf_16_with_its_mark_is_read():
    assert decode("I. Purpose\n".encode("utf-16")) == "I. Purpose\n"


def test_an_unknown_encoding_is_a_sentence():
    with pytest.raises(InvalidInput, match="no encoding"):
        decode(b"I. Purpose", "martian-8")


def test_where_questions_go_is_the_text_of_a_last_clause_that_has_only_a_title():
    text = "1.0 PURPOSE\nTo set rules.\n\n2.0 QUESTIONS\nQuestions should be directed to the City Clerk at 555-0100.\n"
    last = read(text).clauses[-1]
    assert (last.citation, last.heading) == ("2.0", "QUESTIONS")
    assert last.text == "Questions should be directed to the City Clerk at 555-0100."
