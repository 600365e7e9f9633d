"""Identifiers are of their version, and what is made up is given the same ones each time."""

from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.ids import ids_made_up_from

SINCE = 1_800_000_000_000


def drawn(seed: str, many: int = 200):
    with ids_made_up_from(seed, SINCE):
        return [new_id() for _ in range(many)]


def test_from_one_seed_the_same_come_in_the_same_order_and_from_another_none_of_them():
    first = drawn("5|small|area|08")
    assert first == drawn("5|small|area|08") == sorted(set(first))
    assert not set(first) & set(drawn("5|small|area|09"))
    assert {one.version for one in first} == {7}


def test_afterwards_and_within_another_they_are_what_they_were():
    with ids_made_up_from("a", SINCE):
        one = new_id()
        inner = drawn("b", 1)
        two = new_id()
    assert [one, two] == drawn("a", 2)
    assert inner == drawn("b", 1)
    assert new_id() not in drawn("a", 50)
    assert new_id() != new_id()
