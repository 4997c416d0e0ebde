"""The letters of a page out of its bytes, as browsers read them."""

from __future__ import annotations

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SAID = re.compile(rb"""<meta[^>]{0,400}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:\-]{1,40})""", re.IGNORECASE)
_IN_HEADER = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_.:\-]{1,40})""", re.IGNORECASE)
_PLAIN = {"ascii", "iso8859-1", "latin_1"}
"""What the web calls so is Windows-1252."""
_KNOWN = (
    {"utf-8", "koi8-r", "koi8-u", "mac-roman", "gbk", "gb2312", "gb18030", "big5", "big5hkscs", "euc_jp", "shift_jis"}
    | {"iso2022_jp", "euc_kr", "cp949", "cp874", "tis-620", "cp932", "utf-16", "utf-16-le", "utf-16-be"}
    | {f"cp125{n}" for n in range(9)}
    | {f"iso8859-{n}" for n in range(2, 17)}
)


def text_of(body: bytes, content_type: str) -> str:
    """The text of a page: by its mark, what the server says, what the page says, else UTF-8, else Windows-1252."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    header = _IN_HEADER.search(content_type)
    written = _SAID.search(body[:4096])
    inside = _codec(written[1].decode("ascii")) if written else ""
    # A page that can say so in ASCII is not in UTF-16, whatever it says.
    said = (_codec(header[1]) if header else "") or (inside if not inside.startswith("utf-16") else "utf-8")
    if said:
        return body.decode(said, "replace")
    try:
        # An end in the middle of a letter is the bound's doing.
        return codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _codec(label: str) -> str:
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return ""
    if name in _PLAIN:
        return "cp1252"
    return name if name in _KNOWN else ""
