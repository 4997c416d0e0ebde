"""What a page says of IV.B: a link with its evidence, none, or that nobody can tell from outside, and why."""

import time

import pytest
from hypothesis import given, strategies

from accounts.checking.charsets import text_of
from accounts.checking.fetching import Fetched
from accounts.checking.judging import COULD_NOT_CHECK, LINKS, MISSING, READ, judge, read_website
from accounts.checking.links import Link, absolute, host_of, plain_hosts, unwrapped
from accounts.checking.reading import read_page
from accounts.sites import is_within

pytestmark = pytest.mark.once

CITY = ["stlouis-mo.gov"]
WORDS = "<p>" + "Events and closures in the parks of the City. " * 20 + "</p>"


def came(body, url="https://pages.example/parks", **more):
    said = {"status": 200, "content_type": "text/html; charset=utf-8"} | more
    asked = said.pop("asked", url)
    return Fetched(asked=asked, url=url, body=body.encode() if isinstance(body, str) else body, **said)


def verdict(body, hosts=CITY, **more):
    return judge(came(body, **more), hosts)


@pytest.mark.clause("IV.B")
@pytest.mark.parametrize(
    "link",
    [
        '<a href="https://www.stlouis-mo.gov/parks">Our website</a>',
        "<a href=//stlouis-mo.gov>x</a>",
        "<A HREF='HTTP://STLOUIS-MO.GOV:443/'>x</A>",
        '<a href="https://parks.stlouis-mo.gov./">x</a>',
        '<a href=" \n https://stlouis-\nmo.gov/ ">x</a>',
        '<map><area alt="City" href="https://stlouis-mo.gov/"></map>',
        '<link rel="me nofollow" href="https://stlouis-mo.gov/">',
        '<a href="https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.stlouis-mo.gov%2F&amp;h=AT0">x</a>',
        '<a href="https://www.youtube.com/redirect?event=channel_header&q=https%3A%2F%2Fstlouis-mo.gov">x</a>',
        '<a href="https://t.co/AbC123" rel="nofollow">stlouis-mo.gov/parks…</a>',
        '<a href="https://l.instagram.com/?u=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3Dhttps%253A%252F%252Fstlouis-mo.gov">x</a>',
        '<div><b><a href="https://stlouis-mo.gov"><div></b>broken<p>html',
        "<base href='https://stlouis-mo.gov/x/'><a href='../parks'>x</a>",
        r'<script>var d={"url":"https:\/\/www.youtube.com\/redirect?q=https%3A%2F%2Fstlouis-mo.gov\u0026v=1"}</script>',
        "<![if IE]><![endif]><a href=https://stlouis-mo.gov>x",
        "<!-- <a href=none> --><a href=https://stlouis-mo.gov>x",
    ],
)
def test_a_link_to_the_city_is_found_however_it_is_written(link):
    assert verdict(f"<html><body>{link}{WORDS}").outcome == LINKS


@pytest.mark.clause("IV.B")
@pytest.mark.parametrize(
    "link",
    [
        '<a href="https://stlouis-mo.gov.evil.example/">x</a>',
        '<a href="https://notstlouis-mo.gov/">x</a>',
        '<a href="https://stlouis-mo.gov@evil.example/">x</a>',
        '<a href="https://evil.example\\@stlouis-mo.gov/">x</a>',
        '<a href="https://evil.example/?next=https://stlouis-mo.gov">x</a>',
        '<a href="https://evil.example/">https://stlouis-mo.gov</a>',
        '<a href="mailto:parks@stlouis-mo.gov">x</a>',
        "<a href=\"javascript:location='https://stlouis-mo.gov'\">x</a>",
        '<!-- <a href="https://stlouis-mo.gov">x</a> -->',
        '<textarea><a href="https://x.example">x</a></textarea>',
        '<script>"<a href=https://stlouis-mo.gov>"</script><a href="https://x.example">x</a>',
        "<p>Visit stlouis-mo.gov</p>",
        '<a href="https://ſtlouis-mo.example">x</a>',
        '<a href="https://stlοuis-mo.gov">with a Greek letter</a>',
    ],
)
def test_what_leads_elsewhere_is_no_link_to_the_city(link):
    found = verdict(f'<a href="/about">About</a>{link}{WORDS}')
    assert (found.outcome, found.evidence) == (MISSING, ())
    assert "stlouis-mo.gov" in found.why


