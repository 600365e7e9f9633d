"""Which strand is proposed and why, who must have agreed, what may follow and what is owed: without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.integrated.rules import (
    IN_FORCE,
    OPEN_SELECTION,
    SELECTION_MOVES,
    WAITS,
    IntegratedActionState,
    IntegratedOwed,
    IntegratedSide,
    IntegratedStepKind,
    IntegratedTerms,
    PartnerAnswer,
    Rating,
    SelectionFacts,
    SelectionOffence,
    SelectionRuling,
    SelectionStanding,
    SelectionState,
    Strand,
    check_action_due,
    check_action_given,
    check_agreed,
    check_answers,
    check_ends_as,
    check_entry,
    check_lead,
    check_rates,
    check_selection_moves,
    check_strand,
    hindered_by,
    in_order_of_rating,
    integrated_editions,
    integrated_owed,
    integrated_terms,
    rating_words,
    strand_proposed,
    strands_of,
    unanswered,
)
from throughcare.foundation.kernel import Refused, WorkingCalendar

DAY, BEFORE = date(2026, 3, 2), date(2012, 3, 2)
BURGLARY, SHOP, ASSAULT = (
    SelectionOffence("028/01", "Burglary"),
    SelectionOffence("046/00", "Theft and handling"),
    SelectionOffence("105/01", "Violence against the person"),
)
S, A = SelectionState, PartnerAnswer


def proposed(*offences, chance=80.0, on=DAY):
    return strand_proposed(SelectionFacts(offences, chance), on)


def test_burglary_at_high_predicted_reoffending_is_fixed_and_other_theft_flex_with_the_reasons():
    fixed = proposed(ASSAULT, BURGLARY, SHOP)
    assert fixed.strand is Strand.FIXED
    assert [one.because for one in fixed.findings] == [
        "sentenced for 028/01",
        "80% within two years, at or above 75%",
    ]
    assert all("(assumed)" in str(one) for one in fixed.findings)
    assert proposed(SHOP).strand is Strand.FLEX
    assert Strand.FREE.words == "a local choice"


def test_a_score_below_the_cut_off_proposes_nothing_and_one_that_is_not_there_is_not_a_low_one():
    low = proposed(BURGLARY, chance=74.0)
    assert (low.strand, low.unknown) == (None, ()) and "below 75%" in low.findings[-1].because
    nobody_knows = proposed(BURGLARY, chance=None)
    assert nobody_knows.strand is None and nobody_knows.unknown == (
        "no score of any further offence is recorded",
    )


def test_no_rule_proposes_free_and_an_offence_that_no_list_has_is_not_known():
    assert proposed(ASSAULT, chance=99.0) == SelectionRuling(
        None, (integrated_terms(DAY).table.found("mix", "no offence that a rule selects for"),)
    )
    assert proposed(SelectionOffence("", ""), chance=99.0).unknown == (
        "what kind of offence without a code is",
    )


@given(
    st.lists(st.sampled_from([BURGLARY, SHOP, ASSAULT]), max_size=6),
    st.none() | st.floats(0, 100),
    st.floats(0, 100),
)
def test_more_offences_or_a_higher_score_never_take_a_strand_away(offences, chance, more):
    found = proposed(*offences, chance=chance)
    assert found.strand is not Strand.FREE
    if found.strand is not None:
        assert chance is not None and chance >= 75
        higher = proposed(*offences, BURGLARY, chance=max(chance, more))
        assert higher.strand is Strand.FIXED
    if found.unknown:
        assert found.strand is None


def test_the_scheme_of_2010_has_no_strands_but_the_local_choice():
    assert strands_of(BEFORE) == (Strand.FREE,) and set(strands_of(DAY)) == set(Strand)
    assert (
        proposed(BURGLARY, on=BEFORE).strand is None
        and proposed(SelectionOffence("", ""), on=BEFORE).unknown == ()
    )
    check_strand(Strand.FREE, BEFORE)
    with pytest.raises(Refused, match="strands are: free"):
        check_strand(Strand.FIXED, BEFORE)


def test_every_clause_of_every_edition_says_its_basis_and_editions_follow_each_other():
    editions = integrated_editions()
    assert [one.in_force.start for one in editions[1:]] == [one.in_force.end for one in editions[:-1]]
    for edition in editions:
        terms = edition.table
        assert isinstance(terms, IntegratedTerms) and set(terms.must_agree) <= set(terms.bodies)
        assert {basis for _, basis in terms.clauses.values()} <= {"source", "assumed"}
        assert {"mix", "fixed", "flex", "free", "chance", "agreed", "answers", "decide", "rated"} == set(
            terms.clauses
        )


def test_nothing_leaves_an_end_and_only_what_is_open_goes_on():
    assert WAITS < OPEN_SELECTION and IN_FORCE < OPEN_SELECTION
    for state, onward in SELECTION_MOVES.items():
        assert bool(onward) == (state in OPEN_SELECTION)
        for to in S:
            if to in onward:
                check_selection_moves(state, to)
            else:
                with pytest.raises(Refused, match=f"This is {state}"):
                    check_selection_moves(state, to)


def test_partners_answer_only_what_is_proposed_and_by_a_name_that_the_terms_have():
    for state in S:
        if state in WAITS:
            check_answers(state, "police", DAY)
            with pytest.raises(Refused, match="partners are"):
                check_answers(state, "the neighbours", DAY)
        else:
            with pytest.raises(Refused, match="nothing waits"):
                check_answers(state, "police", DAY)


def test_nobody_is_selected_or_removed_while_a_partner_who_must_agree_is_silent_or_against():
    assert unanswered({}, DAY) == ("police",) == unanswered({"prison": A.AGREES}, DAY)
    with pytest.raises(Refused, match="Not answered yet: police"):
        check_agreed({"prison": A.AGREES}, DAY)
    with pytest.raises(Refused, match="Against it: police"):
        check_agreed({"police": A.AGAINST}, DAY)
    check_agreed({"police": A.AGREES, "prison": A.AGAINST}, DAY)
    assert hindered_by({"police": A.AGREES}, DAY) == ""
    assert hindered_by({}, DAY).startswith("Not answered yet: police.")
    assert hindered_by({"police": A.AGAINST}, DAY).startswith("Against it: police.")


def test_a_lead_is_named_of_whoever_is_selected_also_while_a_removal_waits():
    for state in S:
        if state in IN_FORCE:
            check_lead(state)
        else:
            with pytest.raises(Refused, match="lead professional"):
                check_lead(state)


def owed(state, **given):
    return integrated_owed(SelectionStanding(state, DAY, **given), on=DAY, calendar=WorkingCalendar())


def test_first_the_manager_owes_the_answers_then_whoever_leads_the_decision_and_nothing_else_is_owed():
    first = owed(S.PROPOSED)
    assert isinstance(first, IntegratedOwed) and first.side is IntegratedSide.MANAGER
    assert (first.what, first.by) == ("Record what partners answer: police", date(2026, 3, 16))
    then = owed(S.PROPOSED, answers={"police": A.AGAINST})
    assert (then.what, then.side, then.by) == (
        "Decide whether they are selected",
        IntegratedSide.SENIOR,
        date(2026, 3, 23),
    )
    assert owed(S.LEAVING, answers={"police": A.AGREES}).what == "Decide whether they are removed"
    for state in set(S) - WAITS:
        assert owed(state) is None


@given(
    st.sampled_from(list(S)), st.dictionaries(st.sampled_from(["police", "prison"]), st.sampled_from(list(A)))
)
def test_every_clock_stops_with_the_case(state, answers):
    assert owed(state, answers=answers, is_open=False) is None
    found = owed(state, answers=answers)
    assert (found is not None) == (state in WAITS)
    assert found is None or found.by > DAY + timedelta(days=9)


def test_every_kind_of_step_is_told_apart():
    assert len({one.value for one in IntegratedStepKind}) == len(IntegratedStepKind) == 9


def test_reds_stand_first_and_nobody_who_is_not_rated_stands_with_the_greens():
    ordered = sorted([Rating.GREEN, None, Rating.RED, Rating.AMBER], key=in_order_of_rating)
    assert ordered == [Rating.RED, Rating.AMBER, None, Rating.GREEN]
    for on in (DAY, BEFORE):
        assert len({rating_words(one, on) for one in Rating}) == 3
        assert "(assumed)" in str(integrated_terms(on).table.found("rated", "because"))


def test_nobody_is_rated_who_is_not_selected():
    for state in S:
        if state in IN_FORCE:
            check_rates(state)
        else:
            with pytest.raises(Refused, match="a rating is given of somebody who is selected"):
                check_rates(state)


def test_an_action_is_for_whoever_is_selected_by_a_day_to_come_and_is_done_or_dropped():
    for state in S:
        if state in IN_FORCE:
            check_action_given(state)
        else:
            with pytest.raises(Refused, match="an action is for somebody who is selected"):
                check_action_given(state)
    check_action_due(DAY, DAY)
    with pytest.raises(Refused, match="today or on a day to come"):
        check_action_due(DAY - timedelta(days=1), DAY)
    for end in IntegratedActionState:
        if end in {IntegratedActionState.DONE, IntegratedActionState.DROPPED}:
            check_ends_as(end)
        else:
            with pytest.raises(Refused, match="done or dropped"):
                check_ends_as(end)


def test_what_was_done_is_recorded_of_whoever_is_selected_on_a_day_that_has_come():
    for state in S:
        if state in IN_FORCE:
            check_entry(state, DAY, DAY)
            with pytest.raises(Refused, match="has not come"):
                check_entry(state, DAY + timedelta(days=1), DAY)
        else:
            with pytest.raises(Refused, match="of somebody who is selected"):
                check_entry(state, DAY, DAY)
