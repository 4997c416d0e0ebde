"""The register as a file."""

from __future__ import annotations

from tempfile import TemporaryFile

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts import exports
from directory.permissions import signed_in
from foundation import clock
from foundation.actor import Actor


@require_POST
def export_register(request: HttpRequest) -> HttpResponse:
    """The register as CSV or XLSX with the filters of its page: at once where it is short, else as a job."""
    by = Actor.of_request(request)
    wanted = exports.export_of(signed_in(request), request.POST.dict(), clock.now())
    if wanted.accounts.count() > exports.AT_ONCE:
        return redirect("jobs:detail", exports.start_job(by=by, export=wanted).pk)
    spool = TemporaryFile()  # noqa: SIM115 - the response closes it
    written = exports.write(wanted, spool, by, lambda _done: None)
    exports.record_export(by, wanted, written)
    spool.seek(0)
    kind = exports.CONTENT_TYPES[wanted.kind]
    response = FileResponse(spool, as_attachment=True, filename=wanted.name, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    return response  # type: ignore[return-value]  # FileResponse is a response, the stubs know it as streaming only
