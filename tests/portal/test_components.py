from datetime import date

import django_filters
import django_tables2 as tables
import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.html import parse_html

from crispy_uswds.templatetags.uswds_forms import uswds_widget
from directory.models import Employee
from foundation.charts import bar_chart, line_chart
from tests.factories.directory import EmployeeFactory


class PeopleTable(tables.Table):
    name = tables.Column()
    number = tables.Column(orderable=False)

    class Meta:
        attrs = {"caption": "People"}
        template_name = "django_tables2/uswds.html"


class PeopleFilter(django_filters.FilterSet):
    class Meta:
        model = Employee
        fields = ["name"]


def test_a_sorted_column_says_so_and_the_table_scrolls_in_its_own_box():
    request = RequestFactory().get("/", {"sort": "-name", "q": "x"})
    table = PeopleTable([{"name": f"N{n}", "number": n} for n in range(30)])
    tables.RequestConfig(request, paginate={"per_page": 10}).configure(table)
    html = table.as_html(request)
    assert 'aria-sort="descending"' in html
    assert "portal-table-box" in html
    assert "<caption>People</caption>" in html
    assert 'aria-current="page"' in html
    assert "q=x" in html


def test_the_cells_of_a_row_say_their_column_where_they_stack_on_a_phone():
    html = PeopleTable([{"name": "Ada", "number": 7}]).as_html(RequestFactory().get("/"))
    assert "usa-table--stacked" in html
    assert '<th scope="row" class="" data-label="Name">Ada</th>' in " ".join(html.split())
    assert 'data-label="Number">7</td>' in html


def test_an_empty_table_says_why():
    table = PeopleTable([], empty_text="Nobody works here.")
    assert "Nobody works here." in table.as_html(RequestFactory().get("/"))


@pytest.mark.django_db
def test_filters_stand_in_the_address():
    EmployeeFactory()
    request = RequestFactory().get("/", {"name": "Dana"})
    filtered = PeopleFilter(request.GET, queryset=Employee.objects.all())
    html = render_to_string("components/filter.html", {"filter": filtered}, request=request)
    assert 'method="get"' in html
    assert "Show all" in html
    assert 'value="Dana"' in html


def test_a_chart_is_read_out_and_holds_nothing_inline():
    bars = bar_chart("Coverage", "Parks has the most.", [("Parks", 5, 10)])
    curve = line_chart("Signed", "It rises.", [(date(2026, 1, 1), 1), (date(2026, 1, 9), 5)], whole=9)
    html = render_to_string("components/bar_chart.html", {"chart": bars})
    html += render_to_string("components/line_chart.html", {"chart": curve})
    assert html.count('role="img"') == 2
    assert "Parks has the most." in html
    assert "style=" not in html
    assert "<script" not in html


def test_pages_keep_the_rest_of_the_address():
    request = RequestFactory().get("/", {"q": "parks", "page": "5"})
    page = Paginator(range(200), 10).page(5)
    html = render_to_string("components/pagination.html", {"page": page}, request=request)
    assert "?q=parks&amp;page=6" in html
    assert "…" in html


def test_one_page_needs_no_pages():
    page = Paginator(range(5), 10).page(1)
    assert "usa-pagination" not in render_to_string("components/pagination.html", {"page": page})


@pytest.mark.parametrize("words", ["", "  \n "])
def test_a_page_without_breadcrumbs_has_no_empty_list_of_them(words):
    template = Template("{% load shell %}{% captured as found %}" + words + "{% endcaptured %}[{{ found }}]")
    assert template.render(Context()) == "[]"


def test_progress_without_a_known_end_still_says_what_happens():
    html = render_to_string("components/progress.html", {"sentence": "Reading the file."})
    assert "Reading the file." in html
    assert "<progress" in html


def test_the_options_of_a_select_are_drawn_as_django_draws_them():
    class Choice(forms.Form):
        one = forms.ChoiceField(choices=[("", "None"), ("a", "<b>A & B</b>"), ("Group", [("c", "C"), (3, "Three")])])
        many = forms.MultipleChoiceField(choices=[("x", "X"), ("y", "Y")])

    plain, drawn = (Choice({"one": "a", "many": ["y"]}) for _ in range(2))
    for name in ("one", "many"):
        plain.fields[name].widget.attrs["class"] = "usa-select"
        assert parse_html(uswds_widget(drawn[name])) == parse_html(plain[name].as_widget())
