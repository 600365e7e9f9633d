"""Payment rules at their edges: exactly at a limit, exactly nothing, unknown, and the finding that says which it was."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256

import pytest

from throughcare.commissioning.contracts.rules.at_risk import AtRisk
from throughcare.commissioning.contracts.rules.limits import Earned, held, measure_caps
from throughcare.commissioning.contracts.rules.measuring import Expected
from throughcare.commissioning.contracts.rules.reckoning import pooled, reckon, together, topped_up
from throughcare.commissioning.contracts.rules.schemes import (
    latest,
    scheme,
    scheme_from,
    scheme_names,
    threshold_from,
)
from throughcare.commissioning.contracts.rules.settling import Terms, Variation, settle
from throughcare.commissioning.contracts.rules.statement import LineKind, canonical
from throughcare.commissioning.contracts.rules.tally import PersonOutcome, Tally, evidence, tally
from throughcare.commissioning.contracts.rules.terms import (
    Against,
    Band,
    Change,
    CountedFrom,
    Kind,
    NoThreshold,
    Paid,
    Paying,
    PaymentRule,
    Pooling,
    Rate,
    Significance,
    StandardErrors,
    Termination,
)
from throughcare.commissioning.contracts.rules.tracing import BY_OUTCOME, share_out, trace
from throughcare.foundation.kernel import Refused

from .paying import ALWAYS, LONG_AFTER, counted, people, pounds, result, terms

UNIT = Rate(Paid.UNIT, Decimal(100))  # a hundred pounds for each point


def measure(name="binary", **given):
    asked = {
        "kind": Kind.BINARY,
        "against": Against.BASELINE,
        "change": Change.POINTS,
        "threshold": NoThreshold(),
        "rate": UNIT,
    }
    return Paying(name, **(asked | given))


def rule(*measures, **given):
    return PaymentRule("a-rule", "A rule", given.pop("source", "a source"), measures or (measure(),), **given)


def better(points, quarter=0, **more):
    """A cohort of a thousand who did so many points better than the half expected."""
    return counted(1000, 500 - 10 * points, "0.5", quarter=quarter, **more)


# The fee


@pytest.mark.parametrize(("most", "fee"), [("10", "10"), ("10", "0"), ("10", "0.50"), ("0", "0")])
def test_a_fee_may_be_all_of_the_maximum_or_nothing(most, fee):
    assert AtRisk("Here", pounds(most), pounds(fee)).pool == pounds(most) - pounds(fee)


@pytest.mark.parametrize("fee", ["10.01", "-0.01"])
def test_a_fee_beyond_the_maximum_or_below_nothing_is_refused(fee):
    with pytest.raises(Refused, match="Here"):
        AtRisk("Here", pounds("10"), pounds(fee))


# The limits of a contract


def limits(*earned):
    return held([Earned(one, pounds(amount)) for one, amount in earned], None)


def test_the_finding_of_a_cap_is_the_last_that_took_anything():
    tight, loose = rule(source="tight", cap=Decimal(100)), rule(source="loose")
    for order in ([(tight, 150), (loose, 10)], [(loose, 150), (tight, 10)]):
        found = limits(*order)
        assert found.cap.clause.source == "tight"
    assert limits((tight, 150)).cap.because == "£150.00 earned in all and no more than £100.00 may be paid"
    assert limits((tight, 150)).taken == pounds(-50)


def test_where_no_cap_took_anything_the_first_says_so():
    found = limits((rule(source="one"), 150), (rule(source="two"), 10))
    assert found.cap.clause.source == "one"
    assert found.cap.because == "£150.00 earned in all and any sum may be paid"
    assert found.taken == found.given == pounds(0)
    assert found.floor.clause.source == "one"


def test_the_finding_of_a_floor_is_the_last_that_lifted_anything():
    lifts, none = rule(source="lifts", floor=Decimal(50)), rule(source="none")
    for order in ([(lifts, 10), (none, 5)], [(none, 5), (lifts, 10)]):
        assert limits(*order).floor.clause.source == "lifts"
    found = limits((lifts, 10))
    assert found.floor.because == "£10.00 owed in all and no less than £50.00 may be"
    assert (found.taken, found.given) == (pounds(0), pounds(40))


def test_a_floor_never_lifts_above_the_cap():
    assert limits((rule(cap=Decimal(100), floor=Decimal(200)), 0)).given == pounds(100)


def test_a_measure_without_a_cap_does_not_hide_the_cap_of_the_next():
    asked = rule(measure("free"), measure("held", cap=Decimal(50)))
    period = replace(better(1), expected={"free": Expected(Decimal("0.5")), "held": Expected(Decimal("0.5"))})
    other = replace(period, label="2016 Q2")
    lines = [line for one in (period, other) for line in reckon(asked, one).lines]
    [capped] = measure_caps(asked, lines, (period.label, other.label), None)
    assert (capped.measure, capped.amount) == ("held", pounds(-50))


# What a change pays


def paid(*measures, period=None, pool="1000"):
    lines = reckon(rule(*measures), period or better(5), pounds(pool)).lines
    return [str(line.amount) for line in lines]


def test_a_measures_own_cap_bounds_what_one_cohort_earns():
    assert paid(measure()) == ["£500.00"]
    assert paid(measure(cap=Decimal(120))) == ["£120.00"]


def test_only_what_lies_beyond_a_threshold_is_paid_where_the_rule_counts_from_there():
    avoided = Rate(Paid.AVOIDED, Decimal(10), CountedFrom.THRESHOLD)
    # Fifty fewer reoffend, five points; the first two points are not paid.
    assert paid(measure(threshold=Band(Decimal(2)), rate=avoided)) == ["£300.00"]
    assert paid(
        measure(threshold=Band(Decimal(2)), rate=replace(avoided, counted_from=CountedFrom.ZERO))
    ) == ["£500.00"]


@pytest.mark.parametrize(
    ("full_at", "paying"), [(None, "£600.00"), ("10", "£300.00"), ("5", "£600.00"), ("2", "£600.00")]
)
def test_a_share_of_the_pool_grows_with_the_change_until_it_is_whole(full_at, paying):
    rate = Rate(Paid.POOL, Decimal("0.6"), full_at=None if full_at is None else Decimal(full_at))
    assert paid(measure(rate=rate)) == [paying]


POOLING = Pooling(2, "binary", Band(Decimal(2)), UNIT)


def together_earned(already, *cohorts, **given):
    asked = rule(pooling=POOLING, **given)
    return pooled(asked, cohorts, pounds(already), None)


def test_cohorts_judged_together_are_paid_what_lies_beyond_what_they_were_paid_before():
    [line] = together_earned(0, better(4), better(2, quarter=1))
    assert (line.kind, line.amount) == (LineKind.POOLED, pounds(300))
    assert "earned before" not in line.finding.because
    [line] = together_earned(100, better(4), better(2, quarter=1))
    assert line.amount == pounds(200)
    assert line.finding.because.endswith(", of which £100.00 was earned before")


def test_cohorts_that_did_worse_together_earn_nothing():
    assert together_earned(0, better(-4), better(-2, quarter=1)) == []


@pytest.mark.parametrize("recover", [True, False])
def test_nothing_more_is_due_where_all_was_paid_before(recover):
    assert together_earned(300, better(4), better(2, quarter=1), recover=recover) == []


def test_what_was_paid_too_much_is_taken_back_only_where_the_rule_recovers():
    two = better(4), better(2, quarter=1)
    assert together_earned(350, *two, recover=False) == []
    [line] = together_earned(350, *two, recover=True)
    assert line.amount == pounds(-50)


def test_a_year_tops_up_only_where_the_rule_says_so_and_there_is_more_than_one_period():
    two, nothing = (better(4), better(2, quarter=1)), {"binary": pounds(0)}
    assert topped_up(rule(), two, nothing, None) == []
    assert topped_up(rule(top_up=True), two[:1], nothing, None) == []
    [line] = topped_up(rule(top_up=True), two, nothing, None)
    assert line.amount == pounds(300)


def test_cohorts_together_have_a_spread_expected_only_where_each_has_one():
    known, unknown = better(1, variance=Decimal("0.2")), better(1, quarter=1)
    assert together(rule(), [known, unknown]).expected["binary"].variance is None
    both = together(rule(), [known, replace(known, label="again")]).expected["binary"]
    assert both.variance == Decimal("0.2")


# Rules as files


def test_the_latest_edition_is_the_one_that_begins_last_wherever_it_stands():
    for name in scheme_names():
        starts = {one.in_force.start: one.table for one in scheme(name)}
        assert latest(name) is starts[max(starts)]
    assert any(scheme(name)[0].table is not latest(name) for name in scheme_names())


WRITTEN = """
scheme: a-rule
title: A rule
editions:
  - name: first
    in_force: {start: 2016-01-01}
    source: a source
    measures:
      - name: binary
        kind: binary
        against: baseline
        threshold: none
        pays: {for: unit, amount: 100}
