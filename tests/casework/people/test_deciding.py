"""What becomes of each record of a batch: joined, new, or waiting for a person to look."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.records import MODEL

from throughcare.casework.people.rules import Link, Outcome, decide

JOIN, FRACTURE = MODEL.join, MODEL.fracture


def settle(records, *links, known=None):
    return decide(records, [Link(*link) for link in links], MODEL, known=known or {})


@pytest.mark.parametrize(
    ("bits", "outcome", "person"),
    [
        (JOIN + 0.1, Outcome.JOINED, "P"),
        (JOIN, Outcome.JOINED, "P"),
        (JOIN - 0.1, Outcome.REVIEW, "a"),
        (FRACTURE, Outcome.REVIEW, "a"),
        (FRACTURE - 0.1, Outcome.NEW, "a"),
        (-5, Outcome.NEW, "a"),
    ],
)
def test_the_weight_decides_between_joining_review_and_new(bits, outcome, person):
    (decision,) = settle(["a"], ("a", "P", bits))
    assert (decision.outcome, decision.person) == (outcome, person)


def test_nobody_alike_is_new():
    (decision,) = settle(["a"])
    assert decision.outcome is Outcome.NEW
    assert "14" in decision.because


def test_two_people_who_both_reach_joining_are_for_a_reviewer():
    (decision,) = settle(["a"], ("a", "P", 30), ("Q", "a", 25))
    assert decision.outcome is Outcome.REVIEW
    assert decision.rivals == (("P", 30), ("Q", 25))


def test_a_sure_person_is_joined_though_another_is_unsure():
    (decision,) = settle(["a"], ("a", "P", 30), ("a", "Q", 15))
    assert (decision.outcome, decision.person) == (Outcome.JOINED, "P")


def test_a_record_joins_the_earlier_record_of_its_batch():
    first, second = settle(["a", "b"], ("a", "b", 30))
    assert first.outcome is Outcome.NEW
    assert (second.outcome, second.person) == (Outcome.JOINED, "a")


def test_two_records_of_one_person_join_that_person():
    decisions = settle(["a", "b"], ("a", "P", 30), ("a", "b", 30))
    assert [d.person for d in decisions] == ["P", "P"]


def test_a_record_between_two_people_pulls_nobody_together():
    decisions = settle(["a", "b", "c"], ("a", "P", 30), ("b", "Q", 30), ("c", "a", 25), ("c", "b", 25))
    assert decisions[2].outcome is Outcome.REVIEW
    assert {rival for rival, _ in decisions[2].rivals} == {"P", "Q"}


def test_the_senders_own_id_settles_it_without_any_weight():
    (decision,) = settle(["a"], known={"a": "P"})
    assert (decision.outcome, decision.person) == (Outcome.JOINED, "P")


def test_the_senders_own_id_may_tie_to_an_earlier_record():
    decisions = settle(["a", "b"], ("a", "P", 30), known={"b": "a"})
    assert decisions[1].person == "P"


names = st.integers(0, 7).map(lambda n: f"r{n}")
links = st.lists(st.tuples(names, names | st.sampled_from(["P", "Q"]), st.floats(-20, 60)), max_size=30).map(
    lambda rows: [row for row in rows if row[0] != row[1]]
)
RECORDS = [f"r{n}" for n in range(8)]


@given(links)
def test_every_record_is_settled_once_in_its_order(drawn):
    decisions = settle(RECORDS, *drawn)
    assert [d.record for d in decisions] == RECORDS


@given(links)
def test_nobody_joins_a_person_who_is_not_there(drawn):
    begun = {"P", "Q"}
    for decision in settle(RECORDS, *drawn):
        if decision.outcome is Outcome.JOINED:
            assert decision.person in begun
        else:
            assert decision.person == decision.record
            begun.add(decision.record)


@given(links)
def test_the_order_in_which_links_are_found_makes_no_difference(drawn):
    turned = [(right, left, bits) for left, right, bits in reversed(drawn)]
    assert settle(RECORDS, *drawn) == settle(RECORDS, *turned)


@given(links)
def test_nobody_joins_on_less_than_the_join_weight(drawn):
    for decision in settle(RECORDS, *drawn):
        if decision.outcome is Outcome.JOINED:
            assert decision.bits >= JOIN
        elif decision.outcome is Outcome.REVIEW:
            assert decision.bits >= FRACTURE
            assert decision.rivals
