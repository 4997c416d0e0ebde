"""What a decision is asked about: an act, in whose voice, where, how and about what."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import OfficialAccount
from authorizations.kinds import Voice
from directory.models import Department
from foundation.errors import InvalidInput

CITY_DEVICE, PERSONAL_DEVICE = "city", "personal"


@dataclass(frozen=True)
class Speaker:
    """For whom somebody speaks."""

    voice: str
    department_id: int | None = None
    official: str = ""

    @classmethod
    def city(cls) -> Speaker:
        """The City."""
        return cls(Voice.CITY)

    @classmethod
    def of_department(cls, department: Department) -> Speaker:
        """A department."""
        return cls(Voice.DEPARTMENT, department.pk)

    @classmethod
    def of_official(cls, department: Department, name: str) -> Speaker:
        """A named official, of a department."""
        return cls(Voice.OFFICIAL, department.pk, name)


@dataclass(frozen=True)
class Act:
    """One act: a post on an official account or an outside site (`host`). Raises `InvalidInput` for what is neither.

    Without `voice` it speaks for the department responsible for the account, on an outside site for the speaker's own.
    """

    voice: Speaker | None = None
    account: OfficialAccount | None = None
    host: str = ""
    device: str = CITY_DEVICE
    subjects: tuple[str, ...] = ()
    discloses: bool = False
    matter: str = ""
    uses_work_email: bool = False

    def __post_init__(self) -> None:
        if (self.account is None) == (not self.host.strip()):
            raise InvalidInput(
                "Say where: on one official account, or on one site outside the City's.",
                remedy="Name the account, or the site by its host.",
                field="account",
            )
        if self.device not in {CITY_DEVICE, PERSONAL_DEVICE}:
            raise InvalidInput("Say from which device: the City's, or a personal one.", field="device")