"""


def written(more=""):
    return scheme_from(WRITTEN + more)[0].table


def test_what_a_file_does_not_say_is_not_so():
    found = written()
    assert (found.cap, found.capped_by_pool, found.top_up, found.recover) == (None, False, False, False)
    assert found.measures[0].deduction is None


def test_a_cap_is_pounds_or_the_money_at_risk():
    assert (written("    cap: 250\n").cap, written("    cap: 250\n").capped_by_pool) == (Decimal(250), False)
    assert (written("    cap: pool\n").cap, written("    cap: pool\n").capped_by_pool) == (None, True)


def test_a_deduction_is_a_rate_of_its_own():
    found = written("        deduction: {for: unit, amount: 40}\n").measures[0].deduction
    assert found == Rate(Paid.UNIT, Decimal(40))


@pytest.mark.parametrize(
    ("words", "threshold"),
    [
        ("none", NoThreshold()),
        ({"band": {"better": 5}}, Band(Decimal(5))),
        ({"standard_errors": {"times": 2}}, StandardErrors(Decimal(2))),
        ({"test": {"alpha": "0.05"}}, Significance(Decimal("0.05"))),
    ],
)
def test_a_threshold_is_read_by_its_kind(words, threshold):
    assert threshold_from(words) == threshold


@pytest.mark.parametrize(
    "words", ["5", "band", {}, {"band": {"better": 5}, "test": {"alpha": "0.05"}}, {"other": {"times": 2}}]
)
def test_a_threshold_of_no_kind_is_refused_with_the_kinds_there_are(words):
    with pytest.raises(Refused, match="use none, band, standard_errors or test"):
        threshold_from(words)


# Terms, warnings and the statement


def test_a_variation_is_known_from_the_day_it_was_recorded():
    asked = Terms("C1", (Variation(date(2015, 1, 1), ALWAYS, rule(), "first"),))
    assert asked.on(date(2016, 1, 1), known_on=date(2015, 1, 1)).edition == "first"
    with pytest.raises(Refused, match="no payment rule"):
        asked.on(date(2016, 1, 1), known_on=date(2014, 12, 31))


def warned(*points, worse_by="2", periods=2):
    asked = rule(termination=Termination("binary", Decimal(worse_by), periods))
    cohorts = [better(one, quarter) for quarter, one in enumerate(points)]
    found = settle(terms(asked), cohorts, known_on=LONG_AFTER, before=()).warnings
    return [one.because for one in found]


def test_a_run_of_periods_exactly_as_bad_as_that_warns_and_says_by_how_much():
    assert warned(-3, -2) == ["2016 Q2: 2 periods running, last 2.00 worse"]


def test_a_better_period_between_begins_the_run_again():
    assert warned(-3, 0, -3) == []
    assert warned(-3, -3, 0, -3, periods=2) == ["2016 Q2: 2 periods running, last 3.00 worse"]


def test_periods_under_a_rule_without_an_ending_do_not_silence_those_after_them():
    ending = rule(termination=Termination("binary", Decimal(2), 2))
    first = Variation(date(2015, 1, 1), ALWAYS, rule(), "first")
    second = Variation(date(2015, 2, 1), replace(ALWAYS, start=date(2016, 4, 1)), ending, "second")
    cohorts = [better(-3, quarter) for quarter in range(3)]
    statement = settle(Terms("C1", (first, second), pounds(0)), cohorts, known_on=LONG_AFTER, before=())
    assert [one.because for one in statement.warnings] == ["2016 Q3: 2 periods running, last 3.00 worse"]


def test_a_statement_is_one_text_in_the_order_of_its_words_with_the_pound_itself_and_no_number_as_none():
    asked = rule(cap=Decimal(100))
    said = canonical(settle(terms(asked), [better(5)], known_on=LONG_AFTER, before=()))
    content = json.loads(said)
    assert said == json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert "£500.00 earned in all".encode() in said
    [reading] = content["readings"]["2016 Q1"]
    assert (reading["bar"], reading["change"]) == (None, "5.00")


# Tallies


def test_two_cohorts_have_a_chance_predicted_only_where_both_have():
    known = Tally(1, 1, 1, 1, predicted=Decimal("0.5"))
    unknown = Tally(1, 1, 1, 1)
    certain = replace(known, predicted=Decimal(0))
    assert (known + unknown).predicted is None
    assert (unknown + known).predicted is None
    assert (known + certain).predicted == (certain + known).predicted == Decimal("0.5")


def test_the_squares_of_severity_are_the_peoples_own():
    rows = [PersonOutcome("a", 1, severity=Decimal(3)), PersonOutcome("b", 1, severity=Decimal(5))]
    assert tally(rows).severity_squares == Decimal(34)


def test_an_outcome_that_one_cohort_alone_knows_adds_nothing_of_the_others():
    housing = Tally(1, 0, 0, 0, achieved={"housing": 1}, known={"housing": 1})
    work = Tally(1, 0, 0, 0, achieved={"work": 1}, known={"work": 1})
    assert (housing + work).achieved == (work + housing).known == {"housing": 1, "work": 1}


def test_the_fingerprint_of_rows_is_of_what_is_known_and_of_unknown_as_such():
    def of(*lines):
        return sha256("\n".join(sorted(lines)).encode()).hexdigest()

    unknown = PersonOutcome("a", 0)
    known = PersonOutcome("b", 1, Decimal(2), Decimal("0.3"), {"work": True})
    assert evidence([known, unknown]) == of('["a",0,"0",null,[]]', '["b",1,"2","0.3",[["work",true]]]')


# Back to people


def test_the_largest_rest_is_rounded_up_whatever_its_part():
    assert share_out(Decimal("0.10"), [Decimal(1), Decimal(2)]) == [Decimal("0.03"), Decimal("0.07")]
    assert share_out(Decimal("0.10"), [Decimal(1), Decimal(5)]) == [Decimal("0.02"), Decimal("0.08")]


def shares(asked, rows, expected):
    period = result(rows, expected)
    statement = settle(terms(asked), [period], known_on=LONG_AFTER, before=())
    found = trace(statement, statement.lines[0], {period.label: rows}, {period.label: period.expected})
    assert found.split == BY_OUTCOME
    return [str(share.amount) for share in found.shares]


LUMP = Rate(Paid.LUMP, Decimal(100))


def test_whoever_achieved_it_pulls_up_whoever_did_not_down_and_the_unknown_not_at_all():
    rows = [
        PersonOutcome(name, 0, achieved={} if yes is None else {"work": yes})
        for name, yes in (("a", True), ("b", True), ("c", False), ("d", None))
    ]
    work = measure("work", kind=Kind.ACHIEVED, outcome="work", rate=LUMP)
    assert shares(rule(work), rows, {"work": "0.5"}) == ["£100.00", "£100.00", "-£100.00", "£0.00"]
    against_nothing = rule(replace(work, against=Against.NOTHING))
    assert shares(against_nothing, rows, {}) == ["£50.00", "£50.00", "£0.00", "£0.00"]


def test_a_payment_for_each_reoffender_rests_on_those_who_reoffended_alone():
    again = measure("again", kind=Kind.PER_REOFFENDER, rate=LUMP)
    assert shares(rule(again), people([0, 1, 2]), {"again": "3"}) == ["£0.00", "£66.67", "£33.33"]


def test_a_payment_for_severity_rests_on_how_grave_and_not_on_how_often():
    grave = measure("grave", kind=Kind.SEVERITY, rate=LUMP)
    rows = [PersonOutcome("a", 5, severity=Decimal(2)), PersonOutcome("b", 1, severity=Decimal(8))]
    assert shares(rule(grave), rows, {"grave": "10"}) == ["£80.00", "£20.00"]
