"""Posts: what the regulation has to say about a draft, before a person decides on it.

Owns the check of a post's words (`checks`). Drafting, the queue, decisions and the record of what went out come to
stand here too; the check itself keeps nothing and blocks nothing.
"""
