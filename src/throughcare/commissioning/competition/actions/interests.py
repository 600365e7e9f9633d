"""Declaring an interest in a body that may bid, and saying as somebody else what becomes of one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id

from ..models import Interest, InterestResolved
from ..rules.interests import HowResolved, InterestKind
from ..rules.stages import OVER
from ..store import interests, open_round

LONGEST = 500


@action(Permission.TRY_AWARD)
def declare_interest(
    *, by: Member, at: datetime, competition_id: UUID, organisation_id: UUID, kind: str, said: str
) -> None:
    """Declare what binds oneself to a body, on the buyer's side of a competition, until it is decided.

    It is read against those who bid once it closes; nothing is opened, signed or decided before it is resolved.
    """
    stands = open_round(competition_id, lock=True)
    words = _words(said, "said")
    if kind not in list(InterestKind):
        raise Refused(f"Choose one of {', '.join(InterestKind)}.", field="kind")
    if access.organisation(organisation_id) is None:
        raise Refused("There is no such body.", field="organisation_id")
    if stands.stage(at) in OVER:
        raise Refused(f"This competition is {stands.stage(at)}: say it to whoever inspects.")
    insert_all([Interest(
        id=new_id(), round_id=competition_id, organisation_id=organisation_id, kind=kind, said=words, member_id=by.id, at=at
    )])  # fmt: skip
    add_to_line(competition=competition_id, body=organisation_id)


@action(Permission.RUN_COMPETITION)
def resolve_interest(
    *,
    by: Member,
    at: datetime,
    competition_id: UUID,
    holder_id: UUID,
    organisation_id: UUID,
    how: str,
    because: str,
) -> None:
    """Say what becomes of somebody else's interest in a body that bids: they are recused, it is accepted, or the bidder is out."""
    stands = open_round(competition_id, lock=True)
    words = _words(because, "because")
    if how not in list(HowResolved):
        raise Refused(f"Choose one of {', '.join(HowResolved)}.", field="how")
    if stands.stage(at) in OVER:
        raise Refused(f"This competition is {stands.stage(at)}.")
    if (holder_id, organisation_id) not in {(one.member, one.body) for one in interests(competition_id, at)}:
        raise Refused("There is no such interest.")
    holder = access.membership(holder_id)
    if holder_id == by.id or (holder is not None and holder.account_id == by.account_id):
        raise Refused("Nobody resolves an interest of their own.")
    insert_all([InterestResolved(
        id=new_id(), round_id=competition_id, holder_id=holder_id, organisation_id=organisation_id, how=how, because=words,
        member_id=by.id, at=at,
    )])  # fmt: skip
    add_to_line(competition=competition_id, holder=holder_id, body=organisation_id, because=words)


def _words(said: str, field: str) -> str:
    words = " ".join(said.split())
    if not words or len(words) > LONGEST:
        raise Refused(f"Say it in at most {LONGEST} characters.", field=field)
    return words
