"""What may and may not be said, from the numbers alone."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from throughcare.evidence.outcomes.compare.balance import balance_of
from throughcare.evidence.outcomes.compare.design import Design
from throughcare.evidence.outcomes.compare.effect import Errors, Measure, summarise
from throughcare.evidence.outcomes.compare.standards import editions, standards_on
from throughcare.evidence.outcomes.compare.wording import Quality, Verdict, quality_of, word, word_effect
from throughcare.foundation.kernel import NoEdition

STANDARDS = standards_on(date(2026, 1, 1)).table


def an_effect(treated, comparison, error, sets=805, measure=Measure.BINARY):
    errors = Errors(ours=error**2, theirs=0.0, shared=0.0)
    return summarise(
        measure, treated, comparison, errors, sets=sets, comparison_people=sets, method="normal", level=0.95
    )


def a_balance(apart):
    design = Design(
        ("age",), np.array([[1.0], [3.0], [1.0], [3.0]]), (0,), np.array([True, True, False, False])
    )
    balance = balance_of(design, np.ones(4), np.array([0.5, 0.6, 0.5, 0.6]))
    return replace(balance, covariates=(replace(balance.covariates[0], standardised_after=apart),))


ALIKE = a_balance(0.01)


def test_a_significant_fall_is_a_range_in_whole_points():
    said = word(an_effect(0.18, 0.23, 0.01354), ALIKE, submitted=900, standards=STANDARDS)
    assert said.verdict is Verdict.REDUCTION
    assert (
        said.sentence == "The service led to a reduction in reoffending of between 2 and 8 percentage points."
    )


def test_a_significant_rise_is_said_as_plainly():
    said = word_effect(an_effect(0.30, 0.25, 0.01))
    assert said.verdict is Verdict.INCREASE
    assert "led to an increase in reoffending of between 3 and 7 percentage points" in said.sentence


def test_frequency_is_a_range_of_reoffences_a_person():
    said = word_effect(an_effect(1.0, 1.5, 0.1, measure=Measure.FREQUENCY))
    assert said.sentence.endswith("how often people reoffended of between 0.30 and 0.70 reoffences a person.")


def test_what_is_not_significant_is_insufficient_evidence_and_not_no_effect():
    said = word(an_effect(0.22, 0.23, 0.0135), ALIKE, submitted=900, standards=STANDARDS)
    assert said.verdict is Verdict.INCONCLUSIVE
    assert said.sentence.startswith("There is insufficient evidence to draw a conclusion")
    assert "that the service had no effect" in said.may_not_say


def test_what_is_significant_alone_and_not_among_several_is_insufficient_evidence():
    assert word_effect(an_effect(0.18, 0.23, 0.0135), still_significant=False).verdict is Verdict.INCONCLUSIVE


@pytest.mark.parametrize(
    ("submitted", "sets", "verdict"),
    [
        (59, 59, Verdict.TOO_FEW),
        (60, 60, Verdict.REDUCTION),
        (60, 29, Verdict.TOO_FEW),
        (60, 30, Verdict.REDUCTION),
    ],
)
def test_nothing_is_said_of_fewer_people_than_the_standards_ask(submitted, sets, verdict):
    said = word(an_effect(0.1, 0.5, 0.05, sets=sets), ALIKE, submitted=submitted, standards=STANDARDS)
    assert said.verdict is verdict


def test_nobody_matched_is_too_few_and_no_effect_is_needed_to_say_so():
    said = word(None, ALIKE, submitted=100, standards=STANDARDS)
    assert said.sentence == "Too few people to compare: 0 people could be matched and 30 are needed."


@pytest.mark.parametrize(
    ("apart", "quality"),
    [
        (0.0, Quality.GOOD),
        (0.05, Quality.GOOD),
        (-0.051, Quality.REASONABLE),
        (0.10, Quality.REASONABLE),
        (0.101, Quality.POOR),
        (float("nan"), Quality.POOR),
    ],
)
def test_how_alike_the_groups_are_goes_by_the_covariate_furthest_apart(apart, quality):
    assert quality_of(a_balance(apart), STANDARDS) is quality


def test_groups_too_unlike_are_not_compared_whatever_the_effect():
    said = word(an_effect(0.1, 0.5, 0.01), a_balance(0.3), submitted=900, standards=STANDARDS)
    assert said.verdict is Verdict.TOO_UNLIKE
    assert "age still differs by 0.30 standard deviations" in said.sentence


def test_every_wording_says_what_may_not_be_said():
    for effect in (an_effect(0.1, 0.5, 0.01), an_effect(0.5, 0.1, 0.01), an_effect(0.3, 0.3, 0.1)):
        said = word_effect(effect)
        assert said.sentence in said.may_say
        assert said.may_not_say


def test_the_standards_are_dated_and_say_which_numbers_nobody_checked():
    [edition] = editions()
    assert edition.table.minimum_submitted == 60
    assert "minimum_submitted" not in edition.table.assumed
    assert edition.table.assumed == {"minimum_matched", "good_balance", "reasonable_balance"}
    with pytest.raises(NoEdition):
        standards_on(date(2013, 3, 31))
