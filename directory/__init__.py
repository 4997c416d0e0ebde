"""Departments and people: who works where, under whom, since when.

Owns Department and Employee (the user model), their dated facts, city-wide roles, and the imports of both.
Owns no power of the regulation: those are in `powers`."""
