"""Regulation 150 is read completely and exactly."""

import re
from collections import Counter
from datetime import date

from policy.cited import ORIGINAL, original
from policy.parsing import decode, read
from policy.reading import as_list

TEXT = decode(ORIGINAL.read_bytes())

EVERY_CITATION = [
    *["I", "II", "III", "IV"],
    *[f"IV.{letter}" for letter in "ABCDEFGHIJK"],
    "IV.K.1",
    *[f"IV.K.1.{letter}" for letter in "abcdefghi"],
    "IV.K.2",
    *[f"IV.K.2.{letter}" for letter in "abcdef"],
    *["V", "V.A", "V.B", "V.B.1", "V.B.2", "V.B.3", "V.C", "V.D", "V.E", "V.E.1", "V.E.2", "V.E.3", "V.F"],
    *["VI", "VII", "VII.A", "VII.B", "VII.C", "VII.D", "closing"],
]


def rebuilt(parsed):
    """The words in order, from the parts and nothing else: no use is made of the spans."""
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
    return " ".join(" ".join(parts).split())


def test_every_clause_is_there_in_order():
    assert [clause.citation for clause in original().clauses] == EVERY_CITATION


def test_the_text_rebuilt_from_the_clauses_is_the_source_but_for_white_space():
    assert rebuilt(original()) == " ".join(TEXT.split())


def test_the_json_list_alone_holds_every_word_of_the_rules():
    listed = as_list((clause, clause.parent.citation if clause.parent else "") for clause in original().clauses)
    words = Counter(re.findall(r"\w+", " ".join(f"{row['heading']} {row['text']}" for row in listed)))
    body = TEXT[TEXT.index("Purpose") : TEXT.rindex("DEPARTMENT OF PERSONNEL")]
    labels = re.compile(r"^\s*(?:- )?(?:[IVX]+|[A-K]|\d|[a-i])\. ", re.MULTILINE)
    assert words == Counter(re.findall(r"\w+", labels.sub("", body)))


def test_parents_and_headings_are_as_printed():
    clauses = {clause.citation: clause for clause in original().clauses}
    assert {citation: clause.parent.citation for citation, clause in clauses.items() if clause.parent} == {
        citation: citation.rpartition(".")[0] for citation in EVERY_CITATION if "." in citation
    }
    assert {citation: clause.heading for citation, clause in clauses.items() if clause.heading} == {
        "I": "Purpose",
        "II": "Definitions",
        "III": "Employee Privacy",
        "IV": "Use of Social Media When Authorized to Speak or Post on Behalf of the City",
        "V": "Personal Use of Social Media",
    }


def test_what_page_breaks_cut_in_two_is_joined():
    clauses = {clause.citation: clause for clause in original().clauses}
    assert "depict or describe a deceased person in a state of" in clauses["IV.K.1.b"].text
    assert "(Facebook, LinkedIn), microblogging sites (Twitter)" in clauses["II"].text


def test_the_note_after_a_list_belongs_to_what_introduced_the_list():
    clause = original().clause("IV.K.1")
    assert clause.text_after == "(NOTE: THE ABOVE IS NOT AN EXHAUSTIVE LIST)"


def test_the_i_after_h_is_a_letter_and_it_is_told_so():
    assert original().clause("IV.K.1.i").text == "concerning firearms ownership."
    assert any(note.line == 67 and "letter" in note.sentence for note in original().notes)


def test_definitions_title_date_contact_and_signature_are_found():
    parsed = original()
    assert [definition.term for definition in parsed.definitions] == [
        *["Blog", "Page", "Post", "Profile", "Social Media", "Social Network", "Speech"]
    ]
    assert parsed.definitions[4].text.endswith("wikis (Wikipedia), blogs and news sites (Digg, Reddit).")
    assert (parsed.number, parsed.title) == ("150", "Social Media Policy")
    assert parsed.designation == "Administrative Regulation No. 150"
    assert parsed.issuing_department == "Department of Personnel"
    assert parsed.issue_date == date(2020, 5, 26)
    assert parsed.issue_line == "Revised and Reissued: May 26, 2020"
    assert "Employee Relations at 314-622-3563" in parsed.contact
    assert parsed.clause("closing").text == parsed.contact
    assert parsed.signature == "DEPARTMENT OF PERSONNEL\nRichard R. Frank\nDirector"


def test_every_character_of_the_source_is_in_one_part_and_in_one_only():
    parsed = read(TEXT)
    spans = [*parsed.front_spans, *parsed.signature_spans, *parsed.furniture_spans]
    spans += [span for clause in parsed.clauses for span in clause.spans]
    covered = Counter(place for start, end in spans for place in range(start, end))
    missed = [place for place, character in enumerate(TEXT) if not character.isspace() and covered[place] != 1]
    assert missed == []
