"""Fetching is safe by construction: tried on real servers, each within a bound of time."""

import gzip
import socket
import time
import tracemalloc
import zlib
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import example, given, strategies

from accounts.checking import connecting
from accounts.checking.fetching import Fetcher
from accounts.checking.networks import Allowed, allows, is_public
from accounts.checking.rules import Rules
from tests.accounts.web import certificate, page, redirect, rules, web

pytestmark = pytest.mark.once

MEGABYTE = 1024 * 1024


@pytest.fixture
def server():
    with web() as started:
        yield started


def fetch(server, path="/", **more):
    return Fetcher(rules(server, **more)).fetch(f"{server.url}{path}")


@pytest.fixture(autouse=True)
def _within_a_bound_of_time():
    began = time.monotonic()
    yield
    assert time.monotonic() - began < 15


def test_a_page_is_fetched_with_an_honest_name_and_nothing_else_about_us(server):
    server.pages["/"] = page("<p>Parks</p>", Set_Cookie="a=b")
    found = fetch(server)
    assert (found.status, found.body, found.trouble, found.is_whole) == (200, b"<p>Parks</p>", "", True)
    fetch(server)
    asked = "".join(server.requests).lower()
    assert "user-agent: tests (+https://portal.example)" in asked
    assert not any(word in asked for word in ("cookie", "authorization", "referer"))


def test_redirects_are_followed_and_told(server):
    server.pages |= {"/": redirect("/second?a=1#top"), "/second?a=1": redirect(f"{server.url}/third", "308 Permanent")}
    server.pages["/third"] = page("here")
    found = fetch(server)
    assert (found.body, found.url) == (b"here", f"{server.url}/third")
    assert found.redirects == (f"{server.url}/second?a=1", f"{server.url}/third")


def test_a_circle_of_redirects_is_told_at_once(server):
    server.pages |= {"/": redirect("/b"), "/b": redirect("/")}
    found = fetch(server)
    assert "circle" in found.trouble
    assert len(server.requests) == 2
    assert not found.is_passing


def test_redirects_without_an_end_stop_at_the_bound(server):
    server.pages |= {f"/{n}": redirect(f"/{n + 1}") for n in range(50)}
    found = fetch(server, "/0", redirects=4)
    assert "more than 4 times" in found.trouble
    assert len(server.requests) == 5


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher://127.0.0.1:70/_x",
        "javascript:alert(1)",
        "data:text/html,<a href=https://stlouis-mo.gov>",
        "http://user:secret@127.0.0.1/",
        "http://",
        "http://[::1/",
        "http://127.0.0.1:99999/",
    ],
)
def test_a_redirect_to_no_page_is_not_followed(server, location):
    server.pages["/"] = redirect(location)
    found = fetch(server)
    assert found.trouble
    assert found.body == b""
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "0", "[::ffff:127.0.0.1]"],
)
def test_a_redirect_into_our_own_network_is_refused_in_every_spelling(server, host):
    with web() as inside:
        server.pages["/"] = redirect(f"http://{host}:{inside.port}/")
        inside.pages["/"] = page("secret")
        # The port is allowed, for another network: what is refused is the address.
        open_port = Allowed(ip_network("203.0.113.7/32"), frozenset({inside.port}))
        found = Fetcher(Rules("tests", (*rules(server).allowed, open_port))).fetch(server.url)
        assert found.trouble
        assert b"secret" not in found.body
        assert inside.connections == 0


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/", "https://10.0.0.1/"]
)
def test_metadata_and_private_addresses_are_never_asked(url, monkeypatch):
    def connected(*_args, **_more):
        raise AssertionError("It connected.")

    monkeypatch.setattr(socket, "create_connection", connected)
    found = Fetcher(Rules("tests")).fetch(url)
    assert "not fetched" in found.trouble


def test_other_ports_than_the_webs_are_not_asked_and_not_even_resolved():
    def resolver(*_args):
        raise AssertionError("It resolved.")

    found = Fetcher(Rules("tests"), resolver=resolver).fetch("http://example.com:6379/")
    assert "port 6379" in found.trouble


