"""A category, a level, a referral and what is owed, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from throughcare.casework.protection.queries import PersonProtected, Protected
from throughcare.casework.protection.rules import (
    Category,
    LevelReferral,
    ProtectionLevel,
    ProtectionOwed,
    ProtectionSide,
    ProtectionState,
)
from throughcare.faces.web.look.parts import Colour, Lines, Tag, Unknown, Why
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel.days import day_of

_REFERRALS: Mapping[str, Colour] = {
    LevelReferral.PENDING: "blue", LevelReferral.LEVEL_2: "purple", LevelReferral.LEVEL_3: "purple", LevelReferral.REFUSED: "grey",
    LevelReferral.REFUSED_3: "grey",
}  # fmt: skip
_SIDES = {
    ProtectionSide.MANAGER: "by whoever manages the case",
    ProtectionSide.SENIOR: "by whoever leads the team",
    ProtectionSide.CHAIR: "by whoever chairs",
}


def category_words(category: int) -> str:
    """A category with who is in it."""
    return f"Category {category}: {Category(category).words}"


def standing_words(whole: Protected) -> object:
    """The category that stands, whether it is confirmed, and why."""
    said = whole.steps[-1] if len(whole.steps) == 1 else next(
        (one for one in reversed(whole.steps) if one.category == whole.row.category and one.rule), whole.steps[0]
    )  # fmt: skip
    state = [Tag("Proposed, not confirmed yet", "blue")] if whole.state is ProtectionState.PROPOSED else []
    why = ". ".join(part for part in (said.rule, whole.row.because) if part)
    return Lines(category_words(whole.row.category), [*state, Why(why)])


def level_words(whole: Protected) -> object:
    """The level that stands, and why; not set is no level."""
    if whole.level is ProtectionLevel.NOT_SET:
        return Unknown("Not set yet")
    said = next((one for one in reversed(whole.steps) if one.level == whole.level), None)
    why = ". ".join(part for part in (said.rule, said.because) if part) if said else ""
    because = why or (whole.registered.because if whole.registered else "")
    colour: Colour = "grey" if whole.level is ProtectionLevel.ONE else "purple"
    tag = Tag(f"Level {whole.level}", colour)
    return Lines(tag, [Why(because)]) if because else tag


def referral_words(state: str) -> Tag:
    """What a referral came to, as a tag."""
    return Tag(first_capital(state), _REFERRALS[state])


def owed_words(owed: ProtectionOwed | None, at: datetime) -> object:
    """What is owed, by which side and by when, and whether it is late."""
    if owed is None:
        return "Nothing"
    late = [Tag("Late", "red")] if owed.by < day_of(at) else []
    return Lines(owed.what, [_SIDES[owed.side], f"by {owed.by:%-d %B %Y}", *late])


def proposed_words(found: PersonProtected) -> object:
    """What the sentences propose by rule, or what would have to be known."""
    ruling = found.ruling
    if ruling is None:
        return "No sentence counts"
    if ruling.category is not None:
        why = ". ".join(str(one) for one in ruling.findings)
        return Lines(category_words(ruling.category), [Why(why)])
    return Unknown(f"Not known: {'; '.join(ruling.unknown)}") if ruling.unknown else "No category"
