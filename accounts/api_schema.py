"""What the API says of accounts, in types from which its OpenAPI document is made."""

from __future__ import annotations

from datetime import datetime

from ninja import Field, Schema

from accounts.models import AccountClass, State
from accounts.verifying import Answer


class PlatformOut(Schema):
    """A platform."""

    code: str
    name: str


class UsedByOut(Schema):
    """A department that uses an account."""

    code: str
    name: str


class AccountOut(Schema):
    """One account: where it is, whose, since when. Nothing about people, credentials or who decided."""

    reference: str
    state: State
    since: datetime = Field(description="Since when it is in that state.")
    name: str
    platform: PlatformOut
    handle: str
    url: str
    account_class: AccountClass
    language: str
    purpose: str
    department: UsedByOut | None = Field(description="The department responsible for it.")
    departments: list[UsedByOut] = Field(description="Every department that uses it, the responsible one first.")


class AccountList(Schema):
    """A page of the feed."""

    accounts: list[AccountOut]
    next: str | None = Field(description="The address of the next page; null on the last.")


class VerdictOut(Schema):
    """What is said of one account that the text names."""

    answer: Answer
    account: AccountOut


class NearMissOut(Schema):
    """An account that the one asked for looks like, with how that one stands itself."""

    why: str
    answer: Answer
    account: AccountOut


class VerifyOut(Schema):
    """Is this ours?"""

    asked: str
    answer: Answer = Field(description="Where several accounts have the handle, the one that promises least.")
    sentence: str = Field(description="The answer in words, as people are told.")
    at: datetime = Field(description="The moment that the answer is about.")
    matches: list[VerdictOut]
    near_misses: list[NearMissOut] | None = Field(description="For people who are signed in alone; else null.")
    looks_like_host: str | None = Field(description="A platform's host that the address's host only looks like.")
