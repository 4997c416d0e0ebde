"""Posts: drafts, what the check says of their words, rounds of review, decisions, and the record of what went out.

Owns the words of posts and everything that was decided on them. Does not publish: people do, and record it. Whether
somebody may post is asked of `authorizations`; review before publication is City procedure, no clause asks for it.
"""
