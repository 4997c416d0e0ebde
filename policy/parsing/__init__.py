"""Reading the text of a regulation, any city's, into a tree of clauses: pure Python, without Django.

`decode` turns a file's bytes into text; `read` turns text into a `ParsedRegulation`. The steps, one module each:
`lines` (lines with their places) → `furniture` (page numbers, running heads, contents) → `labels` (what a line's
beginning may be) → `blocks` (paragraphs and labelled passages) → `levels` (which reading of each label makes the
most sense of the whole sequence) → `tree` (clauses) with `headings`, `front`, `tail` and `definitions`.
"""

from policy.parsing.decoding import decode
from policy.parsing.reader import read
from policy.parsing.result import ParsedClause, ParsedDefinition, ParsedRegulation, ReadingNote

__all__ = ["ParsedClause", "ParsedDefinition", "ParsedRegulation", "ReadingNote", "decode", "read"]