def test_a_name_with_one_address_inside_is_refused_whole(server):
    found = Fetcher(rules(server), resolver=lambda *_: ["127.0.0.1", "10.0.0.1"]).fetch(
        f"http://both.example:{server.port}/"
    )
    assert "10.0.0.1" in found.trouble
    assert server.connections == 0


def test_a_name_that_changes_its_address_changes_nothing(server):
    """DNS rebinding: whoever asks twice gets another answer, so nobody asks twice."""
    answers = iter([["127.0.0.1"], ["169.254.169.254"], ["10.0.0.1"]])
    server.pages["/"] = page("the one that was checked")
    fetcher = Fetcher(rules(server), resolver=lambda *_: next(answers))
    found = fetcher.fetch(f"http://rebinding.example:{server.port}/")
    assert found.body == b"the one that was checked"
    assert f"host: rebinding.example:{server.port}" in server.requests[0].lower()
    assert next(answers) == ["169.254.169.254"]
    assert "10.0.0.1" in fetcher.fetch(f"http://rebinding.example:{server.port}/").trouble
    assert server.connections == 1


def test_every_hop_is_resolved_and_checked_anew(server):
    server.pages["/"] = redirect(f"http://second.example:{server.port}/")
    asked = []

    def resolver(host, port, seconds):
        asked.append(host)
        return ["127.0.0.1"] if host == "first.example" else ["192.168.1.1"]

    found = Fetcher(rules(server), resolver=resolver).fetch(f"http://first.example:{server.port}/")
    assert asked == ["first.example", "second.example"]
    assert "192.168.1.1" in found.trouble


def test_another_address_is_tried_where_one_does_not_answer(server):
    server.pages["/"] = page("here")
    with web() as gone:
        gone.close()
        allowed = (Allowed.of(f"127.0.0.2:{server.port}"), *rules(server).allowed)
        fetcher = Fetcher(Rules("tests", allowed), resolver=lambda *_: ["127.0.0.2", "127.0.0.1"])
        assert fetcher.fetch(f"http://two.example:{server.port}/").body == b"here"


def test_a_resolver_that_hangs_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_m: time.sleep(3))
    began = time.monotonic()
    found = Fetcher(Rules("tests", connect_seconds=0.3)).fetch("https://slow.example/")
    assert "not resolved in time" in found.trouble
    assert found.is_passing
    assert time.monotonic() - began < 1.5


def test_a_name_that_nobody_has_is_told():
    found = Fetcher(Rules("tests", connect_seconds=4)).fetch("https://nobody.invalid/")
    assert "nobody.invalid" in found.trouble
    assert found.status is None


@pytest.mark.parametrize("where", ["body", "headers", "status line", "chunks", "never"])
def test_bytes_that_drip_are_not_waited_for(server, where):
    """Slow loris: each byte comes in time, the whole never does."""
    starts = {
        "body": b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
        "headers": b"HTTP/1.1 200 OK\r\nX-Slow: ",
        "chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "status line": b"HTTP/1.1 200 ",
        "never": b"",
    }

    def drip(connection):
        connection.sendall(starts[where])
        for _ in range(100):
            time.sleep(0.1)
            if where != "never":
                connection.sendall(b"1\r\nx\r\n" if where == "chunks" else b"x")

    server.pages["/"] = drip
    began = time.monotonic()
    found = fetch(server, total_seconds=1.2, read_seconds=0.5)
    assert "too long" in found.trouble
    assert found.is_passing
    assert time.monotonic() - began < 2.5


def test_a_huge_body_stops_at_the_bound(server):
    def endless(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        for _ in range(200):
            connection.sendall(b"x" * MEGABYTE)

    server.pages["/"] = endless
    found = fetch(server, bytes=MEGABYTE, total_seconds=10)
    assert len(found.body) == MEGABYTE
    assert not found.is_whole
    assert found.seconds < 5


def test_headers_without_an_end_are_refused(server):
    def endless(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for n in range(100_000):
            connection.sendall(f"X-{n}: {'x' * 200}\r\n".encode())

    server.pages["/"] = endless
    assert fetch(server, total_seconds=8).trouble


BOMB = gzip.compress(b"\0" * (64 * MEGABYTE))


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", BOMB),
        ("gzip", gzip.compress(b"x") + BOMB),
        ("deflate", zlib.compress(b"\0" * (64 * MEGABYTE))),
        ("gzip", gzip.compress(b"") * 200_000),
    ],
)
def test_a_bomb_stops_early(server, encoding, packed):
    server.pages["/"] = page(packed, Content_Encoding=encoding)
    tracemalloc.start()
    found = fetch(server, bytes=MEGABYTE, total_seconds=10)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found.body) <= MEGABYTE
    assert not found.is_whole
    assert most < 24 * MEGABYTE  # the test's own server holds the packed page, too
    assert found.seconds < 6