def test_evidence_is_the_link_as_it_is_written_and_its_words():
    found = verdict('<a href="/x">x</a><a href="https://www.stlouis-mo.gov/parks?a=1&amp;b=2"> Our <b>web</b>site </a>')
    assert [(link.href, link.text) for link in found.evidence] == [
        ("https://www.stlouis-mo.gov/parks?a=1&b=2", "Our website")
    ]


def test_the_departments_website_counts_as_the_citys():
    body = f'<a href="https://www.slpl.org/events">x</a>{WORDS}'
    assert verdict(body).outcome == MISSING
    assert verdict(body, [*CITY, "WWW.slpl.org."]).outcome == LINKS


def test_a_host_of_one_label_lets_nothing_in():
    assert plain_hosts(["gov", "", ".", "www.city.gov"]) == {"city.gov"}
    assert is_within("a.city.gov", {"city.gov"})
    assert not is_within("acity.gov", {"city.gov"})


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (401, "signed in"),
        (403, "signed in"),
        (999, "signed in"),
        (404, "no such page"),
        (429, "fewer visits"),
        (500, ""),
    ],
)
def test_a_status_that_shows_no_page_is_never_missing(status, word):
    found = verdict(f"<a href=/x>x</a>{WORDS}", status=status)
    assert found.outcome == COULD_NOT_CHECK
    assert word in found.why


@pytest.mark.parametrize(
    "wall",
    [
        came(f"<a href=/x>x</a>{WORDS}", url="https://f.example/login/?next=/parks", asked="https://f.example/parks"),
        came(f"<a href=/x>x</a>{WORDS}", url="https://f.example/", asked="https://f.example/parks"),
        came(f"<title>Log in to see parks</title><a href=/x>x</a>{WORDS}"),
        came(f"<title>Just a moment...</title><a href=/x>x</a>{WORDS}"),
        came(f"<form><input name=p type=Password></form><a href=/x>x</a>{WORDS}"),
        came("<div id=root></div><script src=app.js></script>"),
        came("<noscript>You need to enable JavaScript</noscript><a href=/1>a</a><a href=/2>b</a><a href=/3>c</a>"),
        came(f"no links at all {WORDS}"),
        came(""),
        came("   \n"),
        came("%PDF-1.7", content_type="application/pdf"),
        came(f"<a href=/x>x</a>{WORDS}", url="https://www.facebook.com/stlparks"),
        came(f"<a href=/x>x</a><a href=https://t.co/abc>Our page</a>{WORDS}"),
        came(f"<a href=/x>x</a>{WORDS}", is_whole=False),
        came("", status=None, trouble="The page took too long to come."),
    ],
)
def test_a_wall_an_empty_shell_or_half_a_page_is_could_not_check_and_never_missing(wall):
    found = judge(wall, CITY)
    assert found.outcome == COULD_NOT_CHECK
    assert found.why.endswith(".")


def test_a_link_on_the_sign_in_page_is_not_evidence_about_the_account():
    wall = came("<a href=https://stlouis-mo.gov>x</a>", url="https://f.example/login", asked="https://f.example/parks")
    assert judge(wall, CITY).outcome == COULD_NOT_CHECK


def test_a_link_in_half_a_page_is_evidence_all_the_same():
    assert verdict("<a href=https://stlouis-mo.gov>x</a>", is_whole=False).outcome == LINKS


def test_a_website_is_read_for_its_links_alone():
    assert read_website(came("<a href=/x>x</a>")).outcome == READ
    assert read_website(came("")).outcome == COULD_NOT_CHECK
    assert read_website(came("", status=503)).outcome == COULD_NOT_CHECK


