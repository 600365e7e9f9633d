"""Loads what a competition has come to, for its actions and its queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from throughcare.foundation.kernel import Refused

from ..models import (
    Bid,
    CalledOff,
    Decision,
    HandedIn,
    Opened,
    OpenerKey,
    PanelMember,
    PriceAsked,
    PriceRuled,
    Promised,
    Round,
    SignedQuality,
    StoodDown,
    Turned,
)
from ..rules.evaluated import evaluated
from ..rules.evaluating import Judged
from ..rules.offers import Offer
from ..rules.reading import bid_from, offer_from
from ..rules.stages import Envelope, Happened, Stage, stage

EVALUATOR, MODERATOR = "evaluator", "moderator"


@dataclass(frozen=True)
class RoundStands:
    """A competition as it stands for the viewer: what was published, keys, the panel as far as they see it, and how it ended.

    ``panel`` holds who has a part and was not stood down; ``down`` why others were. ``prices_open`` are the questions about low
    prices of which the buyer has not decided.
    """

    row: Round
    keys: dict[UUID, OpenerKey] = field(default_factory=dict)
    turned: dict[Envelope, dict[UUID, Turned]] = field(default_factory=dict)
    opened: frozenset[Envelope] = frozenset()
    panel: dict[UUID, str] = field(default_factory=dict)
    down: dict[UUID, str] = field(default_factory=dict)
    handed_in: frozenset[UUID] = frozenset()
    signed: SignedQuality | None = None
    decision: Decision | None = None
    called_off: CalledOff | None = None
    prices_open: int = 0

    @property
    def openers(self) -> tuple[UUID, UUID]:
        """The two who open, in the order of the halves."""
        return self.row.opener_one, self.row.opener_two

    @property
    def evaluators(self) -> frozenset[UUID]:
        """Who scores, of those not stood down."""
        return frozenset(who for who, part in self.panel.items() if part == EVALUATOR)

    @property
    def all_handed_in(self) -> bool:
        """Whether there are evaluators and all have handed in."""
        return bool(self.evaluators) and self.evaluators <= self.handed_in

    @property
    def happened(self) -> Happened:
        """What has happened, for the rule of stages."""
        return Happened(
            self.row.closes_at, len(self.keys), {one: len(by) for one, by in self.turned.items()}, self.opened,
            self.row.asks, self.all_handed_in, self.signed is not None, self.decision is not None,
            self.called_off is not None,
        )  # fmt: skip

    @property
    def now_turned(self) -> dict[UUID, Turned]:
        """Who turned their key on the envelope that is next, or was last."""
        return self.turned.get(self.happened.envelope, {})

    def stage(self, at: datetime) -> Stage:
        """Its stage at an instant."""
        return stage(self.happened, at)


def rounds(rows: Iterable[Round]) -> list[RoundStands]:
    """These competitions with what has happened in them, as far as the viewer sees it; the same number of queries for any."""
    every = list(rows)
    ids = [row.id for row in every]
    keys: dict[UUID, dict[UUID, OpenerKey]] = defaultdict(dict)
    for key in OpenerKey.objects.filter(round__in=ids):
        keys[key.round_id][key.member_id] = key
    turned: dict[UUID, dict[Envelope, dict[UUID, Turned]]] = defaultdict(lambda: defaultdict(dict))
    for one in Turned.objects.filter(round__in=ids):
        turned[one.round_id][Envelope(one.envelope)][one.member_id] = one
    opened: dict[UUID, set[Envelope]] = defaultdict(set)
    for round_id, envelope in Opened.objects.filter(round__in=ids).values_list("round_id", "envelope"):
        opened[round_id].add(Envelope(envelope))
    signed = {one.round_id: one for one in SignedQuality.objects.filter(round__in=ids)}
    decided = {one.round_id: one for one in Decision.objects.filter(round__in=ids)}
    off = {one.round_id: one for one in CalledOff.objects.filter(round__in=ids)}
    panels, asked = _panels(ids), _prices_open(ids)
    return [
        RoundStands(
            row, keys[row.id], dict(turned[row.id]), frozenset(opened[row.id]), *panels[row.id], signed.get(row.id),
            decided.get(row.id), off.get(row.id), asked[row.id],
        )
        for row in every
    ]  # fmt: skip


def _prices_open(ids: list[UUID]) -> Counter[UUID]:
    """By competition, how many questions about prices wait for the buyer's decision."""
    ruled = PriceRuled.objects.filter(round__in=ids).values("asked_id")
    open_now = PriceAsked.objects.filter(round__in=ids).exclude(id__in=ruled)
    return Counter(open_now.values_list("round_id", flat=True))


