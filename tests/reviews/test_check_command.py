"""`manage.py check_posts`: what goes in, what comes out, and what becomes of lines that cannot be read."""

import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

VOTE = {"id": "a", "department": "parks", "text": "Pool opens Monday. Vote for Oduya, the Democrat for sheriff!"}


def run(tmp_path, content):
    file = tmp_path / "posts.jsonl"
    file.write_bytes(content)
    out, err, status = io.StringIO(), io.StringIO(), 0
    try:
        call_command("check_posts", str(file), stdout=out, stderr=err)
    except CommandError as error:
        status = error.returncode
        err.write(str(error))
    return status, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()


def test_each_post_is_answered_with_clause_words_why_and_rule(tmp_path):
    clean = {"id": "b", "department": "water", "text": "Hydrants are flushed on Monday."}
    status, rows, err = run(tmp_path, "\n".join(map(json.dumps, (VOTE, clean))).encode() + b"\n\n")
    assert (status, err) == (0, "")
    assert [row["id"] for row in rows] == ["a", "b"]
    assert rows[1]["findings"] == []
    (finding,) = [one for one in rows[0]["findings"] if one["clause"] == "IV.G"][:1]
    assert "Vote for Oduya" in VOTE["text"][finding["start"] : finding["end"]]
    assert finding["why"] and finding["rule"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b"{", "it is not a JSON object."),
        (b"[]", "it is not a JSON object."),
        (b'{"text": "x"}', "it has no id"),
        (b'{"id": "x", "text": 3}', "it has no text"),
        (b'{"id": "x", "text": "y", "department": 4}', "its department is not a text."),
        (b'{"id": "\xff"}', "it is not UTF-8."),
        (b"[" * 100_000, "it is not a JSON object."),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_answered(tmp_path, line, sentence):
    good = json.dumps(VOTE).encode()
    status, rows, err = run(tmp_path, b"\n".join((good, line, good)))
    assert status == 1
    assert [row["id"] for row in rows] == ["a", "a"]
    assert f"Line 2: {sentence}" in err
    assert "1 line could not be read; the others are answered." in err


def test_a_file_that_is_missing_is_said_in_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file") as caught:
        call_command("check_posts", str(tmp_path / "none.jsonl"))
    assert caught.value.returncode == 2


def test_a_text_that_is_too_long_is_answered_and_named(tmp_path):
    long = {**VOTE, "text": VOTE["text"] + " a" * 40_000}
    status, rows, err = run(tmp_path, json.dumps(long).encode())
    assert (status, len(rows)) == (0, 1)
    assert "Line 1: The check read the first 70,000 characters of the text; nobody has looked at" in err


def test_offsets_count_code_points_of_the_text_as_written(tmp_path):
    text = "🦝🏳️‍🌈 “Hi”\r\nVote for Oduya, he’s the Democrat for sheriff. Bye"
    _, rows, _ = run(tmp_path, json.dumps({"id": "x", "department": "fire", "text": text}).encode())
    (first, *_) = rows[0]["findings"]
    assert text[first["start"] : first["end"]] == "Vote for Oduya, he’s the Democrat for sheriff."
