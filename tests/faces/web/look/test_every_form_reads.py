"""Every form there is: what it says of a box left empty, badly filled or too full can be read aloud as a sentence."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from datetime import date
from importlib import import_module

import pytest
from django import forms
from django.core.exceptions import ValidationError

from throughcare import faces
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import PlainForm, as_object, in_sentence, required_message

SMALL = "about after at before by for from in into of on since to until with"
LEADS_ON = SMALL.replace(" ", "|")
NO_SENTENCE = re.compile(
    r"\bthe (?i:a|an|the|their|your|its|our|any|each|has|have|is|are|needs|they|safe|how|what|when|where|which|who|whom|why|"
    rf"{LEADS_ON})\b|\b(?:Enter|Shorten|Select) the .*\b(?:{LEADS_ON}|among|as)$|\bthe home Office\b"
)
"""An article before what can have none, or a word that leads on to nothing."""


def every_form() -> list[type[PlainForm]]:
    """Every form that a page is made from."""
    for found in pkgutil.walk_packages(faces.__path__, f"{faces.__name__}."):
        if ".pages" in found.name or ".web" in found.name:
            import_module(found.name)
    return sorted(set(_below(PlainForm)), key=lambda one: (one.__module__, one.__qualname__))


def _below(known: type[PlainForm]) -> Iterator[type[PlainForm]]:
    for one in known.__subclasses__():
        if one.__module__.startswith(faces.__name__):
            yield one
        yield from _below(one)


def every_field() -> Iterator[tuple[str, forms.Field, str]]:
    """Every field that somebody fills in, with where it stands and its label."""
    for form in every_form():
        for name, field in form.base_fields.items():
            if not isinstance(field.widget, forms.HiddenInput):
                label = str(field.label or name.replace("_", " ").capitalize())
                yield f"{form.__module__}.{form.__qualname__}.{name}", field, label


def said_of(field: forms.Field, label: str) -> Iterator[str]:
    """What a field says when it is left empty, half filled, out of bounds or too full."""
    yield required_message(field, label)
    if isinstance(field, DayField):
        asked = DayField(label=label, earliest=date(2020, 1, 1), latest=date(2020, 1, 1))
        for given in (["1", "", ""], ["31", "2", "2020"], ["1", "1", "2019"], ["1", "1", "2021"]):
            with pytest.raises(ValidationError) as wrong:
                asked.clean(given)
            yield from wrong.value.messages
    if isinstance(field, CountedField):
        with pytest.raises(ValidationError) as wrong:
            CountedField(label=label, limit=1).clean("two")
        yield from wrong.value.messages


def without_quotes(said: str) -> str:
    return re.sub(r"“[^”]*”", "it", said)


def test_what_every_form_says_of_a_box_reads_as_a_sentence():
    found = list(every_field())
    assert len(found) > 400
    wrong = {
        f"{where}: {said}"
        for where, field, label in found
        for said in said_of(field, label)
        if NO_SENTENCE.search(without_quotes(said))
    }
    assert not wrong, "\n".join(sorted(wrong))


@pytest.mark.parametrize(
    ("field", "label", "said"),
    [
        (DayField(), "On which day", "Say on which day"),
        (DayField(), "On", "Enter an answer for “On”"),
        (DayField(), "Adjourned on", "Enter an answer for “Adjourned on”"),
        (forms.ChoiceField(), "For whom", "Select for whom"),
        (forms.ChoiceField(), "Broken down by", "Select an answer for “Broken down by”"),
        (forms.ChoiceField(), "Needs an interpreter", "Select an answer for “Needs an interpreter”"),
        (forms.CharField(), "Their names, one on each line", "Enter their names, one on each line"),
        (forms.CharField(), "The condition", "Enter the condition"),
        (forms.CharField(), "Home Office code", "Enter the Home Office code"),
        (forms.CharField(), "PNC number", "Enter the PNC number"),
        (forms.CharField(), "Home postcode", "Enter the home postcode"),
    ],
)
def test_each_kind_of_label_is_asked_for_in_its_own_way(field: forms.Field, label: str, said: str):
    assert required_message(field, label) == said


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("On which day", "The day must include a month and year"),
        ("Date of birth", "Date of birth must include a month and year"),
        ("Their last day", "Their last day must include a month and year"),
    ],
)
def test_a_day_half_typed_is_spoken_of_by_its_name_where_it_has_one(label: str, said: str):
    with pytest.raises(ValidationError, match=said):
        DayField(label=label).clean(["1", "", ""])


def test_a_text_too_long_is_spoken_of_by_its_name_or_in_quotes():
    assert as_object("Reason") == "the reason" and in_sentence("Reason") == "reason"
    with pytest.raises(ValidationError, match="Shorten “Why it ends” by 1 character: the limit is 2"):
        CountedField(label="Why it ends", limit=2).clean("abc")


@pytest.mark.parametrize(
    "wrong", ["Enter the on which day", "Select the broken down by", "Enter the the condition"]
)
def test_what_does_not_read_is_found(wrong: str):
    assert NO_SENTENCE.search(wrong)
