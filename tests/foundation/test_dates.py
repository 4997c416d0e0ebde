"""One way to write days and times: the helper says how, and nobody else formats one."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.template import Context, Template

from foundation import dates

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 11, 26, 4, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("day", "November 25, 2026"),
        ("day_of_year", "November 25"),
        ("weekday", "Wednesday, November 25"),
        ("time", "10:05 PM"),
        ("moment", "November 25, 2026, 10:05 PM"),
        ("exact", "November 25, 2026, 10:05:09 PM CST"),
    ],
)
def test_an_instant_is_told_in_the_citys_zone_by_function_and_filter(name, words):
    assert getattr(dates, name)(AT) == words
    source = "{{ at|NAME }}{{ none|NAME }}".replace("NAME", name)
    assert Template(source).render(Context({"at": AT, "none": None})) == words


def test_midnight_and_noon_are_twelve():
    assert dates.time(datetime(2026, 7, 1, 5, tzinfo=UTC)) == "12:00 AM"
    assert dates.time(datetime(2026, 7, 1, 17, tzinfo=UTC)) == "12:00 PM"


def test_a_day_is_told_as_it_is():
    assert dates.day(date(2026, 3, 1)) == "March 1, 2026"
    assert dates.weekday(date(2026, 3, 1)) == "Sunday, March 1"


def test_no_template_formats_a_date_by_itself():
    found = {
        f"{path.relative_to(ROOT)}: {use}"
        for path in (ROOT / "templates").rglob("*")
        if path.is_file()
        for use in re.findall(r"\|(?:date|time:)[^|} ]*", path.read_text(encoding="utf-8"))
        if use != '|date:"c"'  # what a <time> says to machines
    }
    assert found == set()


def test_no_sentence_formats_a_date_by_itself():
    folders = [Path(config.path) for config in apps.get_app_configs() if Path(config.path).parent.is_relative_to(ROOT)]
    sources = {path for folder in folders if ".venv" not in folder.parts for path in folder.rglob("*.py")}
    by_themselves = [
        path.relative_to(ROOT)
        for path in sorted(sources - {ROOT / "foundation/dates.py", ROOT / "foundation/charts.py"})
        if re.search(r"%-?[BbIp]\b", path.read_text(encoding="utf-8"))
    ]
    assert by_themselves == []
