import re

from crispy_forms.bootstrap import FormActions, PrependedText, StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Button, Column, Div, Field, Fieldset, Hidden, Layout, Reset, Row, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import Context, Template

from crispy_uswds.widgets import NativeDateInput, NativeDateTimeInput

COLORS = [("r", "Red"), ("g", "Green")]


class Sample(forms.Form):
    name = forms.CharField(help_text="As on the card.")
    story = forms.CharField(widget=forms.Textarea, required=False)
    color = forms.ChoiceField(choices=COLORS)
    one = forms.ChoiceField(choices=COLORS, widget=forms.RadioSelect, help_text="Only one.")
    many = forms.MultipleChoiceField(choices=COLORS, widget=forms.CheckboxSelectMultiple, required=False)
    agree = forms.BooleanField(help_text="Tick it.")
    paper = forms.FileField(required=False)
    born = forms.DateField(widget=forms.SelectDateWidget(years=[2000]), required=False)
    starts = forms.DateField(widget=NativeDateInput, required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def render(form, helper=None, **context):
    return re.sub(r"\s+", " ", render_crispy_form(form, FormHelper() if helper is None else helper, context))


def tag(html, **attributes):
    """The one tag that has all these attributes."""
    found = [
        candidate
        for candidate in re.findall(r"<[a-z]+[^>]*>", html)
        if all(f'{name.strip("_")}="{value}"' in candidate for name, value in attributes.items())
    ]
    assert len(found) == 1, found
    return found[0]


def test_each_control_has_the_class_of_its_kind():
    html = render(Sample())
    assert 'class="usa-input"' in tag(html, id="id_name")
    assert 'class="usa-textarea"' in tag(html, id="id_story")
    assert 'class="usa-select"' in tag(html, id="id_color")
    assert 'class="usa-file-input"' in tag(html, id="id_paper")
    assert 'class="usa-checkbox__input"' in tag(html, id="id_agree")
    assert 'class="usa-radio__input"' in tag(html, id="id_one_0")
    assert 'class="usa-checkbox__input"' in tag(html, id="id_many_1")
    assert html.count('class="usa-select"') == 4
    assert 'type="date"' in tag(html, id="id_starts")


def test_every_input_has_a_label_of_its_own():
    html = render(Sample())
    for identity in ("id_name", "id_story", "id_color", "id_one_0", "id_one_1", "id_many_0", "id_agree", "id_paper"):
        assert html.count(f'for="{identity}"') == 1


def test_choices_and_dates_stand_in_a_fieldset_with_a_legend():
    html = render(Sample())
    assert html.count("<fieldset") == html.count("<legend") == 3
    assert '<fieldset class="usa-fieldset" aria-describedby="id_one_helptext">' in html


def test_each_part_of_a_date_has_its_own_label():
    html = render(Sample())
    for part in ("month", "day", "year"):
        assert html.count(f'for="id_born_{part}"') == html.count(f'id="id_born_{part}"') == 1


def test_each_part_of_a_field_of_several_inputs_has_a_name():
    class Meeting(forms.Form):
        begins = forms.SplitDateTimeField()

    html = render(Meeting())
    assert 'aria-label="Begins, 1"' in html
    assert 'aria-label="Begins, 2"' in html


def test_hints_are_found_by_screen_readers():
    html = render(Sample())
    assert 'aria-describedby="id_name_helptext"' in tag(html, id="id_name")
    assert 'id="id_name_helptext"' in html
    assert 'aria-describedby="id_agree_helptext"' in tag(html, id="id_agree")


def test_an_error_is_said_at_the_field_and_linked_from_the_top():
    html = render(Sample({}))
    assert "usa-input--error" in tag(html, id="id_name")
    assert 'aria-invalid="true"' in tag(html, id="id_name")
    assert "id_name_error" in tag(html, id="id_name")
    assert 'id="id_name_error"' in html
    assert '<a href="#id_name">Name: This field is required.</a>' in html
    assert '<a href="#id_one_0">' in html
    assert '<a href="#id_agree">' in html
    assert html.count("usa-form-group--error") == 4


def test_errors_of_the_whole_form_are_shown_and_escaped():
    form = Sample({"name": "x", "color": "r", "one": "r", "agree": "on"})
    form.add_error(None, "<b>Too late</b>")
    html = render(form)
    assert "&lt;b&gt;Too late&lt;/b&gt;" in html
    assert 'role="alert"' in html


def test_required_is_spelled_out():
    html = render(Sample())
    assert html.count('title="required"') == 4


def test_buttons_carry_no_class_of_another_design_system():
    helper = FormHelper()
    helper.add_input(Submit("save", "Save"))
    helper.add_input(Button("more", "More"))
    helper.add_input(Reset("clear", "Clear"))
    helper.add_input(Submit("drop", "Drop", css_class="usa-button--secondary"))
    helper.add_input(Hidden("next", "/"))
    html = render(Sample(), helper)
    assert "btn" not in html
    assert 'class="usa-button"' in tag(html, name="save")
    assert 'class="usa-button usa-button--outline"' in tag(html, name="more")
    assert 'class="usa-button usa-button--unstyled"' in tag(html, name="clear")
    assert 'class="usa-button usa-button--secondary"' in tag(html, name="drop")
    assert "class" not in tag(html, name="next")


def test_layout_objects_become_the_grid_and_fieldsets():
    helper = FormHelper()
    helper.layout = Layout(
        Fieldset("Who", Row(Column("name"), Column("color")), css_class="mine"),
        Div(Field("story", css_class="wide", rows=3), css_id="told"),
        PrependedText("agree", "$"),
        FormActions(StrictButton("Go", type="submit")),
    )
    html = render(Sample(), helper)
    assert '<legend class="usa-legend usa-legend--large">Who</legend>' in html
    assert 'class="grid-row grid-gap' in html
    assert html.count("tablet:grid-col") == 2
    assert "wide usa-textarea" in tag(html, id="id_story")
    assert 'id="told"' in html
    assert "usa-input-prefix" in html
    assert ">Go</button>" in html


def test_a_form_is_a_usa_form_unless_its_author_says_otherwise():
    assert '<form class="usa-form usa-form--large"' in render(Sample())
    helper = FormHelper()
    helper.form_class = "usa-form narrow"
    helper.form_id = "asked"
    html = render(Sample(), helper)
    assert 'class="usa-form narrow"' in html
    assert 'id="asked"' in html


def test_a_form_with_files_is_sent_as_multipart_and_carries_the_token():
    html = render(Sample(), csrf_token="token-of-the-page")
    assert 'enctype="multipart/form-data"' in html
    assert "token-of-the-page" in html


def test_a_form_that_reads_sends_no_token():
    helper = FormHelper()
    helper.form_method = "get"
    assert "token-of-the-page" not in render(Sample(), helper, csrf_token="token-of-the-page")


def test_a_form_without_a_tag_can_stand_inside_another():
    helper = FormHelper()
    helper.form_tag = False
    assert "<form" not in render(Sample(), helper)


def test_formsets_render_each_form_and_their_own_errors():
    formset = forms.formset_factory(Sample, extra=2, min_num=3, validate_min=True)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}
    )
    html = render(formset)
    assert html.count('name="form-TOTAL_FORMS"') == 1
    assert "at least 3 forms" in html
    assert 'id="id_form-1-name"' in html


def test_the_filters_render_a_form_and_a_field():
    template = Template("{% load crispy_forms_tags %}{{ form|crispy }}|{{ form.name|as_crispy_field }}")
    html = template.render(Context({"form": Sample()}))
    assert html.count('class="usa-input"') == 3


def test_native_dates_are_written_as_browsers_ask():
    class Dated(forms.Form):
        day = forms.DateField(widget=NativeDateInput, initial="2026-11-22")
        moment = forms.DateTimeField(widget=NativeDateTimeInput)

    html = render(Dated())
    assert 'value="2026-11-22"' in tag(html, id="id_day")
    assert 'type="datetime-local"' in tag(html, id="id_moment")


def test_nothing_is_written_inline():
    html = render(Sample({}))
    assert "style=" not in html
    assert "<script" not in html
