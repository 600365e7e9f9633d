"""A statement to the Parole Board: asked for, written down as it is said, submitted once agreed to, and taken back at any time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from support.people import joins
from support.service import a_service
from support.victims import a_liaison_officer, registered, sentenced

from throughcare.casework.victims import actions, queries
from throughcare.casework.victims.models import Statement, StatementStep
from throughcare.casework.victims.rules import (
    STATEMENT_MOVES,
    Choice,
    Scheme,
    StageKind,
    StatementMove,
    StatementState,
    VictimMove,
    VictimStands,
    VictimState,
    faults_of_statement_moves,
    victim_owed,
)
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, WorkingCalendar
from throughcare.foundation.kernel.days import day_of

DAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def service():
    return a_service("england-and-wales-2021")


@pytest.fixture(scope="module")
def officer(service):
    return a_liaison_officer(service)


@pytest.fixture
def told(service, officer):
    found = registered(officer, sentenced(service))
    found.comes_in(Choice.STAGES, stages=[StageKind.PAROLE])
    return found


def row(statement_id):
    return Statement.objects.using("owner").get(id=statement_id)


def hearing(told, days=90):
    return day_of(told.person.service.at) + timedelta(days=days)


def writes(told, statement, words="It changed all I do."):
    actions.write_statement(
        by=told.officer, at=told.person.service.later(), statement_id=statement, version=row(statement).version, words=words
    )  # fmt: skip


def moves(told, statement, move, **given):
    at = told.person.service.later()
    said = {
        "by": told.officer,
        "at": at,
        "statement_id": statement,
        "version": row(statement).version,
        "on": day_of(at),
    }
    actions.move_statement(**(said | {"move": move} | given))


def owed(told):
    with viewing(told.officer, told.person.service.at):
        found = queries.victim(told.id).owed
    return (found.what, found.by) if found else None


def test_the_table_of_statements_has_no_fault():
    assert faults_of_statement_moves() == []
    assert STATEMENT_MOVES.drawing()[StatementState.NOT_MADE] == set()


def stands(statement, **told):
    said = {
        "since": DAY,
        "scheme": Scheme.CONTACT,
        "imposed_on": DAY,
        "referred_on": DAY,
        "choice": Choice.STAGES,
    }
    return VictimStands(VictimState.OPTED_IN, statement=statement, **(said | told))


def test_its_clock_asks_for_an_answer_then_for_the_words_in_time_for_the_hearing_and_then_for_nothing():
    calendar, hearing_on = WorkingCalendar(), DAY + timedelta(days=90)
    asked = victim_owed(stands((StatementState.ASKED, DAY, hearing_on)), calendar)
    assert (asked.what, asked.by) == ("Hear whether they make a statement", calendar.add(DAY, 20))
    soon = victim_owed(stands((StatementState.ASKED, DAY, DAY + timedelta(days=30))), calendar)
    assert soon.by == DAY + timedelta(days=2)
    written = victim_owed(stands((StatementState.WRITTEN, DAY, hearing_on)), calendar)
    assert (written.what, written.by) == ("Submit their statement", hearing_on - timedelta(days=28))
    for state in set(StatementState) - {StatementState.ASKED, StatementState.WRITTEN}:
        assert victim_owed(stands((state, DAY, hearing_on)), calendar) is None
    assert victim_owed(stands((StatementState.ASKED, DAY, hearing_on), over=True), calendar) is None


def test_it_is_asked_for_written_down_agreed_to_submitted_and_taken_back(told):
    statement = told.asked_about(hearing(told))
    assert owed(told)[0] == "Hear whether they make a statement"
    with pytest.raises(Refused, match="asked about this hearing already"):
        told.asked_about(hearing(told))
    with pytest.raises(Refused, match="so “submitted” cannot follow"):
        moves(told, statement, StatementMove.SUBMIT, agreed=True)
    with pytest.raises(Refused, match="Write down what they say"):
        writes(told, statement, "  ")
    writes(told, statement)
    writes(told, statement, "It changed all I do, and I sleep badly.")
    assert owed(told) == ("Submit their statement", hearing(told) - timedelta(days=28))
    with pytest.raises(Refused, match="agreed to each of them"):
        moves(told, statement, StatementMove.SUBMIT)
    moves(told, statement, StatementMove.SUBMIT, agreed=True)
    assert owed(told) is None
    with pytest.raises(Refused, match="It is submitted, so “written down” cannot follow"):
        writes(told, statement)
    moves(told, statement, StatementMove.WITHDRAW, note="They do not want it read.")
    writes(told, statement)
    steps = StatementStep.objects.using("owner").filter(statement=statement).order_by("number")
    assert [one.after for one in steps] == [
        "asked", "written down", "written down", "submitted", "withdrawn", "written down",
    ]  # fmt: skip


def test_whoever_wants_to_make_none_may_change_their_mind_and_a_hearing_that_was_held_ends_it(told):
    statement = told.asked_about(hearing(told, 1))
    moves(told, statement, StatementMove.NOT_WANTED)
    assert owed(told) is None
    writes(told, statement)
    with pytest.raises(Refused, match="The hearing is on"):
        moves(told, statement, StatementMove.HELD)
    with pytest.raises(Refused, match="hearing to come"):
        told.asked_about(day_of(told.person.service.at))


def test_what_the_board_has_not_got_is_withdrawn_when_they_leave_and_what_it_has_stays(told):
    kept, dropped = told.asked_about(hearing(told)), told.asked_about(hearing(told, 200))
    writes(told, kept)
    moves(told, kept, StatementMove.SUBMIT, agreed=True)
    writes(told, dropped)
    told.move(VictimMove.OPT_OUT)
    assert (row(kept).state, row(dropped).state) == (StatementState.SUBMITTED, StatementState.WITHDRAWN)
    with pytest.raises(Refused, match="nothing is written down"):
        writes(told, dropped)
    with pytest.raises(Refused, match="they are asked nothing"):
        told.asked_about(hearing(told, 300))
    moves(told, kept, StatementMove.WITHDRAW)


def test_it_is_read_by_whoever_holds_the_record_alone(service, officer, told):
    statement = told.asked_about(hearing(told))
    colleague, at = joins(officer.unit_id, "victim liaison officer"), service.later()
    with viewing(colleague, at):
        assert queries.statement(statement) is None
        assert Statement.objects.count() + StatementStep.objects.count() == 0
    with pytest.raises(Refused, match="not yours to read"):
        actions.write_statement(by=colleague, at=at, statement_id=statement, version=1, words="Mine")
    with viewing(officer, at):
        assert queries.statement(statement).of.row.id == told.id
    with pytest.raises(Refused, match="Somebody else changed"):
        actions.write_statement(by=officer, at=at, statement_id=statement, version=9, words="Late")
