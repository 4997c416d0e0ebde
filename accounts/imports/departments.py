"""The departments that a file names: by code or by name, whatever the case and spacing; new ones where allowed."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from directory.identity import is_identity
from directory.models import Department, DepartmentProfile
from directory.services import departments
from foundation.actor import Actor
from foundation.errors import InvalidInput

_LONGEST_CODE, _LONGEST_NAME = 20, 200
_SMALL_WORDS = frozenset({"a", "and", "at", "by", "de", "du", "for", "in", "la", "of", "on", "the", "to"})


class Departments:
    """Finds departments for the rows of one file; read once, since a city has hundreds of them, not millions."""

    def __init__(self, at: datetime, *, creates: bool = False) -> None:
        """`creates`: a name that nobody knows is a new department."""
        self.creates = creates
        self.rows = {department.code: department for department in Department.objects.existing(at)}
        self.new: dict[str, str] = {}
        """Codes of departments that the file made, or would make, with their names; in the order of their first row."""
        self._taken = {code.casefold() for code in Department.objects.values_list("code", flat=True)}
        self._codes = {_alike(code): code for code in self.rows}
        self._names: dict[str, list[str]] = defaultdict(list)
        for name, code in (
            DepartmentProfile.objects.in_effect(at).values_list("name", "department__code").order_by("pk")
        ):
            self._names[_alike(name)].append(code)
        self._proposed: dict[str, tuple[str, str]] = {}
        """Code and spelling of names that nobody knew."""

    def find(self, text: str) -> str:
        """The code of the department that a cell names; raises `InvalidInput` for none, and for more than one."""
        if text in self.rows:
            return text
        alike = _alike(text)
        if code := self._codes.get(alike):
            return code
        named = self._names.get(alike, [])
        if len(named) > 1:
            raise InvalidInput(
                f"{len(named)} departments are called so: {', '.join(sorted(named)[:10])}.",
                remedy="Write the code of the one that is meant.",
            )
        if named:
            return named[0]
        if self.creates:
            by_code = {_alike(code): code for code, _ in self._proposed.values()}
            return by_code.get(alike) or self._propose(alike, " ".join(text.split()))
        raise InvalidInput(
            "The portal knows no department with this code or name.",
            remedy="Correct it, enter the department first, or import with --create-departments "
            "(in the portal: “Make departments that are not known”).",
        )

    def use(self, codes: Iterable[str]) -> None:
        """Take note that accounts of these departments go in: only such new departments are made."""
        proposed = dict(self._proposed.values())
        for code in codes:
            if code not in self.rows:
                self.new.setdefault(code, proposed[code])

    def make(self, codes: Iterable[str], by: Actor, source: str) -> None:
        """Make those of the departments that the portal does not have yet; in the transaction of their accounts."""
        for code in dict.fromkeys(codes):
            if code not in self.rows:
                self.use([code])
                self.rows[code] = departments.create(by=by, code=code, name=self.new[code], source=source[:300])

    def _propose(self, alike: str, text: str) -> str:
        if alike not in self._proposed:
            if len(text) > _LONGEST_NAME:
                raise InvalidInput(f"A department's name has at most {_LONGEST_NAME} characters.", remedy="Shorten it.")
            if not any(sign.isalnum() for sign in text):
                raise InvalidInput("This is no name of a department.", remedy="Write its name, or its code.")
            code = code_for(text, self._taken)
            self._taken.add(code.casefold())
            self._proposed[alike] = (code, text)
        return self._proposed[alike][0]


def code_for(name: str, taken: Iterable[str]) -> str:
    """A code for a department out of its name: what is a code stays one; else its initials, or its first letters.

    `taken` are the codes that exist, in small letters: one of them is followed by a number.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = [word for word in re.findall(r"[A-Za-z0-9]+", plain) if word.casefold() not in _SMALL_WORDS]
    if is_identity(name) and name.isupper():
        base = name
    elif len(words) > 1:
        base = "".join(word if word.isdigit() else word[0] for word in words).upper()[:12]
    else:
        base = ("".join(words) or "DEPT").upper()[:6]
    known = frozenset(taken)
    code, number = base, 1
    while code.casefold() in known or not is_identity(code):
        number += 1
        code = f"{base[: _LONGEST_CODE - 5]}-{number}"
    return code


def _alike(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
