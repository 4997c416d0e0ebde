"""The check of a post: which clause, which words, why, and what would be better. A person decides.

`engine.check(post, context)` is the door; `facts` says what goes in and comes out. Nothing here reads the database,
the network or the clock: the same post in the same context has the same findings for ever.
"""
