"""Regulations, their versions and clauses, reading them, and publishing a version."""
