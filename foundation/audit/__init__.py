"""The trail: who did what, in which capacity, under which instrument, when; append-only and sealed.

No foreign keys upward: it holds ids, names as text, codes, states, dates and hashes, never content.
"""
