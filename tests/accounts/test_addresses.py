"""Every spelling of an account has one canonical form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.addresses import AddressBook
from accounts.checking.links import page_signs
from accounts.models import Platform
from accounts.platforms import _supplied
from foundation.errors import InvalidInput

TABLES = _supplied()["platforms"]
BOOK = AddressBook(
    Platform(
        code=table["code"],
        name=table["name"],
        hosts=table["hosts"],
        any_host=table.get("any_host", False),
        patterns=table["patterns"],
        stop_words=table["stop_words"],
    )
    for table in TABLES
)
BOOK.shorteners = frozenset(page_signs()["shorteners"])


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("https://twitter.com/STLgov", "x:stlgov"),
        ("HTTPS://WWW.X.COM/stlgov/?s=20&t=abc#top", "x:stlgov"),
        ("mobile.twitter.com/stlgov/status/1234", "x:stlgov"),
        ("x.com/@stlgov", None),
        ("https://m.facebook.com/City.of.StL/?ref=page_internal", "facebook:cityofstl"),
        ("facebook.com/CityOfStL/posts/123?__tn__=-R", "facebook:cityofstl"),
        ("https://www.facebook.com/profile.php?id=100012345", "facebook:id:100012345"),
        ("https://www.facebook.com/pages/City-of-StL/100012345", "facebook:id:100012345"),
        ("https://www.facebook.com/100012345", "facebook:id:100012345"),
        ("https://www.facebook.com/groups/neighbors", None),
        ("https://www.facebook.com/watch?v=1", None),
        ("https://youtube.com/@CityofStL/videos", "youtube:cityofstl"),
        ("https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv?x=1", "youtube:channel:UCabcdefghijklmnopqrstuv"),
        ("https://www.youtube.com/watch?v=abc", None),
        ("https://www.youtube.com/CityofStL", "youtube:c:cityofstl"),
        ("https://youtu.be/dQw4w9WgXcQ", None),
        ("https://www.instagram.com/stlgov/?hl=en", "instagram:stlgov"),
        ("https://www.instagram.com/p/abc/", None),
        ("https://www.linkedin.com/company/City-of-StL/about/", "linkedin:city-of-stl"),
        ("https://mastodon.social/@stlgov", "mastodon:mastodon.social/stlgov"),
        ("https://www.threads.com/@stlgov", "threads:stlgov"),
        ("https://bsky.app/profile/stlgov.bsky.social", "bluesky:stlgov.bsky.social"),
        ("https://nextdoor.com/agency-detail/mo/st-louis/city-of-st-louis/", "nextdoor:agency:city-of-st-louis"),
        ("https://www.stlouis-mo.gov/parks/", "website:stlouis-mo.gov/parks"),
        ("http://stlouis-mo.gov:80/parks", "website:stlouis-mo.gov/parks"),
        ("https://stl.wordpress.com/", "blog:stl.wordpress.com"),
        ("https://bücher.example/x", "website:xn--bcher-kva.example/x"),
        # The forms in which inventories of cities have them.
        ("https://twitter.com/#!/STLgov", "x:stlgov"),
        ("https://twitter.com/intent/user?screen_name=STLgov", "x:stlgov"),
        ("https://www.facebook.com/#!/stlgov", "facebook:stlgov"),
        ("https://es-la.facebook.com/stlgov", "facebook:stlgov"),
        ("https://de.linkedin.com/company/stlgov?originalSubdomain=de", "linkedin:stlgov"),
        ("https://www.facebook.com/pg/stlgov/posts/", "facebook:stlgov"),
        ("https://www.facebook.com/p/City-of-StL-100064512345670/", "facebook:id:100064512345670"),
        ("https://www.facebook.com/City-of-StL-100064512345670/", "facebook:id:100064512345670"),
        ("https://www.facebook.com/media/set/?set=a.1", None),
        ("https://www.facebook.com/video.php?v=1", None),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.com", None),
        ("https://about.facebook.com/company", None),
        ("https://help.x.com/en", None),
        ("https://x.com:8443/stlgov", None),
        ("https://instagram.com/_u/stlgov", "instagram:stlgov"),
        ("https://youtube.com/channel/UCshort", None),
        ("https://www.youtube.com/user/", None),
        ("https://www.youtube.com/redirect?q=https://x.com", None),
        ("https://bsky.app/profile/stlgov", None),
        ("https://social.stlouis-mo.gov/@parks", "mastodon:social.stlouis-mo.gov/parks"),
        ("https://social.stlouis-mo.gov/@parks/1093", "mastodon:social.stlouis-mo.gov/parks"),
        ("https://blog.example/@parks/a-title", "website:blog.example/@parks/a-title"),
        ("https://www.pinterest.com/stlgov/", "pinterest:stlgov"),
        ("<https://x.com/stlgov>,", "x:stlgov"),
        ("https://x.com/stl\ngov", "x:stlgov"),
        ("https://www.facebook.com/stlgov%20", "facebook:stlgov"),
    ],
)
def test_an_address_is_read_in_its_canonical_form(text, identity):
    if identity is None:
        with pytest.raises(InvalidInput):
            BOOK.read(text)
    else:
        assert BOOK.read(text).identity == identity


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "stlgov",
        "@stlgov",
        "https://x.com",
        "https://x.com/",
        "javascript:alert(1)",
        "ftp://x.com/stlgov",
        "http://facebook.com@evil.example/stl",
        "http://user:secret@x.com/stlgov",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://localhost/x",
        "http://x.com:notaport/a",
        "https://" + "a" * 3000,
        "https://x.com/" + "a" * 16,
        "\0",
        "https://exa mple",
        "https://x.com/stl gov",
        "https://x.com/stlgov (inactive)",
        "https://bit.ly/abc",
        "https://fb.watch/abc",
        "parks@stlouis-mo.gov",
        "mailto:parks@stlouis-mo.gov",
        "www.facebook",
    ],
)
def test_what_names_no_account_is_refused_with_a_sentence(text):
    with pytest.raises(InvalidInput) as refused:
        BOOK.read(text)
    assert refused.value.what.endswith((".", "…"))


def test_a_handle_is_read_on_the_platform_that_was_chosen():
    assert BOOK.read("@STLgov", "x").identity == "x:stlgov"
    assert BOOK.read("stlgov", "instagram").url == "https://www.instagram.com/stlgov/"
    assert BOOK.read("stl@mastodon.example", "mastodon").identity == "mastodon:mastodon.example/stl"


@pytest.mark.parametrize(("text", "platform"), [("Our City", "x"), ("mayor", "bluesky"), ("a" * 16, "x")])
def test_what_can_be_no_handle_on_the_platform_that_was_chosen_is_made_none(text, platform):
    with pytest.raises(InvalidInput, match=r"cannot be a handle on|holds a blank"):
        BOOK.read(text, platform)


def test_an_address_of_another_platform_than_the_one_chosen_is_refused():
    with pytest.raises(InvalidInput, match="is on X, not on Facebook"):
        BOOK.read("https://x.com/stlgov", "facebook")


def test_a_server_of_mastodon_that_nobody_listed_is_read_where_the_platform_is_chosen():
    assert BOOK.read("https://social.example.gov/@stl", "mastodon").identity == "mastodon:social.example.gov/stl"


handles = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789", min_size=4, max_size=14).filter(
    lambda handle: not handle.isdigit()
)
fixed = st.sampled_from(
    [
        (table["code"], pattern, host)
        for table in TABLES
        if not table.get("any_host")
        for pattern in table["patterns"]
        for host in table["hosts"][:2]
        if not ("hosts" in pattern or "?" in pattern["path"])
        and pattern.get("kind") not in {"id", "channel"}
        and "." in host
    ]
)
noise = st.sampled_from(["", "/", "/?utm_source=mail&fbclid=x", "#about", "/?s=20", "?lang=en"])
prefixes = st.sampled_from(["https://", "http://", "", "HTTPS://www.", "https://m.", "//", "  https://www."])


@given(fixed, handles, prefixes, noise)
def test_any_spelling_of_one_account_has_one_identity(form, handle, prefix, tail):
    code, pattern, host = form
    path = pattern["path"].replace("*", "mo").replace("{handle}", handle)
    plain = f"https://{host}{path}"
    try:
        first = BOOK.read(plain)
    except InvalidInput:
        return  # a stop word, or a handle that this platform does not allow
    assert first.platform == code
    host_as_typed = host.upper() if prefix.strip().lower().startswith("https://w") else host
    assert BOOK.read(f"{prefix}{host_as_typed}{path}{tail}").identity == first.identity
    if not pattern.get("case"):
        assert BOOK.read(f"https://{host}{path.replace(handle, handle.swapcase())}").identity == first.identity


@given(fixed, handles)
def test_the_canonical_address_is_its_own_canonical_form(form, handle):
    _, pattern, host = form
    try:
        first = BOOK.read(f"https://{host}{pattern['path'].replace('*', 'mo').replace('{handle}', handle)}")
    except InvalidInput:
        return
    again = BOOK.read(first.url)
    assert (again.identity, again.url) == (first.identity, first.url)


@given(st.text(max_size=200), st.sampled_from(["", *(table["code"] for table in TABLES)]))
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(text, platform):
    try:
        found = BOOK.read(text, platform)
    except InvalidInput as refused:
        assert str(refused)
    else:
        assert found.url.startswith("https://")
        assert BOOK.read(found.url, found.platform).identity == found.identity


@pytest.mark.django_db
def test_the_platforms_of_the_regulation_and_of_today_are_loaded_with_source_and_day():
    names = set(Platform.objects.values_list("code", flat=True))
    assert {"facebook", "instagram", "x", "youtube", "linkedin", "nextdoor", "threads", "bluesky"} <= names
    assert {"tiktok", "mastodon", "flickr", "reddit", "snapchat", "digg", "wikipedia", "blog", "website"} <= names
    assert not Platform.objects.filter(source="").exists()


@pytest.mark.django_db
def test_loading_again_leaves_an_edit_as_it_is():
    from accounts.platforms import load
    from foundation import clock

    Platform.objects.filter(code="x").update(name="X (edited)", hosts=["x.example"])
    load(clock.now())
    assert Platform.objects.get(code="x").hosts == ["x.example"]