def _panels(ids: list[UUID]) -> dict[UUID, tuple[dict[UUID, str], dict[UUID, str], frozenset[UUID]]]:
    """By competition: who is on the panel in which part, who was stood down and why, and who has handed in."""
    down: dict[UUID, dict[UUID, str]] = {one: {} for one in ids}
    for gone in StoodDown.objects.filter(round__in=ids):
        down[gone.round_id][gone.who] = gone.because
    panel: dict[UUID, dict[UUID, str]] = {one: {} for one in ids}
    for named in PanelMember.objects.filter(round__in=ids).order_by("at", "id"):
        if named.who not in down[named.round_id]:
            panel[named.round_id][named.who] = named.part
    handed: dict[UUID, set[UUID]] = {one: set() for one in ids}
    for round_id, who in HandedIn.objects.filter(round__in=ids).values_list("round_id", "member_id"):
        handed[round_id].add(who)
    return {one: (panel[one], down[one], frozenset(handed[one])) for one in ids}


def open_round(round_id: UUID, *, lock: bool = False) -> RoundStands:
    """One competition, held against others who act on it where ``lock``; refused where there is none."""
    if lock:
        _lock(round_id)
    row = Round.objects.filter(id=round_id).first()
    if row is None:
        raise Refused("There is no such competition.")
    return rounds([row])[0]


def _lock(round_id: UUID) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"competition {round_id}"])


def promised(competition_id: UUID, *, unit_id: UUID | None = None) -> list[Promised]:
    """The words of partners that stand, as far as the viewer sees them, the earliest first: those not taken back by their own team."""
    rows = list(Promised.objects.filter(round=competition_id).order_by("at", "id"))
    gone = {(one.takes_back_id, one.unit_id) for one in rows if one.takes_back_id}
    stood = [one for one in rows if one.content is not None and (one.id, one.unit_id) not in gone]
    return [one for one in stood if unit_id in {None, one.unit_id}]


def standing(bids: Iterable[Bid]) -> list[Bid]:
    """The last sending of each unit, where it was not a withdrawal; of two at one instant, the one made last."""
    last: dict[UUID, Bid] = {}
    for one in sorted(bids, key=lambda bid: (bid.at, bid.id)):
        last[one.unit_id] = one
    return [one for one in last.values() if one.content is not None]


def offered(row: Round) -> Offer:
    """What was published: units and rule, without bids."""
    return _read(row.terms, row.title)


@lru_cache(maxsize=128)
def _read(terms: str, title: str) -> Offer:
    """A round as its terms say; kept, for they are public, never change, and every page of it reads them again."""
    return offer_from(terms, title)


def with_bids(offer: Offer, said: Iterable[tuple[str, str]], quality: Mapping[str, Judged]) -> Offer:
    """The round with what its bidders said, pairs of a bidder's name and the text of their bid, and how they were judged."""
    read = [bid_from(text, name, offer) for name, text in said]
    whole = replace(
        offer, bidders=tuple(one.bidder for one in read), packages=tuple(p for one in read for p in one.packages)
    )  # fmt: skip
    return evaluated(whole, quality)


def about(bid_id: UUID, envelope: Envelope = Envelope.PRICES) -> bytes:
    """What a sealed envelope is bound to, so that it opens as no other."""
    return (b"bid " if envelope is Envelope.PRICES else b"answers ") + bid_id.bytes


def about_promise(promise_id: UUID) -> bytes:
    """What a partner's sealed word is bound to."""
    return b"promise " + promise_id.bytes
