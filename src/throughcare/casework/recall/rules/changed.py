"""What changed underneath since papers were written."""

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
