"""A helper, a check and a pairing in words: where they stand, and what is owed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from throughcare.casework.helpers.queries import HelperSeen, PairingLine
from throughcare.casework.helpers.rules import (
    CLOSED,
    CheckStanding,
    CheckStands,
    PairingSide,
    PairingState,
)
from throughcare.faces.web.look.parts import Colour, Lines, Link, Tag, Unknown
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel.days import day_of

_STATES: Mapping[str, Colour] = {
    PairingState.ASKED: "blue", PairingState.MATCHED: "teal", PairingState.MEETING: "green", PairingState.DECLINED: "orange",
    PairingState.WITHDRAWN: "grey", PairingState.ENDED: "grey",
}  # fmt: skip
_CHECKS: Mapping[CheckStands, Colour] = {
    CheckStands.IN_DATE: "green", CheckStands.MISSING: "red", CheckStands.LAPSED: "red", CheckStands.NOT_PASSED: "red",
    CheckStands.NOT_KNOWN: "orange",
}  # fmt: skip


def state_words(state: str) -> Tag:
    """A state as a tag."""
    return Tag(first_capital(state), _STATES[state])


def check_words(one: CheckStanding) -> Tag:
    """How a check stands, as a tag."""
    return Tag(first_capital(one.stands), _CHECKS[one.stands])


def until_words(one: CheckStanding) -> object:
    """Until when a check holds."""
    if one.until is not None:
        return one.until
    return "No end" if one.holds else Unknown("Not known")


def checks_words(checks: Iterable[CheckStanding]) -> object:
    """All checks in one cell: those that do not hold, or that all do."""
    missing = [f"{first_capital(one.kind)}: {one.stands}" for one in checks if not one.holds]
    return Lines(missing[0], missing[1:]) if missing else Tag("All in date", "green")


def match_words(one: HelperSeen) -> Tag:
    """Whether somebody may be matched with a helper: anywhere, outside a prison alone, or not now, because they help as many as they may or else."""
    if one.row.ended_on is None and one.helped >= one.row.most:
        return Tag("Full", "grey")
    if not one.may_be_matched:
        return Tag("No", "grey")
    return Tag("Yes", "green") if one.may_meet_inside else Tag("Outside prison only", "yellow")


def owed_words(line: PairingLine, at: datetime) -> object:
    """What is owed, by which side and by when, whether it is late, and a check that lapses beside it."""
    if line.owed is None:
        return "Nothing"
    side = "by the team that asked" if line.owed.side is PairingSide.SENDER else "by the helpers' team"
    late = [Tag("Late", "red")] if line.owed.by < day_of(at) else []
    return Lines(line.owed.what, [side, f"by {line.owed.by:%-d %B %Y}", *late, *lapse_words(line)])


def lapse_words(line: PairingLine) -> list[object]:
    """That a check lapses soon, or holds no longer, under whoever they are matched with: a line, or none."""
    return [f"{line.lapse.what}, by {line.lapse.by:%-d %B %Y}"] if line.lapse else []


def helper_link(line: PairingLine) -> object:
    """The helper somebody has."""
    helper = line.paired.helper
    return Link(helper.name, f"/helpers/{helper.id}") if helper else nobody_words(line)


def nobody_words(line: PairingLine) -> str:
    """That there is no helper: not yet, or not at all."""
    return "Nobody" if line.paired.state in CLOSED else "Nobody yet"


def slug_of(words: str) -> str:
    """Words as an address spells them."""
    return words.replace(" ", "-")
