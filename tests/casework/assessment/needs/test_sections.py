import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.assessment.rules.needs.sections import (
    AnswerSet,
    Line,
    Need,
    areas,
    item_score,
    score_all,
    score_section,
    sections,
    sections_of_area,
)
from throughcare.foundation.kernel import Refused

ALL = sorted({item for section in sections().values() for item in section.items})
values = st.sampled_from(["0", "1", "2", "YES", "NO", "NA", "M", "", None, ("a", "list")])
items = st.dictionaries(st.sampled_from(ALL), values)
sets = st.sampled_from(AnswerSet)


def accommodation(**different):
    known = {"o3-3": "NO", "o3-4": "0", "o3-5": "0", "o3-6": "0"}
    return {**known, **{key.replace("o3_", "o3-"): value for key, value in different.items()}}


def score(found, which=AnswerSet.OLDER_SECTIONS, line=Line.CORRECTED, section="accommodation"):
    return score_section(sections()[section], found, which, line)


@pytest.mark.parametrize(
    ("section", "older", "newer", "weight"),
    [
        ("accommodation", (2, 7), (3, 5), 1),
        ("education", (3, 7), (3, 7), 1),
        ("relationships", (2, 5), (2, 5), 1),
        ("lifestyle", (2, 5), (2, 5), 1),
        ("drugs", (2, 8), (2, 6), 1),
        ("alcohol", (4, 7), (2, 4), 1),
        ("thinking", (4, 7), (3, 5), 2),
        ("attitudes", (2, 7), (1, 5), 2),
    ],
)
def test_thresholds_and_weights_are_those_published(section, older, newer, weight):
    found = sections()[section]
    assert found.thresholds == {AnswerSet.OLDER_SECTIONS: older, AnswerSet.STRENGTHS_AND_NEEDS: newer}
    assert found.tier_weight == weight


def test_money_and_wellbeing_are_assessed_but_never_a_need_for_the_tier():
    for code in ("finance", "wellbeing"):
        assert sections()[code].tier_weight == 0
        assert score({}, section=code).need is Need.NOT_SCORED


@pytest.mark.parametrize(
    ("the_answers", "found", "need"),
    [
        ("are all good", accommodation(), Need.NONE),
        ("are one short of a need", accommodation(o3_4="1"), Need.NONE),
        ("make a need", accommodation(o3_3="YES"), Need.STANDARD),
        ("are one short of severe", accommodation(o3_3="YES", o3_4="2", o3_5="2"), Need.STANDARD),
        ("are severe", accommodation(o3_3="YES", o3_4="2", o3_5="2", o3_6="1"), Need.SEVERE),
        ("could go either way", accommodation(o3_4=None), Need.OPEN),
        ("already make a need, and could not be severe", accommodation(o3_3="YES", o3_6="M"), Need.STANDARD),
        ("are not known at all", {}, Need.OPEN),
    ],
)
def test_accommodation_when_its_answers(the_answers, found, need):
    assert score(found).need is need


def test_an_answer_not_known_is_a_range_and_is_named():
    found = score(accommodation(o3_4=None))
    assert (found.lowest, found.highest, found.missing) == (0, 2, ("o3-4",))
    assert not found.is_known
    assert "between 0 and 2" in str(found.finding)


def test_the_published_line_counts_a_missing_item_as_nothing_unless_all_are_missing():
    assert score(accommodation(o3_4=None), line=Line.PUBLISHED).need is Need.NONE
    assert score({}, line=Line.PUBLISHED).need is Need.OPEN


def test_the_two_sets_of_answers_have_thresholds_of_their_own():
    found = accommodation(o3_3="YES")
    assert score(found).need is Need.STANDARD
    assert score(found, AnswerSet.STRENGTHS_AND_NEEDS).need is Need.NONE


@given(items, sets)
def test_any_items_score_within_their_range_and_name_what_is_missing(found, which):
    for code, one in score_all(found, which).items():
        section = sections()[code]
        assert 0 <= one.lowest <= one.highest <= 2 * len(section.items)
        assert one.highest - one.lowest == 2 * len(one.missing)
        assert set(one.missing) == {item for item in section.items if item_score(found.get(item)) is None}


@given(items, sets, st.sampled_from(ALL), st.sampled_from(["0", "1", "2"]))
def test_learning_one_more_answer_never_overturns_what_was_settled(found, which, item, value):
    unknown = {key: one for key, one in found.items() if key != item}
    before, after = score_all(unknown, which), score_all({**unknown, item: value}, which)
    for code, one in before.items():
        assert one.lowest <= after[code].lowest <= after[code].highest <= one.highest
        if one.need is not Need.OPEN:
            assert after[code].need is one.need


@given(items, st.sampled_from(ALL))
def test_a_worse_answer_never_lowers_a_score(found, item):
    scores = [score_all({**found, item: value}) for value in ("0", "1", "2")]
    for code in sections():
        assert scores[0][code].lowest <= scores[1][code].lowest <= scores[2][code].lowest


def test_every_section_belongs_to_an_area_and_every_area_is_known():
    assert len(areas()) == 9
    assert {section.area for section in sections().values()} <= set(areas())
    assert {s.code for s in sections_of_area("thinking-behaviours-attitudes")} == {
        "lifestyle",
        "thinking",
        "attitudes",
    }
    with pytest.raises(Refused, match="not an area"):
        sections_of_area("astrology")
