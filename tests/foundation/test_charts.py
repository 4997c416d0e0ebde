from datetime import date

from foundation.charts import bar_chart, line_chart


def test_a_bar_is_as_long_as_its_share_and_never_longer_than_its_track():
    chart = bar_chart("Coverage", "By department.", [("Parks", 50, 100), ("Streets", 120, 100), ("Nobody", 0, 0)])
    assert [bar.width for bar in chart.bars] == [chart.track // 2, chart.track, 0]
    assert chart.bars[0].words == "50 of 100"


def test_a_long_name_is_cut_where_it_would_run_into_its_bar():
    assert bar_chart("", "", [("x" * 60, 1, 2)]).bars[0].label.endswith("…")


def test_a_curve_stays_inside_its_frame():
    chart = line_chart(
        "Signed",
        "Over time.",
        [(date(2026, 11, 1), 0), (date(2026, 11, 20), 700)],
        whole=500,
        marked=(date(2026, 12, 1), "Due"),
    )
    places = [tuple(map(float, point.split(","))) for point in chart.line.split()]
    assert all(chart.left <= x <= chart.right and chart.top <= y <= chart.bottom for x, y in places)
    assert chart.mark.at == chart.right


def test_a_curve_without_points_or_with_one_is_still_a_chart():
    assert line_chart("", "", [], whole=0).line == ""
    assert line_chart("", "", [(date(2026, 11, 1), 3)], whole=10).line.count(",") == 1
