"""Publishing a competition, and calling it off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import CalledOff, Round
from ..rules.hats import HatKind
from ..rules.needed import check_needed
from ..rules.noticing import check_engagement, check_window, notices
from ..rules.offers import Offer
from ..rules.reading import offer_from
from ..rules.standstill import regimes
from ..store import RoundStands, ending, open_round
from ..store.needed import foreseen, kept_need
from .walling import put_on

LONGEST = 500
_NO_QUESTIONS = "The rule rests on quality, and nothing says how it is judged. Add “evaluation”: criteria, questions and scale."


@action(Permission.RUN_COMPETITION)
def publish_competition(
    *,
    by: Member,
    at: datetime,
    terms: str,
    regime: str,
    closes_at: datetime,
    opener_one: UUID,
    opener_two: UUID,
    questions_until: datetime | None = None,
    planned_on: date | None = None,
    engaged_on: date | None = None,
    not_engaged_because: str = "",
    intentions: Sequence[UUID] = (),
) -> UUID:
    """Publish units and rule as they stay, with who opens and when it closes, as its law asks. Returns the competition.

    ``planned_on`` is the day of a planned procurement notice, ``engaged_on`` of one of market engagement, where there was one.

    ``intentions`` are those it buys for: approved, their figures kept with it, and its units within the people they foresee.
    Bids are taken once both openers have made a key. The text holds no bids: those come sealed.
    """
    offer = _check_terms(terms, regime, at, closes_at, questions_until)
    needed = foreseen(intentions)
    check_needed(offer.units, needed)
    _check_law(regime, at, closes_at, planned_on, engaged=engaged_on is not None, because=not_engaged_because)
    openers = _check_openers(by, at, opener_one, opener_two)
    row = Round(
        id=new_id(), title=offer.name, terms=terms, regime=regime, asks=offer.evaluation is not None,
        closes_at=closes_at, opener_one=opener_one, opener_two=opener_two, unit_id=by.unit_id, member_id=by.id, at=at,
        questions_until=questions_until, planned_on=planned_on, engaged_on=engaged_on,
        not_engaged_because=" ".join(not_engaged_because.split()), rests_on=[kept_need(one) for one in needed],
    )  # fmt: skip
    insert_all([row])
    worn = [(one, HatKind.OPENER) for one in openers]
    if by.account_id not in {one.account_id for one in openers}:
        worn.append((by, HatKind.BUYER))
    put_on(by, at, RoundStands(row), worn)
    add_to_line(competition=row.id)
    return row.id


def _check_terms(
    terms: str, regime: str, at: datetime, closes_at: datetime, questions_until: datetime | None
) -> Offer:
    """Units and rule as they are published; refused with bids among them, without questions where quality counts, or out of time."""
    offer = offer_from(terms, "the competition")
    if offer.bidders:
        raise Refused("The text holds bids. Publish units and rule alone: bids come sealed.", field="terms")
    if offer.rests_on_quality and offer.evaluation is None:
        raise Refused(_NO_QUESTIONS, field="terms")
    if regime not in regimes():
        raise Refused(f"There is no such law. Expected {', '.join(regimes().values())}.", field="regime")
    if closes_at <= at:
        raise Refused("It must close after it is published.", field="closes_at")
    if questions_until is not None and not at < questions_until < closes_at:
        raise Refused("Questions close before bids do, and not at once.", field="questions_until")
    return offer


def _check_law(
    regime: str, at: datetime, closes_at: datetime, planned_on: date | None, *, engaged: bool, because: str
) -> None:
    on = day_of(at)
    law = notices(regime, on)
    check_window(law, on, day_of(closes_at), planned_on)
    check_engagement(law, engaged, because)


def _check_openers(by: Member, at: datetime, one: UUID, two: UUID) -> list[Member]:
    there = {m.id: m for m in access.members_of([by.unit_id], at=at) if m.may(Permission.OPEN_BIDS)}
    for opener, named in ((one, "opener_one"), (two, "opener_two")):
        if opener not in there:
            raise Refused("Choose somebody of your team who may open bids.", field=named)
    if there[one].account_id == there[two].account_id:
        raise Refused("Two different people open the bids.", field="opener_two")
    return [there[one], there[two]]


@action(Permission.RUN_COMPETITION)
def call_off_competition(*, by: Member, at: datetime, competition_id: UUID, because: str) -> None:
    """Call a competition off, with the reason that every bidder is shown; what is sealed stays sealed for ever."""
    stands = open_round(competition_id, lock=True)
    words = " ".join(because.split())
    if not words or len(words) > LONGEST:
        raise Refused(f"Say why, in at most {LONGEST} characters.", field="because")
    if stands.row.unit_id != by.unit_id:
        raise Refused("Only the team that published a competition calls it off.")
    if stands.called_off is not None:
        raise Refused("This competition is called off.")
    if ending(stands).signature is not None:
        raise Refused("What was awarded is signed.")
    insert_all([CalledOff(
        id=new_id(), round_id=competition_id, because=words, unit_id=by.unit_id, member_id=by.id, at=at
    )])  # fmt: skip
    add_to_line(competition=competition_id)
