"""From an extract to a payment and back: every pound leads to people of the extract and to an edition of the rule."""

import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from throughcare.commissioning.contracts.rules.measuring import Expected
from throughcare.commissioning.contracts.rules.schemes import scheme, scheme_names
from throughcare.commissioning.contracts.rules.settling import Terms, Variation, settle
from throughcare.commissioning.contracts.rules.statement import PeriodResult, canonical
from throughcare.commissioning.contracts.rules.tally import PersonOutcome, evidence, tally
from throughcare.commissioning.contracts.rules.tracing import trace
from throughcare.evidence.outcomes import Question, definition, load, reoffending, synthesise
from throughcare.evidence.outcomes.measure.reference import entries
from throughcare.foundation.kernel import Money, Period, Permission, Refused

MAY = {Permission.DRILL_TO_PEOPLE}
QUARTER = Period(date(2017, 1, 1), date(2017, 4, 1))
KNOWN_ON = date(2019, 6, 1)
LABEL = "2017 Q1"
RULES = [one for name in scheme_names() for one in scheme(name)]


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    folder = tmp_path_factory.mktemp("money")
    synthesise(folder, events=4000, seed=21)
    return load(folder)


def rows_of(tables):
    """One row for each person of the quarter's cohort, as the measure counted them."""
    asked = Question(tables, definition("england-and-wales-three-month"), within=QUARTER)
    return [
        PersonOutcome(
            str(one.person_id), one.reoffences, Decimal(one.severity or 0) / 100, Decimal("0.47"),
            {"housing": one.reoffences == 0, "employment": one.person_id % 2 == 0, "treatment": one.person_id % 3 == 0},
        )
        for one in entries(asked)
        if one.complete
    ]  # fmt: skip


@pytest.fixture(scope="module")
def rows(tables):
    return rows_of(tables)


def expected_of(rule):
    each = {
        m.name: {"binary": "0.5", "achieved": "0.4", "per_reoffender": "3"}.get(m.kind, "1.5")
        for m in rule.measures
    }
    return {name: Expected(Decimal(rate), predicted=Decimal("0.47")) for name, rate in each.items()}


def settled(rule, rows):
    given = expected_of(rule)
    period = PeriodResult(LABEL, QUARTER, tally(rows), given, evidence(rows))
    terms = Terms(
        "C1", (Variation(date(2015, 1, 1), Period(date(2000, 1, 1)), rule, "first"),), Money(Decimal(500_000))
    )
    return settle(terms, [period], known_on=KNOWN_ON, before=()), given


def test_the_rows_that_are_paid_on_are_the_people_behind_the_figure(tables, rows):
    result = reoffending(
        tables, "england-and-wales-three-month", within=QUARTER, engine="sorted", unsuppressed_for=MAY
    )
    [cell] = result.cells
    total = tally(rows)
    assert sorted(int(row.person) for row in rows) == sorted(result.people_in(may=MAY))
    assert (total.people, total.reoffenders, total.reoffences) == (
        cell.entries,
        cell.reoffended,
        cell.reoffences,
    )
    assert total.severity * 100 == result.counts[()].severity


@pytest.mark.parametrize("edition", RULES, ids=lambda one: one.name)
def test_every_pound_of_every_line_leads_to_people_of_the_extract_and_an_edition(rows, edition):
    statement, given = settled(edition.table, rows)
    known = {row.person for row in rows}
    for line in statement.lines:
        found = trace(statement, line, {LABEL: rows}, {LABEL: given})
        assert sum(share.amount.amount for share in found.shares) == line.amount.amount
        assert {share.person for share in found.shares} <= known
        assert found.editions == {LABEL: statement.editions[LABEL]}
        assert found.editions[LABEL]
    assert sum((line.amount.amount for line in statement.lines), Decimal(0)) == statement.total.amount


def test_some_rule_pays_something_here_so_that_there_are_pounds_to_trace(rows):
    totals = [settled(edition.table, rows)[0].total.amount for edition in RULES]
    assert any(total > 0 for total in totals)


def test_one_person_changed_after_the_fact_no_longer_matches_what_was_paid(rows):
    rule = RULES[0].table
    statement, given = settled(rule, rows)
    changed = [PersonOutcome(rows[0].person, rows[0].reoffences + 1), *rows[1:]]
    for line in statement.lines:
        with pytest.raises(Refused, match="not the rows"):
            trace(statement, line, {LABEL: changed}, {LABEL: given})
    assert canonical(settled(rule, changed)[0]) != canonical(statement)


AGAIN = """
import sys
sys.path.insert(0, {here!r})
import test_from_measure_to_money as money
rows = money.rows_of(money.load(money.Path({folder!r})))
sys.stdout.buffer.write(b"".join(money.canonical(money.settled(one.table, rows)[0]) for one in money.RULES))
"""


def test_a_closed_period_is_the_same_to_the_byte_in_other_processes_with_other_seeds(tables, rows):
    folder = str(next(iter(tables.sources["offences"])).parent)
    script = AGAIN.format(here=str(Path(__file__).parent), folder=folder)
    here = b"".join(canonical(settled(one.table, rows)[0]) for one in RULES)
    for seed in ("0", "4242"):
        done = subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        assert done.stdout == here


def test_an_extract_with_its_rows_in_another_order_settles_to_the_same_bytes(rows):
    for edition in RULES:
        assert canonical(settled(edition.table, rows[::-1])[0]) == canonical(settled(edition.table, rows)[0])
