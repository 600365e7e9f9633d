"""What is wrong with a form, as lines that lead to the field each is about."""

from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField


@dataclass(frozen=True)
class Problem:
    """One message and the id of the control that puts it right; empty when it is about the whole form."""

    message: str
    target: str


def first_control(field: BoundField) -> str:
    """The id of the first control of a field: the first radio, the day of a date, the box itself."""
    widget = field.field.widget
    auto = field.auto_id or ""
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return f"{auto}_0"
    if isinstance(widget, forms.MultiWidget):
        names: list[str] = getattr(widget, "widgets_names", [""])
        return f"{auto}{names[0]}"
    return auto


def problems(form: forms.BaseForm) -> list[Problem]:
    """Every problem of a form in the order of its fields, those of the whole form first."""
    whole = [Problem(str(message), "") for message in form.non_field_errors()]
    return whole + [
        Problem(str(message), "" if field.is_hidden else first_control(field))
        for field in form
        for message in field.errors
    ]
