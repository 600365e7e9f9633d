"""Tier, version 2: protect and change points, the defects of the published edition, and what is corrected."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.tiering import v2_facts

from throughcare.casework.assessment.rules.tier import V2Facts, gives_mandate, tier_v2
from throughcare.casework.assessment.rules.tier.registers import level_of
from throughcare.casework.assessment.rules.tier.v2 import NEEDS
from throughcare.foundation.kernel import Refused

SETTLED = v2_facts(
    sex="male", rsr=1.0, ogrs=15.0, rosh="low", has_mandate=True, needs=dict.fromkeys(NEEDS, 0)
)

percents = st.floats(0, 100, allow_nan=False)
facts = st.builds(
    V2Facts,
    sex=st.none() | st.sampled_from(["male", "female"]),
    rsr=st.none() | percents,
    ogrs=st.none() | percents,
    rosh=st.none() | st.sampled_from(["low", "medium", "high", "very_high"]),
    mappa_level=st.none() | st.integers(1, 3),
    registrations=st.frozensets(st.sampled_from(["RMDO", "ALSH", "RVLN", "RCCO", "HREG", "XXXX"])),
    parenting=st.none() | st.booleans(),
    impulsivity=st.none() | st.integers(0, 2),
    temper=st.none() | st.integers(0, 2),
    breach_or_recall=st.booleans(),
    has_mandate=st.booleans(),
    needs=st.none() | st.dictionaries(st.sampled_from(NEEDS), st.integers(0, 2)),
    iom=st.booleans(),
    two_thirds_point=st.booleans(),
)
RANK = "ABCD"


@given(facts, st.sampled_from(["v2-published", "v2-corrected", "v2-checked"]))
def test_any_facts_give_a_letter_and_a_figure(some, edition):
    told = tier_v2(some, edition=edition)
    assert told.tier[0] in RANK
    assert told.tier[1] in "0123"
    assert told.tier.endswith("S") == some.two_thirds_point


@given(facts)
def test_the_points_of_the_steps_add_up(some):
    told = tier_v2(some)
    protect = [
        s.gave
        for s in told.steps
        if s.name in {"rsr", "rosh", "mappa", "complexity", "women", "larger_of_rsr_and_rosh"}
    ]
    assert sum(protect) == told.protect_points
    assert sum(step.gave for step in told.steps) == told.protect_points + told.change_points


@given(facts)
def test_a_provisional_tier_lies_between_the_lowest_and_the_highest_it_could_become(some):
    told = tier_v2(some)
    assert told.highest[0] <= told.protect_level <= told.lowest[0]
    if not told.is_provisional:
        assert told.lowest == told.highest == told.tier


@given(facts, percents, st.floats(0, 50))
def test_a_higher_rsr_never_gives_a_lower_letter_once_corrected(some, rsr, more):
    low, high = (tier_v2(replace(some, rsr=min(100.0, mark))) for mark in (rsr, rsr + more))
    assert high.protect_level <= low.protect_level


@pytest.mark.parametrize(
    ("rsr", "published", "corrected"),
    [
        (2.99, 0, 0),
        (3.0, 10, 10),
        (6.99, 10, 10),
        (6.995, 0, 10),
        (7.0, 20, 20),
        (99.99, 20, 20),
        (99.995, 0, 20),
    ],
)
def test_no_rsr_falls_between_the_cut_offs_once_corrected(rsr, published, corrected):
    some = replace(SETTLED, rsr=rsr)
    assert tier_v2(some, edition="v2-published").protect_points == published
    assert tier_v2(some).protect_points == corrected


def test_an_rsr_over_a_hundred_scores_nothing_as_published_and_is_refused_once_corrected():
    some = replace(SETTLED, rsr=999.99)
    assert tier_v2(some, edition="v2-published").protect_points == 0
    with pytest.raises(Refused, match="from 0 to 100"):
        tier_v2(some)


def test_a_missing_score_counts_as_nought_as_published_and_is_a_doubt_once_corrected():
    some = replace(SETTLED, rsr=None, ogrs=None)
    assert not tier_v2(some, edition="v2-published").is_provisional
    told = tier_v2(some)
    assert [doubt.because for doubt in told.doubts] == [
        "The chance of serious reoffending is not known",
        "The chance of reconviction is not known",
    ]
    assert (told.tier, told.lowest, told.highest) == ("D1", "D1", "B2")


def test_an_old_assessment_is_a_doubt_once_corrected():
    dated = {"assessed_on": date(2024, 1, 1), "on": date(2025, 1, 27)}
    some = replace(SETTLED, **dated)
    assert not tier_v2(some, edition="v2-published").is_provisional
    assert "52 weeks" in tier_v2(some).doubts[0].because
    assert not tier_v2(replace(some, on=date(2024, 12, 30))).is_provisional


def test_only_the_larger_of_rsr_and_risk_of_harm_counts():
    assert tier_v2(replace(SETTLED, rsr=8.0, rosh="medium")).protect_points == 20
    assert tier_v2(replace(SETTLED, rsr=4.0, rosh="high")).protect_points == 20


def test_no_mandate_means_no_change_and_no_assessment_means_two():
    assert tier_v2(replace(SETTLED, has_mandate=False)).change_level == 0
    told = tier_v2(replace(SETTLED, needs=None))
    assert (told.change_level, told.change_points) == (2, 0)
    assert told.is_provisional


def test_factors_for_women_count_for_women_only():
    some = replace(SETTLED, parenting=True, impulsivity=1, temper=2, breach_or_recall=True)
    assert tier_v2(some).protect_points == 0
    assert tier_v2(replace(some, sex="female")).protect_points == 6


def test_the_result_names_the_steps_that_gave_most():
    told = tier_v2(replace(SETTLED, mappa_level=2, needs={"thinking": 2, "drugs": 1}, ogrs=95.0))
    assert told.decided_by == ("mappa", "ogrs")
    assert told.finding.because == "150 protect points and 14 change points give A2"


def test_the_needs_that_count_are_named():
    told = tier_v2(replace(SETTLED, needs={"drugs": 2, "finance": 2, "attitudes": 1}))
    said = {step.name: step for step in told.steps}["needs"]
    assert (said.gave, said.because) == (4, "attitudes, drugs")


def test_registrations_that_say_nothing_of_complexity_do_not_count():
    assert tier_v2(replace(SETTLED, registrations=frozenset({"HREG", "RMDO"}))).protect_points == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rsr": -1.0}, "percentage"),
        ({"rosh": "huge"}, "Risk of serious harm"),
        ({"mappa_level": 4}, "MAPPA levels"),
        ({"sex": "x"}, "Sex is"),
        ({"needs": {"shoes": 1}}, "not a need"),
    ],
)
def test_facts_that_cannot_be_are_refused(changes, words):
    with pytest.raises(Refused, match=words):
        tier_v2(replace(SETTLED, **changes))


def test_needs_that_a_completed_assessment_leaves_out_are_a_doubt_and_never_none():
    half = {
        need: 0 for need in NEEDS if need not in {"drugs", "alcohol", "thinking", "attitudes", "lifestyle"}
    }
    some = replace(SETTLED, needs=half | {"accommodation": 2, "employment": 2}, ogrs=60.0)
    told = tier_v2(some)
    assert told.is_provisional
    assert "drugs" in told.doubts[0].because
    assert (told.lowest, told.tier, told.highest) == ("D2", "D2", "D3")
    assert not tier_v2(some, edition="v2-corrected").is_provisional


def test_a_need_without_weight_is_no_doubt_when_left_out():
    assert not tier_v2(
        replace(SETTLED, needs={n: 0 for n in NEEDS if n not in {"finance", "wellbeing"}})
    ).is_provisional


@pytest.mark.parametrize(
    ("custodial", "requirements", "mandate"),
    [
        (True, set(), True),
        (False, set(), False),
        (False, {"unpaid work"}, False),
        (False, {"unpaid work", "curfew"}, False),
        (False, {"unpaid work", "programme"}, True),
    ],
)
def test_change_may_be_asked_under_custody_or_a_requirement_that_does_more_than_restrict(
    custodial, requirements, mandate
):
    assert gives_mandate(custodial=custodial, requirements=frozenset(requirements)) is mandate


def test_a_level_that_is_not_set_is_no_level():
    assert [level_of(value) for value in (None, "", "not set", "1", "3")] == [None, None, None, 1, 3]
