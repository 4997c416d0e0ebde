"""The city of the posts' benchmark: departments with heads, reviewers and publishers, and a million posts by SQL.

PostgreSQL alone: the rows are made where they stay. They are what the services write, but for most of the trail.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from benchmarks import verify

DATES = verify.DATES
OWN = 7
"""The department of the reviewer who is measured: every tenth post that waits is for it."""


def fill(departments: int) -> None:
    """The city of `verify` with two accounts for each department, and who drafts, publishes, reviews and decides."""
    from accounts.models import OfficialAccount
    from directory.models import Assignment, Department, Employee, RoleHolding
    from powers.derivation import rows_of
    from powers.models import Appointment, DepartmentPermission, Designation

    verify.fill(2 * departments, departments)
    units = list(Department.objects.order_by("pk"))
    people = {
        role: Employee.objects.bulk_create(
            Employee(number=f"{role}{n}", name=f"{role} {n}", email=f"{role.lower()}{n}@city.example")
            for n in range(departments)
        )
        for role in ("Head", "Reviewer", "Publisher", "Drafter")
    }
    many, relations = Employee.objects.bulk_create(
        Employee(number=number, name=number, email=f"{number.lower()}@city.example") for number in ("Many", "Relations")
    )
    works = [(one, units[n]) for those in people.values() for n, one in enumerate(those)]
    Assignment.objects.bulk_create(
        Assignment(employee=one, department=unit, title="Clerk", **DATES)
        for one, unit in [*works, (many, units[0]), (relations, units[0])]
    )
    RoleHolding.objects.create(employee=relations, role="employee_relations", **DATES)
    heads = Appointment.objects.bulk_create(
        Appointment(department=unit, holder=head, instrument="Set-up", origin="set_up", **DATES)
        for unit, head in zip(units, people["Head"], strict=True)
    )
    given = Designation.objects.bulk_create(
        Designation(
            department=row.department,
            appointment=row.lineage,
            holder=holder,
            named_by=row.holder,
            powers=["review_posts"],
            instrument="Set-up",
            for_the_office=True,
            origin="set_up",
            **DATES,
        )
        for row, reviewer in zip(heads, people["Reviewer"], strict=True)
        for holder in (reviewer, many)
    )
    DepartmentPermission.objects.bulk_create(derived for row in [*heads, *given] for derived in rows_of(row))
    _authorize(heads, people["Publisher"], list(OfficialAccount.objects.order_by("pk")), departments)


def _authorize(heads: list[Any], publishers: list[Any], accounts: list[Any], departments: int) -> None:
    """Each publisher may speak on both accounts of the department, for a year."""
    from authorizations.models import Acceptance, Authorization, AuthorizedAccount
    from foundation import clock

    since = clock.now() - timedelta(days=30)
    letters = Authorization.objects.bulk_create(
        Authorization(
            reference=f"B-{n:06}",
            kind="speech",
            voice="department",
            voice_department_id=head.department_id,
            grantee=person,
            grantee_name=person.name,
            department_id=head.department_id,
            department_name="Department",
            effective_from=since,
            effective_until=since + timedelta(days=365),
            granted_at=since,
            recorded_at=since,
            granted_by=head.holder,
            granted_by_name=head.holder.name,
            in_name_of=head.holder,
            in_name_of_name=head.holder.name,
            power="authorize_speech",
            basis="IV.C",
            capacity="appointing authority",
            appointment=head.lineage,
            text_hash=f"c1:sha256:{n:064x}",
        )
        for n, (head, person) in enumerate(zip(heads, publishers, strict=True))
    )
    AuthorizedAccount.objects.bulk_create(
        AuthorizedAccount(authorization=row, account=accounts[n + offset])
        for n, row in enumerate(letters)
        for offset in (0, departments)
    )
    Acceptance.objects.bulk_create(
        Acceptance(
            authorization=row, text_hash=row.text_hash, accepted_at=since, recorded_at=since, recorded_by=row.grantee
        )
        for row in letters
    )


def add_posts(number: int, departments: int, *, waiting: bool) -> None:
    """So many posts more: waiting for a reviewer, or what became of posts in ten years."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM reviews_post")
        first = cursor.fetchone()[0] + 1
        # The rows that are named exist: nobody looks them up one by one, a million times twenty.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(_PLAN, [OWN, departments, waiting, first, first + number - 1])
        for statement in _ROWS:
            cursor.execute(statement)
        cursor.execute("DROP TABLE bench_plan")
        cursor.execute("SET session_replication_role = origin")
        for table in ("post", "round", "need", "finding", "target", "publication"):
            name = f"reviews_{table}"
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")


