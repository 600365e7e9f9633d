"""Which cells may not leave the building, and which others must stay so that nobody can subtract."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from .moments import Labels


@dataclass(frozen=True)
class Suppression:
    """Withhold cells of fewer than ``below`` people, and enough of the rest to hide them in every line."""

    below: int

    def withheld(self, people: Mapping[Labels, int]) -> frozenset[Labels]:
        """The cells withheld, given how many people each holds; an empty cell tells of nobody.

        In every line (cells alike in all labels but one) whose total may be known, what is withheld
        is two cells or more that hold ``below`` people or more together.
        """
        hidden = {labels for labels, count in people.items() if 0 < count < self.below}
        lines = _lines(people)
        while more := {cell for line in lines if (cell := self._needed(line, hidden, people)) is not None}:
            hidden |= more
        return frozenset(hidden)

    def _needed(self, line: list[Labels], hidden: set[Labels], people: Mapping[Labels, int]) -> Labels | None:
        """The smallest cell of a line that must be withheld as well, or None when it is safe."""
        withheld = [cell for cell in line if cell in hidden]
        open_cells = [cell for cell in line if cell not in hidden and people[cell] > 0]
        safe = len(withheld) > 1 and sum(people[cell] for cell in withheld) >= self.below
        if not withheld or safe or not open_cells:
            return None
        return min(open_cells, key=lambda cell: (people[cell], repr(cell)))


def _lines(people: Mapping[Labels, int]) -> list[list[Labels]]:
    """The cells alike in all labels but one, for each such one."""
    lines: dict[tuple[int, Labels], list[Labels]] = defaultdict(list)
    for cell in people:
        for place in range(len(cell)):
            lines[place, cell[:place] + cell[place + 1 :]].append(cell)
    return [line for line in lines.values() if len(line) > 1]
