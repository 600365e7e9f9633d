import json

import pytest
from casework.allocation.allocation_builders import (
    HERE,
    TERMS,
    a_case,
    an_officer,
    case_called,
    officer_called,
)
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.allocation.rules.assignment.problem import Problem
from throughcare.casework.allocation.rules.assignment.solve import place
from throughcare.casework.allocation.rules.decision import (
    Asked,
    Outcome,
    Reason,
    accept,
    again,
    change,
    refuse,
    written,
)
from throughcare.casework.allocation.rules.limits import limits_broken
from throughcare.casework.allocation.rules.people import Position, Sex
from throughcare.casework.allocation.rules.suggestion import suggest
from throughcare.foundation.kernel import NoEdition, Refused

staff = st.integers(0, 4).flatmap(lambda n: st.tuples(*(officer_called(f"w{k}") for k in range(n))))


def first_of(case, *officers):
    return suggest(case, officers, TERMS).first.practitioner


@pytest.mark.parametrize(
    ("what_decides", "case", "better", "worse"),
    [
        ("headroom", {}, {}, {"load": 2400}),
        ("grade against tier", {"tier": "D2"}, {"grade": "PSO"}, {"grade": "PO"}),
        ("continuity", {"manager": "better"}, {}, {}),
        ("an earlier manager", {"manager": "gone", "earlier_managers": frozenset({"better"})}, {}, {}),
        ("distance", {}, {}, {"position": Position(30, 0)}),
        ("language", {"language": "Urdu"}, {"languages": frozenset({"Urdu"})}, {}),
        ("the sex asked for", {"asked_for": Sex.FEMALE}, {"sex": Sex.FEMALE}, {"sex": Sex.MALE}),
        ("the emptier of two", {}, {"load": 100}, {"load": 900}),
    ],
)
def test_the_first_of_the_list_is_decided_by(what_decides, case, better, worse):
    one, other = an_officer("better", **better), an_officer("worse", **worse)
    assert first_of(a_case(**case), other, one) == "better"


def test_every_reason_is_given_in_words_with_what_costs_most_first():
    case = a_case(manager="gone", language="Urdu", asked_for=Sex.FEMALE)
    [one] = suggest(case, [an_officer(position=Position(13, 0), sex=Sex.MALE)], TERMS).ranked
    words = [finding.because for finding in one.reasons]
    assert words[:4] == [
        "a female practitioner was asked for",
        "does not speak Urdu",
        "would be somebody new",
        "13 km from home",
    ]
    assert "would be at 2%" in words
    assert one.price == 80 + 60 + 40 + 10


def test_who_must_not_is_listed_with_why_and_nothing_of_what_is_behind_it():
    case = a_case(only=frozenset(), walls=frozenset({"victims"}))
    officer = an_officer(barred_from=frozenset({"victims"}), conflicts=frozenset({"case"}))
    found = suggest(case, [officer], TERMS)
    assert found.first is None
    [barred] = found.not_possible
    said = " ".join(str(finding) for finding in barred.because)
    assert len(barred.because) == 3
    assert "victims" not in said


@given(case_called("c0"), staff)
def test_everybody_is_either_ranked_or_barred_and_never_both(case, officers):
    found = suggest(case, officers, TERMS)
    ranked = [one.practitioner for one in found.ranked]
    barred = [one.practitioner for one in found.not_possible]
    assert sorted(ranked + barred) == sorted(who.id for who in officers)
    assert [one.rank for one in found.ranked] == list(range(1, len(ranked) + 1))
    prices = [round(one.price, 9) for one in found.ranked]
    assert prices == sorted(prices)
    by_id = {who.id: who for who in officers}
    assert all(limits_broken(case, by_id[who], TERMS.grades) for who in barred)


@given(case_called("c0"), staff)
def test_the_suggestion_for_one_case_costs_what_the_best_plan_for_it_costs(case, officers):
    first = suggest(case, officers, TERMS).first
    plan = place(Problem((case,), officers, TERMS))
    unallocated = TERMS.prices.table.unallocated
    expected = unallocated if first is None else min(first.price, unallocated)
    assert plan.objective == pytest.approx(expected)


# --- deciding ---------------------------------------------------------------------


def asked(*officers, **case):
    return Asked(a_case(**case), officers, TERMS)


NEAR, FAR, JUNIOR = (
    an_officer("near"),
    an_officer("far", position=Position(40, 0)),
    an_officer("junior", grade="PSO"),
)


def test_accepting_takes_the_first_and_records_its_reasons():
    decided = accept(asked(FAR, NEAR), Reason.INITIAL_ALLOCATION)
    assert (decided.outcome, decided.suggested, decided.chosen) == (Outcome.ACCEPTED, "near", "near")
    assert len(decided.findings) == 7
    assert decided.edition == "prices-2026 and grades-2021"


def test_choosing_somebody_else_needs_a_reason_and_records_both():
    decided = change(asked(FAR, NEAR), "far", Reason.OTHER, "is leading the group he attends")
    assert (decided.outcome, decided.suggested, decided.chosen) == (Outcome.CHANGED, "near", "far")
    assert decided.findings[0].because == "is leading the group he attends"


def test_refusing_leaves_the_case_with_nobody_and_says_why():
    decided = refuse(asked(NEAR), Reason.OTHER, "wait for the psychologist's report")
    assert (decided.outcome, decided.chosen) == (Outcome.REFUSED, None)


@pytest.mark.parametrize("silence", ["", "   "])
def test_not_following_the_suggestion_without_saying_why_is_refused(silence):
    for act in (
        lambda: change(asked(NEAR, FAR), "far", Reason.OTHER, silence),
        lambda: refuse(asked(NEAR), Reason.OTHER, silence),
    ):
        with pytest.raises(Refused, match="say why") as refused:
            act()
        assert refused.value.field == "because"


def test_no_decision_breaks_a_hard_limit_or_names_a_stranger():
    high = asked(NEAR, JUNIOR, tier="A3")
    with pytest.raises(Refused, match="a PSO may not hold a case of tier A3"):
        change(high, "junior", Reason.OTHER, "she knows him")
    with pytest.raises(Refused, match="was not among those considered"):
        change(high, "stranger", Reason.OTHER, "why not")
    with pytest.raises(Refused, match="nothing to accept"):
        accept(asked(JUNIOR, tier="A3"), Reason.INITIAL_ALLOCATION)


@given(case_called("c0"), staff)
def test_a_decision_is_reckoned_again_from_its_own_record(case, officers):
    question = Asked(case, officers, TERMS)
    record = json.loads(json.dumps(written(question)))
    assert again(record) == question.suggestion()


def test_a_record_names_editions_that_exist_and_a_later_one_changes_nothing():
    record = written(asked(NEAR, FAR))
    assert again(record).first.practitioner == "near"
    with pytest.raises(NoEdition, match="prices-2099"):
        again({**record, "prices": "prices-2099"})


@given(st.text(max_size=3))
def test_a_tier_that_no_edition_knows_may_be_held_by_nobody(tier):
    found = suggest(a_case(tier=tier), [an_officer()], TERMS)
    known = tier[:1] in set("ABCDEFG") if len(tier) == 1 else tier[:1] in set("ABCD") and len(tier) > 1
    assert (found.first is not None) is known


def test_distance_is_in_a_straight_line_and_has_a_ceiling():
    assert HERE.km_to(Position(3, 4)) == 5
    [one] = suggest(a_case(), [an_officer(position=Position(500, 0))], TERMS).ranked
    assert one.price == TERMS.prices.table.distance_most