RAW = zlib.compressobj(wbits=-15)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"page ") + gzip.compress(b"two")),
        ("x-gzip", gzip.compress(b"page two") + b"\0\0\0padding"),
        ("deflate", zlib.compress(b"page two")),
        ("deflate", RAW.compress(b"page two") + RAW.flush()),
        ("identity", b"page two"),
    ],
    # gzip keeps the time: workers that make the names of the tests from the bytes would not agree on them.
    ids=["gzip in two parts", "gzip with padding", "zlib", "raw deflate", "not packed"],
)
def test_what_servers_pack_is_unpacked(server, encoding, packed):
    server.pages["/"] = page(packed, Content_Encoding=encoding)
    assert fetch(server).body == b"page two"


@pytest.mark.parametrize(("encoding", "packed"), [("br", b"x"), ("gzip, gzip", b"x"), ("gzip", b"no gzip")])
def test_what_cannot_be_unpacked_is_told(server, encoding, packed):
    server.pages["/"] = page(packed, Content_Encoding=encoding)
    assert "packed" in fetch(server).trouble


def test_a_packed_page_that_breaks_off_is_not_whole(server):
    packed = gzip.compress(b"<a href=x>" * 1000)
    server.pages["/"] = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + packed[: len(packed) // 2]
    assert not fetch(server).is_whole


def test_a_body_shorter_than_promised_is_no_page(server):
    server.pages["/"] = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort"
    assert fetch(server).trouble


@pytest.mark.parametrize(
    "said", [b"SSH-2.0-OpenSSH_9\r\n", b"\0\1\2\3" * 100, b"HTTP/9.9 abc\r\n\r\n", b"", b"-ERR\r\n"]
)
def test_what_is_no_web_server_is_told(server, said):
    server.pages["/"] = said
    found = fetch(server)
    assert found.trouble
    assert found.status is None


@pytest.mark.parametrize(
    ("status", "passes"),
    [("500 E", True), ("503 E", True), ("408 T", True), ("404 N", False), ("403 F", False), ("429 T", False)],
)
def test_what_may_pass_is_told_from_what_will_not(server, status, passes):
    server.pages["/"] = page("", status, Retry_After="30")
    found = fetch(server)
    assert (found.status, found.is_passing, found.retry_after) == (int(status[:3]), passes, "30")


def test_a_certificate_that_nobody_vouches_for_is_an_outcome(tmp_path):
    context, _ = certificate(tmp_path, "127.0.0.1")
    with web(context=context) as server:
        server.pages["/"] = page("secret")
        found = fetch(server)
    assert "certificate of 127.0.0.1 cannot be trusted" in found.trouble
    assert (found.body, found.is_passing, server.requests) == (b"", False, [])


def test_a_certificate_for_another_name_or_out_of_date_is_an_outcome(tmp_path):
    for names, days in ((["other.example"], 30), (["here.example"], -1)):
        context, pem = certificate(tmp_path, *names, days=days)
        with web(context=context) as server:
            fetcher = Fetcher(rules(server, ca_file=pem), resolver=lambda *_: ["127.0.0.1"])
            found = fetcher.fetch(f"https://here.example:{server.port}/")
        assert "cannot be trusted" in found.trouble
        assert server.requests == []


def test_tls_is_verified_for_the_name_though_the_address_is_connected_to(tmp_path):
    context, pem = certificate(tmp_path, "here.example")
    with web(context=context) as server:
        server.pages["/"] = page("secure")
        fetcher = Fetcher(rules(server, ca_file=pem), resolver=lambda *_: ["127.0.0.1"])
        assert fetcher.fetch(f"https://here.example:{server.port}/").body == b"secure"


def test_no_tls_where_tls_is_asked_for_is_an_outcome(server):
    server.pages["/"] = page("not secure")
    found = Fetcher(rules(server)).fetch(server.url.replace("http:", "https:"))
    assert found.trouble
    assert found.body == b""


def test_an_address_of_version_6_is_fetched_where_it_is_allowed():
    try:
        with web("::1") as server:
            server.pages["/"] = page("six")
            assert fetch(server).body == b"six"
    except OSError:
        pytest.skip("This machine has no IPv6.")


_INSIDE = """
0.0.0.0 10.1.2.3 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 192.0.0.192 192.168.0.1
198.18.0.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 168.63.129.16 :: ::1 ::7f00:1 ::ffff:127.0.0.1
::ffff:8.8.8.8 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::a00:1 2002:7f00:1:: 2002:808:808:: fe80::1 fe80::1%eth0
2001:0:4136:e378:8000:63bf:3fff:fdd2 fec0::1 fc00::1 fd00:ec2::254 fd20:ce::254 ff02::1 2001:db8::1 100::1 5f00::1
2600::5efe:127.0.0.1 3fff::1
"""
INSIDE = _INSIDE.split()


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_that_is_not_public_is_refused_in_every_form(address):
    assert not is_public(ip_address(address))
    assert not allows(address, 443, ())


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "99.255.255.255", "100.128.0.1", "2606:4700:4700::1111"])
def test_public_addresses_are_open_on_the_webs_ports_alone(address):
    assert allows(address, 443, ())
    assert allows(address, 80, ())
    assert not allows(address, 22, ())


