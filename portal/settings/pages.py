"""How the portal looks at pages on the Internet (IV.B, IV.G): `accounts.checking`."""

import environ

env = environ.Env()

PAGES_LOOKED_AT: bool = env.bool("PAGES_LOOKED_AT", default=True)
"""Whether pages are looked at by the clock. Where it is off they still are when somebody asks for a check."""

PAGES_ALLOWED_NETWORKS: list[str] = env.list("PAGES_ALLOWED_NETWORKS", default=[])
"""Networks that are not public and from which pages are fetched all the same, where the City's own website lies in
one: `10.1.0.0/16`, `127.0.0.1:8443`, `[fd00::/8]:8080`. Without a port, 80 and 443."""

PAGES_PAUSE_SECONDS: float = env.float("PAGES_PAUSE_SECONDS", default=5.0)
"""How long a host is left alone after each request, by all workers together."""

PAGES_CA_FILE: str = env.str("PAGES_CA_FILE", default="")
"""Certificates to trust in place of the system's, where the City's traffic passes its own inspection."""

CITY_PUBLIC_NUMBERS: list[str] = env.list("CITY_PUBLIC_NUMBERS", default=[])
"""Telephone numbers that the City publishes: the check of posts never takes them for private ones (IV.I)."""
