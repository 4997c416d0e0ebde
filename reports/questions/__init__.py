"""The reports: one question, one class, one file."""
