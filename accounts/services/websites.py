"""The City's own websites: to which official pages link (IV.B), and which link to no party themselves (IV.G)."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime

from directory.models import Department
from foundation.dated_settings import value

_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9_-]{1,63}\.)+[a-z0-9-]{2,63}")


def city_hosts(at: datetime) -> list[str]:
    """Hosts of the City's official website."""
    return [str(host) for host in value("city.website_hosts", at)]


def department_hosts(departments: Collection[int]) -> list[str]:
    """Hosts of departments' own websites."""
    rows = Department.objects.filter(pk__in=departments).values_list("website_hosts", flat=True)
    return [_plain(str(host)) for hosts in rows for host in hosts]


def own_websites(at: datetime) -> list[str]:
    """Every website of the City and its departments, each once; what is no host is left out."""
    rows = Department.objects.existing(at).exclude(website_hosts=[]).values_list("website_hosts", flat=True)
    hosts = [*city_hosts(at), *(str(host) for row in rows for host in row)]
    return list(dict.fromkeys(plain for host in hosts if _HOST.fullmatch(plain := _plain(host))))


def front_page(host: str) -> str:
    """The address of a website's front page."""
    return f"https://{host}/"


def _plain(host: str) -> str:
    return host.strip().lower().rstrip(".")
