"""Making an opener's key, and turning it on an envelope: the second of two opens that envelope of every bid."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Bid, Opened, OpenedAnswers, OpenedBid, OpenerKey, OpenerSecret, Promised, Turned
from ..rules.reading import bid_from
from ..rules.resting import at_the_close, taken_out
from ..rules.sealing import OpeningKey, half_of, opened, opening_key, unlocked
from ..rules.stages import Envelope, Stage, check_may_turn
from ..rules.together import Promise, promise_from, puts_out, words_of_partners
from ..store import (
    RoundStands,
    about,
    about_promise,
    check_settled,
    excluded,
    offered,
    open_round,
    promised,
    standing,
)

_CHANGED = "The answers in its file are not those that were scored."


@action(Permission.OPEN_BIDS)
def make_opening_key(*, by: Member, at: datetime, competition_id: UUID, passphrase: str) -> None:
    """Make one's key for a competition that one opens; the passphrase is kept nowhere, and cannot be found again."""
    stands = _mine(by, competition_id)
    if stands.stage(at) is not Stage.KEYS:
        raise Refused(f"This competition is {stands.stage(at)}. Keys are made before bids are taken.")
    key = opening_key(passphrase)
    row = OpenerKey(id=new_id(), round_id=competition_id, public=key.public, member_id=by.id, at=at)
    insert_all([row])
    insert_all([OpenerSecret(id=new_id(), key=row, sealed=key.private_sealed, member_id=by.id, at=at)])
    add_to_line(competition=competition_id)


@action(Permission.OPEN_BIDS)
def turn_key(*, by: Member, at: datetime, competition_id: UUID, passphrase: str) -> bool:
    """Turn one's key on the envelope that is next. Returns whether that opened it: the second of two does."""
    stands = _mine(by, competition_id)
    check_may_turn(stands.happened, at)
    check_settled(stands, at)
    envelope = stands.happened.envelope
    bids = standing(Bid.objects.filter(round=competition_id))
    words = promised(competition_id) if envelope is Envelope.PRICES else []
    halves = _halves(stands, by, passphrase, bids, words)
    insert_all([Turned(
        id=new_id(), round_id=competition_id, envelope=envelope.value, member_id=by.id, at=at,
        halves={str(bid): half.hex() for bid, half in halves.items()},
    )])  # fmt: skip
    add_to_line(competition=competition_id, envelope=envelope.value)
    other = next((one for who, one in stands.now_turned.items() if who != by.id), None)
    if other is None:
        return False
    theirs = {UUID(bid): bytes.fromhex(half) for bid, half in other.halves.items()}
    said = [one for row in words if (one := _promise(row, halves, theirs)) is not None]
    opening = _Opening(by, at, stands, envelope, halves, theirs, said, excluded(competition_id))
    opening.keep([opening.read(bid) for bid in bids])
    return True


def _mine(by: Member, competition_id: UUID) -> RoundStands:
    stands = open_round(competition_id, lock=True)
    if by.id not in stands.openers:
        raise Refused("You are not one of the two who open this competition.")
    return stands


def _halves(
    stands: RoundStands, by: Member, passphrase: str, bids: Sequence[Bid], words: Sequence[Promised]
) -> dict[UUID, bytes]:
    """One opener's half of each bid's envelope, and of each word of a partner that is read beside the prices."""
    kept, envelope = stands.keys[by.id], stands.happened.envelope
    own = OpenerSecret.objects.get(key=kept)
    key = unlocked(OpeningKey(bytes(kept.public), bytes(own.sealed)), passphrase)
    first = by.id == stands.openers[0]
    sealed = [(bid.id, _wrapped(bid, envelope, first=first), about(bid.id, envelope)) for bid in bids]
    sealed += [(one.id, one.half_one if first else one.half_two, about_promise(one.id)) for one in words]
    return {id: half_of(key, bytes(half), bound) for id, half, bound in sealed if half}


def _promise(row: Promised, mine: dict[UUID, bytes], theirs: dict[UUID, bytes]) -> Promise | None:
    """A partner's word as it was opened; None where it cannot be read, which stops no other."""
    one, other = mine.get(row.id), theirs.get(row.id)
    if row.content is None or one is None or other is None:
        return None
    try:
        return promise_from(opened(bytes(row.content), (one, other), about_promise(row.id)))
    except (Refused, ValueError, KeyError):
        return None


