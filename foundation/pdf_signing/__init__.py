"""PDF files that prove themselves: signed as PAdES with the portal's document key, and checked when they come back.

`sign(pdf, …)` for whoever makes a document, `check(pdf)` for whoever was handed one. The key is another than the one
of `foundation.signing`: readers of PDF files want a certificate, and know no Ed25519. Its certificates have a history
in the database, each signed with the portal's Ed25519 key. What was chosen, and why: docs/decisions/0051.
"""

from foundation.pdf_signing.checking import Checked, check
from foundation.pdf_signing.making import NotSigned, sign

__all__ = ["Checked", "NotSigned", "check", "sign"]
