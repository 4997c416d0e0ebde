"""Every rule, in the order of the clauses."""

from __future__ import annotations

from . import borrowed, business, cases, closed, conduct, endangered, force, operations, personal, persons, politics

RULES = (
    *borrowed.RULES,
    *politics.RULES,
    *business.RULES,
    *personal.RULES,
    *cases.RULES,
    *endangered.RULES,
    *persons.RULES,
    *operations.RULES,
    *force.RULES,
    *conduct.RULES,
    *closed.RULES,
)