def _wrapped(bid: Bid, envelope: Envelope, *, first: bool) -> bytes | memoryview | None:
    if envelope is Envelope.ANSWERS:
        return bid.answers_half_one if first else bid.answers_half_two
    return bid.half_one if first else bid.half_two


def _answers_in(text: str) -> dict[str, str]:
    try:
        said = json.loads(text)
    except ValueError:
        said = None
    if not isinstance(said, dict) or not all(isinstance(one, str) for one in said.values()):
        raise Refused("Its answers are not answers.")
    return said


@dataclass(frozen=True)
class _Read:
    """An envelope as it was opened: its bidder, what it says, or why it cannot be read."""

    bid: Bid
    bidder: str
    said: str = ""
    fault: str = ""
    passport: dict[str, Any] | None = None
    partners: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class _Opening:
    """One envelope of every bid, being opened by the second of two."""

    by: Member
    at: datetime
    stands: RoundStands
    envelope: Envelope
    mine: dict[UUID, bytes]
    theirs: dict[UUID, bytes]
    promises: Sequence[Promise]
    excluded: Mapping[UUID, str]

    def read(self, bid: Bid) -> _Read:
        """What one bid's envelope says; one that cannot be read stops no other."""
        unit = access.units([bid.unit_id]).get(bid.unit_id)
        name = f"{unit.name}, {unit.organisation.name}" if unit else "a team since closed"
        one, other = self.mine.get(bid.id), self.theirs.get(bid.id)
        content = bid.answers if self.envelope is Envelope.ANSWERS else bid.content
        if unit is not None and (why := self.excluded.get(unit.organisation_id)):
            return _Read(bid, name, fault=why[:500])
        if content is None or one is None or other is None:
            return _Read(bid, name, fault="One half of its key is missing.")
        try:
            text = opened(bytes(content), (one, other), about(bid.id, self.envelope))
            if self.envelope is Envelope.ANSWERS:
                _answers_in(text)
                return _Read(bid, name, text)
            return self._whole(bid, text, name)
        except Refused as refusal:
            return _Read(bid, name, fault=refusal.because[:500])

    def _whole(self, bid: Bid, text: str, name: str) -> _Read:
        """The whole of a bid, with what its passport came to at the close: what was put out by that has its reason."""
        found = taken_out(text)
        said = bid_from(found.said, name, offered(self.stands.row))
        scored = OpenedAnswers.objects.filter(bid=bid.id).first()
        if scored is not None and (scored.fault or scored.said != said.answers):
            raise Refused(scored.fault or _CHANGED)
        closes = day_of(self.stands.row.closes_at)
        words = words_of_partners(said.bidder.shares, bid.unit_id, self.promises)
        out = puts_out(words, closes)
        frozen = None
        if found.facts is not None:
            out = [*at_the_close(found.facts, closes).out, *out]
            frozen = {"edition": found.edition, "facts": dict(found.facts)}
        partners = tuple({"who": share.who, "word": word.value} for share, word in words)
        return _Read(bid, name, found.said, "; ".join(map(str, out))[:500], frozen, partners)

    def keep(self, read: Sequence[_Read]) -> None:
        """Keep what each envelope said, and that it was opened: after that nothing is added."""
        row = {"round_id": self.stands.row.id, "member_id": self.by.id, "at": self.at}
        whose = [{"bid_id": one.bid.id, "bidder": one.bidder, "unit_id": one.bid.unit_id} for one in read]
        pairs = list(zip(read, whose, strict=True))
        if self.envelope is Envelope.ANSWERS:
            insert_all([
                OpenedAnswers(id=new_id(), said=_answers_in(one.said or "{}"), fault=one.fault, **row, **who)
                for one, who in pairs
            ])  # fmt: skip
        else:
            insert_all([
                OpenedBid(
                    id=new_id(), said=one.said, fault=one.fault, passport=one.passport, partners=list(one.partners),
                    **row, **who
                ) for one, who in pairs
            ])  # fmt: skip
        insert_all([Opened(id=new_id(), envelope=self.envelope.value, **row)])
