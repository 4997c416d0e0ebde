"""Any regulation that can be written down is read back: generated trees, in several numberings and layouts."""

import re
import textwrap
from dataclasses import dataclass, field

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from policy.parsing import read

WORDS = [
    "employees",
    "departments",
    "accounts",
    "records",
    "posts",
    "rules",
    "platforms",
    "notices",
    "requests",
    "approvals",
    "pictures",
    "messages",
    "city",
    "public",
    "written",
    "owner",
    "steward",
    "coordinator",
    "decision",
    "manner",
    "place",
    "matter",
    "answer",
    "shall",
    "keep",
    "report",
    "publish",
    "review",
    "name",
    "serve",
    "follow",
    "consider",
    "protect",
    "disclose",
    "when",
    "before",
    "after",
    "during",
    "without",
    "within",
    "between",
    "every",
    "any",
    "each",
    "such",
    "other",
]


def roman(number):
    table = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for value, sign in table:
        while number >= value:
            text, number = text + sign, number - value
    return text


def letter(number):
    return chr(96 + number)


NUMBERINGS = {
    "roman, letters, numbers, small letters": (
        lambda path: f"{roman(path[0])}.",
        lambda path: f"{letter(path[1]).upper()}.",
        lambda path: f"{path[2]}.",
        lambda path: f"{letter(path[3])}.",
    ),
    "decimal": (
        lambda path: f"{path[0]}.",
        *[lambda path: ".".join(str(part) for part in path)] * 3,
    ),
    "brackets": (
        lambda path: f"Section {path[0]}.",
        lambda path: f"({letter(path[1])})",
        lambda path: f"({path[2]})",
        lambda path: f"({roman(path[3]).lower()})",
    ),
    "numbers, letters, small roman": (
        lambda path: f"{path[0]}.",
        lambda path: f"{letter(path[1])}.",
        lambda path: f"{roman(path[2]).lower()}.",
        lambda path: f"({letter(path[3]).upper()})",
    ),
    "half brackets": (
        lambda path: f"{letter(path[0]).upper()})",
        lambda path: f"{path[1]})",
        lambda path: f"{letter(path[2])})",
        lambda path: f"{roman(path[3]).lower()})",
    ),
}


@dataclass
class Made:
    path: tuple
    text: str
    children: list = field(default_factory=list)


def sentences(draw, path, *, introduces):
    words = draw(st.lists(st.sampled_from(WORDS), min_size=4, max_size=28))
    return f"{words[0].capitalize()} {' '.join(words[1:])}{':' if introduces else '.'}"


@st.composite
def trees(draw):
    def grow(path):
        deeper = len(path) < 4 and draw(st.booleans()) if path else True
        count = draw(st.integers(2, 5 if path else 4)) if deeper else 0
        node = Made(path, sentences(draw, path, introduces=bool(count)) if path else "")
        node.children = [grow((*path, number)) for number in range(1, count + 1)]
        return node

    return grow(())


def flat(node):
    for child in node.children:
        yield child
        yield from flat(child)


def written(node, numbering, *, wrap, blank_lines, indent, bullets, page_every):
    """The regulation as a text, in a layout."""
    lines = ["CITY OF TESTBOROUGH", "Regulation No. 42", "Rules on Testing", "", ""]
    since_break = 0
    for clause in flat(node):
        label = NUMBERINGS[numbering][len(clause.path) - 1](clause.path)
        margin = " " * (indent * (len(clause.path) - 1))
        bullet = "- " if bullets and len(clause.path) > 1 else ""
        whole = f"{margin}{bullet}{label} {clause.text}"
        made = textwrap.wrap(whole, 72, subsequent_indent=margin, break_on_hyphens=False) if wrap else [whole]
        for place, line in enumerate(made):
            lines.append(line)
            since_break += 1
            if page_every and since_break >= page_every and (place + 1 == len(made) or wrap):
                page = sum("Page " in one for one in lines) + 1
                lines += ["", f"Page {page} of 9", "", "Regulation No. 42", ""]
                since_break = 0
        if blank_lines:
            lines.append("")
    return "\n".join(lines) + "\n"


LAYOUTS = st.fixed_dictionaries(
    {
        "wrap": st.booleans(),
        "blank_lines": st.booleans(),
        "indent": st.sampled_from([0, 2, 4]),
        "bullets": st.booleans(),
        "page_every": st.sampled_from([0, 7, 13]),
    }
)


@given(node=trees(), numbering=st.sampled_from(sorted(NUMBERINGS)), layout=LAYOUTS)
@settings(
    derandomize=True,
    deadline=None,
    max_examples=150,
    phases=[Phase.explicit, Phase.generate],  # a text shrinks slowly, and a long one says enough
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_what_was_written_is_read_back(node, numbering, layout):
    text = written(node, numbering, **layout)
    parsed = read(text)
    expected = [(len(clause.path) - 1, clause.text) for clause in flat(node)]
    found = [
        (clause.depth, re.sub(r"\s+", " ", f"{clause.heading} {clause.text}").strip()) for clause in parsed.clauses
    ]
    assert found == expected, text
    labels = [NUMBERINGS[numbering][len(clause.path) - 1](clause.path) for clause in flat(node)]
    assert [clause.marker.removeprefix("- ") for clause in parsed.clauses] == labels


@given(text=st.text(alphabet=st.sampled_from("IVXabci1234.()-# \n\tABC—;:wxyz\f"), max_size=300))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_nothing_breaks_the_reader_and_nothing_is_lost(text):
    from foundation.errors import InvalidInput

    try:
        parsed = read(text)
    except InvalidInput:
        return
    spans = [*parsed.front_spans, *parsed.signature_spans, *parsed.furniture_spans]
    spans += [span for clause in parsed.clauses for span in clause.spans]
    covered = sorted(place for start, end in spans for place in range(start, end) if not text[place].isspace())
    assert covered == [place for place, sign in enumerate(text) if not sign.isspace()]
    citations = [clause.citation for clause in parsed.clauses]
    assert len(citations) == len(set(citations))
