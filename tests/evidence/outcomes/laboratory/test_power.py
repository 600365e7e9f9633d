"""The play of chance at a cohort's size, to the digits of the facts it was specified by."""

import numpy as np
import pytest

from throughcare.evidence.outcomes.laboratory.power import chance_at, people_needed, power, power_of
from throughcare.foundation.kernel import Refused


@pytest.mark.parametrize(
    ("people", "error", "half_95", "half_99"),
    [
        (300, 2.88, 5.65, 7.42),
        (1000, 1.58, 3.09, 4.07),
        (1285, 1.39, 2.73, 3.59),
        (2500, 1.00, 1.96, 2.57),
        (5200, 0.69, 1.36, 1.78),
    ],
)
def test_chance_at_the_sizes_of_real_cohorts(people, error, half_95, half_99):
    found = chance_at(people, 0.47)
    assert [round(x, 2) for x in (found.standard_error, found.half_width_95, found.half_width_99)] == [
        error,
        half_95,
        half_99,
    ]


def test_power_is_how_often_a_test_speaks():
    luck = np.random.default_rng(3)
    people, before, after = 1285, 0.47, 0.44
    rates = luck.binomial(people, after, 40_000) / people
    spoke = (before - rates) / np.sqrt(rates * (1 - rates) / people) >= 1.959964
    one_person = 0.4 / people / 0.0139  # counts are whole: one person more or less moves the share this far
    assert power(people, before, after) == pytest.approx(spoke.mean(), abs=one_person)


def test_a_company_needs_about_four_points_to_be_nearly_sure_and_is_unsure_at_three():
    assert 0.4 < power(1285, 0.47, 0.4425) < 0.6
    assert power(1285, 0.47, 0.43) > 0.8


def test_the_people_needed_are_the_fewest_that_suffice():
    people = people_needed(0.47, 0.44, power=0.8)
    assert power(people, 0.47, 0.44) >= 0.8 > power(people - 10, 0.47, 0.44)


def test_no_fall_has_only_the_power_of_chance():
    assert power(1000, 0.47, 0.47) == pytest.approx(0.025, abs=1e-9)


def test_a_rise_cannot_be_found_as_a_fall_however_many_people():
    with pytest.raises(Refused, match="below the rate before"):
        people_needed(0.44, 0.47)


def test_an_error_of_nothing_is_refused():
    with pytest.raises(Refused, match="above zero"):
        power_of(0.1, 0.0)
