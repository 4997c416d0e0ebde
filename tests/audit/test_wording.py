"""Every act that the code records has its words, and no words are kept for an act that nothing records."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from directory.services.consequences import ChangeKind
from foundation.audit.models import Entry
from foundation.audit.wording import acts_saying, all_acts, words_of
from foundation.jobs.models import State

ROOT = Path(__file__).resolve().parents[2]
OURS = [
    Path(config.path)
    for config in apps.get_app_configs()
    if Path(config.path).is_relative_to(ROOT) and ".venv" not in config.path
]
SOURCES = sorted({path for folder in OURS for path in folder.rglob("*.py") if "migrations" not in path.parts})
CODE = re.compile(r"[a-z]+\.[a-z_]+")


def literals(node):
    """The texts that an expression can be: a constant, or either side of a condition."""
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def beginning(text):
    """What an act begins with that is put together: `acknowledgements.` of f"acknowledgements.{act}"."""
    match text.values:
        case [ast.Constant(value=str(start)), ast.FormattedValue(value=ast.Name(id="act"))] if "." in start:
            return [start]
    return []


def recorded_in(path):
    """Every act that a call names: `act="…"`, or a code handed to a helper whose name says that it records."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    beginnings = [part for text in ast.walk(tree) if isinstance(text, ast.JoinedStr) for part in beginning(text)]
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        for keyword in call.keywords:
            if keyword.arg == "act":
                yield from literals(keyword.value)
        if isinstance(call.func, ast.Name) and call.func.id.startswith(("_record", "_tell")):
            texts = [text for argument in call.args for text in literals(argument)]
            yield from (text for text in texts if CODE.fullmatch(text))
            # `_record(by, "opened", …)`, whose body says f"acknowledgements.campaign_{act}".
            yield from (beginning + text for text in texts[:1] for beginning in beginnings if "." not in text)


def test_every_act_that_the_code_names_has_its_words():
    named = {act for path in SOURCES for act in recorded_in(path)}
    assert "acknowledgements.campaign_opened" in named
    assert "powers.organization_import_checked" in named
    assert "jobs.failed" in named
    assert sorted(named - set(all_acts())) == []


def test_acts_that_are_called_after_a_state_or_a_change_have_their_words():
    kinds = [f"directory.{kind}" for kind in ChangeKind]
    ends = [f"jobs.{state}" for state in (State.DONE, State.FAILED, State.CANCELLED)]
    assert sorted({*kinds, *ends} - set(all_acts())) == []


def test_no_words_are_kept_for_an_act_that_nothing_records():
    source = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES if path.name != "acts.py")
    verbs = (act.rpartition(".")[2].removeprefix("organization_import_") for act in all_acts())
    assert [verb for verb in verbs if f'{verb}"' not in source] == []


def test_words_go_on_after_a_name_and_hold_no_code():
    for act, words in all_acts().items():
        assert words[0].islower(), act
        assert not re.search(r"[_.]", words), act


def test_an_act_of_which_nobody_knows_the_words_is_still_told():
    assert words_of("gone.thing_done") == "thing done"
    assert str(Entry(act="policy.published").words) == "published a version"


@pytest.mark.parametrize("typed", ["opened the campaign", "Opened  the CAMPAIGN"])
def test_an_act_is_found_by_its_words(typed):
    assert acts_saying(typed) == ["acknowledgements.campaign_opened"]
