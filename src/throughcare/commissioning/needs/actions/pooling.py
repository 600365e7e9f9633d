"""Pooling budgets: drawn up by whoever leads, joined by each partner, paid into, spent by the rule they agreed, given back at its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from throughcare.casework.interventions.rules.words import need_areas
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import queries as models
from throughcare.foundation.operating_model.rules.questions import Question

from ..models import Pool, PoolEntry, PoolJoined, PoolPartner, PoolSpending, PoolVote, PoolYear
from ..rules import pooling
from ..rules.carrying_over import check_year_is_closed
from ..rules.pooling import (
    DecidedBy,
    Entry,
    Partner,
    Votes,
    check_given_back,
    check_joined,
    check_paid_in,
    check_pool,
    is_agreed,
    split,
)
from ..rules.seats import Vote
from ..store.pools import PoolStands, SpendingStands, open_pool, pool_of_spending, year_to_close

LONGEST_TITLE, LONGEST = 120, 300


@action(Permission.KEEP_POOL)
def draw_up_pool(
    *,
    by: Member,
    at: datetime,
    title: str,
    basis: str,
    place: str,
    decided_by: str,
    starts: date,
    ends: date,
    partners: Sequence[Partner],
    more_than: int = 50,
) -> UUID:
    """Draw up a pooled budget that one's own organisation leads. Returns it; it begins once every partner has joined.

    ``place`` is where it is for: refused where the operating model in force there says that budgets are not pooled.
    """
    if decided_by not in list(DecidedBy):
        raise Refused("Choose who decides.", field="decided_by")
    agreed = pooling.Pool(tuple(partners), by.organisation_id, DecidedBy(decided_by), starts, ends, more_than)
    check_pool(agreed)
    _check_named(partners)
    _check_model(place, day_of(at))
    row = Pool(
        id=new_id(), title=_words(title, "title", LONGEST_TITLE), basis=_words(basis, "basis", LONGEST), decided_by=decided_by,
        more_than=more_than, place=place, starts=starts, ends=ends, organisation_id=by.organisation_id, unit_id=by.unit_id, member_id=by.id, at=at,
    )  # fmt: skip
    insert_all([row])
    insert_all([
        PoolPartner(
            id=new_id(), pool_id=row.id, organisation_id=one.organisation, percent=one.percent, kept_for=one.kept_for, place=place_,
            member_id=by.id, at=at,
        )
        for place_, one in enumerate(partners)
    ])  # fmt: skip
    add_to_line(pool=row.id)
    return row.id


@action(Permission.KEEP_POOL)
def join_pool(*, by: Member, at: datetime, pool_id: UUID) -> None:
    """Join a pool for one's own organisation, on the terms that stand."""
    stands = open_pool(pool_id, lock=True)
    _check_partner(stands, by)
    insert_all([PoolJoined(
        id=new_id(), pool_id=pool_id, organisation_id=by.organisation_id, member_id=by.id, at=at
    )])  # fmt: skip
    add_to_line(pool=pool_id)


@action(Permission.KEEP_POOL)
def pay_into_pool(*, by: Member, at: datetime, pool_id: UUID, pence: int) -> None:
    """Record what one's own organisation paid in."""
    stands = open_pool(pool_id, lock=True)
    _check_partner(stands, by)
    check_joined(stands.agreed, stands.joined)
    check_paid_in(stands.agreed, day_of(at), pence)
    _move(by, at, pool_id, Entry.PAID_IN, {by.organisation_id: pence})


@action(Permission.KEEP_POOL)
def ask_to_spend(*, by: Member, at: datetime, pool_id: UUID, need: str, pence: int, because: str) -> UUID:
    """Ask the partners of a pool to spend on a need, with the reason. Returns what is asked, which waits for their votes."""
    stands = open_pool(pool_id, lock=True)
    _check_partner(stands, by)
    check_joined(stands.agreed, stands.joined)
    if need not in need_areas():
        raise Refused("Choose a need.", field="need")
    _check_year(stands, at)
    split(stands.agreed, stands.left, need, pence)
    row = PoolSpending(
        id=new_id(), pool_id=pool_id, need=need, pence=pence, because=_words(because, "because", LONGEST),
        organisation_id=by.organisation_id, member_id=by.id, at=at,
    )  # fmt: skip
    insert_all([row])
    add_to_line(pool=pool_id, spending=row.id)
    return row.id


