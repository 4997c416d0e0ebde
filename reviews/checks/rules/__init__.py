"""Every rule, in the order of the clauses."""

from __future__ import annotations

from . import (
    badge,
    borrowed,
    business,
    cases,
    closed,
    conduct,
    endangered,
    force,
    hints,
    in_passing,
    operations,
    personal,
    persons,
    politics,
    scorn,
    threats,
    whispers,
)

RULES = (
    *borrowed.RULES,
    *politics.RULES,
    *business.RULES,
    *in_passing.RULES,
    *personal.RULES,
    *whispers.RULES,
    *cases.RULES,
    *endangered.RULES,
    *persons.RULES,
    *operations.RULES,
    *force.RULES,
    *hints.RULES,
    *badge.RULES,
    *conduct.RULES,
    *scorn.RULES,
    *threats.RULES,
    *closed.RULES,
)
