"""Captions and transcripts: text in UTF-8 that can be read to its end."""

import pytest

from foundation.errors import InvalidInput
from reviews.media.examining import examine
from reviews.media.facts import COMMENT, OTHER

VTT = """\ufeffWEBVTT - made by Ana\r
Kind: captions\r
\r
NOTE ask Bo about this name\r
\r
STYLE
::cue { background: url(https://example.com/x) }

1
00:00:01.000 --> 00:00:03.500 align:start
<v Ana>Good morning — здравствуйте.
Second line.

01:02.000 --> 01:04.250
Bye.
"""
SRT = "1\n00:00:01,000 --> 00:00:03,500\nGood morning.\n\n2\n00:01:02,000 --> 00:01:04,250\nBye.\n"


def test_captions_lose_remarks_and_styles_and_keep_every_line():
    examined = examine(VTT.encode(), "a.vtt")
    assert (examined.kind, examined.mime, examined.extension) == ("document", "text/vtt", ".vtt")
    assert examined.seconds == 64.25
    assert examined.removed == [COMMENT, OTHER]
    said = examined.publishable.decode()
    assert said.startswith(
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:03.500 align:start\n<v Ana>Good morning — здравствуйте.\n"
    )
    assert "Bo" not in said and "url(" not in said and "made by" not in said


def test_subtitles_are_known_by_their_form():
    examined = examine(SRT.encode(), "whatever")
    assert (examined.mime, examined.extension, examined.seconds) == ("application/x-subrip", ".srt", 64.25)
    assert examined.publishable.decode() == SRT


def test_any_other_text_is_a_transcript():
    examined = examine(b"Ana: Good morning.\r\n\r\nBo: Hello.  ", "a.txt")
    assert (examined.mime, examined.extension, examined.seconds) == ("text/plain", ".txt", None)
    assert examined.publishable == b"Ana: Good morning.\n\nBo: Hello.\n"


REFUSED = {
    "another encoding": ("Grüße\nund mehr".encode("latin-1"), "line 1"),
    "UTF-16": ("Good morning".encode("utf-16"), "UTF-8"),
    "a bell": (b"Good\x07 morning", "Line 1"),
    "a turn of direction": ("one\ntwo \u202eeerht".encode(), "Line 2"),
    "captions without times": (b"WEBVTT\n\n1\nGood morning.\n", "from line 3"),
    "captions with a wrong time": (SRT.replace("00:01:02,000", "00:01:99,000").encode(), "from line 5"),
    "blanks": (b" \n\n\t\n", "empty"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_text_that_would_be_shown_wrongly_is_refused_with_its_line(name):
    content, says = REFUSED[name]
    with pytest.raises(InvalidInput, match=says):
        examine(content, "a.txt")
