"""The figures of an audit at their edges, worked out by hand."""

import math
from statistics import NormalDist

import pytest

from throughcare.casework.assessment.rules.fairness import Estimate, auc, audit, share
from throughcare.casework.assessment.rules.outcome_tables import (
    MOST_DIMENSIONS,
    MOST_GROUPS,
    Asked,
    audited,
    read,
)
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.disclosure import Suppression

Z = NormalDist().inv_cdf(0.975)


def test_intervals_that_share_one_value_overlap_either_way_round():
    low, high, above = Estimate(0.5, 0.4, 0.6), Estimate(0.7, 0.6, 0.8), Estimate(0.9, 0.61, 1.0)
    assert low.overlaps(high) and high.overlaps(low)
    assert not low.overlaps(above) and not above.overlaps(low)


@pytest.mark.parametrize(("scores", "area"), [([3, 4, 1, 2], 1.0), ([1, 2, 3, 4], 0.0), ([7, 7, 7, 7], 0.5)])
def test_an_area_without_any_doubt_has_an_interval_of_one_value(scores, area):
    assert auc(scores, [True, True, False, False]) == Estimate(area, area, area)


def test_an_area_has_the_interval_that_its_pairs_give():
    # Two with the outcome (2 and 4), two without (1 and 3): three pairs of four in the right order.
    found = auc([1, 2, 3, 4], [False, True, False, True])
    spread = Z * math.sqrt(0.125 / 2 + 0.125 / 2) / (0.75 * 0.25)
    low, high = (1 / (1 + math.exp(-(math.log(3) + way * spread))) for way in (-1, 1))
    assert (found.value, found.low, found.high) == pytest.approx((0.75, low, high))


def test_a_share_of_one_person_is_a_share_and_of_nobody_is_none():
    assert share(1, 1).value == 1.0 and share(1, 1).high == pytest.approx(1.0)
    assert share(0, 1).low == pytest.approx(0.0)
    with pytest.raises(Refused, match="somebody to be a share of"):
        share(0, 0)


def test_two_small_groups_that_hold_just_enough_hide_no_third():
    assert Suppression(10).withheld({("a",): 5, ("b",): 5, ("c",): 20}) == {("a",), ("b",)}
    assert Suppression(10).withheld({("a",): 4, ("b",): 5, ("c",): 20}) == {("a",), ("b",), ("c",)}


def people(with_outcome, without, score=50.0):
    """Scores and outcomes of so many people, those with the outcome scored higher."""
    scores = [score + 10 + n for n in range(with_outcome)] + [score - 20 + n for n in range(without)]
    return scores, [True] * with_outcome + [False] * without


@pytest.mark.parametrize(
    ("with_outcome", "without", "shown"), [(10, 10, True), (25, 9, False), (9, 25, False)]
)
def test_figures_are_shown_where_ten_had_the_outcome_and_ten_had_not(with_outcome, without, shown):
    (one, *_) = audit(*people(with_outcome, without), {}, cut=50.0).figures
    figures = (one.observed, one.difference, one.auc, one.false_positive, one.false_negative)
    assert all((figure is not None) == shown for figure in figures)
    assert bool(one.bins) == shown


def test_the_difference_is_the_mean_score_less_the_share_with_the_interval_of_chance():
    scores, outcomes = people(12, 28, score=40.0)
    (one, *_) = audit(scores, outcomes, {}, cut=50.0).figures
    gap = sum(scores) / 100 / 40 - 0.3
    error = math.sqrt((12 * 0.7**2 + 28 * 0.3**2) / 39 / 40)
    assert (one.difference.value, one.difference.low, one.difference.high) == pytest.approx(
        (gap, gap - Z * error, gap + Z * error)
    )


