"""From an extract's official measure to a line of a statement: measured, told by whoever is of neither side, settled, recomputed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from support.agreements import Sides, asking, first_of, posted
from support.people import an_office, joins
from support.wall_visits import browser
from typer.testing import CliRunner

from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.models import Result
from throughcare.commissioning.contracts.rules.exporting import exported
from throughcare.commissioning.contracts.rules.measuring import Expected
from throughcare.commissioning.contracts.rules.result_reading import result_from, written
from throughcare.commissioning.contracts.rules.statement import PeriodResult
from throughcare.commissioning.contracts.rules.stating import recomputed
from throughcare.commissioning.contracts.rules.tally import Tally
from throughcare.evidence.outcomes import synthesise
from throughcare.faces.contracts.console import app
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Period, Refused

PAID = "results: {scheme: linear, pool: 60000.00}\n"


class Measured:
    """An agreement paid by results, and somebody who measures for the buyer's body."""

    def __init__(self) -> None:
        self.sides = Sides(months=-3)
        self.agreement = self.sides.agreed(self.sides.terms(PAID, months=24))
        self.analyst = joins(self.sides.buyers.unit, "needs analyst")
        self.finance = joins(self.sides.buyers.unit, "finance officer")
        self.now = timezone.now()

    def result(self, reoffenders: int, label: str = "First") -> str:
        """A cohort of the first month: 400 people, half of whom were expected to reoffend."""
        tally = Tally(400, reoffenders, reoffenders, reoffenders)
        cohort = Period(self.sides.starts, first_of(self.sides.starts, 1))
        return written(
            PeriodResult(label, cohort, tally, {"binary": Expected(Decimal("0.5"))}, (label * 64)[:64]),
            "made up",
        )

    def tells(self, text: str, *, official: bool = True, by=None):
        """Tell of a result now."""
        return actions.record_result(
            by=by or self.analyst, at=self.now, agreement_id=self.agreement, result=text, official=official
        )

    def lines(self) -> list[tuple[str, str, int]]:
        """State every month that is over by the end of this one, and what the last statement's lines are."""
        month = self.sides.starts
        while month <= first_of(self.now.date()):
            made = self.sides.states(self.agreement, month)
            month = first_of(month, 1)
        with viewing(self.sides.lead, self.now):
            return [
                (line.row.what, line.row.name, line.row.pence)
                for line in queries.statement(made).stands.lines
            ]


@pytest.fixture
def measured(database):
    return Measured()


def test_an_official_result_is_settled_in_the_statement_of_its_month_and_recomputed(measured):
    measured.tells(measured.result(196), official=False)
    measured.tells(measured.result(196))
    # One point at 100,000 pounds, and no more than the pool of 60,000.
    assert measured.lines() == [("fee", "", 10_000_00), ("result of a cohort", "First", 60_000_00)]
    with viewing(measured.sides.lead, measured.now):
        read = exported(queries.export_of(measured.agreement), "x")
    assert recomputed(read.editions, read.kept, read.ended, read.told) == []
    assert recomputed(read.editions, read.kept, read.ended) != []


def test_a_provisional_result_is_accrued_with_its_interval_and_never_paid_on(measured):
    measured.tells(measured.result(199), official=False)
    assert measured.lines() == [("fee", "", 10_000_00)]
    with viewing(measured.sides.buyer, measured.now):
        [seen] = queries.results_of(measured.agreement)
    least, as_told, most = seen.accrued
    assert as_told == 25_000_00 and least < as_told < most == 60_000_00


