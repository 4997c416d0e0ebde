"""QR codes as pictures that stand in a page or a PDF by themselves: nothing is fetched to show them."""

from __future__ import annotations

import segno


def as_data_address(text: str) -> str:
    """A QR code of the text (an address) as SVG in a `data:` address, for the `src` of a picture.

    A quarter of it may be unreadable (level Q): letters are folded, copied and sent by fax.
    """
    code: str = segno.make_qr(text, error="q").svg_data_uri(scale=4, border=4, dark="#000", light="#fff")
    return code
