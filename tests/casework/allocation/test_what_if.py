from dataclasses import replace

import pytest
from casework.allocation.allocation_builders import a_case, a_problem, an_officer

from throughcare.casework.allocation.rules.assignment.check import check
from throughcare.casework.allocation.rules.assignment.solve import place
from throughcare.casework.allocation.rules.people import Position
from throughcare.casework.allocation.rules.what_if import (
    compare,
    grades_change,
    mix_changes,
    office_closes,
    officer_leaves,
    summary,
)
from throughcare.foundation.kernel import Refused


def an_area():
    officers = [
        an_officer(
            f"w{n}",
            office="north" if n < 3 else "south",
            position=Position(0, 0 if n < 3 else 30),
            available=400,
        )
        for n in range(6)
    ]
    cases = [
        a_case(
            f"c{n}",
            points=50,
            home=Position(0, 0 if n % 2 else 30),
            manager=f"w{n // 2 % 3 + (0 if n % 2 else 3)}",
        )
        for n in range(36)
    ]
    return a_problem(cases, officers)


def test_when_an_officer_leaves_others_take_their_people_and_the_cost_is_shown():
    before = an_area()
    after = officer_leaves(before, "w0")
    plans = place(before), place(after)
    assert check(after, plans[1]).holds
    assert "w0" not in plans[1].holders.values()
    difference = compare((before, plans[0]), (after, plans[1]))
    assert difference.cost > 0
    assert difference.after.new_manager > difference.before.new_manager


def test_when_an_office_closes_its_people_move_to_the_nearest_that_stays():
    before = an_area()
    after = office_closes(before, "north")
    assert {who.office for who in after.practitioners} == {"south"}
    assert {who.position for who in after.practitioners} == {Position(0, 30)}
    assert compare((before, place(before)), (after, place(after))).cost > 0
    with pytest.raises(Refused, match="only office"):
        office_closes(after, "south")


def test_when_the_mix_of_grades_changes_some_cases_find_nobody():
    before = replace(an_area(), cases=tuple(replace(case, tier="A2") for case in an_area().cases))
    after = mix_changes(before, "PO", "PSO", 6)
    found = compare((before, place(before)), (after, place(after)))
    assert (found.before.unallocated, found.after.unallocated) == (0, 36)
    assert grades_change(after, {"w0": "PO"}).practitioners[0].grade == "PO"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda area: officer_leaves(area, "nobody"), "not a practitioner"),
        (lambda area: office_closes(area, "nowhere"), "not an office"),
        (lambda area: grades_change(area, {"nobody": "PO"}), "not a practitioner"),
        (lambda area: mix_changes(area, "PO", "PSO", 7), "there are 6 of grade PO"),
    ],
)
def test_a_change_to_somebody_who_is_not_there_is_refused(change, says):
    with pytest.raises(Refused, match=says):
        change(an_area())


def test_a_summary_counts_load_and_overload_from_the_holders_alone():
    problem = a_problem(
        [a_case("c0", points=60), a_case("c1", points=60)], [an_officer("w0", available=100, load=30)]
    )
    found = summary(problem, place(problem))
    assert (found.over_available, found.over_110_pct, found.load_by_office) == (1, 1, {"centre": 150})
