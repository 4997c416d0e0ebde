"""What the pack's templates ask of a bound field: which control it is, and its input with USWDS's classes."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "usa-checkbox__input"),
    (forms.CheckboxSelectMultiple, "usa-checkbox__input"),
    (forms.RadioSelect, "usa-radio__input"),
    (forms.Select, "usa-select"),
    (forms.Textarea, "usa-textarea"),
    (forms.FileInput, "usa-file-input"),
)
"""The first that fits counts: a RadioSelect is not a Select here, although Django calls both ChoiceWidget."""

_ERROR_CLASSES = {"usa-input": "usa-input--error", "usa-select": "usa-input--error", "usa-textarea": "usa-input--error"}

_NOT_OURS = {"btn", "button", "submit", "submitButton", "inputButton", "resetButton", "btn-primary", "btn-inverse"}
"""Classes that crispy-forms writes into its buttons for other design systems."""


@register.filter
def uswds_control(field: BoundField) -> str:
    """Which template of the pack shows a field: hidden, checkbox, choices, date, group or input."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.SelectDateWidget):
        return "date"
    if isinstance(widget, forms.MultiWidget):
        return "group"
    return "input"


@register.filter
def uswds_choice_kind(field: BoundField) -> str:
    """`checkbox` where several may be chosen, else `radio`: the stem of USWDS's class names."""
    return "checkbox" if isinstance(field.field.widget, forms.CheckboxSelectMultiple) else "radio"


@register.simple_tag
def uswds_widget(field: BoundField) -> SafeString:
    """The input itself, with the classes of its kind added to those it has."""
    widget = field.field.widget
    if widget.template_name == forms.Select.template_name:
        widget.template_name = "uswds/select.html"
    parts = getattr(widget, "widgets", None)
    for number, part in enumerate(parts or [widget], start=1):
        part.attrs["class"] = _with_classes(part, has_errors=bool(field.errors))
        if parts and "aria-label" not in part.attrs:
            part.attrs["aria-label"] = f"{field.label}, {number}"  # a legend names the group, not its parts
    return field.as_widget()


@register.simple_tag
def uswds_select_options(widget: dict[str, Any]) -> SafeString:
    """The options of a select, in their groups: as Django draws them, without a template for each."""
    drawn = []
    for group, options, _ in widget["optgroups"]:
        rows = ((str(option["value"]), flatatt(option["attrs"]), option["label"]) for option in options)
        listed = format_html_join("\n", '<option value="{}"{}>{}</option>', rows)
        drawn.append(format_html('<optgroup label="{}">{}</optgroup>', group, listed) if group else listed)
    return SafeString("\n".join(drawn))


@register.simple_tag
def uswds_date_parts(field: BoundField) -> list[dict[str, Any]]:
    """The selects of a `SelectDateWidget`, each with its part of the date (month, day, year), its id and its input."""
    widget = field.field.widget
    attrs = field.build_widget_attrs({"id": field.auto_id, "class": "usa-select"}, widget)
    context = widget.get_context(field.html_name, field.value(), attrs)
    return [
        {
            "part": part["name"].rpartition("_")[2],
            "id": part["attrs"]["id"],
            "input": SafeString(field.form.renderer.render(part["template_name"], {"widget": part})),
        }
        for part in context["widget"]["subwidgets"]
    ]


@register.simple_tag
def uswds_options(field: BoundField) -> list[BoundWidget]:
    """The options of a radio or checkbox list, each of which knows its input (`tag`), label and id."""
    field.field.widget.attrs["class"] = _with_classes(field.field.widget, has_errors=False)
    return list(field.subwidgets)


@register.simple_tag
def uswds_described_by(field: BoundField) -> SafeString:
    """`aria-describedby` for the fieldset of a field, naming its help and its error as Django names them."""
    ids = []
    if field.auto_id and field.help_text:
        ids.append(f"{field.auto_id}_helptext")
    if field.auto_id and field.errors:
        ids.append(f"{field.auto_id}_error")
    return SafeString(flatatt({"aria-describedby": " ".join(ids)}) if ids else "")


@register.filter
def uswds_target(field: BoundField) -> str:
    """The id to which the error summary links: the field's first input that can take the focus."""
    if uswds_control(field) == "choices":
        first = next(iter(field.subwidgets), None)
        return str(first.id_for_label) if first else ""
    return str(field.id_for_label or field.auto_id)


@register.simple_tag
def uswds_button_classes(button: Any) -> str:
    """The classes of a button: USWDS's, and what the author asked for; none for a hidden input."""
    kind = getattr(button, "input_type", "submit")
    if kind == "hidden":
        return ""
    asked = [name for name in str(getattr(button, "field_classes", "")).split() if name not in _NOT_OURS]
    ours = ["usa-button"]
    if not any(name.startswith("usa-button--") for name in asked):
        ours += {"button": ["usa-button--outline"], "reset": ["usa-button--unstyled"]}.get(kind, [])
    return " ".join(ours + [name for name in asked if name not in ours])


@register.simple_tag
def uswds_form_attributes(attributes: dict[str, Any] | None, default: str = "usa-form usa-form--large") -> SafeString:
    """The attributes of the form's tag; a helper that names no class of USWDS's gets `default` in front of its own."""
    given = {key.replace("_", "-"): value for key, value in (attributes or {}).items()}
    given.pop("form-group-wrapper-class", None)
    asked = str(given.get("class", ""))
    given["class"] = asked if "usa-form" in asked.split() else f"{default} {asked}".strip()
    return flatatt(given)


def _with_classes(widget: forms.Widget, *, has_errors: bool) -> str:
    ours = next((name for kind, name in _CLASSES if isinstance(widget, kind)), "usa-input")
    wanted = [ours]
    if has_errors and ours in _ERROR_CLASSES:
        wanted.append(_ERROR_CLASSES[ours])
    present = str(widget.attrs.get("class", "")).split()
    return " ".join(present + [name for name in wanted if name not in present])
