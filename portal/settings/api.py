"""The API: what a client may be allowed, how often it may ask, and from where browsers may."""

import environ

env = environ.Env()

API_SCOPES: dict[str, str] = {
    "accounts:read": "Read the official accounts that are active",
    "accounts:verify": "Ask whether a page is the City's",
    "decisions:ask": "Ask whether an employee may post something",
}
"""What a token may be given, and what it means: a client holds nothing else."""

API_CLIENT_RATE = env.int("API_CLIENT_RATE", default=600)
"""Questions a minute that one client may ask."""
API_LARGEST_QUESTION = 64 * 1024
"""Bytes of a question's body."""
API_PUBLIC_RATE = env.int("API_PUBLIC_RATE", default=60)
"""Questions a minute that one address may ask without a token or a sign-in, where the setting allows any."""

API_ALLOWED_ORIGINS: list[str] = env.list("API_ALLOWED_ORIGINS", default=[])
"""Origins (`https://www.city.example`) whose pages may read the API in their visitors' browsers: none unless named."""
