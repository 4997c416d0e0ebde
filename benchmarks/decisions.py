"""How many times a second one process answers "may this person post this?", beside the same queries alone.

    python -m benchmarks.decisions [--database postgres://…] [--authorizations 50000] [--questions 1000]

400 departments, 20,000 accounts, people with authorizations of ten years. *Bare* sends the very queries that each
decision sent, with their values, and reads every row: the limit that no answer from these facts can pass.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Any
from uuid import uuid4

from benchmarks import harness, register

YEAR = timedelta(days=365)
ROUNDS = 3


def fill(accounts: int, departments: int, people: int, authorizations: int) -> None:
    """The city of the register's benchmark, and authorizations that follow each other over ten years."""
    from accounts.models import OfficialAccount
    from authorizations.models import Acceptance, Authorization, AuthorizedAccount
    from powers.models import Appointment

    register.fill(accounts, departments, people)
    staff = list(_at_work())
    by_department: dict[int, list[Any]] = {}
    for account in OfficialAccount.objects.order_by("pk").prefetch_related("departments"):
        by_department.setdefault(account.departments.all()[0].department_id, []).append(account)
    heads = {row.department_id: row for row in Appointment.objects.all()}
    made = Authorization.objects.bulk_create(
        (
            _authorization(n, *staff[n % len(staff)], heads, n // len(staff), staff[(n + 1) % len(staff)][0].pk)
            for n in range(authorizations)
        ),
        batch_size=1000,
    )
    named = (
        AuthorizedAccount(authorization=row, account=account)
        for row in made
        for account in by_department[row.department_id][:2]
    )
    AuthorizedAccount.objects.bulk_create(named, batch_size=2000)
    accepted = (
        Acceptance(
            authorization=row,
            text_hash=row.text_hash,
            accepted_at=row.granted_at,
            recorded_at=row.granted_at,
            recorded_by=row.grantee,
        )
        for n, row in enumerate(made)
        if n % 10
    )
    Acceptance.objects.bulk_create(accepted, batch_size=2000)


def _at_work() -> list[tuple[Any, int]]:
    from directory.models import Assignment

    rows = Assignment.objects.filter(superseded_at=None).select_related("employee").order_by("pk")
    return [(row.employee, row.department_id) for row in rows]


def _authorization(
    n: int, person: Any, department_id: int, heads: dict[int, Any], generation: int, somebody_else: int
) -> Any:
    """One of somebody's authorizations: the youngest generation runs today, each other ended a year before the next."""
    from authorizations.models import Authorization
    from foundation import clock

    until = clock.now() + timedelta(days=60) - YEAR * generation
    head = heads.get(department_id)
    # Where nobody heads the department, or for the head's own letter, somebody else: the size is what is measured.
    by = head.holder_id if head and head.holder_id != person.pk else somebody_else
    return Authorization(
        reference=f"B-{n:06}",
        kind=("speech", "device")[n % 5 == 4],
        voice="" if n % 5 == 4 else "department",
        voice_department_id=None if n % 5 == 4 else department_id,
        device="Telephone" if n % 5 == 4 else "",
        grantee=person,
        grantee_name=person.name,
        department_id=department_id,
        department_name="Department",
        effective_from=until - YEAR,
        effective_until=until,
        granted_at=until - YEAR,
        recorded_at=until - YEAR,
        granted_by_id=by,
        granted_by_name="Head",
        in_name_of_id=by,
        in_name_of_name="Head",
        power="authorize_speech",
        basis="IV.C",
        capacity="appointing authority",
        appointment=head.lineage if head else uuid4(),
        text_hash=f"c1:sha256:{n:064x}",
    )


def _questions(number: int) -> list[tuple[Any, Any]]:
    """People and accounts at random, most of their own department; the same in every run."""
    from accounts.models import OfficialAccount
    from authorizations.acts_asked import CITY_DEVICE, PERSONAL_DEVICE, Act
    from authorizations.models import Authorization

    chance = random.Random(150)
    rows = list(Authorization.objects.filter(kind="speech").select_related("grantee").prefetch_related("accounts"))
    accounts = list(OfficialAccount.objects.order_by("pk"))
    found = []
    for _ in range(number):
        row = chance.choice(rows)
        own = list(row.accounts.all())
        account = chance.choice(own) if own and chance.random() < 0.8 else chance.choice(accounts)
        device = PERSONAL_DEVICE if chance.random() < 0.2 else CITY_DEVICE
        found.append((row.grantee, Act(account=account, device=device)))
    return found


def _timed(deed: Callable[[], object]) -> float:
    started = time.perf_counter()
    deed()
    return time.perf_counter() - started


def main() -> None:
    """Decide, replay the queries alone, and print both a second with their ratio."""
    parser = harness.arguments(str(__doc__))
    parser.add_argument("--accounts", type=int, default=20_000)
    parser.add_argument("--departments", type=int, default=400)
    parser.add_argument("--people", type=int, default=7_000)
    parser.add_argument("--authorizations", type=int, default=50_000)
    parser.add_argument("--questions", type=int, default=1_000)
    options = parser.parse_args()
    with harness.scratch(options.database) as place:
        from django.db import connection

        from authorizations.decisions import decide
        from foundation import clock

        fill(options.accounts, options.departments, options.people, options.authorizations)
        if place.engine != "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        questions, at = _questions(options.questions), clock.now()
        sent: list[tuple[str, Any]] = []

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            sent.append((sql, params))
            return execute(sql, params, many, context)

        with ExitStack() as stack:
            stack.enter_context(connection.execute_wrapper(note))
            answers = Counter(decide(person, act, at).answer.value for person, act in questions)

        def replay() -> None:
            with connection.cursor() as cursor:
                for sql, params in sent:
                    cursor.execute(sql, params)
                    cursor.fetchall()

        def answer() -> None:
            for person, act in questions:
                decide(person, act, at)

        bare = min(_timed(replay) for _ in range(ROUNDS))
        decided = min(_timed(answer) for _ in range(ROUNDS))
        count = len(questions)
        print(f"engine: {place.engine}, authorizations: {options.authorizations:,}, accounts: {options.accounts:,}")
        print(f"answers: {dict(answers)}, queries each: {len(sent) / count:.1f}")
        print(f"bare queries: {count / bare:.0f} decisions' worth a second")
        print(f"decisions:    {count / decided:.0f}/s, {1000 * decided / count:.1f} ms each")
        print(f"ratio:        {decided / bare:.2f} of the bare queries' time")


if __name__ == "__main__":
    main()
