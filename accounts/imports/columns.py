"""What a column of a file of accounts may be, and the titles under which spreadsheets have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from foundation.errors import InvalidInput
from foundation.tabular.columns import Columns, Wanted, stands_twice, there_are

FIELDS: Mapping[str, Wanted] = {
    "url": Wanted(
        "Address of the page",
        (
            "url",
            "address",
            "link",
            "account url",
            "page url",
            "profile url",
            "web address",
            "account link",
            "page link",
            "profile link",
            "profile",
            "hyperlink",
            "account address",
            "page address",
            "links",
            "urls",
            "website",
        ),
    ),
    "name": Wanted(
        "Name of the account",
        (
            "name",
            "account name",
            "account",
            "display name",
            "page name",
            "profile name",
            "page",
            "account title",
            "title",
        ),
    ),
    "department": Wanted(
        "Department",
        (
            "department",
            "department code",
            "dept",
            "dept code",
            "department name",
            "agency",
            "agency name",
            "office",
            "division",
            "bureau",
            "organization",
            "organisation",
            "unit",
            "city department",
            "responsible department",
        ),
    ),
    "language": Wanted("Language", ("language", "lang", "languages")),
    "platform": Wanted(
        "Platform",
        (
            "platform",
            "network",
            "social network",
            "social media platform",
            "channel",
            "service",
            "site",
            "medium",
            "type",
        ),
    ),
    "handle": Wanted(
        "Handle",
        (
            "handle",
            "username",
            "user name",
            "screen name",
            "account handle",
            "user",
            "account id",
            "social media handle",
        ),
    ),
}


def refuse_incomplete(places: Mapping[str, int], header: Sequence[str]) -> None:
    """Raise `InvalidInput` where the columns chosen cannot make an account of a row."""
    if "url" not in places and not {"platform", "handle"} <= set(places):
        raise InvalidInput(
            "No column holds the addresses of the accounts.",
            why=f"{stands_twice(FIELDS['url'], header)}{there_are(header)}",
            remedy="Say which one: url=…, or platform=… and handle=… where the file has no addresses.",
            field="url",
        )
    if "department" not in places:
        belongs = "An account belongs to a department that uses it."
        raise InvalidInput(
            "No column holds the departments.",
            why=f"{belongs} {stands_twice(FIELDS['department'], header)}{there_are(header)}",
            remedy="Say which one: department=….",
            field="department",
        )


COLUMNS = Columns(
    wanted=FIELDS,
    refuse_incomplete=refuse_incomplete,
    example="url=URL,name=Account,department=Department",
    alone=("handle",),  # beside addresses it may be anybody's user name
    unless="url",
)
