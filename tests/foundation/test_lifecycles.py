from pathlib import Path

import pytest
from django.conf import settings

from foundation.errors import Conflict
from foundation.jobs.lifecycle import JOB
from foundation.lifecycle import all_lifecycles, draw


def test_the_drawn_lives_are_what_the_code_says():
    page = Path(settings.ROOT) / "docs" / "lifecycles.md"
    assert page.read_text() == draw(all_lifecycles()), "Run manage.py draw_lifecycles."


def test_an_act_from_a_wrong_state_is_refused_with_a_sentence():
    with pytest.raises(Conflict, match="This job is done: it cannot be cancelled"):
        JOB.require("cancelled", "done")
    assert JOB.require("cancelled", "queued") == "cancelled"


@pytest.mark.parametrize("life", all_lifecycles(), ids=lambda life: life.thing)
def test_every_state_of_a_life_can_be_reached(life):
    reached = {act.end for act in life.acts if not act.start}
    for _ in life.acts:
        reached |= {act.end for act in life.acts if reached & set(act.start)}
    assert reached == {state for act in life.acts for state in (*act.start, act.end)}
