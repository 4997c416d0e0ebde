"""What the check is given and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

TEXT = "text"
"""The part of a post that its findings point into unless they say otherwise."""


@dataclass(frozen=True)
class Post:
    """What will be seen by the public, word for word.

    `link_texts` are the words shown for a link where the platform shows others than the address; hashtags that stand
    apart from the text (as on YouTube) go into `hashtags`, without a sign of their own.
    """

    text: str
    alternative_texts: tuple[str, ...] = ()
    link_texts: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Context:
    """The few facts beside a post that decide which clauses are asked and what is public anyway.

    `criminal_justice`: the department has access to criminal justice information (IV.K.1). `police`: it is a police
    department (IV.K.2). `employees`: names of the directory that may stand in the text, known in any spelling.
    `public_numbers`: the City's published telephone numbers, in any spelling. `party_accounts`: handles, hosts or
    addresses of parties and candidates (IV.G). `city_domains`: hosts whose e-mail addresses are official.
    """

    criminal_justice: bool = False
    police: bool = False
    employees: tuple[str, ...] = ()
    public_numbers: tuple[str, ...] = ()
    party_accounts: tuple[str, ...] = ()
    city_domains: tuple[str, ...] = ("stlouis-mo.gov", "slmpd.org", "flystl.com", "slpl.org")


@dataclass(frozen=True, order=True)
class Finding:
    """One thing for a person to look at: `part[start:end]`, offsets in code points, end exclusive."""

    start: int
    end: int
    clause: str
    rule: str
    why: str
    better: str
    version: str
    part: str = TEXT
