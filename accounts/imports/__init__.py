"""Accounts from a spreadsheet: read as a stream, decided row by row, entered as *found* in short transactions.

The address is the key. The file is its own staging: a row is decided when it goes in, so that running it twice changes
nothing, and a killed worker goes on where it stopped. docs/importing.md describes the format.
"""
