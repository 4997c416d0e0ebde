"""Words put together from the lines in which they stand: wraps, page cuts and hyphens mended, nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from policy.parsing.result import Span

_KEEPS_HYPHEN = re.compile(
    r"(?:^|[\s(])(?:off|on|self|non|well|co|ex|cross|full|part|long|short|high|low|real|third|first|second|re|pre|post|anti"
    r"|law|city|day|time|so|two|three|four|five|user|decision|work|job|state|e|de|in|up|multi|inter|know|follow|sub)-$",
    re.I,
)


@dataclass
class Source:
    """The text being read, with what was told about hyphens at ends of lines."""

    text: str
    hyphens: list[tuple[Span, str]] = field(default_factory=list)

    def words(self, spans: list[Span]) -> str:
        """One paragraph from the spans of its lines."""
        joined = ""
        for span in spans:
            piece = re.sub(r"\s+", " ", self.text[span[0] : span[1]])
            joined = self._joined(joined, piece, span) if joined else piece
        return joined

    def _joined(self, joined: str, piece: str, span: Span) -> str:
        if not (re.search(r"[A-Za-z]-$", joined) and re.match(r"[a-z]", piece)):
            return f"{joined} {piece}"
        head, tail = re.split(r"[\s(]", joined)[-1], re.split(r"[\s,.;:)]", piece)[0]
        kept = joined + piece
        whole = joined[:-1] + piece
        if re.search(rf"(?<![\w-]){re.escape(head + tail)}(?![\w-])", self.text):
            return kept
        if re.search(rf"\b{re.escape(head[:-1] + tail)}\b", self.text, re.I):
            return whole
        if _KEEPS_HYPHEN.search(joined) or "-" in head[:-1]:
            return kept
        self.hyphens.append((span, head[:-1] + tail))
        return whole


@dataclass
class Paragraph:
    """The spans of a paragraph's lines."""

    spans: list[Span]
    line: int

    def text(self, source: Source) -> str:
        """Its words."""
        return source.words(self.spans)
