"""Acts of the trail in words: the trail keeps codes, which no rewording can change; pages show sentences.

Each app lists its acts in `acts.py` (`ACTS`: code → words, as a sentence goes on after a name), and those of them that
decide on something (`DECISIONS`: code → what became of it).
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps


@cache
def all_acts() -> dict[str, str]:
    """Every act that an installed app lists, with its words."""
    return _listed("ACTS")


@cache
def all_decisions() -> dict[str, str]:
    """Every act by which somebody decides on something, with what became of it in a word or two."""
    return _listed("DECISIONS")


def _listed(name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.acts"):
            found |= getattr(import_module(f"{config.name}.acts"), name, {})
    return found


def words_of(act: str) -> str:
    """An act in words; of one that no app lists any more, what its code says."""
    return all_acts().get(act) or act.rpartition(".")[2].replace("_", " ")


def acts_saying(words: str) -> list[str]:
    """The codes of the acts whose words hold these."""
    wanted = " ".join(words.casefold().split())
    return [act for act, said in all_acts().items() if wanted in said]
