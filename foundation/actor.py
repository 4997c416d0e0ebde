"""Who acts: a person or a part of the system, from where, in which request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

if TYPE_CHECKING:
    from django.http import HttpRequest

    from directory.models import Employee  # for the type only: nothing is imported upwards at run time


def _new_request_id() -> str:
    return uuid4().hex


@dataclass(frozen=True)
class Actor:
    """The `by` of every service: built by a view, a command or a task, never found in a thread-local.

    Exactly one of `person` and `system` is set. `address` is the client's network address as the trusted
    proxy reports it, empty outside a request.
    """

    person: Employee | None = None
    system: str = ""
    address: str = ""
    request_id: str = field(default_factory=_new_request_id)

    def __post_init__(self) -> None:
        if (self.person is None) == (self.system == ""):
            raise ValueError("An actor is either a person or a named part of the system.")

    @classmethod
    def of_request(cls, request: HttpRequest) -> Actor:
        """The signed-in person behind a request; raises ValueError where nobody is signed in."""
        user: Any = request.user
        return cls(
            person=user if user.is_authenticated else None,
            address=getattr(request, "client_address", request.META.get("REMOTE_ADDR", "")),
            request_id=getattr(request, "request_id", "") or _new_request_id(),
        )

    @classmethod
    def of_system(cls, name: str) -> Actor:
        """A scheduled task or a command that acts for nobody: `name` stands in the trail."""
        return cls(system=name)

    @classmethod
    def of_person(cls, person: Employee, *, address: str = "", request_id: str = "") -> Actor:
        """A person outside a request (`--by NUMBER` of a command, a job started by somebody)."""
        return cls(person=person, address=address, request_id=request_id or _new_request_id())

    @property
    def name(self) -> str:
        """The name to show: the person's, or the system part's."""
        return self.person.name if self.person else self.system

    @property
    def number(self) -> str:
        """The employee number, empty for the system."""
        return self.person.number if self.person else ""