TEXT = '<title>Straße „Grün“ – São</title><a href="https://stlouis-mo.gov/größe">Größe</a>'


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (TEXT.encode(), "text/html; charset=utf-8"),
        (TEXT.encode(), "text/html"),
        (TEXT.encode("cp1252"), "text/html; charset=ISO-8859-1"),
        (TEXT.encode("cp1252"), "text/html"),
        (b"<meta charset=windows-1252>" + TEXT.encode("cp1252"), ""),
        (b'<meta http-equiv=x content="text/html; charset=latin1">' + TEXT.encode("cp1252"), "text/html"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "text/html; charset=latin-1"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "text/html"),
        (TEXT.encode(), "text/html; charset=no-such-thing"),
        (TEXT.encode(), "text/html; charset=idna"),
        (b"<meta charset=utf-16>" + TEXT.encode(), "text/html"),
    ],
)
def test_letters_are_read_as_browsers_read_them(body, content_type):
    page = read_page(body, content_type, "https://pages.example/")
    assert page.title == "Straße „Grün“ – São"
    assert page.links[-1].text == "Größe"


def test_a_letter_cut_in_half_by_the_bound_is_no_reason_for_another_charset():
    assert text_of(("x" * 100 + "ü").encode()[:-1], "").startswith("xxx")
    assert "Ã" not in text_of(("üü" * 100).encode()[:-1], "")


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/a", "https://p.example/a"),
        ("?q", "https://p.example/x?q"),
        ("//h.example/b", "https://h.example/b"),
        ("\\\\h.example\\b", "https://h.example/b"),
        ("HTTPS://H.example", "https://H.example"),
        ("tel:+1", ""),
        ("data:text/html,x", ""),
        ("http://[::1", ""),
        ("http://", ""),
        ("", "https://p.example/x"),
    ],
)
def test_links_are_read_as_browsers_read_them(href, url):
    assert absolute(href, "https://p.example/x") == url


def test_a_wrapper_within_a_wrapper_ends():
    url = "https://l.facebook.com/l.php?u="
    nested = url + (url.replace(":", "%3A").replace("/", "%2F").replace("?", "%3F").replace("=", "%3D")) * 50
    assert unwrapped(nested)
    assert unwrapped("https://l.facebook.com/l.php?u=javascript:alert(1)").startswith("https://l.facebook.com")


def test_a_shortener_says_nothing_but_what_its_words_spell_out():
    assert Link("", "https://t.co/x", "Our page").target == ""
    assert host_of(Link("", "https://t.co/x", "www.stlouis-mo.gov/parks").target) == "stlouis-mo.gov"


def read_in(body):
    began = time.monotonic()
    assert judge(came(body), CITY).outcome
    return time.monotonic() - began


SLOW = """
<div>|<a href=x>|<!--|<|<a|</|<!|<?|<![|&|&#x|<b><a href=x>|<table><a>|<script>|<svg>|x=1 |x=" x=' |= |\0|<a x='
<noscript>|<iframe src=x>|<base href=x>|<title>|]]>|-->|http://|<a href=https://t.co/x>stlouis-mo.gov |\ud7ff
<input type=password |<a ="|<script></scrip
"""


@pytest.mark.parametrize("part", SLOW.replace("\n", "|").strip("|").split("|"))
def test_a_page_made_to_be_slow_is_read_in_time_that_grows_with_it_alone(part):
    """With a tree builder, or where the tokenizer begins again and again, these take minutes."""
    for before in ("", "<a ", "<script>", "<!--"):
        body = (before + part * (200_000 // len(part))).encode()
        assert read_in(body) < 6


@pytest.mark.parametrize("part", ["<", "<div>", "<script>"])
def test_the_longest_page_is_read_within_a_bound_of_time(part):
    assert read_in((part * (3 * 1024 * 1024 // len(part))).encode()) < 25


@given(strategies.binary(max_size=300) | strategies.text("<a href='\">!-[]&#;x/=\0 ", max_size=120).map(str.encode))
def test_no_bytes_break_the_reader(body):
    assert judge(came(body, content_type="text/html"), CITY).outcome in {LINKS, MISSING, COULD_NOT_CHECK}
