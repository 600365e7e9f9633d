"""The first letter offers contact: written, found right by another, sent as they are to be reached, and answered by what they choose."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from support.service import a_service
from support.victims import REACH, a_liaison_officer, covered_of, on_letter, registered, sent, sentenced

from throughcare.casework.victims import actions, queries
from throughcare.casework.victims.actions import Reach
from throughcare.casework.victims.models import CoveredSentence, Letter
from throughcare.casework.victims.rules import (
    Choice,
    Going,
    LetterMove,
    LetterState,
    Means,
    StageKind,
    VictimKind,
    VictimMove,
    VictimState,
)
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of


@pytest.fixture(scope="module")
def service():
    return a_service("england-and-wales-2021")


@pytest.fixture(scope="module")
def officer(service):
    return a_liaison_officer(service)


@pytest.fixture(scope="module")
def person(service, officer):
    return sentenced(service)


@pytest.fixture
def told(officer, person):
    return registered(officer, person)


def row(letter_id):
    return Letter.objects.using("owner").get(id=letter_id)


def owed(who, told):
    with viewing(who, told.person.service.at):
        seen = queries.victim(told.id)
        return seen.owed.what if seen.owed else "", seen.is_owed_by(who.id)


def on_its_way(told):
    """The first letter goes to somebody, checked by a colleague."""
    letter = told.written_to()
    sent(told, letter, told.checker())
    return letter


def test_it_is_written_checked_by_another_and_sent_and_then_an_answer_is_owed(officer, told):
    assert owed(officer, told) == ("Send the first letter", True)
    with pytest.raises(Refused, match="Write the first letter"):
        actions.move_victim(
            by=officer,
            at=told.person.service.at,
            victim_id=told.id,
            version=1,
            move=VictimMove.INVITE,
            on=told.row.since,
        )
    letter = told.written_to()
    assert "a letter each year" in row(letter).text
    assert owed(officer, told) == ("Name a colleague who checks what they are told", True)
    checker = told.checker()
    assert owed(checker, told) == ("Check what they are told", True)
    with pytest.raises(Refused, match="You wrote it"):
        on_letter(actions.check_letter, officer, letter, told, right=True)
    with pytest.raises(Refused, match="already"):
        told.written_to()
    sent(told, letter, checker)
    assert (row(letter).state, row(letter).sent_on) == (LetterState.SENT, day_of(told.person.service.at))
    assert told.row.state == VictimState.INVITED
    assert owed(officer, told) == ("Ask for their answer", True)
    with pytest.raises(Refused, match="on their own record"):
        on_letter(
            actions.hear_letter, officer, letter, told, move=LetterMove.ANSWER, on=told.row.since, note="Yes"
        )
    with viewing(officer, told.person.service.at):
        seen = queries.letter(letter)
    assert seen.moves == ()
    assert VictimMove.INVITE not in {one.move for one in seen.to.moves}


@pytest.mark.parametrize(
    ("move", "given", "came"),
    [
        (VictimMove.OPT_IN, {"choice": Choice.YEARLY}, LetterState.ANSWERED),
        (VictimMove.OPT_OUT, {}, LetterState.ANSWERED),
        (VictimMove.LATER, {}, LetterState.ANSWERED),
        (VictimMove.NO_ANSWER, {}, LetterState.NO_ANSWER),
        (VictimMove.NO_TRACE, {}, LetterState.CAME_BACK),
        (VictimMove.ASK_AGAIN, {}, LetterState.SENT),
    ],
)
def test_what_they_do_is_what_came_of_it(told, move, given, came):
    letter = on_its_way(told)
    told.move(move, **given)
    assert row(letter).state == came
    told.move(VictimMove.OPT_IN, choice=Choice.STAGES, stages=[StageKind.RELEASE])
    late = {LetterState.NO_ANSWER: LetterState.ANSWERED, LetterState.SENT: LetterState.ANSWERED}
    assert row(letter).state == late.get(came, came), (
        "an answer that comes late is one; what came back stays so"
    )


def test_another_goes_to_whoever_was_found_again_and_it_is_no_letter_of_the_year(officer, told):
    on_its_way(told)
    told.move(VictimMove.NO_TRACE)
    assert owed(officer, told) == ("", False)
    again = told.written_to()
    assert owed(officer, told)[0] == "Check what they are told"
    told.move(VictimMove.OPT_IN, choice=Choice.YEARLY)
    assert row(again).state == LetterState.CALLED_OFF, "they came forward themselves"
    with viewing(officer, told.person.service.at):
        seen = queries.victim(told.id)
        counted = queries.waits(at=told.person.service.at)
    assert seen.yearly_may_be_written
    assert counted.told == 0, "what was sent since they came in, and not the offer of it"


def test_nothing_goes_to_a_child_to_whoever_is_not_to_be_reached_or_where_contact_is_not_offered(
    service, officer
):
    other = sentenced(service)
    child = registered(officer, other, kind=VictimKind.CHILD, reach=Reach(Means.NONE))
    with pytest.raises(Refused, match="Nothing is sent to a child"):
        child.written_to()
    with pytest.raises(Refused, match="not to be written to or called"):
        registered(officer, other, reach=Reach(Means.NONE)).written_to()
    one = registered(officer, other, reach=REACH)
    CoveredSentence.objects.using("owner").filter(id=covered_of(other).id).update(ended_on=day_of(service.at))
    with pytest.raises(Refused, match="Contact is not offered"):
        one.written_to()


def test_it_goes_as_they_asked_and_not_before_they_were_referred(officer, told):
    letter, checker = told.written_to(), told.checker()
    on_letter(actions.check_letter, checker, letter, told, right=True)
    today = day_of(told.person.service.at)
    with pytest.raises(Refused, match="They asked to be reached by letter"):
        on_letter(
            actions.send_letter, officer, letter, told, on=today, going=Going(Means.TELEPHONE, True, True)
        )
    with pytest.raises(Refused, match="They need Polish"):
        on_letter(
            actions.send_letter, officer, letter, told, on=today, going=Going(Means.LETTER, True, False)
        )
    assert told.row.state == VictimState.REFERRED


def test_the_database_holds_that_the_first_letter_is_about_no_stage(told):
    letter = on_its_way(told)
    stage = told.reaches(StageKind.MOVE)
    with pytest.raises(IntegrityError, match="the_first_letter_is_about_no_stage"):
        Letter.objects.using("owner").filter(id=letter).update(stage=stage)
