"""What holds of every tier: nothing worse lowers it, what is not known stays inside its range, and a row derives it again."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from throughcare.casework.assessment.rules.replay import canonical, replay
from throughcare.casework.assessment.rules.tier import V2Facts, V3Facts, tier_v2, tier_v3
from throughcare.casework.assessment.rules.tier.registers import CODES
from throughcare.casework.assessment.rules.tier.v2 import NEEDS
from throughcare.foundation.kernel import Refused

DAY = date(2026, 11, 20)
LEVELS = ["low", "medium", "high", "very_high"]
percents = st.floats(0, 100, allow_nan=False)
days = st.none() | st.dates(date(2000, 1, 1), DAY)
v2 = st.builds(
    V2Facts,
    sex=st.none() | st.sampled_from(["male", "female"]),
    rsr=st.none() | percents,
    ogrs=st.none() | percents,
    rosh=st.none() | st.sampled_from(LEVELS),
    mappa_level=st.none() | st.integers(1, 3),
    registrations=st.frozensets(st.sampled_from(sorted(CODES))),
    parenting=st.none() | st.booleans(),
    impulsivity=st.none() | st.integers(0, 2),
    temper=st.none() | st.integers(0, 2),
    breach_or_recall=st.booleans(),
    has_mandate=st.booleans(),
    needs=st.none() | st.dictionaries(st.sampled_from(NEEDS), st.integers(0, 2)),
    iom=st.booleans(),
    two_thirds_point=st.booleans(),
    assessed_on=days,
    on=st.just(DAY),
)
v3 = st.builds(
    V3Facts,
    has_active_event=st.booleans(),
    arp=st.none() | percents,
    csrp=st.none() | percents,
    arp_static=st.booleans(),
    csrp_static=st.booleans(),
    contact=st.none() | percents,
    contact_band=st.none() | st.sampled_from(["not_applicable", "low", "medium", "high", "very_high"]),
    mappa=st.booleans(),
    rosh=st.none() | st.sampled_from(LEVELS),
    lifer_ipp=st.booleans(),
    released_on=days,
    domestic_abuse=st.none() | st.booleans(),
    stalking=st.booleans(),
    child_protection=st.booleans(),
    ever_sexual_offence=st.none() | st.booleans(),
    on=st.just(DAY),
)


def letter(told):
    """The letter as a number that grows with the risk; nobody supervised stands below everybody."""
    return -ord(told.tier[0]) if told.tier else -ord("Z")


@given(v2, st.sampled_from(LEVELS), st.sampled_from(LEVELS))
def test_v2_a_higher_level_of_harm_never_gives_a_lower_letter(some, one, other):
    low, high = sorted((one, other), key=LEVELS.index)
    assert letter(tier_v2(replace(some, rosh=low))) <= letter(tier_v2(replace(some, rosh=high)))


@given(v2, st.integers(1, 3), st.integers(1, 3))
def test_v2_a_higher_mappa_level_never_gives_a_lower_letter(some, one, other):
    low, high = sorted((one, other))
    told = tier_v2(replace(some, mappa_level=None)), tier_v2(replace(some, mappa_level=low))
    assert letter(told[0]) <= letter(told[1]) <= letter(tier_v2(replace(some, mappa_level=high)))


@given(v2, st.sampled_from(sorted(CODES)))
def test_v2_one_registration_more_never_gives_a_lower_letter(some, code):
    more = replace(some, registrations=some.registrations | {code})
    assert letter(tier_v2(some)) <= letter(tier_v2(more))


@given(v2, st.sampled_from(NEEDS), st.integers(0, 1))
def test_v2_a_graver_need_never_gives_a_lower_figure(some, need, severity):
    assume(some.needs is not None)
    low, high = (replace(some, needs={**some.needs, need: level}) for level in (severity, severity + 1))
    assert tier_v2(low).change_level <= tier_v2(high).change_level


@given(v2, percents, percents)
def test_v2_a_higher_ogrs_never_gives_a_lower_figure(some, one, other):
    low, high = sorted((one, other))
    assert tier_v2(replace(some, ogrs=low)).change_level <= tier_v2(replace(some, ogrs=high)).change_level


@given(v2, st.data())
def test_v2_whatever_is_learned_the_letter_stays_within_what_was_said(some, data):
    told = tier_v2(some)
    known = replace(
        some,
        sex=some.sex or data.draw(st.sampled_from(["male", "female"])),
        rsr=some.rsr if some.rsr is not None else data.draw(percents),
        rosh=some.rosh or data.draw(st.sampled_from(LEVELS)),
        impulsivity=some.impulsivity if some.impulsivity is not None else data.draw(st.integers(0, 2)),
        temper=some.temper if some.temper is not None else data.draw(st.integers(0, 2)),
        parenting=some.parenting if some.parenting is not None else data.draw(st.booleans()),
    )
    assert told.highest[0] <= tier_v2(known).tier[0] <= told.lowest[0]


@given(v3, st.sampled_from(["mappa", "domestic_abuse", "stalking", "child_protection"]))
def test_v3_something_more_that_is_registered_never_gives_a_lower_tier(some, flag):
    less, more = (replace(some, **{flag: value}) for value in (False, True))
    assert letter(tier_v3(less)) <= letter(tier_v3(more))


@given(v3, st.sampled_from(LEVELS), st.sampled_from(LEVELS))
def test_v3_a_higher_level_of_harm_never_gives_a_lower_tier(some, one, other):
    low, high = sorted((one, other), key=LEVELS.index)
    assert letter(tier_v3(replace(some, rosh=low))) <= letter(tier_v3(replace(some, rosh=high)))


@given(v3)
def test_v3_nobody_without_a_sentence_in_force_has_a_tier_whatever_else_is_known(some):
    told = tier_v3(replace(some, has_active_event=False))
    assert (told.tier, told.outcome.value) == (None, "not_supervised")


@given(v3)
def test_v3_somebody_supervised_without_a_score_is_awaited_or_provisional_and_never_simply_low(some):
    told = tier_v3(replace(some, has_active_event=True, arp=None, csrp=None))
    assert told.tier is None or told.is_provisional or told.tier == "A"


@given(v2, st.sampled_from(["v2-published", "v2-corrected", "v2-checked"]))
def test_a_tier_by_version_2_is_derived_again_from_its_text(some, edition):
    assert replay("tier-v2", edition, canonical(some)) == tier_v2(some, edition=edition)


@given(v3, st.sampled_from(["v3-published", "v3-corrected", "v3-checked"]))
def test_a_tier_by_version_3_is_derived_again_from_its_text_or_refused_again(some, edition):
    try:
        told = tier_v3(some, edition=edition)
    except Refused as refusal:
        with pytest.raises(Refused) as again:
            replay("tier-v3", edition, canonical(some))
        assert again.value.because == refusal.because
    else:
        assert replay("tier-v3", edition, canonical(some)) == told


@given(st.one_of(v2, v3))
def test_the_text_of_a_tiers_facts_names_every_one_of_them_once_and_reads_as_json(some):
    kept = json.loads(canonical(some))
    assert kept.keys() == {one.name for one in dataclasses.fields(some)}
    assert canonical(some) == canonical(replace(some))


@given(st.one_of(v2, v3), st.one_of(v2, v3))
def test_two_texts_are_the_same_only_where_the_facts_are(one, other):
    assume(type(one) is type(other))
    assert (canonical(one) == canonical(other)) == (one == other)


@given(v3)
def test_every_step_gives_a_reason_and_those_that_decided_are_among_them(some):
    told = tier_v3(some)
    assert all(step.because for step in told.steps)
    if told.tier is not None:
        assert set(told.decided_by) <= {step.name for step in told.steps}
        assert told.finding.because
