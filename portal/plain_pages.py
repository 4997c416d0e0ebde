"""Pages that need no database and no template: for when those may be missing. Readable without style."""

from __future__ import annotations

from html import escape

from django.conf import settings
from django.http import HttpResponse

_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="{static}uswds/css/uswds.min.css">
<link rel="stylesheet" href="{static}portal/portal.css"></head>
<body class="portal">
<header class="portal-header"><div class="portal-wide portal-header__row">
<a class="portal-brand" href="/"><span class="portal-brand__name">Social media</span></a>
</div></header>
<div class="portal-wide portal-body"><main id="main" class="portal-main"><div class="portal-error">
<p class="portal-error__code">{status}</p><h1>{title}</h1><p>{sentence}</p>{reference}
</div></main></div>
</body>
</html>
"""


def plain_page(status: int, title: str, sentence: str, reference: str = "") -> HttpResponse:
    """A page of one heading and one sentence; `reference` is the request id that an administrator can find."""
    shown = f'<p class="portal-error__reference">Reference: <code>{escape(reference)}</code></p>' if reference else ""
    page = _PAGE.format(
        status=status,
        title=escape(title),
        sentence=escape(sentence),
        reference=shown,
        static=escape(settings.STATIC_URL),
    )
    return HttpResponse(page, status=status)
