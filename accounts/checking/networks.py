"""Which network addresses a page may be fetched from: public ones, and those that a setting allows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.core.exceptions import ImproperlyConfigured

IPAddress = IPv4Address | IPv6Address
IPNetwork = IPv4Network | IPv6Network

WEB_PORTS = frozenset({80, 443})

_CLOSED_4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network, and the unspecified address
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' address translation; some clouds' metadata
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's agent, behind an address that looks public
        "169.254.0.0/16",  # link-local, and metadata of most clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
_OPEN_6 = IPv6Network("2000::/3")
"""All that is given out as public. What lies outside holds loopback, local, link-local and multicast addresses, the
metadata addresses of clouds, and the forms that carry an IPv4 address: mapped, compatible, translated (NAT64)."""
_CLOSED_6 = tuple(
    IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments: Teredo carries an IPv4 address
        "2001:db8::/32",
        "2002::/16",  # 6to4 carries an IPv4 address
        "3fff::/20",
    )
)
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})
"""What stands before an IPv4 address in the lower half of an address of this tunnel."""


def is_public(address: IPAddress) -> bool:
    """Whether an address leads to the public Internet, and nowhere inside whatever form it is written in."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _CLOSED_4)
    if address.scope_id or address not in _OPEN_6 or any(address in network for network in _CLOSED_6):
        return False
    return (int(address) >> 32) & 0xFFFFFFFF not in _ISATAP


@dataclass(frozen=True)
class Allowed:
    """A network (or one address) from which pages are fetched although it is not public, and on which ports."""

    network: IPNetwork
    ports: frozenset[int] = WEB_PORTS

    @classmethod
    def of(cls, text: str) -> Allowed:
        """Read `10.1.0.0/16`, `127.0.0.1:8443`, `[fd00::/8]:8080`; without a port, 80 and 443."""
        written, port = text.strip(), ""
        if written.startswith("[") and "]" in written:
            written, _, port = written[1:].partition("]")
            port = port.removeprefix(":")
        elif written.count(":") == 1:
            written, _, port = written.partition(":")
        try:
            ports = frozenset({int(port)}) if port else WEB_PORTS
            return cls(ip_network(written), ports)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"PAGES_ALLOWED_NETWORKS holds “{text}”, which is not a network such as 10.1.0.0/16 or [fd00::/8]:8080."
            ) from error


def allows(address_text: str, port: int, allowed: Iterable[Allowed]) -> bool:
    """Whether a connection to an address and port may be made; a text that is no address is refused."""
    try:
        address = ip_address(address_text)
    except ValueError:
        return False
    if port in WEB_PORTS and is_public(address):
        return True
    if isinstance(address, IPv6Address) and address.scope_id:
        return False
    return any(address in one.network and port in one.ports for one in allowed)
