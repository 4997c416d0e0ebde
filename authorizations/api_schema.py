"""What the API is asked and answers about decisions, in types from which its OpenAPI document is made."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from ninja import Field, Schema
from pydantic import AfterValidator, ConfigDict

from authorizations.requirements import Weight

_MOMENT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?$"
_NO_NUL: dict[str, Any] = {"pattern": r"^[^\x00]*$"}


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("it holds the character NUL, which nothing here is called")
    return text


Line = Annotated[str, AfterValidator(_without_nul), Field(max_length=500, json_schema_extra=_NO_NUL)]
Subject = Annotated[str, AfterValidator(_without_nul), Field(max_length=200, json_schema_extra=_NO_NUL)]
Moment = Annotated[str, Field(pattern=_MOMENT, max_length=40)]


class DecisionIn(Schema):
    """May this person do this, there, then? Either `account` or `host` says where."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True)

    employee: Line = Field(min_length=1, description="The employee number of who would do it.")
    account: Line | None = Field(None, description="An official account: its reference, address, or handle.")
    host: Line | None = Field(None, description="A site outside the City's, such as `news.example`.")
    voice: Line | None = Field(None, description="For whom: `city`, or a department's code; left out, the account's.")
    official: Line = Field("", description="A named official of that department.")
    device: Literal["city", "personal"] = Field("city", description="Whose device it is done from.")
    subjects: list[Subject] = Field([], max_length=50, description="What it is about, in words.")
    discloses: bool = Field(False, description="Whether it discloses criminal justice information (IV.K.1).")
    matter: Line = Field("", description="The matter, or class of records, that it discloses.")
    uses_work_email: bool = Field(False, description="Whether it uses a work e-mail address on the site (V.B.1).")
    at: Moment | None = Field(
        None, description="When it is done, in ISO 8601; without an offset in the City's time. Left out, now."
    )
    known_at: Moment | None = Field(None, description="As known when; left out, as known then, or now if that is past.")


class RequirementOut(Schema):
    """One thing that the act needs, with its basis."""

    code: str
    sentence: str
    basis: str = Field(description="A clause of the version in force, or “City procedure”.")
    met: bool
    weight: Weight = Field(description="What the answer becomes where it is not met; `warning` leaves it.")
    instruments: list[str] = Field(description="References of the written authorizations that meet it.")
    by_office: str = Field(description="The appointment, where it is done by office.")
    to_do: str
    ask: str = Field(description="Whom to ask.")


class DecisionOut(Schema):
    """The answer: *yes*, *no* or *not yet*, requirement by requirement. The same question has the same answer."""

    employee: str
    at: str = Field(json_schema_extra={"format": "date-time"})
    known_at: str = Field(json_schema_extra={"format": "date-time"})
    answer: Literal["yes", "no", "not yet"]
    sentence: str
    by_office: bool
    instruments: list[str] = Field(description="References of every authorization on which the answer rests.")
    requirements: list[RequirementOut]
