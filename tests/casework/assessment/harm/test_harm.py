from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.assessment.rules.harm.analysis import (
    EnquiryMade,
    HarmAnalysis,
    Imminence,
    Level,
    Measure,
    NotAssessed,
    RiskTo,
    Screened,
    blocks,
    check_complete,
    countersignature_needed,
    full_analysis_needed,
    measures_needed,
    overall_level,
    review_by,
)
from throughcare.casework.assessment.rules.harm.places import harm_gaps
from throughcare.casework.assessment.rules.harm.tables import harm_on
from throughcare.foundation.kernel import Refused

TODAY = date(2026, 3, 2)
EDITION = harm_on(TODAY)
TABLE = EDITION.table
ALL_NO = dict.fromkeys(TABLE.screening, Screened.NO)
ANSWERED = tuple(
    EnquiryMade(code, TODAY - timedelta(days=20), TODAY - timedelta(days=9)) for code in TABLE.enquiries
)


def a_risk(group, level="low", **different):
    facts = {
        "nature": "a serious assault",
        "imminence": Imminence.CIRCUMSTANCES,
        "circumstances": "when drinking with others",
    }
    return RiskTo(group, level, **{**facts, **different})


def planned(level):
    return tuple(Measure(kind, "fortnightly meetings", "offender manager") for kind in TABLE.plan[level])


def an_analysis(level="high", **different):
    """A full analysis that nothing blocks, in the community, of one level to children and low to others."""
    groups = [group for group in TABLE.groups if group not in TABLE.custody_only]
    facts = {
        "screening": {**ALL_NO, "weapon": Screened.YES},
        "risks": tuple(a_risk(group, level if group == "children" else "low") for group in groups),
        "enquiries": ANSWERED,
        "plan": planned(level),
    }
    return HarmAnalysis(**{**facts, **different})


def blocked(analysis):
    return [finding.because for finding in blocks(analysis, on=TODAY, edition=EDITION)]


@pytest.mark.parametrize("level", TABLE.levels)
def test_an_analysis_with_everything_in_it_is_complete_at_its_highest_level(level):
    analysis = an_analysis(level)
    assert blocked(analysis) == []
    found = check_complete(analysis, on=TODAY, edition=EDITION)
    assert (found.level, found.registered_as) == (level, TABLE.registered_as[level])


def test_a_person_screened_through_with_both_enquiries_answered_is_low():
    analysis = HarmAnalysis(screening=ALL_NO, enquiries=ANSWERED, plan=planned("low"))
    assert check_complete(analysis, on=TODAY, edition=EDITION).level == "low"


@pytest.mark.parametrize("code", TABLE.enquiries)
@pytest.mark.parametrize(
    ("the_enquiry", "made", "says"),
    [
        ("was never made", None, "has been made"),
        ("was not answered", (20, None), "has not been answered"),
        ("will be answered tomorrow", (20, -1), "has not been answered"),
        ("will be made tomorrow", (-1, None), "has been made"),
        ("was answered too long ago", (260, 250), "over 6 months ago"),
    ],
)
def test_nothing_is_complete_when_an_enquiry(code, the_enquiry, made, says):
    others = tuple(one for one in ANSWERED if one.enquiry != code)
    if made is not None:
        asked, answered = made
        when = None if answered is None else TODAY - timedelta(days=answered)
        others += (EnquiryMade(code, TODAY - timedelta(days=asked), when),)
    analysis = an_analysis(enquiries=others)
    [why] = blocked(analysis)
    assert says in why and TABLE.enquiries[code].title in why
    with pytest.raises(Refused, match="not complete"):
        check_complete(analysis, on=TODAY, edition=EDITION)


def test_the_latest_answer_counts_even_when_it_was_asked_for_first():
    old = EnquiryMade("domestic_abuse", TODAY - timedelta(days=5))
    assert blocked(an_analysis(enquiries=(*ANSWERED, old))) == []


@pytest.mark.parametrize("question", TABLE.screening)
def test_a_screening_question_not_answered_is_not_a_no(question):
    analysis = an_analysis(screening={k: v for k, v in an_analysis().screening.items() if k != question})
    assert any("screening not answered" in why for why in blocked(analysis))


@pytest.mark.parametrize("question", TABLE.screening)
def test_any_yes_asks_for_the_full_analysis_of_every_group(question):
    analysis = HarmAnalysis({**ALL_NO, question: Screened.YES}, (), ANSWERED, ())
    assert full_analysis_needed(analysis, EDITION) is not None
    assert sum("is not assessed" in why for why in blocked(analysis)) == 4
    assert isinstance(overall_level(analysis, EDITION), NotAssessed)


def test_other_prisoners_count_only_in_custody():
    analysis = an_analysis()
    assert blocked(analysis) == []
    [why] = blocked(replace(analysis, in_custody=True))
    assert why == "the risk to other prisoners is not assessed"


