"""The dozen people one signs in as: who they are and what they come for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Persona:
    """A fictional person with a part to play. `head` says that they hold the department's office."""

    number: str
    name: str
    department: str
    title: str
    comes_for: str
    role: str = ""
    head: bool = False
    supervises: bool = False
    without_computer: bool = False


PERSONAS = (
    Persona(
        "100001", "Dana Okafor", "PARKS", "Park Ranger", "an employee of Parks: read, acknowledge, keep the receipt"
    ),
    Persona(
        "100002",
        "Luther Zambrano",
        "REF",
        "Refuse Collector",
        "an employee without a computer or e-mail: a phone or a shared terminal has to do",
        without_computer=True,
    ),
    Persona(
        "100003",
        "Mirela Avdic",
        "PRF",
        "Public Information Officer",
        "comms staff of Parks, Recreation and Forestry: asks for official accounts, drafts posts and records them",
    ),
    Persona(
        "100004",
        "Rosalind Hightower",
        "PRF",
        "Director of Parks, Recreation and Forestry",
        "an appointing authority: decides on accounts, authorizations and posts, names designees",
        head=True,
    ),
    Persona(
        "100005",
        "Solomon Gebremariam",
        "COR",
        "Deputy Commissioner of Corrections",
        "an acting head: acts in the vacant office of the Commissioner of Corrections",
    ),
    Persona(
        "100006",
        "Thanh Fairweather",
        "SLMPD",
        "Captain",
        "a designee of the Police Commissioner: authorizes speech for the Police Division (IV.K.2)",
    ),
    Persona(
        "100007",
        "Clarence Lindqvist",
        "PARKS",
        "Park Operations Supervisor",
        "a supervisor: sees who of their people has acknowledged",
        supervises=True,
    ),
    Persona(
        "100008",
        "Imani Castellanos",
        "DOP",
        "Employee Relations Officer",
        "Employee Relations: publishes versions, runs campaigns, sees coverage",
        role="employee_relations",
    ),
    Persona(
        "100009",
        "Walter Mehmedovic",
        "DOP",
        "Employee Relations Specialist",
        "Employee Relations, the second person: confirms what the first one enters",
        role="employee_relations",
    ),
    Persona(
        "100010", "Agnieszka Tillery", "COMP", "Internal Auditor", "an auditor: the trail and its seals", role="auditor"
    ),
    Persona(
        "100011",
        "Josephine Nwosu",
        "REG",
        "Records Manager",
        "the records custodian",
        role="records_custodian",
    ),
    Persona(
        "100012",
        "Kenji Arceneaux",
        "ITSA",
        "Systems Administrator",
        "an administrator: people and departments in and out, no power of the regulation",
        role="administrator",
    ),
    Persona(
        "100013",
        "Patience Kowalczyk",
        "ITSA",
        "Identity Administrator",
        "a second administrator: confirms files that end much",
        role="administrator",
    ),
    Persona(
        "100014",
        "Ottilie Brannigan",
        "PARKS",
        "Commissioner of Parks",
        "the appointing authority of a division: authorizes the people of Parks to speak, at night with one button",
        head=True,
    ),
    Persona(
        "100015",
        "Desmond Achterberg",
        "PRF",
        "Digital Editor",
        "a reviewer of Parks, Recreation and Forestry: decides on exactly the words that go out",
    ),
)

BY_NUMBER = {persona.number: persona for persona in PERSONAS}
