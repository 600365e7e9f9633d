"""Parts of a record, and which of them a purpose opens: a grant says which, and policies hold every table to its part.

Within an organisation sight is of everything. Across, who somebody is, who answers for them and how high their risk is are in every grant: without them nobody could be told from
another, nor met safely. What else a purpose opens stands in ``purposes.csv``, assumed where no source says it, to be edited.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from throughcare.foundation.kernel import Refused


class Part(StrEnum):
    """A part of a record that a grant may leave out."""

    SENTENCE = "sentence"
    CUSTODY = "custody"
    RISK = "risk"
    SCORES = "scores"
    ASSESSMENT = "assessment"
    CONTACTS = "contacts"
    TIMELINE = "timeline"
    APPOINTMENTS = "appointments"
    PLAN = "plan"
    SERVICES = "services"
    CHARACTERISTICS = "characteristics"
    FAMILY = "family"
    REASONS = "reasons"
    BOARD = "board"
    DISRUPTION = "disruption"
    REST = "rest"

    @property
    def words(self) -> str:
        """What it is, in words that finish a sentence."""
        return WORDS[self]


WORDS: dict[Part, str] = {
    Part.SENTENCE: "sentences and court dates",
    Part.CUSTODY: "where they are held",
    Part.RISK: "the tier and what is registered about risk",
    Part.SCORES: "scores",
    Part.ASSESSMENT: "assessments",
    Part.CONTACTS: "contacts and what came of them",
    Part.TIMELINE: "what is noted on the timeline",
    Part.APPOINTMENTS: "appointments and what holds them in the week",
    Part.PLAN: "the plan",
    Part.SERVICES: "services, programmes, unpaid work, accommodation and helpers",
    Part.CHARACTERISTICS: "disabilities and other equality characteristics",
    Part.FAMILY: "people close to them and whom they care for",
    Part.REASONS: "why each decision was made",
    Part.BOARD: "the board of integrated offender management",
    Part.DISRUPTION: "what is done to disrupt offending",
    Part.REST: "what else is recorded",
}
EVERYTHING = "everything"
"""What a grant says that leaves nothing out."""
ALL = frozenset(Part)
WHERE_NAMED = "where named"
CLOSED = frozenset({Part.DISRUPTION})
"""Parts that no agreement opens unless it names them: not as all that its purpose opens, nor as everything."""


@dataclass(frozen=True)
class Purpose:
    """What somebody may be seen for: what it opens, what besides where an agreement names it, why, and where that is from."""

    name: str
    opens: tuple[str, ...]
    named: tuple[str, ...]
    why: str
    source: str

    @property
    def whole(self) -> bool:
        """Whether it opens the whole record."""
        return EVERYTHING in self.opens

    @property
    def at_most(self) -> tuple[str, ...]:
        """All that an agreement may open."""
        known = (*self.opens, *self.named)
        return tuple(part for part in (EVERYTHING, *Part) if part in known)


@cache
def purposes() -> dict[str, Purpose]:
    """The purposes of ``purposes.csv``: a column for each, a row for why, its source, everything, and each part.

    Refused when a part has no row, a row is no part, a cell says anything but yes, where named or nothing, or a purpose opens nothing.
    """
    rows = list(csv.reader((resources.files(__package__) / "purposes.csv").read_text().splitlines()))
    (_, *names), (_, *why), (_, *source), *lines = rows
    if [line[0] for line in lines] != [EVERYTHING, *Part]:
        raise Refused(
            f"purposes.csv has a row for everything and for each part, in order: {', '.join(Part)}."
        )
    opens: dict[str, list[str]] = {name: [] for name in names}
    named: dict[str, list[str]] = {name: [] for name in names}
    for part, *cells in lines:
        for name, cell in zip(names, cells, strict=True):
            if cell not in {"", "yes", WHERE_NAMED}:
                raise Refused(
                    f"purposes.csv, {part}, {name}: write yes or {WHERE_NAMED}, or leave it empty, not “{cell}”."
                )
            if cell:
                (opens if cell == "yes" else named)[name].append(part)
    if empty := [name for name, parts in opens.items() if not parts]:
        raise Refused(f"purposes.csv: {', '.join(empty)} opens nothing.")
    return {
        n: Purpose(n, tuple(opens[n]), tuple(named[n]), w, s)
        for n, w, s in zip(names, why, source, strict=True)
    }


class NotShown(Refused):
    """A part of a record that the viewer's grants leave out was asked for."""

    def __init__(self, part: Part) -> None:
        super().__init__(f"What your team is shown of this person leaves out {part.words}.")


def agreed(purpose: str, wanted: Collection[str] | None) -> list[str]:
    """What an agreement for a purpose opens: all that the purpose does, or what is wanted of what it may; refused in words."""
    known = purposes().get(purpose)
    if known is None:
        raise Refused(
            f"Nobody is shared for “{purpose}”. Purposes are: {', '.join(purposes())}.", field="purpose"
        )
    if wanted is None:
        return list(known.opens)
    if not wanted:
        raise Refused("Say which parts of a record are shared.", field="parts")
    beyond = [part for part in wanted if not (part in known.at_most or (known.whole and part in ALL))]
    if beyond:
        raise Refused(f"An agreement for {purpose} does not open {_said(beyond)}.", field="parts")
    if EVERYTHING in wanted:
        return [EVERYTHING, *(part for part in Part if part in CLOSED and part in wanted)]
    return [part for part in Part if part in wanted]


def shown(opened: Iterable[Collection[str]], under: Iterable[Collection[str]] = ()) -> frozenset[Part]:
    """The parts that grants together show: within an organisation, and under agreements, whose everything leaves out what is closed."""
    ours = {part for parts in opened for part in parts}
    if EVERYTHING in ours:
        return ALL
    theirs = {part for parts in under for part in parts}
    open_ = ALL - CLOSED if EVERYTHING in theirs else frozenset()
    return open_ | frozenset(part for part in Part if part in ours | theirs)


def left_out(open_parts: Collection[Part]) -> str:
    """One sentence that says what of a record is not shown; empty where all of it is. Of what is closed nobody is told that there could be any."""
    out = [part for part in Part if part not in open_parts and part not in CLOSED]
    return f"What your team is shown of this person leaves out {_said(out)}." if out else ""


def _said(parts: Iterable[str]) -> str:
    words = [WORDS[Part(part)] if part in ALL else part for part in parts]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])}, and {words[-1]}"