def test_the_stretches_of_a_score_hold_everybody_once():
    scores = [float(n // 200 * 10) for n in range(2000)]
    outcomes = [n % 200 < n // 200 * 20 for n in range(2000)]
    (one, *_) = audit(scores, outcomes, {}, cut=50.0).figures
    assert sum(bin.people.value for bin in one.bins) == 2000
    by_score = {bin.mean_score: bin.observed for bin in one.bins}
    assert by_score[0.0] == 0.0 and by_score[30.0] == pytest.approx(0.3)


def test_a_score_that_is_the_same_for_all_has_one_stretch():
    (one, *_) = audit([30.0] * 40, [n < 15 for n in range(40)], {}, cut=50.0).figures
    assert [(bin.people.value, bin.mean_score, bin.observed) for bin in one.bins] == [(40, 30.0, 0.375)]


def test_the_widest_gap_is_the_highest_less_the_lowest():
    outcomes = [n % 2 == 0 for n in range(80)]
    scores = [float(20 + n % 40 + (25 if n >= 40 else 0)) for n in range(80)]
    found = audit(scores, outcomes, {"half": ["first"] * 40 + ["second"] * 40}, cut=50.0)
    (gap,) = (one for one in found.gaps if one.figure == "difference")
    assert gap.widest == pytest.approx(0.25)
    assert gap.between == ("first", "second")


def table(count=40, **columns):
    whole = {"score": [str(40 + n) for n in range(count)], "outcome": ["yes", "no"] * (count // 2)}
    return whole | columns


def groups(count, of):
    return [f"g{n % of}" for n in range(count)]


def test_a_file_is_known_by_the_last_part_of_its_name_and_its_cells_are_text():
    found = read(b"score,outcome,code\n40,1,007\n50,0, \n", "scores.of.march.CSV")
    assert found == {"score": ["40", "50"], "outcome": ["1", "0"], "code": ["007", None]}


def test_as_many_columns_as_may_be_are_compared_by_and_no_more():
    names = [f"c{n}" for n in range(MOST_DIMENSIONS + 1)]
    cells = table(**{name: groups(40, 2) for name in names})
    assert audited(cells, Asked(by=tuple(names[:-1]), points=True)).figures
    with pytest.raises(Refused, match="at most 6 columns"):
        audited(cells, Asked(by=tuple(names), points=True))


def test_a_column_that_is_not_there_is_said_with_the_first_twelve_that_are():
    cells = table(**{f"c{n}": groups(40, 2) for n in range(12)})
    with pytest.raises(Refused, match=r"no column called sex\. It has score, outcome, c0, .*, c9\.$"):
        audited(cells, Asked(by=("sex",)))


@pytest.mark.parametrize(
    ("scores", "fault"),
    [
        (["0", "100", "50"], ""),
        (["0", "100.5", "50"], "row 2"),
        (["-1", "100", "50"], "row 1"),
        (["0", "0.5", "1"], "Every score is 1 or less"),
        (["0", "0.5", "2"], ""),
        (["0", "1", "1"], ""),
        (["0", "1", None], ""),
        (["0.2", "0.4", "0.6"], "Every score is 1 or less"),
    ],
)
def test_percentages_are_from_nought_to_a_hundred_and_shares_are_taken_for_none(scores, fault):
    cells = {"score": scores, "outcome": ["1.0", "0.0", "yes"], "sex": ["f", "m", "f"]}
    if not fault:
        assert audited(cells, Asked(by=("sex",))).left_out is not None
    else:
        with pytest.raises(Refused, match=fault):
            audited(cells, Asked(by=("sex",)))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [(2, "in row 1, row 2.$"), (3, "in row 1, row 2, row 3.$"), (4, "in row 1, row 2, row 3 and 1 more.$")],
)
def test_the_first_rows_at_fault_are_named_and_the_rest_counted(wrong, said):
    cells = table(sex=groups(40, 2)) | {"outcome": ["perhaps"] * wrong + ["no"] * (40 - wrong)}
    with pytest.raises(Refused, match=said):
        audited(cells, Asked(by=("sex",)))


def test_a_column_of_as_many_groups_as_may_be_is_compared_by_and_of_one_more_is_not():
    assert audited(table(by=groups(40, MOST_GROUPS)), Asked(by=("by",))).figures
    with pytest.raises(Refused, match="21 different values"):
        audited(table(by=groups(40, MOST_GROUPS + 1)), Asked(by=("by",)))


@pytest.mark.parametrize(
    ("oldest", "youngest", "taken"), [("119", "0", True), ("120", "0", False), ("60", "-1", False)]
)
def test_ages_are_put_into_bands_and_what_is_no_age_is_not(oldest, youngest, taken):
    ages = [str(20 + n) for n in range(37)] + [oldest, youngest, None]
    cells = table(age=ages)
    if taken:
        shown = {one.group for one in audited(cells, Asked(by=("age",))).figures if one.dimension == "age"}
        assert {"under 18", "50 and over", "not recorded"} <= shown
    else:
        with pytest.raises(Refused, match="different values"):
            audited(cells, Asked(by=("age",)))
