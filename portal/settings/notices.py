"""Which notices the portal writes, and how its mail leaves the house."""

import environ

env = environ.Env()

PORTAL_URL = env.str("PORTAL_URL", default="http://localhost:8000")
"""The portal's own address, as mail and printed pages give it."""

NOTICE_KINDS: dict[str, tuple[str, bool]] = {
    "trail.root": ("The trail's daily seal", True),
    "acknowledgements.reminder": ("Reminders to acknowledge the regulation", True),
    "acknowledgements.receipt": ("Receipts of what you acknowledged", True),
    "acknowledgements.annulled": ("An acknowledgement of yours was annulled", True),
    "acknowledgements.questions": ("Questions about the policy, and their answers", True),
    "acknowledgements.kiosk": ("One-time codes for the kiosk made for you", True),
    "acknowledgements.exemptions": ("Until when you are not asked to acknowledge", False),
    "policy.publishing": ("Versions and explanations of the policy", True),
    "powers.instruments": ("Appointments and designations of yours", True),
    "powers.night": ("Acting appointments made at night", True),
    "accounts.requests": ("Official accounts that wait for your decision", True),
    "accounts.decisions": ("What was decided about official accounts of yours", True),
    "accounts.keeping": ("Official accounts that need a steward or a confirmation", True),
    "authorizations.requests": ("Written authorizations that wait for your decision", True),
    "authorizations.decisions": ("What was decided about written authorizations of yours", True),
    "authorizations.renewals": ("Written authorizations that come to their end", True),
    "authorizations.reports": ("What was done by office, and words not confirmed in writing", False),
    "reviews.queue": ("Posts that wait for your review", True),
    "reviews.decisions": ("What became of posts of yours", True),
    "reviews.reports": ("Posts that went out by office or without authority", True),
    "reports.scheduled": ("Reports that were made for you by the clock", False),
    "powers.roster": ("Appointments and designations that are no longer in force", False),
}
"""Each kind of notice: what it is called, and whether the City makes its mail mandatory."""

DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="social-media@localhost")
EMAIL_TIMEOUT = 20
MAIL_CLAIM_SECONDS = 120
"""How long one message may be in the hands of one worker: longer than the mail server may take for it."""

MAIL_RESTRICTED = True
"""Outside production mail goes to the allow-list only; everybody else is replaced."""
MAIL_ALLOW_LIST = env.list("MAIL_ALLOW_LIST", default=[])
"""Addresses, and domains as `@city.example`."""
MAIL_REPLACEMENT = env.str("MAIL_REPLACEMENT", default="portal-mail@localhost")
