"""Every question is asked once, every answer of any shape is kept or refused, and nothing kept is read as something else."""

from collections import Counter
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from support.assessment_answers import values

from throughcare.casework.assessment.rules.judged import views_of
from throughcare.casework.assessment.rules.needs.drafts import Answered, Origin
from throughcare.casework.assessment.rules.needs.sections import areas, sections
from throughcare.casework.assessment.rules.predictors import FIELDS
from throughcare.casework.assessment.rules.questions import (
    SAME,
    check_answer,
    field_value,
    givens_of,
    items_of,
    kept_value,
    pages,
    question,
    questions_of,
)
from throughcare.foundation.kernel import Refused

NAMES = sorted({one.name for page in pages() for one in questions_of(page)})
AT = datetime(2026, 11, 20, tzinfo=UTC)


def said(**answers):
    return {
        name: Answered(value, Origin.PRACTITIONER, "asked", AT)
        for name, value in {name.replace("__", "-"): value for name, value in answers.items()}.items()
    }


def test_every_question_stands_on_one_page():
    counted = Counter(one.name for page in pages() for one in questions_of(page))
    assert set(counted.values()) == {1}


def test_every_item_is_asked_and_none_beside_the_predictors_question_that_means_the_same():
    items = {item for section in sections().values() for item in section.items}
    assert items <= set(NAMES)
    assert SAME.keys() <= items
    assert not set(SAME.values()) & set(NAMES)
    assert set(SAME.values()) <= FIELDS.keys()


@given(st.sampled_from(NAMES), st.none() | st.text() | st.integers() | st.booleans() | st.lists(st.text() | st.integers(), max_size=4))  # fmt: skip
def test_an_answer_of_any_shape_is_kept_or_refused_and_nothing_else(name, value):
    try:
        kept = check_answer(name, value)
    except Refused as refused:
        assert refused.because
        return
    assert kept is None or isinstance(kept, str | tuple)
    assert check_answer(name, kept) == kept


@given(st.data())
def test_a_predictors_answer_is_read_back_as_it_was(data):
    name = data.draw(st.sampled_from(sorted(FIELDS)))
    value = data.draw(values(FIELDS[name]))
    if isinstance(value, str) and not FIELDS[name].choices:
        value = value[:5] or "00801"
    assert field_value(name, check_answer(name, kept_value(name, value))) == value


def test_not_known_is_never_nought():
    found = givens_of(said(temper="M", o3__4="M", unemployed="M"))
    assert found == {}
    assert givens_of(said(temper="0"))["temper"].value == 0


def test_an_item_answers_the_predictors_question_of_the_same_meaning():
    found = givens_of(said(o3__4="2", o4__2="YES", o9__2="0"))
    assert found["accommodation_suitability"].value == 2
    assert found["unemployed"].value is True
    assert found["alcohol_excess"].value == 0
    assert found["accommodation_suitability"].on == AT.date()


def test_an_unconfirmed_answer_says_so():
    answer = Answered("1", Origin.RECORD, "the court record", AT, sure=False)
    assert givens_of({"sanctions": answer})["sanctions"].source == "the court record, not confirmed"


def test_an_item_answered_stands_before_one_translated():
    both = said(CURRENT_ACCOMMODATION="NO_ACCOMMODATION", o3__4="1")
    assert items_of(both)["o3-4"] == "1"
    assert items_of(both)["o3-5"] == "2"


def test_a_judgement_needs_all_three_of_its_parts():
    part = said(**{"finance.harm": "no", "finance.reoffending": "no"})
    assert views_of(part) == ({}, {})
    whole, left_out = views_of(
        {**part, **said(**{"finance.strengths": "not known", "drug-use.left_out": "asked later"})}
    )
    assert whole["finance"].own_view is None
    assert left_out == {"drug-use": "asked later"}


def test_every_area_ends_with_the_persons_own_view():
    for area in areas():
        assert question(f"{area}.words").words == "The person's own words"
