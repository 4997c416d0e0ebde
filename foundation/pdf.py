"""Templates as tagged PDF (PDF/UA-1): the only module that imports WeasyPrint.

WeasyPrint needs Pango and HarfBuzz from the system's package manager, so it is imported where it is used: every
other page works without them, and a system check names what to install.
"""

from __future__ import annotations

import ctypes.util
import hashlib
import io
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, cast

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning
from django.template.loader import render_to_string
from pyhanko.pdf_utils.reader import PdfFileReader

from foundation.errors import PortalError

INSTALL = "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
_LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")


class PdfUnavailable(PortalError):
    """The machine lacks what PDF files are made with (503)."""

    status = HTTPStatus.SERVICE_UNAVAILABLE


def render(template: str, context: Mapping[str, Any]) -> bytes:
    """Render a template as a tagged PDF with its fonts embedded.

    Nothing is fetched from anywhere: pictures and styles stand in the template itself (`data:` addresses). The
    same template and context give the same identifier, and the same bytes with the same version of WeasyPrint,
    as long as the template states its own date (`<meta name="dcterms.created">`).
    """
    html = render_to_string(template, dict(context))
    try:
        import weasyprint  # noqa: PLC0415  # the one in-function import: without Pango it raises OSError
    except OSError as missing:
        raise PdfUnavailable(
            "The PDF could not be made.",
            why="This machine lacks the libraries that PDF files are made with.",
            remedy=f"Print the page itself meanwhile, and ask an administrator to run: {INSTALL}",
        ) from missing
    document = weasyprint.HTML(string=html, url_fetcher=weasyprint.urls.URLFetcher(allowed_protocols=["data"]))
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    return cast(bytes, document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier))


def pages_in(made: bytes) -> int:
    """How many pages a PDF has that the portal made itself: never ask of one that was handed in."""
    return int(PdfFileReader(io.BytesIO(made)).root["/Pages"]["/Count"])


def check_libraries(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """System check: warn, with the line to run, where PDF files cannot be made."""
    missing = [name for name in _LIBRARIES if not ctypes.util.find_library(name)]
    if not missing:
        return []
    return [
        Warning(
            f"Receipts and reports cannot be made as PDF: {', '.join(missing)} is not installed.",
            hint=f"Run: {INSTALL}",
            id="foundation.W001",
        )
    ]
