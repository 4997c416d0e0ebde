"""The clauses on which the register rests, cited once."""

from foundation.citations import cite

APPROVAL = cite("IV.A")
"""An account is established only with the approval of the appointing authority of the department that uses it."""
LINK = cite("IV.B")
"""Where possible, an official page links to the official website of the City or the department."""
NO_PARTY_LINK = cite("IV.G")
"""No link from an account or website of the City to an account of a party or of a candidate in a partisan election."""
EMAIL_REGISTRATION = cite("V.B.1")
"""A personal work address registers on a site only with the appointing authority's approval."""
