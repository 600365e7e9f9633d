"""What may follow in somebody's public protection: which act, in which state, by which side; everything else is refused in words."""

from __future__ import annotations

from collections.abc import Mapping

from throughcare.foundation.kernel import Refused

from .words import Category, LevelReferral, ProtectionEnd, ProtectionLevel, ProtectionState

CHAIRED = frozenset({ProtectionLevel.TWO, ProtectionLevel.THREE})
"""The levels at which meetings are held."""
_STATES = ProtectionState
PROTECTION_MOVES: Mapping[ProtectionState, frozenset[ProtectionState]] = {
    _STATES.PROPOSED: frozenset({_STATES.CONFIRMED, _STATES.ENDED}),
    _STATES.CONFIRMED: frozenset({_STATES.ENDED}),
    _STATES.ENDED: frozenset(),
}
"""Where a category may go from where it stands."""


def referral_outcomes(category: Category) -> tuple[LevelReferral, ...]:
    """What a referral of somebody in a category may come to: a refusal of category 3 leaves no level 1."""
    refused = LevelReferral.REFUSED_3 if category is Category.OTHER else LevelReferral.REFUSED
    return (LevelReferral.LEVEL_2, LevelReferral.LEVEL_3, refused)


def check_referral_outcome(category: Category, to: LevelReferral) -> None:
    """Refuse what a referral of this category cannot come to."""
    allowed = referral_outcomes(category)
    if to not in allowed:
        raise Refused(f"A referral of category {category.value} comes to: {', '.join(allowed)}.", field="to")


def check_screens(state: ProtectionState, level: ProtectionLevel, category: Category, *, waits: bool) -> None:
    """Refuse to screen where no category is confirmed, a referral waits, or a chair reviews the level."""
    if state is not _STATES.CONFIRMED:
        raise Refused(f"The category is {state}. A level is set once it is confirmed.")
    if waits:
        raise Refused("A referral waits to be decided. Whoever chairs sets the level.")
    if level in CHAIRED or category is Category.OTHER:
        raise Refused(f"This is level {level}. Whoever chairs reviews it.")


def check_chairs(state: ProtectionState, level: ProtectionLevel, *, waits: bool, held: bool) -> None:
    """Refuse a review by the chair where the level is none that meetings are held at, a referral waits, or no meeting was held for it."""
    if state is not _STATES.CONFIRMED or level not in CHAIRED:
        raise Refused("Only level 2 and level 3 are reviewed by whoever chairs.")
    if waits:
        raise Refused("A referral waits to be decided first.")
    if not held:
        raise Refused(
            "The level is reviewed at a meeting. Call one, hold it, and record there which level it is."
        )


def check_ends(
    state: ProtectionState, category: Category, why: ProtectionEnd, *, waits: bool, held: bool
) -> None:
    """Refuse to end what is not confirmed, what waits for a chair, what a meeting still decides, or for a reason that is another category's."""
    if state is not _STATES.CONFIRMED:
        raise Refused(f"This is {state}: it is confirmed before it is ended.")
    if waits:
        raise Refused("A referral waits to be decided first.")
    if held:
        raise Refused(
            "A meeting was held that is not closed: it still owes its decision on disclosure and its minutes."
        )
    if why is ProtectionEnd.NO_LONGER and category is not Category.OTHER:
        raise Refused(
            "Only category 3 ends because level 2 or 3 is not needed any more: set level 1 instead.",
            field="why",
        )
