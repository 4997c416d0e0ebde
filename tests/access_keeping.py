"""The rows of keeping accounts true in the access table: the owner of the table is the account's primary steward."""

from __future__ import annotations

from typing import Any

from accounts.models import OfficialAccount, Stewardship
from accounts.services import Keys, mark_of_facts, mark_of_place
from foundation import clock
from tests.access_accounts import WHY, stewarded
from tests.access_city import City
from tests.access_table import row
from tests.factories.accounts import HandOverFactory

KEEPERS = ("owner", "authority")
SEES_ALL = ("employee_relations", "records_custodian", "auditor")


def each(status: int, *people: str) -> dict[str, int]:
    return dict.fromkeys(people, status)


def the_account() -> OfficialAccount:
    found: OfficialAccount = OfficialAccount.objects.as_of(clock.now()).get()
    return found


def place(role: str) -> Any:
    return lambda city: {**stewarded()(city), "role": role}


def hand_over(city: City, **more: Any) -> dict[str, Any]:
    reference = stewarded()(city)["reference"]
    made = HandOverFactory(account=OfficialAccount.objects.get(reference=reference))
    return {"reference": reference, "number": made.pk, **more}


def ticked(city: City) -> dict[str, Any]:
    found = the_account()
    return {"account": found.reference, f"seen-{found.reference}": mark_of_facts(found)}


row("accounts:confirmations", "GET", everyone=200)
row(
    "accounts:confirmations",
    "POST",
    everyone=400,
    needs=lambda city: stewarded()(city) and {},
    data=ticked,
    **each(302, *KEEPERS),
)
row("accounts:hand_overs", "GET", everyone=200)
row("accounts:department", "GET", everyone=200, needs=lambda city: {"code": city.department.code})
row("accounts:confirm", "GET", everyone=403, needs=stewarded(), **each(200, *KEEPERS))
row(
    "accounts:confirm",
    "POST",
    everyone=403,
    needs=stewarded(),
    data=lambda city: {"seen": mark_of_facts(the_account())},
    **each(302, *KEEPERS),
)
row("accounts:keys", "GET", everyone=404, needs=stewarded(), **each(200, *KEEPERS))
row(
    "accounts:keys",
    "POST",
    everyone=404,
    needs=stewarded(),
    data={"seen": Keys.of(None).mark(), "credentials": "The safe in the Director's room"},
    **each(302, *KEEPERS),
)
row("accounts:name_steward", "GET", everyone=403, needs=place("backup"), **each(200, *KEEPERS, "employee_relations"))
row(
    "accounts:name_steward",
    "POST",
    everyone=403,
    needs=place("backup"),
    data=lambda city: {"person": city.employee.number, "seen": mark_of_place(None)},
    **each(302, *KEEPERS, "employee_relations"),
)
row(
    "accounts:end_stewardship", "GET", everyone=403, needs=place("primary"), **each(200, *KEEPERS, "employee_relations")
)
row(
    "accounts:end_stewardship",
    "POST",
    everyone=403,
    needs=place("primary"),
    data=lambda city: {**WHY, "seen": mark_of_place(Stewardship.objects.get(role="primary"))},
    **each(302, *KEEPERS, "employee_relations"),
)
row("accounts:hand_over", "GET", everyone=404, needs=hand_over, **each(200, *KEEPERS, *SEES_ALL))
row(
    "accounts:do_step",
    "POST",
    everyone=404,
    needs=lambda city: hand_over(city, kind="credentials"),
    **each(302, *KEEPERS),
    **each(403, *SEES_ALL),
)
row(
    "accounts:not_needed",
    "POST",
    everyone=404,
    needs=hand_over,
    data=WHY,
    **each(302, *KEEPERS),
    **each(403, *SEES_ALL),
)
