"""Employee Relations' reports: questions about the past and the present, answered in a form that can be filed or sent.

Reads everything and owns no business fact; its own are exports, saved reports, and that somebody opened the file of a
person. Restates no rule: every report asks the app whose rule it is. See docs/reports.md.
"""
