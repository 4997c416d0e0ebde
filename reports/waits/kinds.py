"""All kinds of what waits, by their codes."""

from __future__ import annotations

from collections.abc import Mapping

from reports.waits import authorizations, campaigns, imports, posts, register, relations
from reports.waits.kind import Kind

KINDS: Mapping[str, Kind] = {
    one.code: one
    for one in (
        *authorizations.KINDS,
        *register.KINDS,
        *posts.KINDS,
        *relations.KINDS,
        *campaigns.KINDS,
        *imports.KINDS,
    )
}