ANY_ADDRESS = strategies.ip_addresses() | strategies.sampled_from(INSIDE).map(ip_address)


@given(ANY_ADDRESS)
@example(ip_address("::ffff:10.0.0.1"))
def test_nothing_that_the_standard_library_knows_as_not_global_is_ever_open(address):
    if is_public(address):
        assert address.is_global
        assert not address.is_multicast
        if isinstance(address, IPv6Address):
            assert (address.ipv4_mapped, address.sixtofour, address.teredo) == (None, None, None)


@given(strategies.lists(ANY_ADDRESS, min_size=1, max_size=4), strategies.sampled_from([80, 443]))
def test_no_connection_is_ever_made_to_an_address_that_is_not_public(addresses, port):
    connected = []

    class Sockets:
        def connect_tcp(self, host, *_args, **_more):
            connected.append(host)
            raise connecting.CannotFetch("As the test says.")

    network = connecting.CheckedNetwork(
        Rules("tests"), lambda *_: [str(one) for one in addresses], connecting.Deadline(5)
    )
    network._sockets = Sockets()
    with pytest.raises(connecting.CannotFetch):
        network.connect_tcp("anything.example", port)
    assert bool(connected) == all(is_public(one) for one in addresses)
    assert all(is_public(ip_address(one)) for one in connected)


@given(strategies.integers(0, 2**32 - 1))
def test_an_address_hidden_in_one_of_version_6_is_never_open(number):
    inner = int(IPv4Address(number))
    carriers = [inner, (0xFFFF << 32) | inner, (0x64FF9B << 96) | inner, (0x2002 << 112) | (inner << 80)]
    carriers += [(0x2001 << 112) | inner, (0xFFFF << 48) | inner, (0x2600 << 112) | (0x5EFE << 32) | inner]
    assert not any(is_public(IPv6Address(carrier)) for carrier in carriers)


@pytest.mark.parametrize("text", ["10.0.0.0/33", "city.example", "127.0.0.1:x", "[::1", ""])
def test_a_setting_that_is_no_network_is_told(text):
    with pytest.raises(ImproperlyConfigured):
        Allowed.of(text)


NOWHERE = Fetcher(Rules("tests"), resolver=lambda *_: ["10.0.0.1"])


@given(strategies.text(max_size=200) | strategies.text("http:/@[]%.#?\\ab1", max_size=60))
def test_no_text_taken_for_an_address_breaks_the_fetcher(text):
    assert NOWHERE.fetch(text).trouble
