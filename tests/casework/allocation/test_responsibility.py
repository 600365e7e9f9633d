from dataclasses import replace
from datetime import date

import pytest

from throughcare.casework.allocation.rules.responsibility import (
    Consequence,
    on_change,
    responsible,
)
from throughcare.foundation.operating_model.rules import (
    PRESETS,
    BodyKind,
    Cohort,
    RiseInRisk,
    Risk,
    Rsr,
    Sentence,
    Subject,
    preset,
)

TODAY = date(2026, 3, 2)

LOW = Subject(Risk.LOW, Sentence.COMMUNITY_ORDER, rsr=Rsr.BELOW_CUT_OFF)
HIGH = replace(LOW, risk=Risk.HIGH)
DAYS = {name: date(2016, 1, 4) for name in PRESETS} | {"england-and-wales-2021": date(2022, 1, 4)}


def body(name, subject):
    return responsible(preset(name), subject, DAYS[name]).supervises.held_by


def test_under_transforming_rehabilitation_risk_decides_between_the_two_services():
    name = "transforming-rehabilitation-2014"
    public = [
        HIGH,
        replace(LOW, risk=Risk.VERY_HIGH),
        replace(LOW, rsr=Rsr.AT_OR_ABOVE_CUT_OFF),
        replace(LOW, cohorts=frozenset({Cohort.MAPPA})),
        replace(LOW, cohorts=frozenset({Cohort.PUBLIC_INTEREST})),
    ]
    assert {body(name, subject) for subject in public} == {BodyKind.PUBLIC_PROVIDER}
    assert body(name, LOW) is not BodyKind.PUBLIC_PROVIDER


@pytest.mark.parametrize("name", sorted(DAYS))
def test_a_rise_in_risk_does_what_each_model_says_and_continuity_is_counted_either_way(name):
    model = preset(name)
    found = on_change(model, LOW, HIGH, DAYS[name])
    before, after = body(name, LOW), body(name, HIGH)
    escalates = model.rise_in_risk.value is RiseInRisk.ESCALATE_TO_PUBLIC and before is not after
    assert found.consequence is (Consequence.ESCALATE if escalates else Consequence.OVERSIGHT)
    assert found.body_before is before
    assert found.keeps_body is found.keeps_manager is not escalates
    assert "from low to high" in found.finding.because


def test_the_two_answers_to_a_rise_in_risk_both_occur_among_the_models():
    found = {on_change(preset(name), LOW, HIGH, on).consequence for name, on in DAYS.items()}
    assert found == {Consequence.ESCALATE, Consequence.OVERSIGHT}


@pytest.mark.parametrize("name", sorted(DAYS))
def test_a_fall_in_risk_or_no_change_triggers_nothing(name):
    for after in (LOW, HIGH):
        found = on_change(preset(name), HIGH, after, DAYS[name])
        assert (found.consequence, found.keeps_manager) == (Consequence.NOTHING, True)


@pytest.mark.parametrize(
    ("after", "says"),
    [
        (replace(LOW, rsr=Rsr.AT_OR_ABOVE_CUT_OFF), "serious recidivism"),
        (replace(LOW, cohorts=frozenset({Cohort.MAPPA})), "now MAPPA"),
    ],
)
def test_a_rise_is_seen_in_the_score_and_in_mappa_too(after, says):
    name = "transforming-rehabilitation-2014"
    found = on_change(preset(name), LOW, after, DAYS[name])
    assert found.consequence is Consequence.ESCALATE
    assert says in found.finding.because
