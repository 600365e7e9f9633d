"""A letter from its stage to the answer: drafted, checked by a second, sent as its reader asked, and stopped when they leave."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connections
from support.people import joins
from support.service import a_service
from support.victims import a_liaison_officer, on_letter, registered, sent, sentenced

from throughcare.casework.victims import actions, queries
from throughcare.casework.victims.actions import Reach
from throughcare.casework.victims.models import Letter, LetterStep
from throughcare.casework.victims.rules import (
    Choice,
    Going,
    LetterMove,
    LetterState,
    Means,
    StageKind,
    VictimMove,
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


@pytest.fixture
def told(service, officer):
    found = registered(officer, sentenced(service))
    found.comes_in(Choice.STAGES, stages=[StageKind.RELEASE, StageKind.MOVE])
    return found


def row(letter_id):
    return Letter.objects.using("owner").get(id=letter_id)


def owed(who, told):
    with viewing(who, told.person.service.at):
        seen = queries.victim(told.id)
        return (seen.owed.what if seen.owed else "", seen.is_owed_by(who.id))


def test_a_stage_is_drafted_checked_by_another_sent_as_they_asked_and_answered(service, officer, told):
    reached = told.reaches(StageKind.RELEASE)
    assert owed(officer, told) == ("Tell them of: release", True)
    letter = told.written_to(reached)
    assert "There was a release" in row(letter).text
    assert owed(officer, told) == ("Name a colleague who checks what they are told: release", True)
    checker = told.checker()
    assert owed(officer, told) == ("Check what they are told: release", False)
    assert owed(checker, told) == ("Check what they are told: release", True)
    with pytest.raises(Refused, match="You wrote it"):
        on_letter(actions.check_letter, officer, letter, told, right=True)
    with pytest.raises(Refused, match="so “sent” cannot follow"):
        sent_by(officer, told, letter)
    with pytest.raises(Refused, match="Say what is to be put right"):
        on_letter(actions.check_letter, checker, letter, told, right=False)
    on_letter(actions.check_letter, checker, letter, told, right=False, note="Say it more kindly")
    assert owed(officer, told) == ("Put right what they are told: release", True)
    on_letter(actions.rewrite_letter, officer, letter, told, text="They were released. We are here for you.")
    on_letter(actions.check_letter, checker, letter, told, right=True)
    assert owed(officer, told) == ("Send what was checked: release", True)
    sent_by(officer, told, letter)
    assert (row(letter).state, row(letter).means) == (LetterState.SENT, "letter")
    assert owed(officer, told)[0] == "Hear what they said to the letter"
    with pytest.raises(Refused, match="Write down what they said"):
        heard(told, letter, LetterMove.ANSWER)
    heard(told, letter, LetterMove.ANSWER, note="They thank us.")
    assert owed(officer, told) == ("", False)
    steps = LetterStep.objects.using("owner").filter(letter=letter).order_by("number")
    assert [one.move for one in steps] == [
        "", "sent back", "written anew", "found right", "sent", "they answered",
    ]  # fmt: skip


def sent_by(who, told, letter, going=Going(Means.LETTER, True, True)):  # noqa: B008
    on_letter(actions.send_letter, who, letter, told, on=day_of(told.person.service.at), going=going)


def heard(told, letter, move, **given):
    at = told.person.service.at
    on_letter(actions.hear_letter, told.officer, letter, told, move=move, on=day_of(at), **given)


def test_what_was_checked_and_changed_is_checked_again_even_by_whoever_checked_it_first(told):
    letter = told.written_to(told.reaches(StageKind.RELEASE))
    checker = told.checker()
    on_letter(actions.check_letter, checker, letter, told, right=True)
    on_letter(actions.rewrite_letter, checker, letter, told, text="Other words")
    assert (row(letter).state, row(letter).checked_by) == (LetterState.DRAFTED, None)
    with pytest.raises(Refused, match="You wrote it"):
        on_letter(actions.check_letter, checker, letter, told, right=True)
    on_letter(actions.check_letter, told.officer, letter, told, right=True)
    assert row(letter).checked_by == told.officer.id


def test_nothing_is_written_that_says_where_anybody_is(told):
    letter = told.written_to(told.reaches(StageKind.MOVE))
    for words in ("They are in Durham now.", "They went to HMP", "They are near TS1 2AB"):
        with pytest.raises(Refused, match="tells where somebody is held or lives"):
            on_letter(actions.rewrite_letter, told.officer, letter, told, text=words)
    assert "We may not tell you" in row(letter).text


def test_what_came_back_told_nobody_and_no_answer_is_not_no(told):
    checker, reached = told.checker(), told.reaches(StageKind.RELEASE)
    letter = told.written_to(reached)
    sent(told, letter, checker)
    heard(told, letter, LetterMove.NO_ANSWER)
    with viewing(told.officer, told.person.service.at):
        assert queries.victim(told.id).untold == ()
    heard(told, letter, LetterMove.CAME_BACK)
    with viewing(told.officer, told.person.service.at):
        assert [one.id for one in queries.victim(told.id).untold] == [reached]
    again = told.written_to(reached)
    with pytest.raises(Refused, match="wrote about this stage already"):
        told.written_to(reached)
    sent(told, again, checker)
    heard(told, again, LetterMove.NO_ANSWER)
    heard(told, again, LetterMove.ANSWER, note="They rang at last.")
    assert row(again).state == LetterState.ANSWERED


def test_whoever_leaves_is_written_to_no_more_and_what_was_written_is_called_off(told):
    letter = told.written_to(told.reaches(StageKind.RELEASE))
    checker = told.checker()
    on_letter(actions.check_letter, checker, letter, told, right=True)
    told.move(VictimMove.OPT_OUT)
    assert row(letter).state == LetterState.CALLED_OFF
    assert owed(told.officer, told) == ("", False)
    with pytest.raises(Refused, match="nothing is written to them"):
        told.written_to()
    with pytest.raises(Refused, match="It is over"):
        sent_by(told.officer, told, letter)


def test_whoever_chooses_otherwise_is_told_only_what_they_chose_now(told):
    release, move = told.reaches(StageKind.RELEASE), told.reaches(StageKind.MOVE)
    kept, dropped = told.written_to(release), told.written_to(move)
    told.move(VictimMove.OPT_IN, choice=Choice.STAGES, stages=[StageKind.RELEASE])
    assert row(kept).state == LetterState.DRAFTED
    assert row(dropped).state == LetterState.CALLED_OFF
    with pytest.raises(Refused, match="no stage of which"):
        told.written_to(move)
    with pytest.raises(Refused, match="did not choose a letter each year"):
        told.written_to()


def test_the_letter_of_the_year_counts_the_year_from_the_last(service, officer):
    told = registered(officer, sentenced(service))
    told.comes_in(Choice.YEARLY)
    checker = told.checker()
    letter = told.written_to()
    with pytest.raises(Refused, match="being written already"):
        told.written_to()
    sent(told, letter, checker)
    with viewing(officer, service.at):
        found = queries.victim(told.id)
        assert found.yearly_may_be_written
        assert found.owed.what == "Hear what they said to the letter"
        went = queries.waits(at=service.at)
    assert (went.told, went.silent) >= (1, 1)
    assert "the letter of the year" in {one.stage for one in went.by_stage}


def test_nobody_is_written_to_who_asked_not_to_be_reached_or_by_other_means(service, officer, told):
    reached = told.reaches(StageKind.RELEASE)
    letter, checker = told.written_to(reached), told.checker()
    on_letter(actions.check_letter, checker, letter, told, right=True)
    with pytest.raises(Refused, match="They need Polish"):
        sent_by(officer, told, letter, Going(Means.LETTER, True, False))
    with pytest.raises(Refused, match="Confirm that it went as they asked"):
        sent_by(officer, told, letter, Going(Means.LETTER, False, True))
    actions.amend_victim(
        by=officer, at=service.later(), victim_id=told.id, version=told.row.version, name="Morgan", reach=Reach(Means.NONE)
    )  # fmt: skip
    with pytest.raises(Refused, match="Nothing is sent"):
        sent_by(officer, told, letter)
    with pytest.raises(Refused, match="lies ahead"):
        on_letter(
            actions.send_letter, officer, letter, told, on=day_of(service.at).replace(year=2030), going=Going(Means.LETTER, True, True)
        )  # fmt: skip
    heard(told, letter, LetterMove.CALL_OFF, note="They asked not to be reached.")
    with pytest.raises(Refused, match="not to be written to or called"):
        told.written_to(reached)


def test_a_letter_is_read_and_moved_by_whoever_holds_the_record_and_nobody_else(service, officer, told):
    letter = told.written_to(told.reaches(StageKind.RELEASE))
    colleague = joins(officer.unit_id, "victim liaison officer")
    with viewing(colleague, service.at):
        assert queries.letter(letter) is None
        assert (Letter.objects.filter(id=letter).count(), LetterStep.objects.count()) == (0, 0)
    with pytest.raises(Refused, match="not yours to read"):
        on_letter(actions.check_letter, colleague, letter, told, right=True)
    with viewing(officer, service.at):
        seen = queries.letter(letter)
    assert (seen.to.row.id, len(seen.steps)) == (told.id, 1)
    with pytest.raises(Refused, match="Somebody else changed"):
        actions.rewrite_letter(by=officer, at=service.later(), letter_id=letter, version=7, text="Words")


def test_the_database_lets_nobody_check_what_they_wrote_nor_send_what_nobody_checked(told):
    letter = told.written_to(told.reaches(StageKind.RELEASE))
    for said in (
        "checked_by = written_by",
        "state = 'checked'",
        "state = 'sent', sent_on = now(), means = 'letter'",
    ):
        with pytest.raises(IntegrityError), connections["owner"].cursor() as cursor:
            cursor.execute(f"UPDATE victims_letter SET {said} WHERE id = %s", [letter])
