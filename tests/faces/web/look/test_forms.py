"""Forms: what they say is wrong, where the summary leads, and what keeps a form from counting twice."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django import forms
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from throughcare.faces.web.look.errors import Problem, problems
from throughcare.faces.web.look.fields import CountedField, DayField, month_of
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce, in_sentence, required_message
from throughcare.faces.web.look.gallery import Everything
from throughcare.foundation.kernel import Refused


class Birth(PlainForm):
    born = DayField(label="Date of birth", earliest=date(1900, 1, 1), latest=date(2026, 11, 20))


def told(day: str, month: str, year: str) -> Any:
    form = Birth({"born_day": day, "born_month": month, "born_year": year})
    return form.cleaned_data["born"] if form.is_valid() else form.errors["born"][0]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (("31", "3", "1987"), date(1987, 3, 31)),
        ((" 31 ", "March", "1987"), date(1987, 3, 31)),
        (("1", "sep", "1987"), date(1987, 9, 1)),
        (("29", "2", "2024"), date(2024, 2, 29)),
        (("", "", ""), "Enter the date of birth"),
        (("31", "", "1987"), "Date of birth must include a month"),
        (("", "", "1987"), "Date of birth must include a day and month"),
        (("31", "3", "87"), "Year must have four figures, like 1987"),
        (("31", "3", "١٩٨٧"), "Year must have four figures, like 1987"),
        (("29", "2", "2023"), "Date of birth must be a day that exists, like 31 3 1987"),
        (("31", "ju", "1987"), "Date of birth must be a day that exists, like 31 3 1987"),
        (("31", "13", "1987"), "Date of birth must be a day that exists, like 31 3 1987"),
        (("21", "11", "2026"), "Date of birth must be on or before 20 November 2026"),
        (("31", "12", "1899"), "Date of birth must be on or after 1 January 1900"),
    ],
)
def test_a_day_typed_in_three_boxes_is_that_day_or_is_told_what_is_wrong(
    typed: tuple[str, str, str], answer: object
):
    assert told(*typed) == answer


@pytest.mark.parametrize(
    ("field", "label", "said"),
    [
        (forms.CharField(), "What happened", "Say what happened"),
        (forms.CharField(), "Why you need to know", "Say why you need to know"),
        (forms.ChoiceField(), "What became of it", "Select what became of it"),
        (forms.ChoiceField(), "Whose cases", "Select whose cases"),
        (forms.CharField(), "Whatever else", "Enter the whatever else"),
        (forms.CharField(), "PNC number", "Enter the PNC number"),
        (forms.ChoiceField(), "Team", "Select the team"),
    ],
)
def test_an_empty_field_is_asked_for_in_a_sentence_that_can_be_read_aloud(field: Any, label: str, said: str):
    assert required_message(field, label) == said


@given(st.dates(date(1900, 1, 1), date(2026, 11, 20)))
def test_every_day_shown_comes_back_as_itself(day: date):
    day_shown, month, year = DayField().widget.decompress(day)
    assert told(str(day_shown), str(month), str(year)) == day
    assert told(str(day_shown), f"{day:%B}", str(year)) == day


@given(st.text(max_size=6), st.text(max_size=12), st.text(max_size=6))
def test_whatever_is_typed_gets_a_day_or_words(day: str, month: str, year: str):
    assert isinstance(told(day, month, year), date | str)


@pytest.mark.parametrize("text", ["j", "ja", "ma", "x", "", "januaryy"])
def test_a_month_too_short_to_be_sure_of_is_refused(text: str):
    with pytest.raises(ValueError, match=text or "^$"):
        month_of(text)


def test_an_unchanged_day_is_seen_as_unchanged():
    field = DayField()
    assert not field.has_changed(date(2026, 3, 1), ["1", "3", "2026"])
    assert field.has_changed(date(2026, 3, 1), ["2", "3", "2026"])
    assert field.has_changed(date(2026, 3, 1), ["2", "x", "2026"])


def test_text_over_its_limit_is_told_by_how_much():
    class Why(PlainForm):
        reason = CountedField(label="Reason", limit=10)

    assert Why({"reason": "x" * 10}).is_valid()
    assert Why({"reason": "x" * 13}).errors["reason"] == [
        "Shorten the reason by 3 characters: the limit is 10"
    ]


@pytest.mark.parametrize(
    ("label", "inside"),
    [("Date of birth", "date of birth"), ("PNC number", "PNC number"), ("Why?", "why"), ("", "")],
)
def test_a_label_reads_inside_a_sentence(label: str, inside: str):
    assert in_sentence(label) == inside


def test_an_empty_form_says_what_to_do_for_each_field_and_leads_to_it():
    found = problems(Everything({}, MultiValueDict()))
    assert Problem("Enter the surname", "id_surname") in found
    assert Problem("Enter the date of birth", "id_born_day") in found
    assert Problem("Select the risk of serious harm", "id_risk_0") in found
    assert Problem("Select the local delivery unit", "id_unit") in found
    assert Problem("Confirm that the person has been told", "id_told") in found
    assert not any(problem.message in {"This field is required.", "Enter an answer."} for problem in found)


def test_every_place_the_summary_leads_to_is_on_the_page():
    form = Everything({}, MultiValueDict())
    page = str(form)
    targets = [problem.target for problem in problems(form) if problem.target]
    assert len(targets) == 7
    for target in targets:
        assert page.count(f'id="{target}"') == 1, target


def test_an_error_is_tied_to_its_field_for_those_who_listen():
    page = str(Everything({}, MultiValueDict())["surname"].as_field_group())
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_surname_helptext id_surname_error"' in page
    assert 'id="id_surname_helptext"' in page
    assert 'id="id_surname_error"' in page


def test_the_count_of_a_text_is_read_out_with_its_hint():
    page = str(Everything()["reason"])
    assert 'aria-describedby="id_reason_helptext id_reason-info"' in page or "id_reason-info" in page
    assert 'id="id_reason-info"' in page


def test_what_was_typed_is_shown_again_and_never_as_markup():
    form = Everything(
        {"surname": "<b>O'Neil</b>", "born_day": '"><i>', "reason": "</textarea><b>"}, MultiValueDict()
    )
    page = str(form)
    assert "<b>" not in page
    assert "<i>" not in page
    assert "&lt;b&gt;O&#x27;Neil" in page


def test_a_form_shown_twice_has_two_keys_and_sent_back_keeps_its_own():
    class Once(SentOnce, PlainForm):
        pass

    first, second = Once()["idempotency_key"].value(), Once()["idempotency_key"].value()
    assert first != second
    sent = Once({"idempotency_key": str(first)})
    assert sent.is_valid()
    assert sent.cleaned_data["idempotency_key"] == UUID(first)
    assert str(first) in str(sent)


def test_the_key_does_not_change_while_one_form_is_shown():
    class Once(SentOnce, PlainForm):
        pass

    form = Once()
    assert form["idempotency_key"].value() == form["idempotency_key"].value()


@pytest.mark.parametrize("key", ["", "not-a-key"])
def test_a_form_without_its_key_is_told_to_open_the_page_again(key: str):
    class Once(SentOnce, PlainForm):
        pass

    found = problems(Once({"idempotency_key": key}))
    assert found == [Problem("This page is not complete. Open it again and send it once more.", "")]


def test_a_version_travels_with_the_form():
    class Amend(OfVersion, PlainForm):
        name = forms.CharField()

    assert 'name="version" value="7"' in str(Amend(initial={"version": 7}))
    assert Amend({"version": "7", "name": "x"}).is_valid()
    assert not Amend({"version": "-1", "name": "x"}).is_valid()


def test_a_refusal_is_shown_at_its_field_or_at_the_top():
    form = Birth({"born_day": "1", "born_month": "1", "born_year": "1990"})
    form.full_clean()
    form.refuse(Refused("Nobody was sentenced before the age of ten.", field="born"))
    form.refuse(Refused("The case is closed.", field="elsewhere"))
    assert [p.target for p in problems(form)] == ["", "id_born_day"]
