"""Opening the file of a person, with a reason."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from directory.models import Employee, Role
from directory.permissions import holds_role
from foundation.errors import InvalidInput, NotVisible
from reports import services
from reports.questions.person_file import PersonFile, PersonForm
from reports.reading import read
from reports.views.common import asking


@require_POST
def open_file(request: HttpRequest) -> HttpResponse:
    """Open it and go on to it; what was written stays where the reason is missing."""
    who = asking(request)
    person = Employee.objects.filter(number=request.POST.get("number", "")[:20].replace("\0", "")).first()
    if person is None or not holds_role(who.person, Role.EMPLOYEE_RELATIONS, who.at):
        raise NotVisible("There is no such file.")
    reason = request.POST.get("reason", "")
    try:
        services.open_person_file(by=who.by, person=person, reason=reason)
    except InvalidInput as error:
        if error.field != "reason":
            raise
        question = read(PersonFile.code, request.POST, who.person, who.at)
        context = {"question": question, "report": question.report, "person": person, "reason": reason, "error": error}
        return render(request, "reports/open_file.html", context, status=400)
    kept = {name: request.POST[name] for name in (*PersonForm.base_fields, "sort") if request.POST.get(name)}
    return redirect(f"{reverse('reports:run', args=[PersonFile.code])}?{urlencode(kept)}")
