"""Whose doing it was: shares of one, and silence where nobody can tell."""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.evidence.outcomes.attribution import (
    NeverSeen,
    NotIdentified,
    Observed,
    Received,
    Shares,
    Split,
    additive_worth,
    attribute,
    in_order,
    never_apart,
    observed_worth,
    shapley,
)
from throughcare.foundation.kernel import Refused

PARTS = ["housing", "mentor", "programme", "work"]


def received(person, *parts, doses=None):
    doses = doses or [1] * len(parts)
    return Received(person, tuple((p, Fraction(d)) for p, d in zip(parts, doses, strict=True)))


worths = st.dictionaries(
    st.frozensets(st.sampled_from(PARTS), min_size=1),
    st.integers(-20, 20).map(Fraction),
    min_size=15,
    max_size=15,
)


def game(values):
    return lambda parts: values.get(parts, Fraction(0)) if parts else Fraction(0)


@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(PARTS), st.integers(1, 9)), min_size=1, unique_by=lambda d: d[0]),
        min_size=1,
        max_size=8,
    ),
    worths,
    st.sampled_from(list(Split)),
)
def test_shares_add_up_to_exactly_one_for_everybody(people, values, split):
    people = [
        received(str(i), *(part for part, _ in doses), doses=[dose for _, dose in doses])
        for i, doses in enumerate(people)
    ]
    for found in attribute(people, split=split, worth=game(values)):
        assert isinstance(found, NotIdentified) or sum(found.by_part.values()) == 1


@given(worths, st.permutations(PARTS))
def test_shapley_does_not_depend_on_the_order_parts_came_in(values, order):
    assert shapley(order, game(values)) == shapley(PARTS, game(values))


@given(worths)
def test_shapley_is_the_average_over_every_order(values):
    orders = [in_order(order, game(values)) for order in permutations(PARTS)]
    average = {part: sum(order[part] for order in orders) / len(orders) for part in PARTS}
    assert shapley(PARTS, game(values)) == average


@given(worths)
def test_shapley_shares_out_all_that_the_parts_achieve_together(values):
    assert sum(shapley(PARTS, game(values)).values()) == game(values)(frozenset(PARTS))


def test_a_part_that_adds_nothing_to_anything_has_no_share():
    def worth(parts):
        return Fraction(len(parts - {"mentor"}))

    assert shapley(PARTS, worth)["mentor"] == 0


def test_in_order_the_first_takes_what_the_second_repeats():
    def worth(parts):
        return Fraction(1) if parts else Fraction(0)

    assert in_order(["housing", "work"], worth) == {"housing": 1, "work": 0}
    assert shapley(["housing", "work"], worth) == {"housing": Fraction(1, 2), "work": Fraction(1, 2)}


def test_by_dose_is_by_how_much_was_received():
    [found] = attribute([received("a", "housing", "work", doses=[3, 1])], split=Split.BY_DOSE)
    assert found == Shares("a", {"housing": Fraction(3, 4), "work": Fraction(1, 4)})


def test_parts_never_seen_apart_are_named_together_and_not_split():
    people = [
        received("a", "housing", "mentor"),
        received("b", "housing", "mentor", "work"),
        received("c", "work"),
    ]
    assert never_apart(people) == (("housing", "mentor"),)
    found = attribute(people, split=Split.SHAPLEY, worth=lambda parts: Fraction(len(parts)))
    assert found[0] == NotIdentified("a", ("housing", "mentor"), "housing and mentor were never seen apart")
    assert isinstance(found[1], NotIdentified)
    assert found[2] == Shares("c", {"work": Fraction(1)})


def outcomes(*rows):
    return [Observed(received(str(i), *parts), Fraction(better)) for i, (parts, better) in enumerate(rows)]


def test_what_each_set_achieves_is_seen_on_those_who_received_exactly_it():
    seen = outcomes(((), 1), (("housing",), 3), (("work",), 5), (("housing", "work"), 9))
    worth = observed_worth(seen)
    assert shapley(["housing", "work"], worth) == {"housing": 3, "work": 5}


def test_a_set_that_nobody_received_alone_is_not_identified():
    seen = outcomes(((), 0), (("housing",), 3), (("housing", "work"), 9), (("work", "mentor"), 1))
    [*_, both, _] = attribute([o.received for o in seen], split=Split.SHAPLEY, worth=observed_worth(seen))
    assert isinstance(both, NotIdentified)
    assert "do not show what work does by itself" in both.because


def test_taken_to_add_up_parts_need_only_vary_apart():
    seen = outcomes(((), 0), (("housing", "work"), 8), (("work", "mentor"), 6), (("housing", "mentor"), 4))
    worth = additive_worth(seen)
    added = shapley(["housing", "work"], worth)
    assert float(added["housing"]) == pytest.approx(3)
    assert float(added["work"]) == pytest.approx(5)


def test_taken_to_add_up_a_part_that_two_others_always_mirror_is_not_identified():
    """Mentor comes exactly when one of two other parts does: no two are always together, yet none is clear."""
    seen = outcomes(((), 0), (("housing", "mentor"), 2), (("work", "mentor"), 4))
    people = [one.received for one in seen]
    assert never_apart(people) == ()
    found = attribute(people[1:], split=Split.SHAPLEY, worth=additive_worth(seen))
    assert all(isinstance(one, NotIdentified) for one in found)


def test_taken_to_add_up_fewer_people_than_parts_tell_nothing_of_any():
    worth = additive_worth(outcomes(((), 0), (("housing", "mentor", "work"), 2)))
    for part in ("housing", "mentor", "work"):
        with pytest.raises(NeverSeen):
            worth(frozenset({part}))


def test_taken_to_add_up_as_many_people_as_a_country_has_are_no_more_than_their_own_table():
    """A table of all by all of these would be 80 thousand million numbers."""
    each = outcomes(((), 0), (("housing",), 3), (("work", "mentor"), 6), (("housing", "work", "mentor"), 9))
    worth = additive_worth(each * 70_000)
    assert float(worth(frozenset({"housing"}))) == pytest.approx(3)
    with pytest.raises(NeverSeen):
        worth(frozenset({"work"}))


def test_whoever_received_nothing_has_nobody_to_share_it_among():
    [found] = attribute([Received("a", ())], split=Split.EQUALLY)
    assert isinstance(found, NotIdentified) and found.together == ()


def test_parts_that_achieved_nothing_together_have_nothing_to_share():
    people = [received("a", "housing", "work"), received("b", "work"), received("c", "housing")]
    found = attribute(people, split=Split.SHAPLEY, worth=lambda parts: Fraction(0))
    assert all(isinstance(one, NotIdentified) for one in found)


def test_shapley_without_knowing_what_parts_are_worth_is_refused():
    with pytest.raises(Refused, match="what each set of them is worth"):
        attribute([received("a", "work")], split=Split.SHAPLEY)


def test_too_many_parts_to_average_over_every_order_are_refused():
    with pytest.raises(Refused, match="group them to 12"):
        shapley([str(i) for i in range(13)], lambda parts: Fraction(0))


@pytest.mark.parametrize("doses", [(("work", Fraction(0)),), (("work", Fraction(1)), ("work", Fraction(2)))])
def test_doses_that_make_no_sense_are_refused(doses):
    with pytest.raises(Refused):
        Received("a", doses)