@pytest.mark.parametrize(
    ("gap", "says"),
    [
        ({"nature": " "}, "nature of the harm"),
        ({"imminence": None}, "how soon"),
        ({"circumstances": ""}, "circumstances"),
    ],
)
def test_a_risk_of_medium_or_more_says_what_how_soon_and_in_what_circumstances(gap, says):
    risks = tuple(replace(risk, **gap) for risk in an_analysis().risks)
    [why] = blocked(an_analysis(risks=risks))
    assert says in why and "children" in why


@pytest.mark.parametrize("level", TABLE.levels)
def test_the_plan_holds_what_its_level_asks_for_and_each_gap_is_named(level):
    for left_out in TABLE.plan[level]:
        plan = tuple(one for one in planned(level) if one.kind != left_out)
        assert blocked(an_analysis(level, plan=plan)) == [
            f"the plan holds nothing for {TABLE.measures[left_out].lower()}"
        ]


def test_a_measure_that_says_nothing_or_nobody_is_no_measure():
    empty = tuple(replace(one, by_whom=" ") for one in planned("high"))
    assert len(blocked(an_analysis(plan=empty))) == len(TABLE.plan["high"])


def test_plans_grow_and_reviews_quicken_with_the_level():
    plans = [set(measures_needed(level, EDITION)) for level in TABLE.levels]
    assert all(lower <= higher for lower, higher in pairwise(plans))
    dates = [review_by(level, TODAY, EDITION) for level in TABLE.levels]
    assert dates == sorted(dates, reverse=True)


def test_high_and_above_is_countersigned():
    assert [countersignature_needed(level, EDITION) for level in TABLE.levels] == [False, False, True, True]


levels = st.sampled_from(list(TABLE.levels))
risks = st.lists(st.builds(a_risk, st.sampled_from(list(TABLE.groups)), levels), min_size=1, max_size=6)


@given(risks)
def test_the_overall_level_is_the_highest_for_any_group_and_names_it(found):
    level = overall_level(HarmAnalysis(risks=tuple(found)), EDITION)
    assert isinstance(level, Level)
    assert TABLE.rank(level.level) == max(TABLE.rank(risk.level) for risk in found)
    assert {risk.group for risk in found if risk.level == level.level} == set(level.groups)


@given(risks, st.booleans())
def test_adding_a_risk_never_lowers_the_level(found, custody):
    analysis = HarmAnalysis(risks=tuple(found[:-1]), in_custody=custody)
    more = overall_level(replace(analysis, risks=tuple(found)), EDITION)
    before = overall_level(analysis, EDITION)
    assert isinstance(more, Level)
    if isinstance(before, Level):
        assert TABLE.rank(more.level) >= TABLE.rank(before.level)


enquiries = st.lists(
    st.builds(
        EnquiryMade,
        st.sampled_from(list(TABLE.enquiries)),
        st.dates(date(2025, 1, 1), date(2026, 12, 31)),
        st.none() | st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    ),
    max_size=5,
)
screenings = st.dictionaries(st.sampled_from(list(TABLE.screening)), st.sampled_from(Screened))
plans = st.lists(
    st.builds(Measure, st.sampled_from(list(TABLE.measures)), st.text(max_size=3), st.text(max_size=3))
)


@given(
    screenings,
    st.lists(st.builds(a_risk, st.sampled_from(list(TABLE.groups)), levels), max_size=5),
    enquiries,
    plans,
)
def test_any_analysis_is_either_complete_or_says_why_not(screening, found, made, plan):
    analysis = HarmAnalysis(screening, tuple(found), tuple(made), tuple(plan))
    reasons = blocks(analysis, on=TODAY, edition=EDITION)
    if reasons:
        with pytest.raises(Refused) as refused:
            check_complete(analysis, on=TODAY, edition=EDITION)
        assert all(reason.because in refused.value.because for reason in reasons)
    else:
        assert isinstance(check_complete(analysis, on=TODAY, edition=EDITION), Level)


def test_levels_and_groups_that_do_not_exist_are_refused():
    with pytest.raises(Refused, match="not a level"):
        overall_level(HarmAnalysis(risks=(a_risk("children", "grave"),)), EDITION)
    with pytest.raises(Refused, match="not a group"):
        blocks(HarmAnalysis(risks=(a_risk("ghosts"),)), on=TODAY, edition=EDITION)


def test_each_thing_that_keeps_the_analysis_from_being_complete_says_where_it_is_answered():
    edition = harm_on(TODAY)
    table = edition.table
    risk = RiskTo("known_adult", "high", "", None, "")
    found = harm_gaps(blocks(HarmAnalysis(risks=(risk,)), on=TODAY, edition=edition), table)
    pages = [one.page for one in found]
    assert pages.count("harm/groups/known_adult") == 3
    assert "harm/groups/public" in pages and "harm/groups/children" in pages
    assert {f"harm/enquiries/{code}" for code in table.enquiries} <= set(pages)
    assert pages.count("harm/screening") == len(table.screening)
    assert pages.count("harm/plan") == len(table.plan["high"])