def add_trail() -> None:
    """The entries of the decisions on the posts that are there: what the report of decisions is read from."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(_TRAIL)
        cursor.execute("SET session_replication_role = origin")


_TRAIL = """
INSERT INTO audit_entry (at, act, actor_number, actor_name, capacity, instrument, clause, object_kind, object_id,
  object_label, department_code, address, request_id, before, after, salts)
SELECT need.decided_at, 'reviews.approved', decider.number, decider.name, need.capacity, need.instrument,
  'City procedure', 'reviews.post', post.reference, post.reference, unit.code, '', '', '{}',
  json_build_object('state', 'approved', 'round', 1)::jsonb, decode(repeat('00', 16), 'hex')
FROM reviews_need need JOIN reviews_post post ON post.id = need.post_id
JOIN directory_employee decider ON decider.id = need.decided_by_id
JOIN directory_department unit ON unit.id = need.department_id
WHERE need.outcome = 'approved' ORDER BY need.decided_at, need.id
"""
_PLAN = """
CREATE TEMPORARY TABLE bench_plan AS
WITH city AS (
  SELECT row_number() OVER (ORDER BY unit.id) - 1 AS place, unit.id AS department_id,
    (SELECT id FROM directory_employee WHERE number = 'Drafter' || split_part(head.number, 'Head', 2)) AS drafter,
    (SELECT id FROM directory_employee WHERE number = 'Publisher' || split_part(head.number, 'Head', 2)) AS publisher,
    (SELECT id FROM directory_employee WHERE number = 'Reviewer' || split_part(head.number, 'Head', 2)) AS reviewer,
    head.id AS head, designation.lineage AS designation,
    (SELECT min(account_id) FROM accounts_accountdepartment use WHERE use.department_id = unit.id) AS account_id
  FROM directory_department unit
  JOIN powers_appointment appointment ON appointment.department_id = unit.id
  JOIN directory_employee head ON head.id = appointment.holder_id
  JOIN powers_designation designation ON designation.department_id = unit.id
  JOIN directory_employee named ON named.id = designation.holder_id AND named.number LIKE 'Reviewer%%'
), numbered AS (
  SELECT n, CASE WHEN n %% 10 = 0 THEN %s ELSE n %% %s END AS place, %s::boolean AS waiting
  FROM generate_series(%s, %s) n
)
SELECT numbered.n AS id, numbered.waiting, city.*, account.reference AS account_reference,
  'POS-2026-' || lpad(to_hex(n), 8, '0') AS reference,
  now() - CASE WHEN waiting THEN n %% 5000 * interval '1 minute' ELSE n %% 3650 * interval '1 day' END AS moment,
  CASE WHEN waiting AND n %% 2 = 0 THEN now() + n %% 9000 * interval '1 minute' + interval '1 hour' END AS planned_for,
  CASE WHEN waiting THEN 'submitted' ELSE
    (ARRAY['published', 'published', 'published', 'published', 'published', 'published', 'approved', 'declined',
      'withdrawn', 'draft'])[n / 10 %% 10 + 1] END AS state,
  'Post ' || n || ': the pool in Fairground Park opens on Saturday at noon, and the splash pads with it. Bring a towel.'
    AS words
