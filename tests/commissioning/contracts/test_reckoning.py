"""What each kind of rule pays, worked by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from throughcare.commissioning.contracts.rules.measuring import Expected, judge
from throughcare.commissioning.contracts.rules.settling import settle
from throughcare.commissioning.contracts.rules.statement import LineKind
from throughcare.commissioning.contracts.rules.tally import PersonOutcome
from throughcare.commissioning.contracts.rules.terms import (
    Band,
    CountedFrom,
    Foundation,
    NoThreshold,
    Paid,
    Rate,
    Significance,
    StandardErrors,
    Verdict,
)
from throughcare.foundation.kernel import Refused

from .paying import (
    LONG_AFTER,
    counted,
    edition,
    latest,
    people,
    pounds,
    result,
    terms,
    without_adjustment,
)


def settled(rule, *periods, pool="1000000"):
    return settle(terms(rule, pool), periods, known_on=LONG_AFTER, before=())


def amounts(statement):
    return [(line.kind.value, line.measure, str(line.amount)) for line in statement.lines]


@pytest.mark.parametrize(
    ("threshold", "change", "error", "verdict"),
    [
        (NoThreshold(), "0.01", "5", Verdict.BETTER),
        (NoThreshold(), "0", "5", Verdict.SAME),
        (NoThreshold(), "-0.01", "5", Verdict.WORSE),
        (Band(Decimal(5)), "5", "0", Verdict.BETTER),
        (Band(Decimal(5)), "4.999", "0", Verdict.SAME),
        (Band(Decimal(5)), "-90", "0", Verdict.SAME),
        (Band(Decimal(5), worse=Decimal(3)), "-3", "0", Verdict.WORSE),
        (Band(Decimal(5), worse=Decimal(3)), "-2.999", "0", Verdict.SAME),
        (StandardErrors(Decimal(2)), "2", "1", Verdict.BETTER),
        (StandardErrors(Decimal(2)), "1.99", "1", Verdict.SAME),
        (StandardErrors(Decimal(2)), "-2", "1", Verdict.WORSE),
        (Significance(Decimal("0.05")), "1.95996", "1", Verdict.SAME),
        (Significance(Decimal("0.05")), "1.95997", "1", Verdict.BETTER),
        (Significance(Decimal("0.01")), "2.5", "1", Verdict.SAME),
        (StandardErrors(Decimal(2)), "0", "0", Verdict.SAME),
    ],
)
def test_a_change_counts_from_its_threshold_on_both_sides(threshold, change, error, verdict):
    assert judge(threshold, Decimal(change), Decimal(error))[0] is verdict


def test_linear_pays_each_point_up_and_takes_each_point_down():
    assert amounts(settled(latest("linear"), counted(1000, 450, "0.47"))) == [
        ("outcome", "binary", "£200,000.00")
    ]
    assert amounts(settled(latest("linear"), counted(1000, 480, "0.47"))) == [
        ("deduction", "binary", "-£100,000.00")
    ]


def test_no_change_at_all_earns_and_costs_nothing():
    assert settled(latest("linear"), counted(1000, 470, "0.47")).lines == ()


def test_frequency_only_pays_for_each_reoffence_that_did_not_happen():
    period = counted(1000, 400, "2.00", reoffences=1900, measure="frequency")
    assert amounts(settled(latest("frequency-only"), period)) == [("outcome", "frequency", "£100,000.00")]


def test_severity_pays_for_units_of_harm_that_did_not_happen():
    rows = [PersonOutcome("a", 1, severity=Decimal(30)), PersonOutcome("b", 0)]
    assert amounts(settled(latest("severity"), result(rows, {"severity": "20"}))) == [
        ("outcome", "severity", "£5,000.00")
    ]


def test_the_tariff_pays_for_each_person_who_got_there_and_nothing_for_the_unknown():
    rows = [
        PersonOutcome("a", 3, achieved={"housing": True, "employment": True, "treatment": False}),
        PersonOutcome("b", 0, achieved={"housing": True, "employment": False, "treatment": False}),
        PersonOutcome("c", 0),
    ]
    assert amounts(settled(latest("intermediate-tariff"), result(rows, {}))) == [
        ("outcome", "housing", "£1,200.00"),
        ("outcome", "employment", "£900.00"),
    ]


def test_a_tariff_on_an_outcome_nobody_recorded_is_refused_and_not_paid_as_nought():
    with pytest.raises(Refused, match="unknown for everybody"):
        settled(latest("intermediate-tariff"), result(people([0, 1]), {}))


def test_doncaster_keeps_the_tenth_at_five_points_and_not_below():
    assert settled(latest("doncaster"), counted(1000, 500, "0.55"), pool="100").total == pounds("100.00")
    assert settled(latest("doncaster"), counted(1000, 501, "0.55"), pool="100").total == pounds("0")


def test_peterborough_pays_two_cohorts_together_that_neither_earned_alone():
    first = counted(1000, 530, "1.55", reoffences=1420, measure="occasions", quarter=0)
    second = counted(1000, 530, "1.55", reoffences=1400, measure="occasions", quarter=1)
    statement = settled(latest("peterborough"), first, second)
    assert amounts(statement) == [("pooled", "occasions", "£5,150,000.00")]
    assert settled(latest("peterborough"), first).lines == ()


def test_a_cohort_that_earned_alone_is_not_paid_again_in_a_pool():
    first = counted(1000, 500, "1.55", reoffences=1390, measure="occasions", quarter=0)
    second = counted(1000, 530, "1.55", reoffences=1430, measure="occasions", quarter=1)
    assert amounts(settled(latest("peterborough"), first, second)) == [
        ("outcome", "occasions", "£1,000,000.00")
    ]


def a_quarter_of_a_company(reoffenders, reoffences, quarter=0):
    """A quarter of 1,285 people expected to reoffend at 47% and 4.2 times each."""
    period = counted(1285, reoffenders, "0.47", reoffences=reoffences, quarter=quarter)
    return replace(period, expected={**period.expected, "frequency": Expected(Decimal("4.2"))})


BINARY_BETTER, BINARY_SAME, BINARY_WORSE = 540, 600, 660
FEW = 1500


@pytest.mark.parametrize(
    ("scheme_edition", "reoffenders", "frequency_is_paid"),
    [
        ("straw-man-2013", BINARY_BETTER, True),
        ("straw-man-2013", BINARY_SAME, True),
        ("straw-man-2013", BINARY_WORSE, False),
        ("contracts-2015", BINARY_BETTER, True),
        ("contracts-2015", BINARY_SAME, False),
        ("contracts-2015", BINARY_WORSE, False),
    ],
)
def test_frequency_is_paid_only_over_the_hurdle_of_its_edition(
    scheme_edition, reoffenders, frequency_is_paid
):
    rule = without_adjustment(edition("transforming-rehabilitation", scheme_edition))
    few_each = a_quarter_of_a_company(reoffenders, FEW)
    # Everybody reoffends alike, so the frequency measure itself is beyond doubt.
    alike = replace(few_each.tally, reoffence_squares=FEW * FEW // reoffenders)
    statement = settled(rule, replace(few_each, tally=alike), pool="100000000")
    paid = [line for line in statement.of_kind(LineKind.OUTCOME) if line.measure == "frequency"]
    assert bool(paid) is frequency_is_paid


def test_a_baseline_is_moved_to_the_cohorts_own_mix_of_people():
    rule = edition("transforming-rehabilitation", "varied-2017")
    rows = [PersonOutcome(str(i), int(i < 450), predicted=Decimal("0.44")) for i in range(1000)]
    adjusted = result(rows, {"binary": Expected(Decimal("0.47"), predicted=Decimal("0.47"))})
    [reading] = settled(rule, adjusted).readings["2016 Q1"]
    assert reading.expected == Decimal("0.44")
    assert reading.verdict is Verdict.SAME


def test_a_mix_that_is_partly_unknown_is_refused_and_not_taken_as_nought():
    rule = edition("transforming-rehabilitation", "varied-2017")
    rows = [PersonOutcome("a", 0, predicted=Decimal("0.4")), PersonOutcome("b", 1)]
    with pytest.raises(Refused, match="unknown is not zero"):
        settled(rule, result(rows, {"binary": Expected(Decimal("0.47"), predicted=Decimal("0.47"))}))


def test_a_baseline_that_was_not_given_is_refused_by_name():
    with pytest.raises(Refused, match="binary is paid against a baseline and none was given"):
        settled(latest("linear"), counted(1000, 450, "0.47", measure="frequency"))


def test_a_rate_counted_from_its_threshold_pays_only_what_lies_beyond():
    rule = latest("linear")
    [binary] = rule.measures
    beyond = Rate(Paid.UNIT, Decimal(100000), CountedFrom.THRESHOLD)
    rule = replace(rule, measures=(replace(binary, threshold=Band(Decimal(1)), rate=beyond),))
    assert settled(rule, counted(1000, 450, "0.47")).total == pounds("100000.00")


def test_a_foundation_payment_is_taken_back_when_results_do_not_keep_it():
    rule = replace(latest("linear"), foundation=Foundation(Decimal(25000), "binary", Verdict.SAME))
    kept = settled(rule, counted(1000, 470, "0.47"))
    assert amounts(kept) == [("foundation", None, "£25,000.00")]
    lost = settled(rule, counted(1000, 480, "0.47"))
    assert amounts(lost)[1:] == [("foundation", None, "£25,000.00"), ("clawback", "binary", "-£25,000.00")]


def test_the_year_as_one_cohort_tops_up_quarters_too_small_to_speak():
    rule = without_adjustment(edition("transforming-rehabilitation", "varied-2017"))
    quarters = [a_quarter_of_a_company(574, 2500, quarter) for quarter in range(4)]  # 2.33 points better
    alone = [settled(rule, quarter) for quarter in quarters]
    assert [one.total for one in alone] == [pounds(0)] * 4
    year = settled(rule, *quarters)
    assert [line.kind for line in year.lines] == [LineKind.TOP_UP]
    assert year.total == pounds("233073.93")


def test_no_more_than_the_money_at_risk_is_ever_paid():
    statement = settled(latest("linear"), counted(1000, 350, "0.47"), pool="500000")
    assert amounts(statement)[-1] == ("cap", None, "-£700,000.00")
    assert statement.total == pounds("500000")


def test_no_less_than_the_floor_is_ever_owed():
    rule = replace(latest("linear"), floor=Decimal(-150000))
    assert settled(rule, counted(1000, 520, "0.47")).total == pounds("-150000.00")


def test_a_run_of_bad_quarters_warns_that_the_contract_may_be_ended():
    rule = without_adjustment(edition("transforming-rehabilitation", "contracts-2015"))
    bad = [a_quarter_of_a_company(660, 2800, quarter) for quarter in range(4)]  # 4.4 points worse
    assert [w.rule for w in settled(rule, *bad).warnings] == ["may be ended"]
    mended = [*bad[:2], a_quarter_of_a_company(600, 2800, 2), bad[3]]
    assert settled(rule, *mended).warnings == ()


def test_every_line_says_on_what_authority_and_in_figures_why():
    [line] = settled(latest("linear"), counted(1000, 450, "0.47")).lines
    assert line.finding.clause.paragraph == "measure binary"
    assert line.finding.because == "0.4500 a person where 0.4700 was expected: 2.00 points, better"


def test_a_pool_that_a_rule_needs_and_was_not_given_is_refused():
    bare = replace(terms(latest("doncaster")), pool=None)
    with pytest.raises(Refused, match="money at risk"):
        settle(bare, [counted(1000, 400, "0.55")], known_on=date(2020, 1, 1), before=())
