"""A stored decision gives the same result again, also after a later edition has been added."""

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.assessment_answers import answers, likely, sexual
from support.tiering import v2_facts, v3_facts

from throughcare.casework.assessment.rules.predictors import (
    FIELDS,
    INSTRUMENTS,
    Basis,
    Given,
    NotScored,
    score,
)
from throughcare.casework.assessment.rules.replay import answers_kept, canonical, replay, rule_names
from throughcare.casework.assessment.rules.tier import tier_v2, tier_v3
from throughcare.foundation.kernel import Edition, Period, Refused


@pytest.mark.parametrize("instrument", sorted(set(INSTRUMENTS) - {"mst", "lds", "pni", "opd"}))
def test_a_stored_score_is_derived_again_from_its_row(instrument):
    person = sexual(sanctions=12) | {"impulsivity": Given(1, date(2024, 1, 2), "interview")}
    told = score(instrument, person)
    assert replay(instrument, told.edition, canonical(person)) == told


def test_a_stored_score_is_the_same_after_a_later_edition_is_added():
    told = score("ogrs3", likely())
    known = INSTRUMENTS["ogrs3"].editions[-1]
    harsher = Edition("published-2.0", Period(date(2030, 1, 1)), {**known.table, "two_year": 5.0})
    later = (known, harsher)
    assert score("ogrs3", likely(), among=later).score > told.score
    assert replay("ogrs3", told.edition, canonical(likely()), among=later) == told


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answers(tuple(FIELDS)))
def test_canonical_text_keeps_every_answer(person):
    stored = json.loads(canonical(person))["answers"]
    assert stored.keys() == person.keys()
    assert canonical(dict(reversed(person.items()))) == canonical(person)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answers(tuple(FIELDS)), st.sampled_from(sorted(INSTRUMENTS)))
def test_a_refusal_is_replayed_too(person, instrument):
    try:
        told = score(instrument, person)
    except NotScored as refusal:
        with pytest.raises(NotScored) as again:
            replay(instrument, INSTRUMENTS[instrument].editions[-1].name, canonical(person))
        assert again.value.troubles == refusal.troubles
    else:
        assert replay(instrument, told.edition, canonical(person)) == told


def test_a_forced_model_is_part_of_the_row():
    told = score("arp", likely(), force=Basis.STATIC)
    assert replay("arp", told.edition, canonical(likely(), Basis.STATIC)) == told


def test_tiers_are_derived_again():
    old = v2_facts(
        sex="female", rsr=7.5, registrations=frozenset({"RMDO"}), needs={"drugs": 2}, has_mandate=True
    )
    new = v3_facts(arp=60.0, csrp=2.0, lifer_ipp=True, released_on=date(2025, 1, 1), on=date(2026, 1, 1))
    for edition in ("v2-published", "v2-corrected", "v2-checked"):
        assert replay("tier-v2", edition, canonical(old)) == tier_v2(old, edition=edition)
    for edition in ("v3-published", "v3-corrected", "v3-checked"):
        assert replay("tier-v3", edition, canonical(new)) == tier_v3(new, edition=edition)


def test_a_rule_nobody_knows_is_refused():
    assert "tier-v3" in rule_names()
    with pytest.raises(Refused, match="no rule called tarot"):
        replay("tarot", "1", "{}")


def test_what_an_instrument_was_given_is_read_back_from_its_decision_as_it_was():
    told = {
        "sex": Given("male", date(2026, 11, 1), "this person's record"),
        "date_of_birth": Given(date(1990, 5, 20), date(2026, 11, 1), "this person's record"),
        "sanctions": Given(12, None, ""),
        "domestic_abuse": Given(None),
    }
    assert answers_kept(json.loads(canonical(told))) == told
