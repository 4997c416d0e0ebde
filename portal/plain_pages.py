"""Pages that need no database, no template and no style sheet: for the moments when those may be missing."""

from __future__ import annotations

from html import escape

from django.http import HttpResponse

_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title></head>
<body><main><h1>{title}</h1><p>{sentence}</p>{reference}</main></body>
</html>
"""


def plain_page(status: int, title: str, sentence: str, reference: str = "") -> HttpResponse:
    """A page of one heading and one sentence; `reference` is the request id that an administrator can find."""
    shown = f"<p>Reference: {escape(reference)}</p>" if reference else ""
    return HttpResponse(_PAGE.format(title=escape(title), sentence=escape(sentence), reference=shown), status=status)
