"""The home page and the list of notices under 10 and 50 clients, and how many queries each takes."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus

from benchmarks import harness

PAGES = ("/", "/notices/")
REQUESTS = 500


def ask(path: str, session: str, client: harness.Client) -> None:
    """Open one page as somebody who is signed in."""
    client.session = session
    status, _ = client.get(path)
    if status != HTTPStatus.OK:
        client.result.failures["another page"] += 1


def queries(path: str, number: str) -> int:
    """How many queries a page takes."""
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    browser = Client()
    browser.force_login(get_user_model().objects.get(number=number))
    browser.get(path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        browser.get(path)
    return len(captured)


def main() -> None:
    """Measure on a demonstration city."""
    parser = harness.arguments(str(__doc__))
    parser.add_argument("--employees", type=int, default=1000)
    options = parser.parse_args()
    with harness.scratch(options.database) as place:
        from django.core.management import call_command

        from directory.models import Employee
        from foundation import clock

        call_command("load_demo", employees=options.employees, verbosity=0)
        at_work = Employee.objects.may_sign_in(clock.now()).order_by("-pk")
        numbers = list(at_work.values_list("number", flat=True)[:50])
        sessions = [harness.session_for(number) for number in numbers]
        rows = []
        for path in PAGES:
            for clients in (10, 50):
                with harness.server(place) as server:
                    work = [partial(ask, path, sessions[n % len(sessions)]) for n in range(REQUESTS)]
                    result = harness.drive(server.port, work, clients)
                rows.append({"clients": clients, "queries": queries(path, numbers[0]), **result.row(path)})
        harness.report("home", rows, place=place, employees=options.employees)


if __name__ == "__main__":
    main()
