"""What may answer each question, and what an answer means to a predictor: at the edges."""

from datetime import UTC, date, datetime, timedelta

import pytest

from throughcare.casework.assessment.rules.judged import views_of
from throughcare.casework.assessment.rules.needs.drafts import Answered, Origin
from throughcare.casework.assessment.rules.needs.newer_set import set_questions
from throughcare.casework.assessment.rules.needs.views import Linked, Readiness
from throughcare.casework.assessment.rules.predictors import FIELDS, Kind
from throughcare.casework.assessment.rules.questions import (
    Asked,
    check_answer,
    field_value,
    givens_of,
    items_of,
    kept_value,
    question,
)
from throughcare.foundation.kernel import Refused

AT = datetime(2026, 3, 31, 12, tzinfo=UTC)


def said(value, at=AT):
    return Answered(value, Origin.PRACTITIONER, "", at)


def test_each_question_has_the_words_shape_and_choices_of_its_kind():
    for name, field in FIELDS.items():
        one = question(name)
        assert one.words == field.words[0].upper() + field.words[1:]
        assert (one.lowest, one.highest) == (field.lowest, field.highest)
        if field.kind is Kind.TEXT:
            assert one.asked is (Asked.ONE_OF if field.choices else Asked.CODE)
            assert bool(one.choices) == bool(field.choices)
    assert [choice for choice, _ in question("o3-3").choices] == ["YES", "NO", "M"]
    assert [choice for choice, _ in question("o3-4").choices] == ["0", "1", "2", "M"]
    assert question("FINANCE_INCOME").asked is Asked.SOME_OF
    assert question("CURRENT_ACCOMMODATION").asked is Asked.ONE_OF
    with pytest.raises(Refused, match="no question called nothing"):
        question("nothing")


@pytest.mark.parametrize("empty", [None, "", [], ()])
@pytest.mark.parametrize(
    "name", ["sanctions", "past_offences", "o3-4", "offence-analysis.words", "OF_A_LATER_SET"]
)
def test_an_empty_answer_is_no_answer(name, empty):
    assert check_answer(name, empty) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sanctions", "0"),
        ("sanctions", "9999"),
        ("age_at_first_sanction", "120"),
        ("date_of_birth", "1990-02-28"),
    ],
)
def test_a_number_or_a_day_within_its_bounds_is_kept(name, value):
    assert check_answer(name, value) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sanctions", "10000"),
        ("sanctions", "000000"),
        ("sanctions", "0000001"),
        ("sanctions", "-1"),
        ("sanctions", "\u0661"),
        ("sanctions", "\u00b2"),
        ("sanctions", "1.5"),
        ("sanctions", "many"),
        ("age_at_first_sanction", "121"),
        ("date_of_birth", "1990-02-30"),
        ("sanctions", 3),
        ("o3-4", "3"),
    ],
)
def test_anything_else_is_refused_by_its_question(name, value):
    with pytest.raises(Refused) as refused:
        check_answer(name, value)
    assert refused.value.field == name


def test_words_are_as_long_as_may_be_and_no_longer():
    assert check_answer("offence-analysis.words", "x" * 4000) == "x" * 4000
    with pytest.raises(Refused, match="at most 4000 characters"):
        check_answer("offence-analysis.words", "x" * 4001)


@pytest.mark.parametrize("sign", ["\x00", "\ud800", "\udbff", "\udfff"])
@pytest.mark.parametrize("put", ["{}", "a {} b"])
def test_characters_that_are_no_text_are_refused_wherever_they_stand(sign, put):
    text = put.format(sign)
    for name, value in (
        ("offence-analysis.words", text),
        ("past_offences", ["robbery", text]),
        (text, "YES"),
    ):
        with pytest.raises(Refused, match="not text"):
            check_answer(name, value)
    assert check_answer("offence-analysis.words", "\ud7ff\ue000") == "\ud7ff\ue000"


def test_some_of_the_choices_are_kept_in_order_and_none_stands_alone():
    every = tuple(sorted(FIELDS["past_offences"].choices))
    assert check_answer("past_offences", list(reversed(every))) == every
    assert check_answer("past_offences", ["robbery", "arson"]) == ("arson", "robbery")
    assert check_answer("past_offences", ["none"]) == ("none",)
    for wrong in (["none", "arson"], ["arson", "treason"], "arson"):
        with pytest.raises(Refused):
            check_answer("past_offences", wrong)
    several = question("FINANCE_INCOME")
    whole = [choice for choice, _ in several.choices]
    assert check_answer("FINANCE_INCOME", whole) == tuple(sorted(whole))


@pytest.mark.parametrize("value", ["YES", ("A", "B"), "x" * 4000])
def test_a_question_of_a_later_set_is_kept_as_it_is_said(value):
    assert check_answer("OF_A_LATER_SET", value) == value
    assert check_answer("A" * 90, value) == value


