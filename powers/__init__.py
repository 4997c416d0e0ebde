"""Appointing authorities, designees, powers and readings; the only door to django-guardian.

Answers "who may do what, for which department, at that moment, by whose word"."""