@action(Permission.KEEP_POOL)
def vote_on_spending(*, by: Member, at: datetime, spending_id: UUID, vote: str) -> bool:
    """Vote for one's own organisation. Returns whether that spent it: the vote by which the pool's rule is met does, from each partner's money."""
    stands, asked = pool_of_spending(spending_id, lock=True)
    _check_partner(stands, by)
    if vote not in list(Vote):
        raise Refused("Vote for or against.", field="vote")
    if is_agreed(stands.agreed, asked.votes) is not None:
        raise Refused("It is decided.")
    insert_all([PoolVote(
        id=new_id(), pool_id=stands.row.id, spending_id=spending_id, vote=vote, organisation_id=by.organisation_id, member_id=by.id, at=at
    )])  # fmt: skip
    add_to_line(pool=stands.row.id, spending=spending_id)
    if is_agreed(stands.agreed, _with(asked, by.organisation_id, vote)) is not True:
        return False
    _check_year(stands, at)
    carried = split(stands.agreed, stands.left, asked.row.need, asked.row.pence)
    _move(by, at, stands.row.id, Entry.SPENT, carried, spending_id)
    return True


@action(Permission.KEEP_POOL)
def give_back(*, by: Member, at: datetime, pool_id: UUID) -> None:
    """Give each partner back what is left of its own money, once the pool has ended; done by whoever leads it."""
    stands = open_pool(pool_id, lock=True)
    if stands.row.unit_id != by.unit_id:
        raise Refused("Whoever leads a pool gives back what is left.")
    left = {who: pence for who, pence in stands.left.items() if pence}
    if not left:
        raise Refused("Nothing is left in it.")
    for pence in left.values():
        check_given_back(stands.agreed, day_of(at), pence, pence)
    _move(by, at, pool_id, Entry.GIVEN_BACK, left)


@action(Permission.KEEP_POOL)
def close_year(*, by: Member, at: datetime, pool_id: UUID) -> None:
    """Close the last year of a pool: what the operating model lets nobody carry over goes back to whose it is; done by whoever leads it."""
    stands = open_pool(pool_id, lock=True)
    if stands.row.unit_id != by.unit_id:
        raise Refused("Whoever leads a pool closes its year.")
    ends, most, back = year_to_close(stands, day_of(at))
    if not back or most.percent is None:
        raise Refused(f"Nothing of the year to {ends:%-d %B %Y} has to go back.")
    insert_all([PoolYear(
        id=new_id(), pool_id=pool_id, ends=ends, percent=most.percent, clause=str(most.finding.clause), member_id=by.id, at=at
    )])  # fmt: skip
    _move(by, at, pool_id, Entry.GIVEN_BACK, back)


def _check_year(stands: PoolStands, at: datetime) -> None:
    ends, _, back = year_to_close(stands, day_of(at))
    check_year_is_closed(ends, back)


def _with(asked: SpendingStands, organisation: UUID, vote: str) -> Votes:
    agreed, against = asked.votes.agreed, asked.votes.against
    return (
        Votes(agreed | {organisation}, against)
        if vote == Vote.FOR
        else Votes(agreed, against | {organisation})
    )


def _move(
    by: Member,
    at: datetime,
    pool_id: UUID,
    entry: Entry,
    pence: dict[UUID, int],
    spending_id: UUID | None = None,
) -> None:
    for who, part in pence.items():
        insert_all([PoolEntry(
            id=new_id(), pool_id=pool_id, organisation_id=who, entry=entry.value, pence=part, spending_id=spending_id, member_id=by.id,
            at=at,
        )])  # fmt: skip
    add_to_line(pool=pool_id)


def _check_partner(stands: PoolStands, by: Member) -> None:
    if stands.agreed.partner(by.organisation_id) is None:
        raise Refused("Your organisation is no partner of this pool.")


def _check_named(partners: Sequence[Partner]) -> None:
    for one in partners:
        if access.organisation(one.organisation) is None:
            raise Refused("There is no such organisation.", field="partners")
        if one.kept_for and one.kept_for not in need_areas():
            raise Refused("Money is kept for a need from the list, or for none.", field="partners")


def _check_model(place: str, on: date) -> None:
    """Refuse a pool where the model in force says that budgets are not pooled; silence of a model is no "no"."""
    if place not in {area.code for area in models.areas()}:
        raise Refused("There is no such area.", field="place")
    found = models.model_in_force(place, on)
    if found is None:
        return
    said = found.model.questions[Question.POOLED_BUDGETS]
    if said.value.is_yes is False:
        raise Refused(f"The operating model there pools no budgets ({said.ground.clause}).", field="place")


def _words(said: str, field: str, longest: int) -> str:
    words = " ".join(said.split())
    if not words or len(words) > longest:
        raise Refused(f"Say it in at most {longest} characters.", field=field)
    return words
