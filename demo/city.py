"""The people of the demonstration, made up from a seed: the same seed makes the same city.

Yields departments one after the other and people a few hundred at a time, so that a city of any size fits into little
memory. Moments are days before the day of loading; nothing is read from or written to the database here.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from demo.cast import PERSONAS, Persona
from demo.names import FIRST, LAST
from demo.staffing import FIRST_OFFICES, STAFFING, Job

ORGANIZATION = Path(__file__).parent / "data" / "organization.json"
MAIL_DOMAIN = "city.example"
FIRST_NUMBER = 100101
VACANT = {"REC": 40, "COR": 60}
"""Offices whose holder left so many days ago."""
SECTION = 12
"""How many people one supervisor has."""


@dataclass(frozen=True)
class Life:
    """What happened to somebody in the City, each as days before today (0: never)."""

    hired: int
    moved: int = 0
    moved_from: str = ""
    promoted: int = 0
    title_before: str = ""
    left: int = 0
    away: int = 0
    away_status: str = ""
    away_until: int | None = None
    """Days before today on which the absence ended; negative: still to come; None: no end known."""


@dataclass(frozen=True)
class Person:
    """Somebody made up. `place`: `head`, `former head`, a section one supervises (`s3`) or works in (`3`)."""

    number: str
    name: str
    email: str
    without_computer: bool
    department: str
    title: str
    standing: str
    place: str
    life: Life
    role: str = ""


def organization() -> list[dict[str, Any]]:
    """The departments, in the format of `import_organization`; a parent stands before its divisions."""
    departments: list[dict[str, Any]] = json.loads(ORGANIZATION.read_text(encoding="utf-8"))["departments"]
    return departments


class City:
    """A city of so many people from a seed."""

    def __init__(self, employees: int, seed: int) -> None:
        self.employees = max(employees, len(PERSONAS) + len(FIRST_OFFICES))
        self._random = Random(f"{seed}:{self.employees}")  # noqa: S311  no secret hangs on it
        self._next_number = FIRST_NUMBER
        self._names: Counter[str] = Counter()
        self.departments = organization()
        self.offices = self._offices()
        self.sizes = self._sizes()

    def _offices(self) -> set[str]:
        """Departments whose head is among the people: all but the vacant, in a very small city the first ones only."""
        heads = [row["code"] for row in self.departments if row["head_title"] and row["code"] not in VACANT]
        return set(heads) if self.employees >= 3 * len(heads) else set(FIRST_OFFICES)

    def _sizes(self) -> dict[str, int]:
        """How many people work in each department, by its share of 7,000; everything adds up to `employees`."""
        codes = [row["code"] for row in self.departments]
        least = Counter(persona.department for persona in PERSONAS if not persona.head)
        least.update(self.offices)
        free = self.employees - least.total()
        total = sum(STAFFING[code][0] for code in codes)
        exact = {code: free * STAFFING[code][0] / total for code in codes}
        sizes = {code: int(exact[code]) for code in codes}
        remainders = sorted(codes, key=lambda code: (sizes[code] - exact[code], code))
        for code in remainders[: free - sum(sizes.values())]:
            sizes[code] += 1
        return {code: sizes[code] + least[code] for code in codes}

    def people(self, department: dict[str, Any]) -> Iterator[Person]:
        """Everybody of a department, each after the supervisor: the head, then the sections."""
        code = department["code"]
        cast = [persona for persona in PERSONAS if persona.department == code]
        heads = [persona for persona in cast if persona.head]
        if heads:
            yield self._persona(heads[0], "head")
        elif code in self.offices:
            yield self._head(department)
        others = sorted((persona for persona in cast if not persona.head), key=lambda persona: not persona.supervises)
        rest = self.sizes[code] - (1 if code in self.offices else 0)
        for n in range(rest):
            section, first = divmod(n, SECTION + 1)
            place = f"s{section}" if first == 0 else str(section)
            supervises = first == 0
            if (others and supervises == others[0].supervises) or (others and n >= rest - len(others)):
                yield self._persona(others.pop(0), place)
            else:
                yield self._somebody(code, place, supervises=supervises)

    def former_head(self, department: dict[str, Any], left: int) -> Person:
        """Somebody who held an office and has left the City."""
        life = Life(hired=left + self._random.randint(1500, 5000), left=left)
        return self._make(department["code"], department["head_title"], "appointed", "former head", life)

    def _persona(self, persona: Persona, place: str) -> Person:
        return Person(
            number=persona.number,
            name=persona.name,
            email="" if persona.without_computer else self._email(persona.name),
            without_computer=persona.without_computer,
            department=persona.department,
            title=persona.title,
            standing="appointed" if persona.head else "civil_service",
            place=place,
            life=Life(hired=self._random.randint(1200, 4000)),
            role=persona.role,
        )

    def _head(self, department: dict[str, Any]) -> Person:
        elected = department["head_title"] in {"Mayor", "President", "Comptroller", "Treasurer", "Sheriff"}
        life = Life(hired=self._random.randint(2200, 8000))
        standing = "elected" if elected else "appointed"
        return self._make(department["code"], department["head_title"], standing, "head", life)

    def _somebody(self, code: str, place: str, *, supervises: bool) -> Person:
        jobs = STAFFING[code][1]
        job = self._random.choices(jobs, weights=[job.weight for job in jobs])[0]
        life = self._life(code, job, settled=supervises)
        title = f"{job.title} Supervisor" if supervises else job.title
        without = not supervises and self._random.randrange(100) < job.without_computer
        return self._make(code, title, job.standing, place, life, without_computer=without)

    def _make(
        self, code: str, title: str, standing: str, place: str, life: Life, *, without_computer: bool = False
    ) -> Person:
        name = f"{self._random.choice(FIRST)} {self._random.choice(LAST)}"
        number = str(self._next_number)
        self._next_number += 1
        return Person(
            number, name, "" if without_computer else self._email(name), without_computer, code, title, standing, place,
            life,
        )  # fmt: skip

    def _email(self, name: str) -> str:
        local = name.lower().replace(" ", ".")
        self._names[local] += 1
        number = self._names[local]
        return f"{local}{number if number > 1 else ''}@{MAIL_DOMAIN}"

    def _life(self, code: str, job: Job, *, settled: bool) -> Life:
        """What happened to somebody: most only came, some moved, rose, were away, or left."""
        draw = self._random
        hired = draw.randint(30, 200) if job.standing == "seasonal" else int(draw.triangular(20, 9000, 700))
        chance = draw.random()
        if settled or hired < 60:
            return Life(hired)
        if chance < 0.05:
            return Life(hired, left=draw.randint(3, min(hired - 20, 720)))
        if chance < 0.11:
            elsewhere = draw.choice([row["code"] for row in self.departments if row["code"] != code])
            return Life(hired, moved=draw.randint(5, min(hired - 20, 1500)), moved_from=elsewhere)
        if chance < 0.17:
            return Life(hired, promoted=draw.randint(5, min(hired - 20, 1500)), title_before=f"{job.title} Trainee")
        if chance < 0.195:
            until = None if draw.random() < 0.3 else -draw.randint(2, 90)
            return Life(hired, away=draw.randint(1, min(hired - 20, 120)), away_status="on_leave", away_until=until)
        if chance < 0.199:
            return Life(hired, away=draw.randint(1, 30), away_status="suspended", away_until=None)
        if chance < 0.24:
            begun = draw.randint(30, min(hired - 20, 1000))
            return Life(hired, away=begun, away_status="on_leave", away_until=begun - draw.randint(5, 25))
        return Life(hired)
