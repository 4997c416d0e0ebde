"""The citations that the portal's code makes, and the wording they were made against."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

from policy.parsing import ParsedRegulation, decode, read

ORIGINAL = Path(__file__).parent / "regulations" / "administrative-regulation-150.txt"
"""The text that every `cite(…)` in the code means, as it stands there."""

_CITE = re.compile(r"""\bcite\(\s*["']([^"']+)["']""")


@cache
def cited_in_code() -> tuple[str, ...]:
    """Every citation in a call of `cite` in the installed apps of this project, sorted.

    Read from the source rather than collected by running it: a command has not imported what a page imports.
    """
    found: set[str] = set()
    for config in apps.get_app_configs():
        folder = Path(config.path)
        if settings.ROOT in folder.parents and "site-packages" not in folder.parts:
            for module in folder.rglob("*.py"):
                found.update(_CITE.findall(module.read_text(encoding="utf-8")))
    return tuple(sorted(found - {"…"}))


@cache
def original() -> ParsedRegulation:
    """The regulation that the code was written for, as read."""
    return read(decode(ORIGINAL.read_bytes()))
