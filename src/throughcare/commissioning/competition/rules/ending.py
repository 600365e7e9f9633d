"""What stands between a decision and a signature: the notice of award, the standstill, and challenges; all from what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from throughcare.foundation.kernel import Refused


class Way(StrEnum):
    """How a challenge ended."""

    WITHDRAWN = "withdrawn by whoever brought it"
    LIFTED = "the hold was lifted"
    REFUSED = "decided: the award stands"
    UPHELD = "decided: the award does not stand"


LETS_SIGN = frozenset({Way.WITHDRAWN, Way.LIFTED, Way.REFUSED})
"""The ways after which a contract may be signed."""


class After(StrEnum):
    """Where a decided competition stands, in the words of its page."""

    NOTHING = "decided, and nothing awarded"
    TO_PUBLISH = "decided, and the award to be published"
    STANDSTILL = "in its standstill"
    HELD = "held by a challenge"
    OVERTURNED = "overturned by a challenge, and to be called off"
    TO_SIGN = "to be signed"
    SIGNED = "signed"


@dataclass(frozen=True)
class Decided:
    """What happened since a decision. ``sign_from`` is the first day after the standstill; None until the award is published.

    ``challenges`` says how each ended, None for one that still holds.
    """

    awarded: bool
    sign_from: date | None = None
    challenges: Sequence[Way | None] = ()
    signed: bool = False


def after(decided: Decided, on: date) -> After:
    """Where a decided competition stands on a day."""
    if not decided.awarded:
        return After.NOTHING
    if decided.signed:
        return After.SIGNED
    if Way.UPHELD in decided.challenges:
        return After.OVERTURNED
    if any(one is None for one in decided.challenges):
        return After.HELD
    return _published(decided, on)


def _published(decided: Decided, on: date) -> After:
    if decided.sign_from is None:
        return After.TO_PUBLISH
    return After.STANDSTILL if on < decided.sign_from else After.TO_SIGN


def check_may_sign(decided: Decided, on: date) -> None:
    """Refuse a signature before the award was published and its standstill is over, and while a challenge holds."""
    now = after(decided, on)
    if now is not After.TO_SIGN:
        until = (
            f" Not before {decided.sign_from:%-d %B %Y}."
            if now is After.STANDSTILL and decided.sign_from
            else ""
        )
        raise Refused(f"This competition is {now}.{until}")


def check_may_challenge(decided: Decided, on: date) -> None:
    """Refuse a challenge once the contract is signed or its standstill is over, and where nothing was awarded."""
    now = after(decided, on)
    if now in {After.NOTHING, After.SIGNED}:
        raise Refused(f"This competition is {now}: there is nothing to hold.")
    if decided.sign_from is not None and on >= decided.sign_from:
        raise Refused(
            f"The standstill ended before {decided.sign_from:%-d %B %Y}: a challenge now goes to the court, and holds nothing here."
        )
