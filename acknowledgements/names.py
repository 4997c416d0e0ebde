"""Whether a typed name is the name somebody uses at work, give or take what people leave out."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "dr", "mr", "mrs", "ms"})


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    words = _WORD.findall(plain.casefold().replace("'", "").replace("’", ""))
    return [word for word in words if word not in _SUFFIXES] or words


def is_name_of(typed: str, name: str) -> bool:
    """Whether `typed` stands for `name`: capitals, accents, marks and the order do not matter.

    Middle names may be left out or shortened to an initial, and so may the first name; the last name may not.
    """
    given, known = _words(typed), _words(name)
    if not known:
        return typed.strip() == name.strip() != ""
    if sorted(given) == sorted(known):
        return True
    if len(given) < min(2, len(known)) or known[-1] not in given:
        return False
    given.remove(known[-1])
    remaining = known[:-1]
    first = remaining[:1]
    if first and not any(_stands_for(word, first[0]) for word in given):
        return False
    for word in given:
        match = next((other for other in remaining if _stands_for(word, other)), None)
        if match is None:
            return False
        remaining.remove(match)
    return True


def _stands_for(typed: str, word: str) -> bool:
    return typed == word or typed == word[0] or (len(word) == 1 and typed[0] == word)
