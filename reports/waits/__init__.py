"""What waits, kind by kind: which rows, since when, by when, what each is about and who should act.

One kind is one `Kind`; the report of what waits puts them together in one statement. Which rows wait is asked of the
app whose matter it is; nothing of its rules stands here.
"""
