"""How fast the portal is and what memory it takes: scripts that measure, print a table and one line of JSON.

None is a timed test. `python -m benchmarks.<name> --help`; `docs/performance.md` says how figures are taken.
"""
