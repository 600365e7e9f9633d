"""Whoever knows every answer, and every total that may be shown, cannot work a withheld cell out.

The attacker here has a solver of their own: every kind of person is an unknown number, every figure shown an
equation, and each few people is bounded by linear programme over all of them at once.
"""

from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from throughcare.evidence.outcomes.measure.answered import as_plain, from_plain
from throughcare.evidence.outcomes.measure.intervals import Unmeasured
from throughcare.evidence.outcomes.measure.results import reoffending
from throughcare.foundation.kernel import Period, Refused
from throughcare.foundation.kernel.disclosure import Asked, Suppression, Told

from .building import a_look, an_event, an_offence, tables

BELOW = 30
RULE = Suppression(BELOW)
COLUMNS = ("area", "sex", "kind")
LABELS = {"area": ("a1", "a2", "a3"), "sex": ("s1", "s2"), "kind": ("k1", "k2", "k3")}
EVERYBODY = list(product(*LABELS.values()))

counts = st.sampled_from([0, 1, 3, 12, 29, 30, 31, 45, 60, 90, 200])
populations = st.lists(counts, min_size=len(EVERYBODY), max_size=len(EVERYBODY)).map(
    lambda numbers: dict(zip(EVERYBODY, numbers, strict=True))
)
choices = st.one_of(
    st.just(()),
    st.sampled_from(COLUMNS).flatmap(
        lambda name: st.frozensets(st.sampled_from(LABELS[name]), min_size=1).map(
            lambda values: ((name, values),)
        )
    ),
)
questions = st.builds(
    Asked, st.sampled_from([(), *combinations(COLUMNS, 1), *combinations(COLUMNS, 2)]), choices
)


def cells(asked):
    """Each cell of a table, and the kinds of people it adds up."""
    found = {}
    for place, labels in enumerate(EVERYBODY):
        person = dict(zip(COLUMNS, labels, strict=True))
        if all(person[name] in values for name, values in asked.chosen):
            found.setdefault(tuple(person[name] for name in asked.by), []).append(place)
    return found


def told_apart(asked):
    """Every group of people that a table tells from the rest, those whom it leaves out among them."""
    found = {}
    for place, labels in enumerate(EVERYBODY):
        person = dict(zip(COLUMNS, labels, strict=True))
        chosen = tuple(person[name] in values for name, values in asked.chosen)
        found.setdefault((chosen, tuple(person[name] for name in asked.by)), []).append(place)
    return list(found.values())


def equations(people, answers):
    numbers = np.array([people[labels] for labels in EVERYBODY], float)
    rows = []
    for asked, withheld in answers:
        for labels, places in cells(asked).items():
            if labels not in withheld:
                row = np.zeros(len(EVERYBODY))
                row[places] = 1
                rows.append(row)
    matrix = np.array(rows).reshape(-1, len(EVERYBODY))
    return numbers, matrix, matrix @ numbers


def bounds(places, matrix, known):
    wanted = np.zeros(len(EVERYBODY))
    wanted[places] = 1
    ends = []
    for sign in (1, -1):
        found = linprog(sign * wanted, A_eq=matrix, b_eq=known, bounds=(0, None), method="highs-ipm")
        ends.append(sign * found.fun if found.status == 0 else np.inf)
    return ends[0], ends[1]


def refuse_to_be_told(people, answers):
    """Fail on any few people known more closely than the rule allows."""
    numbers, matrix, known = equations(people, answers)
    groups = {
        tuple(places) for asked, _ in answers for places in [*cells(asked).values(), *told_apart(asked)]
    }
    for places in groups:
        count = numbers[list(places)].sum()
        if 0 < count < BELOW:
            low, high = bounds(list(places), matrix, known)
            assert high - low >= BELOW - 1e-4, (places, count, low, high)


@given(populations, st.lists(questions, min_size=1, max_size=5, unique=True))
@settings(max_examples=60, deadline=None)
def test_no_sequence_of_questions_tells_of_few_people(people, asked):
    told = []
    for one in asked:
        told.append(Told(one, RULE.withheld_after(one, COLUMNS, people, told)))
    refuse_to_be_told(people, [(one.asked, one.withheld) for one in told])


@given(
    populations,
    st.permutations([(), ("area",), ("kind",), ("area", "kind"), ("area", "sex"), ("sex", "kind")]),
)
@settings(max_examples=25, deadline=None)
def test_no_order_of_a_table_and_its_totals_tells_of_few_people(people, order):
    told = []
    for by in order:
        told.append(Told(Asked(by), RULE.withheld_after(Asked(by), COLUMNS, people, told)))
    refuse_to_be_told(people, [(one.asked, one.withheld) for one in told])


