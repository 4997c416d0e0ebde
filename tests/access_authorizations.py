"""The rows of `authorizations` in the access table; see `tests/access_table.py` for how a row is written."""

from __future__ import annotations

from typing import Any

from authorizations.models import Authorization
from tests.access_city import City
from tests.access_table import row
from tests.authorizations.paper_files import brought
from tests.factories.accounts import AccountFactory
from tests.factories.acknowledgements import DeclineFactory
from tests.factories.authorizations import AuthorizationFactory, ConsentFactory, OralWordsFactory, RequestFactory
from tests.factories.policy import published_150


def authorization(city: City, **more: Any) -> dict[str, Any]:
    """An authorization that the authority gave the owner; `more` names its state."""
    return {"reference": AuthorizationFactory(grantee=city.owner, **more).reference}


def to_accept(city: City) -> dict[str, Any]:
    return authorization(city, with_document=True)


def accepting(city: City) -> dict[str, Any]:
    return {"agreed": "on", "text_hash": Authorization.objects.get().text_hash}


def on_paper(city: City) -> dict[str, Any]:
    """A paper that an employee recorded for the owner, and that waits for the authority."""
    return authorization(city, paper=True, recorded_by=city.people["employee_relations"])


def asked(city: City) -> dict[str, Any]:
    return {"reference": RequestFactory(grantee=city.owner).reference}


def oral(city: City) -> dict[str, Any]:
    """Words that the owner recorded, and that wait for the authority."""
    return {"reference": OralWordsFactory(grantee=city.owner).reference}


def person(city: City) -> dict[str, Any]:
    return {"number": city.owner.number}


def department(city: City) -> dict[str, Any]:
    authorization(city, accepted=True)
    return {"code": city.department.code}


def account(city: City) -> dict[str, Any]:
    return {"reference": AccountFactory(department=city.department).reference}


def consent(city: City) -> dict[str, Any]:
    made = AccountFactory(department=city.department)
    return {"lineage": ConsentFactory(account=made, for_department=city.other_department).lineage}


def declined(city: City) -> dict[str, Any]:
    """Who declined and holds an authorization: only then there is something to decide."""
    authorization(city, accepted=True)
    return {"pk": DeclineFactory(person=city.owner, version=published_150()).pk}


def other_department(city: City) -> dict[str, Any]:
    return {"for_department": city.other_department.pk}


def paper_file(city: City) -> dict[str, Any]:
    """A file of papers that Employee Relations brought: nobody else sees it."""
    return {"pk": brought(city.people["employee_relations"]).pk}


RECORDS = {"authority": 200, "employee_relations": 200}
DECIDES = {"authority": 200}
OVERSEES = {"employee_relations": 200, "auditor": 200, "records_custodian": 200}
SEES = {"owner": 200, "authority": 200, **OVERSEES}