LONG = [name for name in [*sorted(FIELDS)[:12], *sorted(set_questions())[:40]] if len(name) > 9]


@pytest.mark.parametrize("name", LONG)
def test_a_misspelt_question_of_any_set_is_refused_with_the_nearest_and_no_answer_is_dropped(name):
    for wrong in (name[:-2] + name[-1], name[:3] + name[3] + name[3:]):
        with pytest.raises(Refused, match=r"There is no question called .*\. Did you mean \w+\?"):
            check_answer(wrong, "YES")


@pytest.mark.parametrize("name", ["lower_case", "NOT A NAME", "A" * 91, "Mixed_Case"])
def test_a_name_that_is_none_is_refused_and_said_no_longer_than_it_could_be(name):
    with pytest.raises(Refused) as refused:
        check_answer(name, "YES")
    assert str(refused.value) == f"There is no question called {name[:90]}."


@pytest.mark.parametrize("value", [1, True, ["A", 1], "x" * 4001, ["x" * 4001]])
def test_what_is_no_text_is_no_answer_of_a_later_set(value):
    with pytest.raises(Refused, match="text of at most 4000"):
        check_answer("OF_A_LATER_SET", value)


def test_items_are_those_of_the_sections_that_are_answered():
    answers = {
        "o3-4": said("1"),
        "o3-3": said(None),
        "sanctions": said("3"),
        "offence-analysis.words": said("W"),
    }
    assert items_of(answers) == {"o3-4": "1"}


@pytest.mark.parametrize(
    ("item", "means"), [("0", False), ("1", True), ("2", True), ("NO", False), ("YES", True)]
)
def test_an_item_says_yes_where_it_scores(item, means):
    assert givens_of({"o3-3": said(item)})["no_fixed_abode"].value is means


@pytest.mark.parametrize("item", ["M", None])
def test_an_item_that_is_not_known_says_nothing(item):
    assert "no_fixed_abode" not in givens_of({"o3-3": said(item)})
    assert "accommodation_suitability" not in givens_of({"o3-4": said(item)})


def test_what_the_newer_set_says_is_given_without_a_day_as_translated():
    given = givens_of({"CURRENT_ACCOMMODATION": said("NO_ACCOMMODATION")})
    assert (given["no_fixed_abode"].value, given["no_fixed_abode"].on) == (True, None)
    assert given["no_fixed_abode"].source == "translated"
    answered = givens_of({"o3-4": said("2", AT + timedelta(days=1))})["accommodation_suitability"]
    assert (answered.value, answered.on) == (2, date(2026, 4, 1))
    assert answered.source == Origin.PRACTITIONER.value


@pytest.mark.parametrize(
    ("name", "kept", "taken"),
    [
        ("past_offences", ("arson", "robbery"), frozenset({"arson", "robbery"})),
        ("past_offences", ("none",), frozenset()),
        ("past_offences", "arson", frozenset({"arson"})),
        ("past_offences", "none", frozenset()),
        ("date_of_birth", "1990-02-28", date(1990, 2, 28)),
        ("weapon", "YES", True),
        ("weapon", "NO", False),
        ("temper", "2", 2),
        ("sanctions", "12", 12),
        ("sex", "female", "female"),
        ("sex", "M", None),
        ("sex", None, None),
        ("sex", ("female",), None),
    ],
)
def test_a_kept_answer_is_taken_by_its_kind(name, kept, taken):
    assert field_value(name, kept) == taken


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("weapon", True, "YES"),
        ("weapon", False, "NO"),
        ("past_offences", frozenset({"robbery", "arson"}), ("arson", "robbery")),
        ("past_offences", frozenset(), ("none",)),
        ("date_of_birth", date(1990, 2, 28), "1990-02-28"),
        ("sanctions", 12, "12"),
        ("sex", "female", "female"),
        ("sex", None, None),
    ],
)
def test_a_value_is_kept_so_that_it_is_taken_again(name, value, kept):
    assert kept_value(name, value) == kept
    assert field_value(name, kept) == value


def test_an_area_is_judged_where_all_three_are_said_and_left_out_where_it_is_said_why():
    judged = {f"accommodation.{part}": said("yes") for part in ("harm", "reoffending", "strengths")}
    own = {"accommodation.readiness": said("CHANGING"), "accommodation.words": said("Moving.")}
    views, left_out = views_of(
        judged | own | {"drug-use.left_out": said("Not asked."), "drug-use.harm": said("yes")}
    )
    view = views["accommodation"]
    assert (view.own_view.readiness, view.own_view.words) == (Readiness.CHANGING, "Moving.")
    assert (view.linked_to_harm, view.linked_to_reoffending, view.strengths) == (Linked.YES,) * 3
    assert left_out == {"drug-use": "Not asked."}
    assert set(views) == {"accommodation"}
    assert views_of(judged)[0]["accommodation"].own_view is None
    odd = judged | {"accommodation.harm": said(("yes",))}
    assert views_of(odd) == ({}, {})
