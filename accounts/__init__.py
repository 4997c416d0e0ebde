"""The register of official social media accounts (IV.A, IV.B): which pages are the City's, by whose approval.

"Accounts" are official accounts on platforms, never logins: those belong to `directory` and live under `/sign-in/`.
Owns platforms, accounts with their states and approvals, stewards, confirmations, hand-overs, checks of pages, and the
list of party and candidate accounts (IV.G). Does not own who may approve (`powers`), nor who may post (a later app).
"""
