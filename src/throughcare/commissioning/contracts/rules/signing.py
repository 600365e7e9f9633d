"""Where an edition of an agreement stands, who may sign it, and which edition decides a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from throughcare.foundation.kernel import Refused, is_allowed

from .agreed import Agreement
from .fees import whole_fee


class Side(StrEnum):
    """The two sides of an agreement."""

    BUYER = "buyer"
    PROVIDER = "provider"


class Standing(StrEnum):
    """Where an edition stands."""

    OFFERED = "offered"
    ONE_SIDE = "signed by one side"
    AGREED = "agreed"
    TURNED_DOWN = "turned down"
    TAKEN_BACK = "taken back"


class AgreementMove(StrEnum):
    """What moves an edition on: a side has signed once two of its people have."""

    SIDE_SIGNS = "a side signs"
    TURN_DOWN = "turn down"
    TAKE_BACK = "take back"


AGREEMENT_MOVES: Mapping[Standing, Mapping[AgreementMove, Standing]] = {
    Standing.OFFERED: {
        AgreementMove.SIDE_SIGNS: Standing.ONE_SIDE,
        AgreementMove.TURN_DOWN: Standing.TURNED_DOWN,
        AgreementMove.TAKE_BACK: Standing.TAKEN_BACK,
    },
    Standing.ONE_SIDE: {
        AgreementMove.SIDE_SIGNS: Standing.AGREED,
        AgreementMove.TURN_DOWN: Standing.TURNED_DOWN,
        AgreementMove.TAKE_BACK: Standing.TAKEN_BACK,
    },
    Standing.AGREED: {},
    Standing.TURNED_DOWN: {},
    Standing.TAKEN_BACK: {},
}
ON_EACH_SIDE = 2
"""People who sign on each side (this service's own rule: nobody binds a body alone)."""


@dataclass(frozen=True)
class Signing:
    """An edition as far as signing goes: how many have signed by side, how it was answered otherwise, and from when it counts."""

    starts: date
    signed: Mapping[Side, int] = field(default_factory=dict)
    answered: AgreementMove | None = None
    is_change: bool = False

    @property
    def standing(self) -> Standing:
        """Where it stands, by the table."""
        now = Standing.OFFERED
        for side in Side:
            if self.signed.get(side, 0) >= ON_EACH_SIDE:
                now = AGREEMENT_MOVES[now][AgreementMove.SIDE_SIGNS]
        return AGREEMENT_MOVES[now][self.answered] if self.answered else now


def check_open(signing: Signing) -> None:
    """Refuse a step on an edition that was agreed, turned down or taken back."""
    if not AGREEMENT_MOVES[signing.standing]:
        raise Refused(f"These terms are {signing.standing}. Nothing was changed.")


def check_may_sign(signing: Signing, side: Side, today: date, sign_from: date | None) -> None:
    """Refuse a signature on what is not open, beyond two of a side, within a standstill, or on a change that would begin too late."""
    check_open(signing)
    if signing.signed.get(side, 0) >= ON_EACH_SIDE:
        raise Refused(f"Two people have signed for the {side} already.")
    if sign_from is not None and today < sign_from:
        raise Refused(
            f"Nothing may be signed before {sign_from:%-d %B %Y}: the award stands still until then."
        )
    if signing.is_change and signing.starts <= today:
        raise Refused(
            f"The change was to begin on {signing.starts:%-d %B %Y}, and what was done since is decided by the terms before it."
            " Propose it from a later month."
        )  # fmt: skip


def check_change(before: Agreement, after: Agreement, starts: date, today: date) -> None:
    """Refuse a change that begins in the past, in the middle of a month or outside the term, or that makes another agreement of it."""
    if starts <= today or starts.day != 1:
        raise Refused("A change begins on the first day of a month to come.", field="starts")
    if not before.starts < starts <= before.ends:
        raise Refused(
            f"A change begins within the term, after {before.starts:%-d %B %Y} and not after {before.ends:%-d %B %Y}.",
            field="starts",
        )
    if (after.starts, after.title, after.kind) != (before.starts, before.title, before.kind):
        raise Refused("A change keeps the title, the kind and the first day.", field="terms")
    if after.services != before.services:
        raise Refused(
            "A change keeps the services: what earlier months counted would change with them. Draw up another agreement.",
            field="terms",
        )
    longer = after.months - before.months
    if longer > before.extension:
        raise Refused(
            f"The term would be {longer} months longer; the terms in force allow {before.extension}.",
            field="terms",
        )
    if after.extension > before.extension - max(0, longer):
        raise Refused("What is left of the extension cannot grow by a change.", field="terms")
    if after.ends < starts:
        raise Refused("The term would be over before the change begins.", field="terms")


@dataclass(frozen=True)
class Edition:
    """An agreed edition: its number, from which day it decides, and what it says."""

    number: int
    starts: date
    agreed: Agreement


def in_force(editions: Sequence[Edition], day: date) -> Edition:
    """The edition that decides what happened on a day: of those begun by then, the last; refused outside the term."""
    begun = [one for one in editions if one.starts <= day]
    if not begun:
        raise Refused(f"No terms were in force on {day:%-d %B %Y}.")
    last = max(begun, key=lambda one: (one.starts, one.number))
    if day > last.agreed.ends:
        raise Refused(f"The agreement had ended by {day:%-d %B %Y}.")
    return last


@dataclass(frozen=True)
class Priced:
    """What a change costs, in pence, over what is left of the term: the fees before it and after it."""

    before: int
    after: int

    @property
    def more(self) -> int:
        """What the buyer pays more, below nothing when less."""
        return self.after - self.before


def priced(before: Agreement, after: Agreement, starts: date) -> Priced:
    """The fees of every month from the day a change begins, under the terms before it and under those after it."""
    since = (starts.year - before.starts.year) * 12 + starts.month - before.starts.month
    return Priced(whole_fee(before, since), whole_fee(after, since))


def is_asked(signing: Signing, side: Side, today: date, sign_from: date | None) -> bool:
    """Whether a side could sign an edition on a day."""
    return is_allowed(check_may_sign, signing, side, today, sign_from)
