"""A whole comparison: always two models, corrected for looking often, worded from its own numbers."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from throughcare.evidence.outcomes.compare.effect import Measure
from throughcare.evidence.outcomes.compare.nearest import Distance, MatchRule, Order
from throughcare.evidence.outcomes.compare.study import (
    Method,
    ModelResult,
    NotRun,
    Outcome,
    Study,
    compare_people,
)
from throughcare.evidence.outcomes.compare.wording import Quality, Verdict
from throughcare.foundation.kernel import Refused

TODAY = date(2026, 1, 1)
REOFFENDED = Outcome("reoffended", Measure.BINARY)
REOFFENCES = Outcome("reoffences", Measure.FREQUENCY)


def people(number=6000, fall=0.12, seed=5):
    """People for whom work, which may change, sends them to the service and keeps them from reoffending."""
    luck = np.random.default_rng(seed)
    age, previous = luck.normal(35, 9, number), luck.poisson(4, number)
    work = luck.random(number) < 0.4
    served = luck.random(number) < 1 / (1 + np.exp(2.2 - 0.02 * (age - 35) - 1.2 * work))
    chance = 0.5 - 0.004 * (age - 35) + 0.02 * (previous - 4) - 0.25 * work - fall * served
    reoffended = luck.random(number) < chance.clip(0.02, 0.98)
    return {
        "served": served.astype(int),
        "age": age,
        "previous": previous,
        "work": work,
        "court": np.where(luck.random(number) < 0.5, "north", "south"),
        "reoffended": reoffended.astype(int),
        "reoffences": reoffended * (1 + luck.poisson(1.5, number)),
    }


STUDY = Study("served", ("age", "previous"), ("work",), (REOFFENDED, REOFFENCES), rule=MatchRule(ratio=2))


def test_both_models_are_always_shown_and_may_disagree():
    """What officers know of people changes the answer: here work alone explains a service that does nothing."""
    result = compare_people(people(fall=0.0), STUDY, on=TODAY)
    blind, seeing = result.static.outcomes[0], result.static_and_dynamic.outcomes[0]
    assert blind.wording.verdict is Verdict.REDUCTION
    assert seeing.wording.verdict is Verdict.INCONCLUSIVE
    assert result.agree is False


def test_a_real_fall_is_seen_by_the_model_that_sees_everything():
    result = compare_people(people(), STUDY, on=TODAY)
    seen = result.static_and_dynamic
    assert isinstance(seen, ModelResult) and seen.quality is not Quality.POOR
    assert -0.12 in seen.outcomes[0].effect.interval
    assert seen.outcomes[0].wording.verdict is Verdict.REDUCTION
    assert result.agree is True


def test_without_dynamic_covariates_the_second_place_says_why_it_is_empty():
    result = compare_people(people(), replace(STUDY, dynamic=()), on=TODAY)
    assert isinstance(result.static_and_dynamic, NotRun)
    assert "no dynamic covariates" in result.static_and_dynamic.because
    assert result.agree is None


def test_the_widest_pair_is_shown_beside_the_caliper_it_lies_within():
    for order in Order:
        result = compare_people(people(1500), replace(STUDY, rule=MatchRule(order=order)), on=TODAY)
        assert result.static.widest_pair <= result.static.caliper


def test_matching_on_the_logit_uses_another_yardstick():
    on_logit = compare_people(people(2000), replace(STUDY, rule=MatchRule(on=Distance.LOGIT)), on=TODAY)
    on_score = compare_people(people(2000), replace(STUDY, rule=MatchRule(on=Distance.SCORE)), on=TODAY)
    assert on_logit.static.caliper != on_score.static.caliper


def test_pairs_share_what_they_must_share_exactly():
    table = people(2500)
    result = compare_people(
        table, replace(STUDY, static=("age", "previous", "court"), exactly=("court",)), on=TODAY
    )
    [court] = [c for c in result.static.balance.covariates if c.covariate == "courtnorth"]
    assert court.standardised_after == pytest.approx(0, abs=1e-12)


def test_entropy_balancing_is_a_second_opinion_with_no_pairs():
    result = compare_people(people(), replace(STUDY, method=Method.ENTROPY), on=TODAY)
    seen = result.static_and_dynamic
    assert seen.widest_pair is None
    assert seen.outcomes[0].bounds is None
    assert -0.12 in seen.outcomes[0].effect.interval
    means = [c for c in seen.balance.covariates if c.covariate in ("age", "previous", "work")]
    assert all(abs(c.standardised_after) < 1e-6 for c in means)


def test_significance_is_judged_after_correction_for_every_outcome_looked_at():
    table = people(1500, fall=0.09, seed=11)
    luck = np.random.default_rng(0)
    for extra in range(12):
        table[f"chance{extra}"] = (luck.random(1500) < 0.5).astype(int)
    chances = tuple(Outcome(f"chance{extra}", Measure.BINARY) for extra in range(12))
    alone = compare_people(table, replace(STUDY, outcomes=(REOFFENDED,)), on=TODAY)
    among = compare_people(table, replace(STUDY, outcomes=(REOFFENDED, *chances)), on=TODAY)
    assert alone.static.outcomes[0].corrected_p == alone.static.outcomes[0].effect.p_value
    first = among.static.outcomes[0]
    assert first.corrected_p == pytest.approx(min(1, 13 * first.effect.p_value))


def test_a_study_of_too_few_people_says_so_and_nothing_else():
    result = compare_people(people(), replace(STUDY, submitted=40), on=TODAY)
    assert {o.wording.verdict for o in result.static.outcomes} == {Verdict.TOO_FEW}


def test_the_result_names_the_edition_of_the_standards_it_was_worded_under():
    assert compare_people(people(800), STUDY, on=TODAY).standards == "justice-data-lab-2013"


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"static": ()}, "static model is always shown"),
        ({"dynamic": ("age",)}, "both static and dynamic: age"),
        ({"outcomes": ()}, "at least one outcome"),
    ],
)
def test_a_study_that_hides_a_model_or_an_outcome_is_refused(change, because):
    with pytest.raises(Refused, match=because):
        replace(STUDY, **change)


def test_exact_strata_and_entropy_balancing_do_not_go_together():
    with pytest.raises(Refused, match="belong to matching"):
        compare_people(people(500), replace(STUDY, method=Method.ENTROPY, exactly=("court",)), on=TODAY)


def test_the_same_study_twice_gives_the_same_numbers():
    one, other = (compare_people(people(900), STUDY, on=TODAY) for _ in range(2))
    assert [o.effect for o in one.static.outcomes] == [o.effect for o in other.static.outcomes]
