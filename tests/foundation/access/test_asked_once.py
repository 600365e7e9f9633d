"""A page that only tells asks each question once, of each thing it is about once, and forgets it all at its end."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from throughcare.foundation.access.asked_once import asking_once, once, once_for_each

asked: list[object] = []


@pytest.fixture(autouse=True)
def nothing_asked():
    asked.clear()


@once
def square(of: int, *, less: int = 0) -> int:
    asked.append((of, less))
    return of * of - less


@once_for_each
def halves(of: Iterable[int], *, add: int = 0) -> dict[int, int]:
    """Half of each even number; an odd one has none."""
    numbers = list(of)
    asked.append(numbers)
    return {number: number // 2 + add for number in sorted(numbers, reverse=True) if number % 2 == 0}


def test_within_it_the_same_question_is_asked_once_and_another_is_another():
    with asking_once():
        assert [square(3), square(3), square(3, less=1), square(4), square(3)] == [9, 9, 8, 16, 9]
    assert asked == [(3, 0), (3, 1), (4, 0)]


def test_outside_it_and_in_the_next_all_is_asked_anew():
    assert [square(3), square(3)] == [9, 9]
    for _ in range(2):
        with asking_once():
            square(3)
    assert asked == [(3, 0)] * 4


def test_of_many_only_those_not_told_yet_are_asked_about_and_what_has_no_answer_is_not_asked_again():
    with asking_once():
        assert halves([1, 2]) == {2: 1}
        assert list(halves(n for n in (6, 2, 1, 4))) == [6, 2, 4], (
            "in the order in which they are asked about"
        )
        assert halves({1, 2}) == {2: 1} and halves([1]) == {} and halves([]) == {}
        assert halves([2], add=1) == {2: 2}
    assert asked == [[1, 2], [6, 4], [2]]


def test_whoever_gets_an_answer_about_many_may_change_it():
    with asking_once():
        halves([2]).clear()
        assert halves([2]) == {2: 1}


def test_outside_it_a_question_about_many_goes_as_it_was_put():
    assert list(halves([2, 4])) == [4, 2] and list(halves([2, 4])) == [4, 2]
    assert asked == [[2, 4], [2, 4]]


def test_what_fails_is_kept_nowhere():
    @once
    def fails() -> int:
        asked.append("fails")
        raise ValueError

    with asking_once():
        for _ in range(2):
            with pytest.raises(ValueError, match=r"^$"):
                fails()
    assert asked == ["fails", "fails"]
