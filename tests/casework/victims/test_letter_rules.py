"""What a letter says at each stage, what it may never say, how it may go, and what may follow: the rules alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.victims.rules import (
    LETTER_MOVES,
    Addressed,
    Choice,
    Going,
    LetterMove,
    LetterState,
    Means,
    Scheme,
    StageKind,
    VictimStands,
    VictimState,
    check_goes,
    check_text,
    clocks_of,
    drafted,
    faults_of_letter_moves,
    first_letter_due,
    letter_editions,
    stage_due,
    tells_too_much,
    victim_owed,
)
from throughcare.foundation.kernel import Refused, WorkingCalendar

DAY = date(2026, 3, 2)
PLACES = ["Ford (HMP)", "Full Sutton (HMP)", "Durham (HMP)"]
TO = Addressed("Morgan Ford", "Ola Durham", "Durham Victim Team", Choice.STAGES)


@pytest.mark.parametrize("stage", [*StageKind, None])
@pytest.mark.parametrize("choice", list(Choice))
def test_there_is_a_text_for_each_stage_and_none_says_where_anybody_is(stage, choice):
    to = Addressed(TO.name, TO.officer, TO.team, choice)
    text, edition = drafted(stage, DAY, to, today=DAY)
    assert text.startswith("Dear Morgan Ford,")
    assert "{" not in text
    assert edition == letter_editions()[0].name
    if choice is not Choice.MONTH_OF_RELEASE or stage in {StageKind.RELEASE, StageKind.END, None}:
        assert tells_too_much(text, PLACES, to, today=DAY, stage_on=DAY if stage else None) == []


def test_the_first_letter_offers_contact_and_names_every_choice():
    text, _ = drafted(None, DAY, Addressed(TO.name, TO.officer, TO.team), today=DAY, first=True)
    assert tells_too_much(text, PLACES, TO, today=DAY) == []
    for offered in (
        "each stage that you name",
        "a letter each year",
        "only the month of release",
        "yes, no or later",
    ):
        assert offered in text


@pytest.mark.parametrize(
    ("state", "letter", "checker", "what", "checks"),
    [
        (VictimState.REFERRED, None, False, "Send the first letter", False),
        (VictimState.REFERRED, LetterState.DRAFTED, False, "Name a colleague who checks what they are told", False),
        (VictimState.REFERRED, LetterState.DRAFTED, True, "Check what they are told", True),
        (VictimState.NO_TRACE, LetterState.CHECKED, True, "Send what was checked", False),
    ],
)  # fmt: skip
def test_one_step_of_the_first_letter_is_owed_by_its_own_day(state, letter, checker, what, checks):
    found = victim_owed(
        VictimStands(state, DAY, Scheme.CONTACT, DAY, DAY, letter=letter, checker=checker), WorkingCalendar()
    )
    assert found is not None
    assert (found.what, found.checks) == (what, checks)
    assert found.by == first_letter_due(Scheme.CONTACT, DAY, DAY, WorkingCalendar())


def test_whoever_was_not_found_is_owed_nothing_until_somebody_writes_again():
    stands = VictimStands(VictimState.NO_TRACE, DAY, Scheme.CONTACT, DAY, DAY)
    assert victim_owed(stands, WorkingCalendar()) is None


def test_to_whoever_chose_only_the_month_the_day_is_not_told():
    to = Addressed(TO.name, TO.officer, TO.team, Choice.MONTH_OF_RELEASE)
    text, _ = drafted(StageKind.RELEASE, DAY, to, today=DAY)
    assert "in March 2026" in text
    assert "on 2 March 2026" in drafted(StageKind.RELEASE, DAY, TO, today=DAY)[0]
    (found,) = tells_too_much("It was on 2 March.", PLACES, to, today=DAY, stage_on=DAY)
    assert "only the month" in found.because
    assert tells_too_much("It was on 2 March.", PLACES, TO, today=DAY, stage_on=DAY) == []


@pytest.mark.parametrize(
    "words",
    [
        "They are in HMP now.",
        "They went to Full Sutton.",
        "They were moved to ford.",
        "They are held at a place near you.",
        "They live in a hostel.",
        "Write to TS1 2AB.",
        "write to ts12ab",
        "They are on a wing.",
    ],
)
def test_what_says_where_somebody_is_held_or_lives_is_refused(words):
    found = tells_too_much(f"Dear Morgan Ford, {words} Ola Durham, Durham Victim Team", PLACES, TO, today=DAY)
    assert found
    with pytest.raises(Refused, match="This may not be told"):
        check_text(words, found)


def test_a_reader_called_like_a_prison_can_be_written_to():
    assert (
        tells_too_much("Dear Morgan Ford, all is well. Ola Durham, Durham Victim Team", PLACES, TO, today=DAY)
        == []
    )
    assert tells_too_much("Dear Morgan, go on affording it.", PLACES, TO, today=DAY) == []


@given(st.text(max_size=300))
def test_a_name_of_a_prison_never_passes_whatever_stands_around_it(words):
    text = f"{words} Full Sutton {words}"
    assert any("Full Sutton" in one.because for one in tells_too_much(text, PLACES, TO, today=DAY))


def test_a_text_says_something_and_not_too_much():
    with pytest.raises(Refused, match="Write what they are told"):
        check_text("  \n ", [])
    with pytest.raises(Refused, match="At most 4000 characters; this has 4001"):
        check_text("x" * 4001, [])
    assert check_text(" Dear \n\nMorgan ", []) == "Dear\n\nMorgan"


def goes(going, **asked):
    said = {"chosen": Means.LETTER, "safe_times": "", "never": "", "interpreter": ""}
    check_goes(going, **(said | asked))


@pytest.mark.parametrize(
    ("going", "asked", "match"),
    [
        (Going(Means.TELEPHONE, True, True), {}, "They asked to be reached by letter"),
        (Going(Means.LETTER, True, True), {"chosen": Means.NONE}, "Nothing is sent"),
        (Going(Means.LETTER, False, True), {"safe_times": "Mornings"}, "safe: Mornings"),
        (Going(Means.LETTER, False, True), {"never": "Leave no message"}, "never: Leave no message"),
        (Going(Means.LETTER, True, False), {"interpreter": "Urdu"}, "They need Urdu"),
    ],
)
def test_nothing_goes_otherwise_than_its_reader_asked(going, asked, match):
    with pytest.raises(Refused, match=match):
        goes(going, **asked)


def test_it_goes_as_they_asked():
    goes(Going(Means.LETTER, False, False))
    goes(Going(Means.LETTER, True, True), safe_times="Mornings", never="Never on Friday", interpreter="Urdu")


def test_the_table_of_letters_has_no_fault_and_nothing_goes_unchecked():
    assert faults_of_letter_moves() == []
    for state in LetterState:
        able = {one.move for one in LETTER_MOVES.from_state(state)}
        assert (LetterMove.SEND in able) is (state is LetterState.CHECKED)
        assert (LetterMove.CALL_OFF in able) is state.is_unsent
        assert not (state.is_unsent and state.has_told)
    with pytest.raises(Refused, match="It is written, so “sent” cannot follow"):
        LETTER_MOVES.check(LetterState.DRAFTED, LetterMove.SEND, "It is")


def owed(**told):
    said = {
        "since": DAY,
        "scheme": Scheme.CONTACT,
        "imposed_on": DAY,
        "referred_on": DAY,
        "choice": Choice.STAGES,
    }
    return victim_owed(VictimStands(VictimState.OPTED_IN, **(said | told)), WorkingCalendar())


@pytest.mark.parametrize(
    ("letter", "checker", "what", "checks"),
    [
        (None, False, "Tell them of: release", False),
        (LetterState.DRAFTED, False, "Name a colleague who checks what they are told: release", False),
        (LetterState.DRAFTED, True, "Check what they are told: release", True),
        (LetterState.SENT_BACK, True, "Put right what they are told: release", False),
        (LetterState.CHECKED, True, "Send what was checked: release", False),
    ],
)
def test_one_step_of_a_letter_is_owed_by_one_side_by_the_day_of_the_stage(letter, checker, what, checks):
    found = owed(untold=(StageKind.RELEASE, DAY), letter=letter, checker=checker)
    assert (found.what, found.checks) == (what, checks)
    assert found.by == WorkingCalendar().add(DAY, 1)


def test_a_stage_in_which_somebody_is_outside_is_told_within_a_day():
    calendar, terms = WorkingCalendar(), clocks_of(DAY)
    by, within = stage_due(StageKind.RELEASE, DAY, terms, calendar)
    assert (by, str(within)) == (calendar.add(DAY, 1), "1 working days")
    assert stage_due(StageKind.MOVE, DAY, terms, calendar)[0] == calendar.add(DAY, 5)


def test_an_answer_is_owed_once_nothing_is_to_be_told_and_the_sooner_of_it_and_the_year():
    calendar = WorkingCalendar()
    waits = owed(answer_since=DAY)
    assert (waits.what, waits.by) == ("Hear what they said to the letter", calendar.add(DAY, 20))
    yearly = owed(answer_since=DAY + timedelta(days=360), last_letter=DAY, choice=Choice.YEARLY)
    assert (yearly.what, yearly.by) == ("Send the letter of the year", DAY + timedelta(days=365))
    assert owed(untold=(StageKind.MOVE, DAY), answer_since=DAY).what == "Tell them of: a move within custody"


@pytest.mark.parametrize("state", [VictimState.REFERRED, VictimState.INVITED, VictimState.LATER])
def test_what_is_over_or_covered_by_no_scheme_owes_nobody_an_invitation(state):
    said = {"since": DAY, "imposed_on": DAY, "referred_on": DAY, "ask_on": DAY}
    calendar = WorkingCalendar()
    assert victim_owed(VictimStands(state, scheme=Scheme.CONTACT, **said), calendar) is not None
    assert victim_owed(VictimStands(state, scheme=Scheme.CONTACT, over=True, **said), calendar) is None
    assert victim_owed(VictimStands(state, scheme=Scheme.NONE, **said), calendar) is None
    assert owed(untold=(StageKind.END, DAY), over=True).what == "Tell them of: the end of the sentence"
    assert owed(choice=Choice.YEARLY, over=True) is None
