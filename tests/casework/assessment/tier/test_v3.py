"""Tier, version 3: the highest of the steps, the step that decided, and whether it may still change."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.tiering import v3_facts

from throughcare.casework.assessment.rules.tier import Outcome, V3Facts, tier_v3
from throughcare.casework.assessment.rules.tier.v3 import EDITIONS, reoffending
from throughcare.foundation.kernel import Refused

TODAY = date(2026, 5, 1)
SETTLED = v3_facts(arp=10.0, csrp=0.1, rosh="low", on=TODAY)
TABLE = EDITIONS[-1].table

percents = st.floats(0, 100, allow_nan=False)
facts = st.builds(
    V3Facts,
    has_active_event=st.booleans(),
    arp=st.none() | percents,
    csrp=st.none() | percents,
    arp_static=st.booleans(),
    csrp_static=st.booleans(),
    contact=st.none() | percents,
    contact_band=st.none() | st.sampled_from(["not_applicable", "low", "medium", "high", "very_high"]),
    mappa=st.booleans(),
    rosh=st.none() | st.sampled_from(["low", "medium", "high", "very_high"]),
    lifer_ipp=st.booleans(),
    released_on=st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    domestic_abuse=st.none() | st.booleans(),
    stalking=st.booleans(),
    child_protection=st.booleans(),
    ever_sexual_offence=st.none() | st.booleans(),
    on=st.just(TODAY),
)


@given(facts)
def test_any_facts_give_a_tier_or_a_named_outcome(some):
    told = tier_v3(some)
    assert (told.tier is None) == (told.outcome is not None)
    assert told.tier is None or told.tier in "ABCDEFG"


@given(facts, st.sampled_from(["v3-published", "v3-corrected", "v3-checked"]))
def test_every_edition_gives_a_tier_or_refuses(some, edition):
    try:
        told = tier_v3(some, edition=edition)
    except Refused as refusal:
        assert edition == "v3-published"
        assert "cannot be medium" in str(refusal)
    else:
        assert told.edition == edition


@given(facts)
def test_the_tier_is_the_highest_of_the_steps_and_names_who_decided(some):
    told = tier_v3(some)
    if told.tier is None:
        return
    gave = [step.gave for step in told.steps if step.gave]
    assert told.tier == min(gave, default="G")
    assert all(step.gave == told.tier for step in told.steps if step.name in told.decided_by)
    assert {step.name for step in told.other_steps} | set(told.decided_by) >= {
        step.name for step in told.steps
    }


@given(facts)
def test_a_tier_that_is_not_provisional_cannot_change(some):
    told = tier_v3(some)
    if told.tier is not None and not told.is_provisional:
        assert (told.lowest, told.highest) == (told.tier, told.tier)
    if told.tier is not None:
        assert told.highest <= told.tier <= told.lowest


@given(facts, st.sampled_from(["low", "medium", "high", "very_high"]))
def test_knowing_the_risk_of_harm_lands_within_what_was_said(some, rosh):
    unknown = tier_v3(replace(some, rosh=None))
    known = tier_v3(replace(some, rosh=rosh))
    if unknown.tier is not None and unknown.is_provisional:
        assert unknown.highest <= known.tier
    if unknown.tier is not None and not unknown.is_provisional:
        assert known.tier <= unknown.tier


@given(percents, percents, st.floats(0, 20), st.floats(0, 20))
def test_higher_scores_never_give_a_lower_tier(arp, csrp, more_arp, more_csrp):
    assert reoffending(arp + more_arp, csrp + more_csrp, TABLE) <= reoffending(arp, csrp, TABLE)


@given(st.floats(0.001, 20), st.floats(0, 20))
def test_a_higher_medium_contact_score_never_gives_a_lower_tier_once_corrected(mark, more):
    def tier(contact):
        return tier_v3(replace(SETTLED, contact=contact, contact_band="medium")).tier

    assert tier(mark + more) <= tier(mark)


@pytest.mark.parametrize(
    ("contact", "published", "corrected"),
    [
        (0.60, "D", "D"),
        (1.12, "C", "C"),
        (2.10, "C", "C"),
        (2.11, "D", "C"),
        (3.35, "D", "C"),
        (3.36, "C", "C"),
    ],
)
def test_the_published_medium_contact_score_goes_down_and_the_corrected_does_not(
    contact, published, corrected
):
    some = replace(SETTLED, contact=contact, contact_band="medium")
    assert tier_v3(some, edition="v3-published").tier == published
    assert tier_v3(some, edition="v3-corrected").tier == corrected


def test_a_medium_contact_score_under_the_lowest_is_an_error_only_as_published():
    some = replace(SETTLED, contact=0.59, contact_band="medium")
    with pytest.raises(Refused):
        tier_v3(some, edition="v3-published")
    assert tier_v3(some).tier == "D"


@pytest.mark.parametrize("absent", ["arp", "csrp"])
def test_a_missing_score_is_named_and_is_never_nought(absent):
    told = tier_v3(replace(SETTLED, **{absent: None}, mappa=True))
    assert told.outcome is Outcome.AWAITING_ASSESSMENT
    assert told.tier is None
    assert {"arp": "of all", "csrp": "of serious"}[absent] in told.finding.because
    assert (told.lowest, told.highest) == ("E", "A")


def test_nobody_without_an_active_event_has_a_tier():
    assert tier_v3(replace(SETTLED, has_active_event=False)).outcome is Outcome.NOT_SUPERVISED


@pytest.mark.parametrize(
    ("released", "tier"),
    [
        (date(2025, 5, 1), "B"),
        (date(2025, 4, 30), "D"),
        (date(2021, 5, 1), "D"),
        (date(2021, 4, 30), "E"),
        (None, "G"),
    ],
)
def test_a_life_sentence_counts_by_the_years_since_release(released, tier):
    assert tier_v3(replace(SETTLED, lifer_ipp=True, released_on=released)).tier == tier


def test_years_since_release_are_reckoned_from_a_leap_day_too():
    leap = replace(SETTLED, lifer_ipp=True, released_on=date(2027, 2, 28), on=date(2028, 2, 29))
    assert tier_v3(leap).tier == "B"


def test_each_step_says_what_it_looked_at():
    told = tier_v3(replace(SETTLED, domestic_abuse=True, mappa=True, rosh="very_high"))
    assert told.decided_by == ("mappa_and_harm",)
    said = {step.name: step for step in told.steps}
    assert said["domestic_abuse"].gave == "E"
    assert "very high" in said["mappa_and_harm"].because
    assert said["stalking"].because == "no record of stalking"


def test_when_nothing_applies_the_lowest_tier_says_so():
    table = tier_v3(SETTLED)
    assert (table.tier, table.decided_by) == ("G", ("reoffending",))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"arp": 101.0}, "arp is a percentage"),
        ({"rosh": "huge"}, "Risk of serious harm"),
        ({"contact_band": "x"}, "not a band"),
    ],
)
def test_facts_that_cannot_be_are_refused(changes, words):
    with pytest.raises(Refused, match=words):
        tier_v3(replace(SETTLED, **changes))


def test_a_release_needs_the_day_the_tier_is_worked_out():
    with pytest.raises(Refused, match="on which day"):
        tier_v3(replace(SETTLED, lifer_ipp=True, released_on=TODAY, on=None))


@pytest.mark.parametrize(
    ("score", "band", "tier", "highest", "words"),
    [
        (None, "very_high", "A", "A", "only its band"),
        (None, "medium", "D", "C", "only its band"),
        (6.0, None, "G", "A", "band of the contact score is not known"),
        (0.0, "high", "G", "B", "contradict"),
        (6.0, "not_applicable", "G", "A", "contradict"),
    ],
)
def test_half_a_contact_score_is_a_doubt_and_the_tier_is_provisional(score, band, tier, highest, words):
    some = replace(SETTLED, contact=score, contact_band=band)
    told = tier_v3(some)
    assert (told.tier, told.lowest, told.highest) == (tier, "G", highest)
    assert words in told.doubts[0].because
    for edition in ("v3-published", "v3-corrected"):
        assert not tier_v3(some, edition=edition).is_provisional


@pytest.mark.parametrize(
    ("score", "band"), [(None, None), (0.0, "not_applicable"), (None, "not_applicable"), (0.0, "low")]
)
def test_a_contact_score_that_does_not_apply_or_is_nought_is_no_doubt(score, band):
    assert not tier_v3(replace(SETTLED, contact=score, contact_band=band)).is_provisional


def test_a_sexual_offence_without_any_contact_score_is_a_doubt():
    told = tier_v3(replace(SETTLED, ever_sexual_offence=True))
    assert (told.tier, told.highest) == ("E", "A")
    assert told.is_provisional


@pytest.mark.parametrize("name", ["domestic_abuse", "ever_sexual_offence"])
def test_a_question_nobody_answered_is_a_doubt_where_the_answer_could_raise_the_tier(name):
    told = tier_v3(replace(SETTLED, **{name: None}))
    assert (told.tier, told.lowest, told.highest) == ("G", "G", "E")
    assert "not known" in told.doubts[0].because
    assert not tier_v3(replace(SETTLED, **{name: False})).is_provisional
    assert not tier_v3(replace(SETTLED, **{name: None}, mappa=True)).is_provisional


@given(facts, st.booleans(), st.booleans())
def test_whatever_the_unanswered_turn_out_to_be_the_tier_stays_inside_its_range(some, abuse, sexual):
    told = tier_v3(
        replace(
            some,
            domestic_abuse=None,
            ever_sexual_offence=None,
            rosh="low",
            contact_band="not_applicable",
            contact=0.0,
            arp_static=False,
            csrp_static=False,
        )
    )
    known = tier_v3(
        replace(
            some,
            domestic_abuse=abuse,
            ever_sexual_offence=sexual,
            rosh="low",
            contact_band="not_applicable",
            contact=0.0,
            arp_static=False,
            csrp_static=False,
        )
    )
    if told.tier is not None:
        assert told.highest <= known.tier <= told.lowest


def test_nothing_that_version_3_looks_at_has_a_default():
    with pytest.raises(TypeError):
        V3Facts(arp=1.0, csrp=1.0)
