"""The order of files: none is lost, and the list of the longest names files that are there."""

from dataclasses import dataclass
from pathlib import Path

from support.order import LONGEST, TESTS, drawn, longest_first


@dataclass(frozen=True)
class Item:
    """A test, as far as its order is concerned."""

    path: Path
    name: str


def a_file(name, number):
    return [Item(TESTS / name, str(n)) for n in range(number)]


FEW, MANY, LONG = a_file("few.py", 2), a_file("many.py", 5), a_file(LONGEST[3], 1)


def test_the_longest_come_first_and_then_those_with_the_most_tests():
    assert longest_first([*FEW, *MANY, *LONG]) == [*LONG, *MANY, *FEW]


def test_a_seed_draws_files_and_the_tests_in_each_and_keeps_a_file_together():
    given = [*FEW, *MANY, *LONG]
    orders = [drawn(given, seed) for seed in range(20)]
    assert drawn(given, 3) == orders[3]
    assert all(set(order) == set(given) and len(order) == len(given) for order in orders)
    assert len({order[0].path for order in orders}) == 3
    assert any([one for one in order if one in MANY] != MANY for order in orders)
    for order in orders:
        places = [place for place, one in enumerate(order) if one in MANY]
        assert places == list(range(places[0], places[0] + len(MANY)))


def test_each_of_the_longest_is_there():
    assert [name for name in LONGEST if not (TESTS / name).is_file()] == []
    assert len(set(LONGEST)) == len(LONGEST)


def test_workers_are_handed_files_in_this_order():
    """Left to itself the plug-in hands them out by their number of tests, and a drawn order is lost."""
    assert "--no-loadscope-reorder" in (TESTS.parent / "Makefile").read_text()
