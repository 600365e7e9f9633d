"""What changed underneath since papers were written: under which headings, and line by line."""

from __future__ import annotations

from collections.abc import Sequence

Told = Sequence[tuple[str, Sequence[str]]]


def changed_since(then: Told, now: Told) -> tuple[str, ...]:
    """The headings under which the record says something else now than it did then, in order; what is new or gone is among them."""
    before, after = ({heading: tuple(lines) for heading, lines in one} for one in (then, now))
    return tuple(
        heading
        for heading in (*before, *(one for one in after if one not in before))
        if before.get(heading) != after.get(heading)
    )


def lines_changed(then: Told, now: Told) -> tuple[str, ...]:
    """Each line that the record says no more, and each that it says now, under its heading; no line that stands is among them."""
    before, after = ({heading: tuple(lines) for heading, lines in one} for one in (then, now))
    found: list[str] = []
    for heading in changed_since(then, now):
        was, stands = before.get(heading, ()), after.get(heading, ())
        found += [f"{heading}: no longer “{line}”" for line in was if line not in stands]
        found += [f"{heading}: now “{line}”" for line in stands if line not in was]
    return tuple(found)