def test_a_result_is_told_by_whoever_measures_for_the_buyers_body_and_by_neither_side(measured):
    text = measured.result(196)
    for who in (measured.sides.buyer, measured.sides.lead):
        with pytest.raises(Refused):
            measured.tells(text, by=who)
    stranger = joins(an_office().unit, "needs analyst")
    with pytest.raises(Refused, match="no such agreement that is paid by results"):
        measured.tells(text, by=stranger)
    unpaid = Sides(months=-3)
    made = unpaid.agreed(unpaid.terms(months=24))
    theirs = joins(unpaid.buyers.unit, "needs analyst")
    with pytest.raises(Refused, match="pay nothing by results"):
        actions.record_result(by=theirs, at=measured.now, agreement_id=made, result=text, official=True)
    measured.tells(text)
    with pytest.raises(Refused, match="told already"):
        measured.tells(text)
    with pytest.raises(Refused, match="a cohort is paid once"):
        measured.tells(text.replace('"label": "First"', '"label": "The same people"'))
    sql = (
        "INSERT INTO contracts_result (id, agreement_id, number, label, official, text, unit_id, member_id, at) VALUES"
        " (gen_random_uuid(), %s, 9, 'x', true, '{}', app_unit(), app_member(), app_at())"
    )
    for who in (measured.sides.buyer, measured.sides.lead, measured.finance, stranger):
        with viewing(who, measured.now), pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute(sql, [measured.agreement])
    with viewing(stranger, measured.now), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM contracts_terms_measured(NULL) t WHERE t.agreement = %s",
            [measured.agreement],
        )
        assert cursor.fetchone() == (0,)
    assert Result.objects.using("owner").filter(agreement=measured.agreement).count() == 1


def test_a_result_is_told_and_shown_by_page_and_by_a_program(measured):
    tell = f"/contracts/results/{measured.agreement}"
    assert tell in browser(measured.analyst).get("/contracts/results").content.decode()
    for text, words in (("x", "not JSON"), (measured.result(196), "It is told.")):
        given = {"file": SimpleUploadedFile("r.json", text.encode()), "standing": "official"}
        assert words in posted(measured.analyst, tell, given, follow=True).content.decode()
    sent = {"content_type": "application/json"}
    body = {"result": measured.result(190, "First"), "official": False}
    address = f"/api/v1/contracts/{measured.agreement}/results"
    assert asking(measured.analyst).post(address, body, **sent).status_code == 201
    for who in (measured.sides.buyer, measured.sides.lead):
        shown = browser(who).get(f"/contracts/{measured.agreement}/results").content.decode()
        assert "Official" in shown and "Provisional" in shown and "£60,000.00" in shown
        assert [one["official"] for one in asking(who).get(address).json()] == [False, True]
    rival = joins(an_office().unit, "provider lead")
    assert browser(rival).get(f"/contracts/{measured.agreement}/results").status_code == 404
    assert asking(rival).get(address).status_code == 404
    stranger = joins(an_office().unit, "needs analyst")
    assert browser(stranger).get(tell).status_code == 404
    assert (
        "no agreement that is paid by results" in browser(stranger).get("/contracts/results").content.decode()
    )


def test_an_extract_is_measured_by_the_official_definition_into_a_result(tmp_path):
    synthesise(tmp_path / "extract", events=4000, seed=21)
    expected = tmp_path / "expected.json"
    expected.write_text(json.dumps({"binary": {"rate": "0.5"}}))
    given = [
        "measure", str(tmp_path / "extract"), "--definition", "england-and-wales-three-month", "--starts", "2017-01-01",
        "--ends", "2017-04-01", "--label", "2017 Q1", "--expected", str(expected),
    ]  # fmt: skip
    said = CliRunner().invoke(app, given)
    assert said.exit_code == 0, said.output
    result, definition = result_from(said.stdout)
    assert (result.label, definition) == ("2017 Q1", "england-and-wales-three-month")
    assert result.cohort == Period(date(2017, 1, 1), date(2017, 4, 1)) and len(result.evidence) == 64
    assert 0 < result.tally.reoffenders < result.tally.people
    assert result_from(written(replace(result, label="B"), definition))[0].tally == result.tally
    expected.write_text('{"binary": {}}')
    with pytest.raises(Refused, match="it lacks “rate”"):
        CliRunner().invoke(app, given, catch_exceptions=False)
    given[5] = "2017-13-01"
    with pytest.raises(Refused, match="are not days"):
        CliRunner().invoke(app, given, catch_exceptions=False)
