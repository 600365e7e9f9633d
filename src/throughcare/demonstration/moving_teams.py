"""People who move within an area: a few offers between its teams each week, answered the week after or left to wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from throughcare.casework.supervision import actions as supervision
from throughcare.casework.supervision.rules import TransferKind
from throughcare.foundation.operating_model.rules import Place

from .days import instant
from .held import Held
from .history import History, Round
from .trying import may, tried

REASONS: Final = (
    "Has moved to live with family there.",
    "New tenancy begins there this month.",
    "Work and children's school are there now.",
)
_EACH_WEEK: Final = 2
_WEEKS: Final = timedelta(days=7 * 6)
_SETTLED: Final = timedelta(days=21)


@dataclass(frozen=True)
class Offer:
    """An offer that waits: which, of which case, to which team, and its turn among all."""

    id: UUID
    held: Held
    to_unit: UUID
    turn: int


def pass_on(history: History, now: Round) -> None:
    """Answer what was offered the week before, one in four not yet, and offer a few more."""
    if now.day < history.as_at - _WEEKS:
        return
    waiting = [offer for offer in history.offers if not _answered(history, now, offer)]
    history.offers[:] = [*waiting, *_offered(history, now)]


def _answered(history: History, now: Round, offer: Offer) -> bool:
    at, by = instant(now.day, 17, offer.turn % 50), history.staff.leads[offer.to_unit]
    if offer.turn % 4 == 3 and now.late:
        return False
    if offer.turn % 4 == 1:
        because = "The address could not be confirmed."
        tried(supervision.refuse_transfer, by=by, at=at, transfer_id=offer.id, because=because)
    elif tried(
        supervision.accept_transfer, by=by, at=at, transfer_id=offer.id, answer="Agreed by telephone."
    ):
        history.look_again([offer.held], at)
        if offer.held.case.unit_id == offer.to_unit:
            offer.held.holder.clear()
    return True


def _offered(history: History, now: Round) -> list[Offer]:
    settled = history.ordered(lambda held: _is_settled(held, now, history))
    offered = {offer.held.case.id for offer in history.offers}
    chosen = [held for held in settled if held.case.id not in offered]
    if not chosen:
        return []
    picked = {held.key: held for held in history.random.sample(chosen, min(_EACH_WEEK, len(chosen)))}
    made = (_offer(history, now, turn, picked[key]) for turn, key in enumerate(sorted(picked)))
    return [offer for offer in made if offer is not None]


def _is_settled(held: Held, now: Round, history: History) -> bool:
    return (
        held.case.place == Place.COMMUNITY
        and bool(held.sentences and held.holder)
        and held.case.unit_id in history.staff.leads
        and held.appointed_on is not None
        and held.appointed_on < now.day - _SETTLED
        and (held.ends_on is None or held.ends_on > now.day + 2 * _SETTLED)
    )


def _offer(history: History, now: Round, turn: int, held: Held) -> Offer | None:
    teams = sorted(history.staff.bodies.teams.values(), key=lambda team: team.name)
    ours = [
        t.id for t in teams if t.organisation_id == held.case.organisation_id and t.id != held.case.unit_id
    ]
    ours = [unit for unit in ours if unit in history.staff.leads]
    if not ours:
        return None
    turn += now.day.toordinal() // 7 * _EACH_WEEK
    to_unit, last_day = ours[turn % len(ours)], now.day + timedelta(days=30) if turn % 9 == 8 else None
    made = may(
        supervision.offer_transfer,
        by=history.staff.leads[held.case.unit_id],
        at=instant(now.day, 17, 55),
        case_id=held.case.id,
        to_unit=to_unit,
        because=REASONS[turn % len(REASONS)],
        until=last_day,
        kind=TransferKind.TEMPORARY if last_day else TransferKind.PERMANENT,
    )
    return Offer(made, held, to_unit, turn) if made is not None else None
