"""Lives as tables: which act leads from which states to which, who does it, and on what basis.

Each app lists its `LIFECYCLES` in `lifecycle.py`; a test draws them into `docs/lifecycles.md`. A state is only ever
what a person (or the worker) did: what the clock does is a queryset phrase and stands in no table.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from foundation.errors import Conflict


@dataclass(frozen=True)
class Act:
    """One row: the act, the states it starts from (none = it begins the life), the state it ends in, who, basis."""

    name: str
    start: tuple[str, ...]
    end: str
    who: str
    basis: str


@dataclass(frozen=True)
class Lifecycle:
    """The whole life of a kind of thing; `thing` is what a sentence calls it ("job")."""

    thing: str
    acts: tuple[Act, ...]

    def act(self, name: str) -> Act:
        """The act of that name; KeyError where the table has none."""
        return {act.name: act for act in self.acts}[name]

    def require(self, name: str, state: str) -> str:
        """The state that an act leads to; raises `Conflict` where it cannot be done in `state`."""
        act = self.act(name)
        if state not in act.start:
            raise Conflict(
                f"This {self.thing} is {state}: it cannot be {name}.",
                why=f"Only a {self.thing} that is {' or '.join(act.start)} can be {name}.",
                remedy="Open it again and look at what it says now.",
            )
        return act.end


def all_lifecycles() -> list[Lifecycle]:
    """Every table that an installed app lists in its `lifecycle.py`, in the order of the apps."""
    found: list[Lifecycle] = []
    for config in apps.get_app_configs():
        if config.name != __package__ and find_spec(f"{config.name}.lifecycle"):
            found.extend(getattr(import_module(f"{config.name}.lifecycle"), "LIFECYCLES", []))
    return found


def draw(lifecycles: list[Lifecycle]) -> str:
    """The tables as one page of Markdown, each with its diagram."""
    parts = [
        "# Lives of things\n\nDrawn from the code (`lifecycle.py` of each app) by `manage.py draw_lifecycles`; a test"
        " fails when this page is not what the code says. What the clock does (in force, overdue, ended) is no state"
        " and stands in no table.\n"
    ]
    for life in lifecycles:
        parts.append(f"\n## {life.thing.capitalize()}\n\n```mermaid\nstateDiagram-v2")
        for act in life.acts:
            for start in act.start or ("[*]",):
                parts.append(f"    {_node(start)} --> {_node(act.end)}: {act.name}")
        parts.append("```\n\n| act | from | to | who | basis |\n| --- | --- | --- | --- | --- |")
        parts.extend(
            f"| {act.name} | {', '.join(act.start) or '–'} | {act.end} | {act.who} | {act.basis} |" for act in life.acts
        )
    return "\n".join(parts) + "\n"


def _node(state: str) -> str:
    return state.replace(" ", "_").replace("-", "_")
