"""Which scheme a sentence's victims are offered, by when what is owed, and what may follow: the rules alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.casework.victims.rules import (
    HOSPITAL_ORDER,
    VICTIM_MOVES,
    Choice,
    Means,
    OffenceOf,
    PassedSentence,
    Reached,
    Scheme,
    StageKind,
    VictimKind,
    VictimMove,
    VictimStands,
    VictimState,
    at_discretion,
    check_victim_move,
    clocks_of,
    faults_of_victim_moves,
    first_letter_due,
    is_told,
    referral_due,
    scheme_editions,
    scheme_for,
    scheme_under,
    schemes_awaited,
    stage_of_movement,
    untold,
    victim_clock_editions,
    victim_drawing,
    victim_moves_from,
    victim_owed,
)
from throughcare.casework.victims.rules.reaching import check_reached
from throughcare.foundation.kernel import Refused, WorkingCalendar

DAY = date(2026, 3, 2)
BLOW, STALKING, THEFT = (
    OffenceOf("008/06", "A blow", True),
    OffenceOf("195/12", "Stalking", False),
    OffenceOf("039/01", "Theft", False),
)


def passed(months=24.0, *offences, kind="custody", custodial=True, on=DAY, endless=False):
    return PassedSentence(kind, custodial, months, on, offences or (BLOW,), endless)


@pytest.mark.parametrize(
    ("sentence", "scheme"),
    [
        (passed(12.0), Scheme.CONTACT),
        (passed(11.9), Scheme.NONE),
        (passed(24.0, THEFT), Scheme.NONE),
        (passed(24.0, THEFT, BLOW), Scheme.CONTACT),
        (passed(6.0, STALKING), Scheme.NOTIFICATION),
        (passed(12.0, STALKING), Scheme.NONE),
        (passed(6.0, OffenceOf("008/67", "Coercive", True)), Scheme.NOTIFICATION),
        (passed(14.0, OffenceOf("008/67", "Coercive", True)), Scheme.CONTACT),
        (passed(6.0, STALKING, on=date(2021, 5, 4)), Scheme.NONE),
        (passed(None, kind="life sentence", endless=True), Scheme.CONTACT),
        (passed(None), Scheme.NOT_KNOWN),
        (passed(24.0, OffenceOf("", "in the court's words", None)), Scheme.NOT_KNOWN),
        (passed(6.0, OffenceOf("", "in the court's words", None)), Scheme.NOT_KNOWN),
        (passed(24.0, kind="community order", custodial=False), Scheme.NONE),
        (passed(None, kind=HOSPITAL_ORDER), Scheme.CONTACT),
        (passed(None, THEFT, kind=HOSPITAL_ORDER), Scheme.NONE),
        (passed(24.0, on=date(1999, 1, 4)), Scheme.CONTACT),
    ],
)
def test_the_scheme_turns_on_length_offence_and_day(sentence, scheme):
    ruling = scheme_for(sentence)
    assert ruling.scheme is scheme
    assert ruling.findings[0].because
    assert str(ruling.findings[0].clause)


def test_an_act_that_nobody_has_read_claims_no_day_and_says_so():
    (name, terms), *others = schemes_awaited().items()
    assert not others
    assert terms.unread
    assert name not in {one.name for one in scheme_editions()}
    short = passed(6.0, STALKING)
    assert scheme_under(name, terms, short).scheme is Scheme.CONTACT
    assert scheme_for(short).scheme is Scheme.NOTIFICATION
    assert "not read" in scheme_under(name, terms, short).findings[0].because


def test_every_day_since_the_scheme_began_has_one_edition():
    days = [date(2005, 7, 1) + timedelta(days=30 * n) for n in range(300)]
    assert all(sum(day in one.in_force for one in scheme_editions()) == 1 for day in days)
    assert all(sum(day in one.in_force for one in victim_clock_editions()) == 1 for day in days)


def test_a_team_offers_contact_at_its_discretion_with_a_reason_and_takes_nothing_away():
    nothing = scheme_for(passed(24.0, THEFT))
    assert at_discretion(nothing, "Domestic abuse", on=DAY).scheme is Scheme.DISCRETION
    assert at_discretion(nothing, "  ", on=DAY).scheme is Scheme.NONE
    offered = scheme_for(passed())
    assert at_discretion(offered, "Domestic abuse", on=DAY) == offered


def test_the_clocks_run_from_the_sentence():
    calendar = WorkingCalendar()
    assert referral_due(DAY, calendar) == calendar.add(DAY, 20)
    assert first_letter_due(Scheme.NOTIFICATION, DAY, DAY, calendar) == DAY + timedelta(days=15)
    assert first_letter_due(Scheme.CONTACT, DAY, DAY, calendar) == calendar.add(DAY, 40)
    late = DAY + timedelta(days=90)
    assert first_letter_due(Scheme.NOTIFICATION, DAY, late, calendar) == late
    assert str(clocks_of(DAY).referral) == "20 working days"


def stands(state, **told):
    said = {"since": DAY, "scheme": Scheme.CONTACT, "imposed_on": DAY, "referred_on": DAY}
    return VictimStands(state, **(said | told))


@given(
    st.sampled_from([VictimState.OPTED_OUT, VictimState.ENDED, VictimState.NO_TRACE, VictimState.NO_ANSWER]),
    st.sampled_from([None, *Choice]),
    st.booleans(),
)
def test_every_clock_stops_for_whoever_is_out(state, choice, recalled):
    reached = (StageKind.RECALL, DAY) if recalled else None
    assert victim_owed(stands(state, choice=choice, untold=reached, ask_on=DAY), WorkingCalendar()) is None


def test_one_thing_is_owed_at_a_time_the_gravest_at_once():
    calendar = WorkingCalendar()
    assert victim_owed(stands(VictimState.REFERRED), calendar).what == "Send the first letter"
    assert victim_owed(stands(VictimState.INVITED), calendar).by == calendar.add(DAY, 20)
    named = DAY + timedelta(days=31)
    assert victim_owed(stands(VictimState.LATER, ask_on=named), calendar).by == named
    assert victim_owed(stands(VictimState.LATER), calendar).by == DAY + timedelta(days=182)
    inside = stands(VictimState.OPTED_IN, choice=Choice.STAGES)
    assert victim_owed(inside, calendar) is None
    yearly = stands(VictimState.OPTED_IN, choice=Choice.YEARLY, last_letter=DAY + timedelta(days=10))
    assert victim_owed(yearly, calendar).by == DAY + timedelta(days=375)
    fled = stands(VictimState.OPTED_IN, choice=Choice.STAGES, untold=(StageKind.AT_LARGE, DAY))
    assert victim_owed(fled, calendar).by == calendar.add(DAY, 1)
    planned = stands(VictimState.OPTED_IN, choice=Choice.STAGES, untold=(StageKind.LICENCE, DAY))
    assert victim_owed(planned, calendar).by == calendar.add(DAY, 5)


def test_nothing_goes_to_a_child():
    calendar = WorkingCalendar()
    assert (
        victim_owed(stands(VictimState.REFERRED, spoken_for=False), calendar).what
        == "Find who answers for this child"
    )
    assert victim_owed(stands(VictimState.REFERRED, spoken_for=True), calendar) is None
    with pytest.raises(Refused, match="Nothing is sent to a child"):
        check_reached(VictimKind.CHILD, Means.LETTER, {"address": "1 Road"}, speaks_for=False)
    check_reached(VictimKind.CHILD, Means.NONE, {}, speaks_for=False)


@pytest.mark.parametrize(
    ("kind", "means", "given", "speaks_for", "match"),
    [
        (VictimKind.VICTIM, Means.TELEPHONE, {"address": "1 Road"}, False, "enter a telephone number"),
        (VictimKind.VICTIM, Means.LETTER, {"address": "  "}, False, "enter an address"),
        (VictimKind.REPRESENTATIVE, Means.NONE, {}, False, "for whom they answer"),
        (VictimKind.CHILD, Means.NONE, {}, True, "answers for nobody"),
    ],
)
def test_means_have_what_they_need(kind, means, given, speaks_for, match):
    with pytest.raises(Refused, match=match):
        check_reached(kind, means, given, speaks_for=speaks_for)


def test_the_table_of_moves_has_no_fault_and_lets_everybody_come_back():
    assert faults_of_victim_moves() == []
    assert len(VICTIM_MOVES.rows) == sum(len(victim_moves_from(state)) for state in VictimState)
    assert victim_drawing()[VictimState.ENDED] == set()
    for state in set(VictimState) - {VictimState.ENDED}:
        assert check_victim_move(state, VictimMove.OPT_IN).after is VictimState.OPTED_IN
    with pytest.raises(Refused, match="It is over"):
        check_victim_move(VictimState.ENDED, VictimMove.OPT_IN)
    with pytest.raises(Refused, match="What can follow is"):
        check_victim_move(VictimState.REFERRED, VictimMove.LATER)


def test_a_movement_is_a_stage_and_the_beginning_of_a_sentence_is_none():
    assert stage_of_movement(MovementKind.SENTENCED, was_outside=True) is None
    assert stage_of_movement(MovementKind.RECEIVED, was_outside=False) is None
    assert stage_of_movement(MovementKind.RECEIVED, was_outside=True) is StageKind.RETURN
    assert stage_of_movement(MovementKind.RECALLED, was_outside=True) is StageKind.RECALL
    assert stage_of_movement(MovementKind.MOVED, was_outside=False) is StageKind.MOVE
    assert stage_of_movement(MovementKind.RELEASED, was_outside=False) is StageKind.RELEASE


def test_somebody_is_told_what_they_chose_and_of_the_end_whatever_they_chose():
    assert is_told(StageKind.RELEASE, Choice.MONTH_OF_RELEASE, ())
    assert not is_told(StageKind.MOVE, Choice.MONTH_OF_RELEASE, (StageKind.MOVE,))
    assert not is_told(StageKind.RELEASE, Choice.YEARLY, (StageKind.RELEASE,))
    assert is_told(StageKind.PAROLE, Choice.STAGES, (StageKind.PAROLE,))
    assert not is_told(StageKind.MOVE, Choice.STAGES, (StageKind.PAROLE,))
    assert all(is_told(StageKind.END, choice, ()) for choice in Choice)


@given(
    st.lists(st.tuples(st.sampled_from(list(StageKind)), st.integers(-20, 20)), max_size=12),
    st.sets(st.sampled_from(list(StageKind))),
)
def test_what_is_still_to_be_told_was_reached_since_was_chosen_and_was_not_told(reached, chosen):
    stages = [Reached(stage, DAY + timedelta(days=n)) for stage, n in reached]
    told = set(stages[::2])
    found = untold(VictimState.OPTED_IN, DAY, Choice.STAGES, chosen, stages, told)
    assert found == sorted(found, key=lambda one: (one.on, one.stage))
    assert all(
        one.on >= DAY and one not in told and (one.stage in chosen or one.stage is StageKind.END)
        for one in found
    )
    assert untold(VictimState.OPTED_OUT, DAY, Choice.STAGES, chosen, stages, ()) == []
