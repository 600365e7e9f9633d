"""Forms as pages show them: the renderer, the base form, and what guards a form against being sent twice.

Settings name `Look` as FORM_RENDERER, so `{{ form }}` in any template has the look.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Any

import django.forms
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.functional import cached_property

from throughcare.foundation.kernel import Refused, new_id

HERE = Path(__file__).resolve().parent


class Look(DjangoTemplates):
    """Renders every form, field and widget with the look's templates, before Django's own."""

    form_template_name = "look/forms/form.html"
    formset_template_name = "look/forms/formset.html"
    field_template_name = "look/forms/field.html"

    @cached_property
    def engine(self) -> Any:
        """The template engine that looks here first."""
        folders = [HERE / "templates", Path(django.forms.__file__).parent / "templates"]
        libraries = {"throughcare": "throughcare.faces.web.look.templatetags.throughcare"}
        return self.backend(
            {"APP_DIRS": True, "DIRS": folders, "NAME": "look", "OPTIONS": {"libraries": libraries}}
        )


INCOMPLETE = "This page is not complete. Open it again and send it once more."
CHOOSING = (forms.ChoiceField, forms.ModelChoiceField, forms.FileField)
ASKING = {"How", "What", "When", "Where", "Whether", "Which", "Who", "Whom", "Whose", "Why"}
LEADING = {"About", "After", "At", "Before", "By", "For", "From", "In", "Of", "On", "Since", "To", "Until", "With"}  # fmt: skip
TRAILING = {"about", "after", "among", "as", "at", "by", "for", "from", "in", "into", "of", "on", "since", "to", "until", "with"}  # fmt: skip
OWNED = {"A", "An", "Another", "Any", "Each", "Its", "Our", "The", "Their", "Your"}
STATING = {"Are", "Can", "Do", "Does", "Goes", "Has", "Have", "Is", "Needs", "Safe", "They", "Was", "Were"}


class Reads(Enum):
    """How a label reads inside a sentence: as a thing, as a thing with its own article, as a question, or as neither."""

    THING = "the reason"
    OWNED = "their names"
    QUESTION = "on which day"
    QUOTED = "“Adjourned on”"


def reads(label: str) -> Reads:
    """How a label reads inside a sentence."""
    first, second, *_ = [*label.rstrip("?: ").split(), "", ""]
    asks = first.rstrip(",") in ASKING or (first in LEADING and second.rstrip(",").capitalize() in ASKING)
    if asks and label != "What if":
        return Reads.QUESTION
    if first in OWNED:
        return Reads.OWNED
    last = label.rstrip("?: ").rpartition(" ")[2]
    if first in LEADING | STATING or last in TRAILING or label == "What if":
        return Reads.QUOTED
    return Reads.THING


def as_object(label: str) -> str:
    """A label as what something is done to: "the reason", "their names", or its own words in quotes."""
    how = reads(label)
    if how is Reads.THING:
        return f"the {in_sentence(label)}"
    return in_sentence(label) if how is Reads.OWNED else f"“{label.rstrip('?: ')}”"


def required_message(field: forms.Field, label: str) -> str:
    """What to say when a field was left empty: "Enter the reason", "Select the tier", "Say why …", "Confirm that …"."""
    if isinstance(field, forms.BooleanField):
        return f"Confirm that {in_sentence(label)}"
    chosen, how = isinstance(field, CHOOSING), reads(label)
    if how is Reads.QUESTION:
        return f"{'Select' if chosen else 'Say'} {in_sentence(label)}"
    verb = "Select" if chosen else "Enter"
    return f"{verb} an answer for {as_object(label)}" if how is Reads.QUOTED else f"{verb} {as_object(label)}"


def in_sentence(label: str) -> str:
    """A label as it reads inside a sentence: "Date of birth" as "date of birth", "PNC number" and "Home Office code" as they are."""
    label = label.rstrip("?: ")
    first, second, *_ = [*label.split(), "", ""]
    is_name = second[:1].isupper() and second[1:2].islower() and first not in ASKING | OWNED | LEADING
    return label if label[1:2].isupper() or is_name or not label else label[0].lower() + label[1:]


class PlainForm(forms.Form):
    """The base of our forms: errors that say what to do, checked by the server alone."""

    use_required_attribute = False
    required_css_class = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        standard = str(forms.Field.default_error_messages["required"])
        for name, field in self.fields.items():
            label = str(field.label or name.replace("_", " "))
            if field.label is None:
                field.label = label.capitalize()
            if str(field.error_messages.get("required", standard)) == standard:
                field.error_messages["required"] = required_message(field, label)

    def refuse(self, refusal: Refused) -> None:
        """Show an action's refusal on the field it names, or at the top when it names none of ours."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, refusal.because)


# Nothing labels a hidden box, and two forms of one page may each carry it: an id would stand there twice.
NO_ID = {"id": False}


class SentOnce(forms.Form):
    """Carries a key made when the form was shown, so that sending it twice does the thing once."""

    idempotency_key = forms.UUIDField(
        widget=forms.HiddenInput(attrs=NO_ID),
        error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE},
    )

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """A new key each time the form is shown afresh."""
        if field_name == "idempotency_key" and not self.initial.get(field_name):
            return new_id()
        return super().get_initial_for_field(field, field_name)


class OfVersion(forms.Form):
    """Carries the version of the record that the form was filled from, so that nobody's change is lost."""

    version = forms.IntegerField(
        min_value=0,
        widget=forms.HiddenInput(attrs=NO_ID),
        error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE},
    )
