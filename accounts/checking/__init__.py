"""Looking at pages on the Internet: fetched within bounds, read, compared. Knows addresses and texts, and no account.

`fetching` gets a page and never reaches inside the City's network; `reading` finds the links of what came;
`judging` says what IV.B and IV.G ask of them.
"""
