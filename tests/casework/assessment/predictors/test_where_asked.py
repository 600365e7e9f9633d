"""Every answer that an instrument asks for has a place in the journey, or is on record and asked of nobody."""

import pytest

from throughcare.casework.assessment.rules.needs.sections import AnswerSet
from throughcare.casework.assessment.rules.predictors import FIELDS
from throughcare.casework.assessment.rules.questions import ON_RECORD, questions_of
from throughcare.casework.assessment.rules.where_asked import place_of, words_of


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_the_place_of_what_a_predictor_needs_is_a_page_that_asks_it(name):
    place = place_of(name)
    if name in ON_RECORD:
        assert place is None
        return
    page, asked = place
    assert asked in {one.name for one in questions_of(page, AnswerSet.OLDER_SECTIONS)}


def test_a_question_is_called_by_its_area_where_every_area_asks_it_and_by_its_name_where_there_is_none():
    assert words_of("finance.because") == "Finance: why"
    assert words_of("o3-4") == "Suitability"
    assert words_of("NO_SUCH_THING") == "No such thing"