row("authorizations:mine", "GET", everyone=200)
row("authorizations:may_i", "GET", everyone=200)
row("authorizations:person", "GET", everyone=404, needs=person, designee=200, **SEES)
row("authorizations:ask", "GET", everyone=200)
row("authorizations:ask", "POST", everyone=200)
row("authorizations:requests", "GET", everyone=404, designee=200, **DECIDES)
row("authorizations:request", "GET", everyone=404, needs=asked, designee=200, **SEES)
row(
    "authorizations:grant_request",
    "GET",
    everyone=404,
    needs=asked,
    owner=403,
    designee=200,
    **DECIDES,
    **dict.fromkeys(OVERSEES, 403),
)
row(
    "authorizations:grant_request",
    "POST",
    everyone=404,
    needs=asked,
    owner=403,
    designee=400,
    authority=400,
    **dict.fromkeys(OVERSEES, 403),
)
row("authorizations:decline", "GET", everyone=404, needs=asked, designee=200, **SEES)
row(
    "authorizations:decline",
    "POST",
    everyone=404,
    needs=asked,
    data={"reason": "Not needed"},
    designee=302,
    authority=302,
    owner=403,
    **dict.fromkeys(OVERSEES, 403),
)
row("authorizations:withdraw", "GET", everyone=404, needs=asked, designee=200, **SEES)
row(
    "authorizations:withdraw",
    "POST",
    everyone=404,
    needs=asked,
    owner=302,
    designee=403,
    authority=403,
    **dict.fromkeys(OVERSEES, 403),
)
row("authorizations:grant", "GET", everyone=404, designee=200, **DECIDES)
row("authorizations:grant", "POST", everyone=404, designee=200, **DECIDES)
row("authorizations:grant_many", "GET", everyone=404, designee=200, **DECIDES)
row("authorizations:grant_many", "POST", everyone=404, designee=200, **DECIDES)
row("authorizations:now", "GET", everyone=404, designee=200, **DECIDES)
row("authorizations:now", "POST", everyone=404, designee=200, **DECIDES)
row("authorizations:ask_now", "GET", everyone=200)
row("authorizations:ask_now", "POST", everyone=400)
row("authorizations:words", "GET", everyone=200)
row("authorizations:record_words", "GET", everyone=200)
row("authorizations:record_words", "POST", everyone=400)
row("authorizations:words_one", "GET", everyone=404, needs=oral, **SEES)
row("authorizations:confirm_words", "GET", everyone=404, needs=oral, **SEES)
row(
    "authorizations:confirm_words",
    "POST",
    everyone=404,
    needs=oral,
    authority=302,
    owner=403,
    **dict.fromkeys(OVERSEES, 403),
)
row("authorizations:refuse_words", "GET", everyone=404, needs=oral, **SEES)
row(
    "authorizations:refuse_words",
    "POST",
    everyone=404,
    needs=oral,
    data={"reason": "I did not say this"},
    authority=302,
    owner=403,
    **dict.fromkeys(OVERSEES, 403),
)
row("authorizations:papers", "GET", everyone=404, designee=200, authority=200, employee_relations=200)
row("authorizations:papers", "POST", everyone=404, designee=400, authority=400, employee_relations=400)
row("authorizations:paper_imports", "GET", everyone=404, **RECORDS)
row("authorizations:paper_imports", "POST", everyone=404, **dict.fromkeys(RECORDS, 400))
row("authorizations:paper_import", "GET", everyone=404, needs=paper_file, employee_relations=200)
row("authorizations:check_paper_import", "POST", everyone=404, needs=paper_file, employee_relations=400)
row("authorizations:apply_paper_import", "POST", everyone=404, needs=paper_file, employee_relations=409)
row("authorizations:cancel_paper_import", "POST", everyone=404, needs=paper_file, employee_relations=302)
row("authorizations:record_paper", "GET", everyone=404, employee_relations=200, authority=200)
row("authorizations:record_paper", "POST", everyone=404, employee_relations=200, authority=200)
row("authorizations:in_office", "GET", everyone=404, designee=200, **DECIDES)
row("authorizations:in_office", "POST", everyone=404, designee=400, authority=400)
row("authorizations:declines", "GET", everyone=404, designee=200, authority=200, **OVERSEES)
row("authorizations:decide_decline", "GET", everyone=404, needs=declined, authority=200, designee=409)
row(
    "authorizations:decide_decline",
    "POST",
    everyone=404,
    needs=declined,
    data={"decision": "may_go_on", "reason": "Fine"},
    authority=302,
    designee=409,
)
row("authorizations:consents", "GET", everyone=404, designee=200, authority=200, **OVERSEES)
row("authorizations:consent", "GET", everyone=403, needs=account, authority=200)
row("authorizations:consent", "POST", everyone=403, needs=account, data=other_department, authority=302)
row("authorizations:end_consent", "GET", everyone=403, needs=consent, authority=200)
row("authorizations:end_consent", "POST", everyone=403, needs=consent, authority=302)
row("authorizations:by_office", "GET", everyone=404, authority=200, **OVERSEES)
row("authorizations:by_office", "POST", everyone=404, authority=400, **dict.fromkeys(OVERSEES, 400))
row("authorizations:my_department", "GET", everyone=404, designee=200, **DECIDES)
row("authorizations:department", "GET", everyone=404, needs=department, designee=200, authority=200, **OVERSEES)
row("authorizations:on_account", "GET", everyone=200, needs=account)
row("authorizations:authorization", "GET", everyone=404, needs=authorization, designee=200, **SEES)
row("authorizations:accept", "GET", everyone=404, needs=to_accept, owner=200)
row("authorizations:accept", "POST", everyone=404, needs=to_accept, data=accepting, owner=302)
row(
    "authorizations:acceptance_form",
    "GET",
    everyone=404,
    needs=to_accept,
    owner=200,
    authority=200,
    employee_relations=200,
    designee=403,
    auditor=403,
    records_custodian=403,
)
row("authorizations:record_acceptance", "GET", everyone=404, needs=authorization, designee=200, **SEES)
row(
    "authorizations:record_acceptance",
    "POST",
    everyone=404,
    needs=authorization,
    designee=400,
    **dict.fromkeys(SEES, 400),
)
row("authorizations:revoke", "GET", everyone=404, needs=authorization, designee=200, **SEES)
row(
    "authorizations:revoke",
    "POST",
    everyone=404,
    needs=authorization,
    data={"reason": "It is over"},
    owner=302,
    authority=302,
    designee=403,
    **dict.fromkeys(OVERSEES, 403),
)
row("authorizations:confirm_paper", "GET", everyone=404, needs=on_paper, designee=200, **SEES)
row(
    "authorizations:confirm_paper",
    "POST",
    everyone=404,
    needs=on_paper,
    authority=302,
    owner=403,
    designee=403,
    **dict.fromkeys(OVERSEES, 403),
)
row("authorizations:refuse_paper", "GET", everyone=404, needs=on_paper, designee=200, **SEES)
row(
    "authorizations:refuse_paper",
    "POST",
    everyone=404,
    needs=on_paper,
    data={"reason": "Never given"},
    authority=302,
    owner=403,
    designee=403,
    **dict.fromkeys(OVERSEES, 403),
)
row("authorizations:lapses", "GET", everyone=404, designee=200, authority=200, **OVERSEES)
row("authorizations:verify_any", "GET", everyone=200)
row("authorizations:verify", "GET", everyone=200, needs=authorization)
row("authorizations:verify", "POST", everyone=400, needs=authorization)
