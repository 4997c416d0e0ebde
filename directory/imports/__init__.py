"""People from a file: read and checked whole into staging first, then applied in short transactions.

The employee number is the key. Absence from a file is never leaving; an empty cell changes nothing; the same file
again changes nothing. docs/importing.md describes the format.
"""
