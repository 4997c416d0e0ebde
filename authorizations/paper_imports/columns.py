"""What a column of a file of papers may be, and the titles under which spreadsheets have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from foundation.errors import InvalidInput
from foundation.tabular.columns import Columns, Wanted, stands_twice, there_are

FIELDS: Mapping[str, Wanted] = {
    "employee": Wanted(
        "Employee number",
        ("employee number", "employee", "number", "employee id", "emp no", "emp id", "personnel number", "grantee"),
    ),
    "kind": Wanted("Kind", ("kind", "kind of authorization", "type", "authorization", "authorized for", "clause")),
    "signed_on": Wanted(
        "Signed on", ("signed on", "date signed", "signed", "date of signature", "signature date", "dated", "date")
    ),
    "signed_by": Wanted(
        "Signed by", ("signed by", "who signed", "signatory", "signer", "granted by", "authorized by", "authority")
    ),
    "signed_as": Wanted("Title of who signed", ("signed as", "title of who signed", "signer title", "title")),
    "signer": Wanted(
        "Employee number of who signed", ("signer number", "employee number of who signed", "signed by number")
    ),
    "until": Wanted("End (the last day)", ("until", "through", "last day", "valid until", "expires", "end", "to")),
    "since": Wanted(
        "Beginning (the first day)", ("from", "since", "valid from", "begins", "start", "effective", "effective date")
    ),
    "scan": Wanted(
        "File name of the scan", ("scan", "file", "file name", "scan file", "document", "pdf", "attachment", "scanned")
    ),
    "speaks_for": Wanted(
        "Speaks for", ("speaks for", "on behalf of", "for whom", "voice", "department", "department spoken for")
    ),
    "official": Wanted("Official spoken for", ("official", "official spoken for", "named official")),
    "accounts": Wanted("Accounts", ("accounts", "account", "urls", "url", "pages", "account urls", "handles")),
    "platforms": Wanted("Every account on", ("platforms", "platform", "every account on", "networks")),
    "hosts": Wanted("Sites outside the City's", ("hosts", "sites", "host", "site", "outside sites", "websites")),
    "device": Wanted("Device", ("device", "personal device", "personally owned device", "phone")),
    "subjects": Wanted("Subjects covered", ("subjects", "subjects covered", "topics", "about", "covers")),
    "not_about": Wanted("Subjects excluded", ("not about", "subjects excluded", "excluded", "except", "excludes")),
    "matter": Wanted("Matter, or class of records", ("matter", "class of records", "records", "case")),
    "is_class": Wanted("Is it a class of records?", ("is a class of records", "class", "whole class")),
    "statute": Wanted("Statute that closes the record", ("statute", "closed by")),
    "opinion": Wanted("Opinion of the Law Department", ("opinion", "law department opinion", "legal opinion")),
    "purpose": Wanted("Purpose", ("purpose", "job related purpose", "reason", "what for")),
    "conditions": Wanted("Conditions", ("conditions", "condition", "terms", "restrictions")),
}
NEEDED = {
    "employee": "whom each paper authorizes",
    "kind": "what each paper lets somebody do",
    "signed_on": "when each paper was signed",
    "until": "through which day each paper holds",
    "scan": "what the file of each scan is called",
}


def refuse_incomplete(places: Mapping[str, int], header: Sequence[str]) -> None:
    """Raise `InvalidInput` where the columns chosen cannot make a paper of a row."""
    for name, says in NEEDED.items():
        if name not in places:
            raise InvalidInput(
                f"No column says {says}.",
                why=f"{stands_twice(FIELDS[name], header)}{there_are(header)}",
                remedy=f"Say which one: {name}=….",
                field=name,
            )
    if "signed_by" not in places and "signer" not in places:
        raise InvalidInput(
            "No column says who signed each paper.",
            why=there_are(header),
            remedy="Say which one: signed_by=….",
            field="signed_by",
        )


COLUMNS = Columns(
    wanted=FIELDS,
    refuse_incomplete=refuse_incomplete,
    example="employee=Emp No,kind=Type,signed_on=Date,scan=File",
)
