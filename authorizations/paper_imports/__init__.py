"""Authorizations on paper, many from one file, with their scans: a row is a paper, recorded as one by one.

A paper is known again by its grantee, kind, day of signature and what it lets do: running a file twice changes nothing.
The file is its own staging: a row is decided when it goes in, under the lock of its grantee, with its scan in the same
transaction. docs/importing.md describes the format.
"""