FROM numbered JOIN city USING (place) JOIN accounts_officialaccount account ON account.id = city.account_id
"""
_ROWS = (
    """INSERT INTO reviews_post (id, reference, lane, drafted_by_id, publisher_id, department_id, created_at, saved_at,
      edition, state, state_since, rounds, is_closed, voice, official, device, discloses, others_work, shows_people,
      planned_for)
    SELECT id, reference, 'ordinary', drafter, publisher, department_id, moment, moment, 1, state, moment,
      CASE WHEN state = 'draft' THEN 0 ELSE 1 END, false, '', '', 'city', false, false, false, planned_for
    FROM bench_plan""",
    """INSERT INTO reviews_postcontent (post_id, text, identification, matter, subjects, notes, tags, why_urgent,
      in_answer_to)
    SELECT id, words, 'Dana Reed, Clerk', '', '[]', '', '[]', '', '' FROM bench_plan""",
    """INSERT INTO reviews_target (id, post_id, account_id) SELECT id, id, account_id FROM bench_plan""",
    "DELETE FROM bench_plan WHERE state = 'draft'",
    "ALTER TABLE bench_plan ADD COLUMN sealed text, ADD COLUMN hash text",
    """UPDATE bench_plan SET sealed = json_build_object('accounts', json_build_array(json_build_object(
      'account', account_reference, 'text', words)), 'attachments', '[]'::json, 'declarations', json_build_object(
      'discloses', false, 'others_work', false, 'shows_people', false), 'device', 'city',
      'identification', 'Dana Reed, Clerk', 'matter', '', 'official', '', 'publisher', 'Publisher' || place,
      'subjects', '[]'::json, 'voice', '')::text""",
    "UPDATE bench_plan SET hash = 'c1:sha256:' || encode(sha256(convert_to(sealed, 'UTF8')), 'hex')",
    """INSERT INTO reviews_round (id, post_id, number, submitted_by_id, submitted_at, content_hash, answer, declares,
      checked_with, outcome, ended_at, released_at)
    SELECT id, id, 1, drafter, moment, hash, 'yes', false, '1', CASE WHEN NOT waiting THEN 'approved' END,
      CASE WHEN NOT waiting THEN moment END, CASE WHEN NOT waiting THEN moment END FROM bench_plan""",
    "INSERT INTO reviews_roundcontent (round_id, text) SELECT id, sealed FROM bench_plan",
    """INSERT INTO reviews_need (id, round_id, post_id, department_id, power, since, due_at, drafted_by_id,
      publisher_id, outcome, decided_by_id, decided_at, reason, capacity, instrument, in_name_of_id)
    SELECT id, id, id, department_id, 'review_posts', moment, moment + interval '1 day', drafter, publisher,
      CASE WHEN NOT waiting THEN 'approved' END, CASE WHEN NOT waiting THEN reviewer END,
      CASE WHEN NOT waiting THEN moment END, CASE WHEN NOT waiting THEN '' END,
      CASE WHEN NOT waiting THEN 'designee' END, CASE WHEN NOT waiting THEN 'designation ' || designation END,
      CASE WHEN NOT waiting THEN head END FROM bench_plan""",
    """INSERT INTO reviews_finding (id, round_id, part, start, "end", clause, rule, why, version, disposition, reason,
      disposed_by_id, disposed_at)
    SELECT id, id, account_reference, 0, 4, 'IV.I', 'bench', 'It names a place.', '1', 'acceptable', 'Public.',
      reviewer, moment FROM bench_plan WHERE id %% 3 = 0""".replace("%%", "%"),
    """INSERT INTO reviews_publication (id, post_id, account_id, round_id, published_by_name, published_at,
      recorded_by_id, recorded_at, permalink, text_hash, authority, answer, instruments, why_differs)
    SELECT id, id, account_id, id, 'Publisher', moment, publisher, moment, '', hash, 'approved', 'yes', '[]', ''
    FROM bench_plan WHERE state = 'published'""",
    """INSERT INTO reviews_publicationtext (publication_id, text)
    SELECT id, words FROM bench_plan WHERE state = 'published'""",
)
