"""The clauses that can be seen in a text: to whom each applies, and what would be better."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.citations import cite

from .facts import Context

EVERYONE, CRIMINAL_JUSTICE, POLICE = "everyone", "criminal justice", "police"

PERSONAL_USE = "A rule for personal use that the City applies to official posts as its procedure."


@dataclass(frozen=True)
class Clause:
    """A clause of the check; `asked_of` says which departments it is asked of."""

    place: str
    title: str
    better: str
    asked_of: str = EVERYONE

    def applies(self, context: Context) -> bool:
        """Whether the clause is asked in this context."""
        if self.asked_of == POLICE:
            return context.police
        if self.asked_of == CRIMINAL_JUSTICE:
            return context.criminal_justice or context.police
        return True


def _k1(place: str, title: str, better: str) -> Clause:
    return Clause(place, title, better, CRIMINAL_JUSTICE)


def _k2(place: str, title: str, better: str) -> Clause:
    return Clause(place, title, better, POLICE)


CLAUSES = (
    Clause(
        cite("IV.E"),
        "Somebody else's work or mark",
        "Use a work of the City's own, or get permission and say so in the post.",
    ),
    Clause(
        cite("IV.G"),
        "Politics",
        "Leave party, candidate and campaign out; say only how, when and where to vote.",
    ),
    Clause(
        cite("IV.H"),
        "An employee's private business",
        "Speak of the employee's work for the City; leave the private business out.",
    ),
    Clause(
        cite("IV.I"),
        "Confidential or personal information",
        "Take the personal fact out, or replace it by an office's public contact.",
    ),
    _k1(
        cite("IV.K.1.a"),
        "Active criminal investigation",
        "Say only what was released, or get the appointing authority's approval first.",
    ),
    _k1(
        cite("IV.K.1.b"),
        "Mutilated remains",
        "State the death plainly, without describing the body or showing the scene.",
    ),
    _k1(
        cite("IV.K.1.c"),
        "Danger to a victim, witness or officer",
        "Leave out who it is and where to find them.",
    ),
    _k1(
        cite("IV.K.1.d"),
        "Confidential source or suspect not in custody",
        "Leave out the source and the suspect, unless the department has decided to publish a notice; then say so.",
    ),
    _k1(
        cite("IV.K.1.e"), "From a 911 call", "Leave out what was said on the call; time, place and outcome are enough."
    ),
    _k1(
        cite("IV.K.1.f"),
        "Victim of a sexual offence",
        "Leave out everything by which the victim could be known.",
    ),
    _k1(
        cite("IV.K.1.g"),
        "Arrest without conviction",
        "Say nothing from the record of a case that was dropped, dismissed, acquitted or suspended.",
    ),
    _k1(
        cite("IV.K.1.h"), "Juvenile in a justice matter", "Leave out name, age, school and family of the young person."
    ),
    _k1(cite("IV.K.1.i"), "Who owns firearms", "Leave out who owns a firearm, and what a permit file says."),
    _k2(
        cite("IV.K.2.a"),
        "Ongoing investigation",
        "Say only what was released, with the Commissioner's or Director's written authorization.",
    ),
    _k2(
        cite("IV.K.2.b"),
        "Training, tactics, operations, assignments",
        "Leave out where, when, how and with how many officers the work is done.",
    ),
    _k2(
        cite("IV.K.2.c"),
        "Images of suspects, scenes or evidence",
        "Show such an image only for a law-enforcement purpose, and name the purpose.",
    ),
    _k2(
        cite("IV.K.2.d"), "Use of force", "Say that it is being reviewed, and where the policy can be read; no opinion."
    ),
    _k2(
        cite("IV.K.2.e"),
        "Guilt, innocence, pending prosecution",
        "State arrest, charge and court date, and nothing about guilt or the outcome.",
    ),
    _k2(
        cite("IV.K.2.f"),
        "How cases are investigated",
        "Give general advice on prevention, not how the police work.",
    ),
    Clause(
        cite("V.C"),
        "Disparages people for what they are",
        f"Leave the group out. {PERSONAL_USE}",
    ),
    Clause(cite("V.D"), "Threat of violence", f"Say what will lawfully happen instead. {PERSONAL_USE}"),
    Clause(
        cite("V.E.2"),
        "Closed record or closed meeting",
        f"Wait until it is public, or ask the records custodian. {PERSONAL_USE}",
    ),
)

BY_PLACE = {clause.place: clause for clause in CLAUSES}