@given(st.lists(counts, min_size=16, max_size=16))
@settings(max_examples=60, deadline=None)
def test_no_combination_of_what_is_shown_and_of_every_total_gives_a_withheld_cell_exactly(numbers):
    """By exact elimination: totals are known wherever a table of them alone would show them."""
    grid = {(place // 4, place % 4): number for place, number in enumerate(numbers)}
    rows = {(r,): sum(grid[r, c] for c in range(4)) for r in range(4)}
    columns = {(c,): sum(grid[r, c] for r in range(4)) for c in range(4)}
    hidden = RULE.withheld(grid)
    shown = [cell for cell in grid if cell not in hidden]
    known = [[Fraction(cell == one) for cell in grid] for one in shown]
    known += [[Fraction(cell[0] == r) for cell in grid] for (r,) in rows if (r,) not in RULE.withheld(rows)]
    known += [
        [Fraction(cell[1] == c) for cell in grid] for (c,) in columns if (c,) not in RULE.withheld(columns)
    ]
    for cell in hidden:
        if 0 < grid[cell] < BELOW:
            assert not spanned([Fraction(one == cell) for one in grid], known)


def spanned(wanted, rows):
    """Whether a row is a combination of others, by Gaussian elimination in fractions."""
    basis = {}
    for row in rows:
        reduced = reduce(row, basis)
        lead = next((n for n, value in enumerate(reduced) if value), None)
        if lead is not None:
            basis[lead] = [value / reduced[lead] for value in reduced]
    return not any(reduce(wanted, basis))


def reduce(row, basis):
    row = list(row)
    for place in range(len(row)):
        if row[place] and place in basis:
            times = row[place]
            row = [a - times * b for a, b in zip(row, basis[place], strict=True)]
    return row


def bridge():
    """Two blocks of cells of sixteen people, one cell of three that bridges them, and sixty elsewhere."""
    grid = {(r, c): 16 if (r < 2) == (c < 2) else 60 for r in range(4) for c in range(4)}
    grid[1, 2] = 3
    return grid


def test_a_cell_that_bridges_two_blocks_is_not_what_their_totals_leave_over():
    grid = bridge()
    hidden = RULE.withheld(grid)
    lines = [[cell for cell in grid if cell[axis] == n] for axis in (0, 1) for n in range(4)]
    places = list(grid)
    rows = [[Fraction(cell == one) for cell in places] for one in places if one not in hidden]
    rows += [[Fraction(cell in line) for cell in places] for line in lines]
    assert not spanned([Fraction(cell == (1, 2)) for cell in places], rows)


def groups(**sizes):
    """An extract with so many people in each group, all long since followed up."""
    day, events, person = date(2019, 1, 5), [], 0
    for name, size in sizes.items():
        for _ in range(size):
            person += 1
            events.append(an_event(person, day, area=name))
    return tables(events, [an_offence(1, date(2019, 3, 1))])


def ask(extract, **given):
    return reoffending(extract, "scotland", engine="reference", **given)


def test_the_difference_of_two_choices_is_not_a_group_of_few_people():
    extract = groups(c1=16, c2=200, c3=60)
    both = ask(extract, where={"area": ["c1", "c3"]})
    alone = ask(extract, where={"area": ["c3"]})
    assert both.cell().entries == 76
    assert alone.cell().entries is Unmeasured.SUPPRESSED


def test_a_choice_does_not_give_away_a_cell_that_a_table_withheld():
    extract = groups(c1=16, c2=200, c3=60)
    table = ask(extract, by=("area",))
    assert table.cell(area="c1").entries is table.cell(area="c3").entries is Unmeasured.SUPPRESSED
    assert ask(extract, where={"area": ["c3"]}).cell().entries is Unmeasured.SUPPRESSED


def test_everybody_but_a_few_is_not_told_beside_everybody():
    extract = groups(c1=200, c2=5)
    assert ask(extract).cell().entries == 205
    assert ask(extract, where={"area": ["c1"]}).cell().entries is Unmeasured.SUPPRESSED


def test_two_stretches_of_days_do_not_tell_of_the_few_between_them():
    events = [an_event(n, date(2019, 1, 5)) for n in range(1, 101)]
    events += [an_event(n, date(2019, 2, 5)) for n in range(101, 105)]
    extract = tables(events, [an_offence(1, date(2019, 3, 1))])
    assert ask(extract, within=Period(date(2019, 1, 1), date(2019, 3, 1))).cell().entries == 104
    shorter = ask(extract, within=Period(date(2019, 1, 1), date(2019, 2, 1)))
    assert shorter.cell().entries is Unmeasured.SUPPRESSED


def test_one_definition_does_not_give_away_what_another_withheld():
    extract = groups(c1=16, c2=200, c3=60, c4=61)
    assert ask(extract, by=("area",)).withheld == {("c1",), ("c3",)}
    other = reoffending(extract, "northern-ireland", engine="reference", by=("area",))
    assert {("c1",), ("c3",)} <= other.withheld


def test_what_was_answered_is_the_same_when_it_is_kept_and_read_again():
    extract = groups(c1=16, c2=200, c3=60)
    ask(extract, by=("area", "year"))
    ask(extract, where={"area": ["c1", "c3"]}, within=Period(date(2019, 1, 1)))
    for one in extract.answered:
        assert from_plain(as_plain(one)) == one


def test_answers_kept_and_handed_on_count_as_if_just_given():
    first, second = groups(c1=16, c2=200, c3=60), groups(c1=16, c2=200, c3=60)
    ask(first, where={"area": ["c1", "c3"]})
    second.answered.extend(from_plain(as_plain(one)) for one in first.answered)
    assert ask(second, where={"area": ["c3"]}).cell().entries is Unmeasured.SUPPRESSED


def test_the_same_question_is_answered_alike_however_often_it_is_asked():
    extract = groups(c1=16, c2=200, c3=60)
    assert [ask(extract, by=("area",)).withheld for _ in range(3)] == [{("c1",), ("c3",)}] * 3
    assert len(extract.answered) == 1


def waiting(**sizes):
    """People long followed up in every area, and so many in each who are still awaited."""
    old, new = date(2019, 1, 5), date(2019, 3, 30)
    events, person = [], 0
    for area, size in sizes.items():
        for day, many in ((old, 100), (new, size)):
            for _ in range(many):
                person += 1
                events.append(an_event(person, day, area=area))
    return tables(events, [an_offence(1, date(2019, 2, 1))], known_to=date(2020, 2, 1))


def test_few_awaiting_in_one_place_are_not_what_the_other_places_leave_over():
    table = ask(waiting(c1=4, c2=40, c3=50), by=("area",))
    shown = {labels[0]: table.cell(area=labels[0]).awaiting for labels in table.counts}
    assert shown["c1"] is Unmeasured.SUPPRESSED and shown["c2"] is Unmeasured.SUPPRESSED
    assert shown["c3"] == 50


def test_time_to_first_does_not_count_the_few_awaiting():
    table = ask(waiting(c1=4, c2=40, c3=50), by=("area",), survival=True)
    assert table.survival(area="c1") is Unmeasured.SUPPRESSED
    assert table.survival(area="c3") is not Unmeasured.SUPPRESSED


def test_answers_known_of_few_on_the_way_are_not_what_the_other_places_leave_over():
    day = date(2019, 1, 5)
    events = [an_event(n, day, area=f"c{n % 3}") for n in range(1, 301)]
    looks = [
        a_look(n, day + timedelta(days=30), achieved=None if n % 3 == 0 and n > 12 else True)
        for n in range(1, 301)
    ]
    table = ask(tables(events, [], looks=looks), by=("area",), milestones=True)
    told = {one.labels["area"]: one.known for one in table.on_the_way}
    assert told["c0"] is Unmeasured.SUPPRESSED
    assert sum(known is Unmeasured.SUPPRESSED for known in told.values()) == 2
    with pytest.raises(Refused, match="of everybody, not of a part chosen"):
        ask(tables(events, [], looks=looks), where={"area": ["c1"]}, milestones=True)


def test_chances_known_of_few_are_withheld_with_others_beside_them():
    day = date(2019, 1, 5)
    known = {"c0": 5, "c1": 100, "c2": 90}
    events = [
        an_event(n, day, area=f"c{n % 3}", predicted=0.5 if n // 3 < known[f"c{n % 3}"] else None)
        for n in range(300)
    ]
    table = ask(tables(events, []), by=("area",))
    assert table.withheld_where_few(lambda one: one.predicted_known) == {("c0",), ("c2",)}


def test_breakdowns_too_many_to_be_told_safe_are_refused():
    people = {(a, b, c): 1 for a in range(60) for b in range(60) for c in range(60) if a == b == c}
    with pytest.raises(Refused, match="too many to tell whether few people could be picked out"):
        RULE.withheld_after(Asked(("x", "y", "z")), ("x", "y", "z"), people, ())


def test_an_empty_cell_is_withheld_only_where_showing_it_would_give_another_away():
    square = {("r1", "c1"): 3, ("r1", "c2"): 50, ("r2", "c1"): 50}
    assert RULE.withheld(square) == {("r1", "c1"), ("r1", "c2"), ("r2", "c1"), ("r2", "c2")}
    assert RULE.withheld({**square, ("r2", "c2"): 90, ("r3", "c1"): 80}) == {
        ("r1", "c1"),
        ("r1", "c2"),
        ("r2", "c1"),
        ("r2", "c2"),
    }
