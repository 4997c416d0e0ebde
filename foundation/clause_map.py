"""The clause map: which code and which tests each clause of the regulation has; drawn into `docs/clause-map.md`.

Code cites by `cite("…")`, a test by `@pytest.mark.clause("…")`. Both are read from the source, not by running it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

NOT_CODE = {"tests", "docs", "node_modules", "var", "static", "staticfiles", "migrations", "benchmarks", "script"}
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


@dataclass
class Places:
    """Where a clause is cited: in code and in tests, as `file: name`."""

    code: set[str] = field(default_factory=set)
    tests: set[str] = field(default_factory=set)


def clause_map(root: Path) -> dict[str, Places]:
    """Every clause that the code or a test cites, in the order of the regulation."""
    found: dict[str, Places] = {}
    for path in _python(root):
        for clause, place in _cited(path, root, "cite"):
            found.setdefault(clause, Places()).code.add(place)
    for path in sorted((root / "tests").rglob("test_*.py")):
        for clause, place in _cited(path, root, "clause"):
            found.setdefault(clause, Places()).tests.add(place)
    return dict(sorted(found.items(), key=lambda item: _order(item[0])))


def draw(found: dict[str, Places]) -> str:
    """The map as a page of Markdown."""
    lines = [
        "# Clause map",
        "",
        "Which code and which tests each clause has. Drawn from the source by `manage.py clause_map`; a test",
        "fails when this page is not what the source says. A clause that is not here is shown with the policy",
        "and has no rule of its own in the portal.",
        "",
        "| clause | code | tests |",
        "| --- | --- | --- |",
    ]
    lines += [f"| {clause} | {_cell(places.code)} | {_cell(places.tests)} |" for clause, places in found.items()]
    return "\n".join(lines) + "\n"


def _cell(places: set[str]) -> str:
    return "<br>".join(f"`{place}`" for place in sorted(places)) or "–"


def _python(root: Path) -> Iterator[Path]:
    for folder in sorted(root.iterdir()):
        if folder.is_dir() and not folder.name.startswith(".") and folder.name not in NOT_CODE:
            for path in sorted(folder.rglob("*.py")):
                if not NOT_CODE & set(path.relative_to(root).parts):
                    yield path


def _cited(path: Path, root: Path, function: str) -> Iterator[tuple[str, str]]:
    """Each text given to a function of that name, with the file and the name that the statement defines."""
    for name, statement in _named(ast.parse(path.read_text(encoding="utf-8"))):
        for call in ast.walk(statement):
            if isinstance(call, ast.Call) and _name_of(call.func) == function:
                for argument in call.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value, f"{path.relative_to(root).as_posix()}: {name}"


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _named(module: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """The module's statements with the name that each defines."""
    for statement in module.body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield statement.name, statement
        elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            yield statement.targets[0].id, statement
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            yield statement.target.id, statement
        else:
            yield "(module)", statement


def _order(clause: str) -> tuple[tuple[int, str], ...]:
    """Clauses in the order of the regulation: Roman numerals and numbers by value, letters by alphabet."""
    head, *rest = clause.split(".")
    return ((_roman(head), head), *((int(part), "") if part.isdigit() else (0, part) for part in rest))


def _roman(numeral: str) -> int:
    values = [_ROMAN.get(letter, 1000) for letter in numeral]
    return sum(-one if one < other else one for one, other in zip(values, [*values[1:], 0], strict=True))
