"""The one view that answers with a file."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from foundation import clock
from foundation.errors import NotVisible
from foundation.files import services
from foundation.files.models import StoredFile


@require_safe
def download(request: HttpRequest, pk: UUID) -> FileResponse:
    """Send a file to somebody who may read it, always to be saved, never to be shown within the portal's origin."""
    stored = StoredFile.objects.filter(pk=pk).first()
    if stored is None or not may_read(request.user, stored):
        raise NotVisible("There is no such file.", remedy="Go back to the page that led here; it may have a newer one.")
    try:
        opened = services.open_file(stored)
    except OSError as error:
        raise NotVisible(
            f"The file {stored.name} can no longer be read.",
            why="Its content was removed or damaged; its name and hash are kept.",
            remedy="Tell an administrator, and give them this page's address.",
        ) from error
    response = FileResponse(opened, as_attachment=True, filename=stored.name, content_type=stored.content_type)
    response["Content-Length"] = str(stored.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def may_read(person: Any, stored: StoredFile) -> bool:
    """Whether the app that a file belongs to lets a person read it (settings `FILE_PERMISSIONS`)."""
    rule = settings.FILE_PERMISSIONS.get(stored.purpose)
    return rule is not None and cast("bool", import_string(rule)(person, stored, clock.now()))
