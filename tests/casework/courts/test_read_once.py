"""What courts write over and over is read once: with the same answer and the same refusal, and nothing long is kept in memory."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from throughcare.casework.courts.rules.read_once import SHORT, read_once
from throughcare.casework.courts.rules.terms import NoTerm, read_term


def counting() -> tuple[Callable[..., str], list[str]]:
    """A reader that is read once, and what it was asked to read."""
    asked: list[str] = []

    @read_once
    def read(written: str, unit: str = "") -> str:
        asked.append(written)
        if not written:
            raise NoTerm("is nothing")
        return f"{written} {unit}".strip()

    return read, asked


def test_a_short_text_is_read_once_for_each_unit_it_is_counted_in() -> None:
    read, asked = counting()
    assert [read("12", "months"), read("12", "months"), read("12", "weeks"), read("12")] == [
        "12 months", "12 months", "12 weeks", "12",
    ]  # fmt: skip
    assert asked == ["12"] * 3


def test_what_is_refused_is_refused_anew_and_what_is_long_is_never_kept() -> None:
    read, asked = counting()
    for _ in range(2):
        with pytest.raises(NoTerm):
            read("")
        read("x" * (SHORT + 1))
    assert asked == ["", "x" * (SHORT + 1)] * 2


def test_a_length_is_read_the_same_the_second_time() -> None:
    assert read_term("18 months 2 weeks") == read_term("18 months 2 weeks")
    for _ in range(2):
        with pytest.raises(NoTerm, match="expected a length"):
            read_term("soon")
