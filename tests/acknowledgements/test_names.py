"""The typed name is the person's own, give or take what people leave out."""

import pytest

from acknowledgements.names import is_name_of


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Dana Reed", "Dana Reed"),
        ("  dana   REED ", "Dana Reed"),
        ("Reed, Dana", "Dana Reed"),
        ("Dana Reed", "Dana Marie Reed"),
        ("Dana M. Reed", "Dana Marie Reed"),
        ("D. Reed", "Dana Reed"),
        ("Dana Marie Reed", "Dana M. Reed"),
        ("Zoe Nunez", "Zoë Núñez"),
        ("Sean OBrien", "Sean O'Brien"),
        ("Sean O’Brien", "Sean O'Brien"),
        ("Ana Smith-Jones", "Ana Smith Jones"),
        ("James King", "James King Jr."),
        ("Cher", "Cher"),
        ("李雷", "李雷"),
    ],
)
def test_the_own_name_is_taken_as_people_write_it(typed, name):
    assert is_name_of(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("", "Dana Reed"),
        ("Reed", "Dana Reed"),
        ("Dana", "Dana Reed"),
        ("X", "Dana Reed"),
        ("Dana Ross", "Dana Reed"),
        ("Dara Reed", "Dana Reed"),
        ("Dana Ross Reed", "Dana Reed"),
        ("Dana Reed Dana Reed", "Dana Reed"),
        ("...", "Dana Reed"),
        ("D R", "Dana Reed"),
    ],
)
def test_another_name_is_not_taken(typed, name):
    assert not is_name_of(typed, name)
