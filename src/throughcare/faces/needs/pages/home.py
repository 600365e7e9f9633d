"""What of need stands on home: the widest gaps of the viewer's places, for whoever analyses or buys."""

from __future__ import annotations

from urllib.parse import urlencode

from throughcare.commissioning.needs import queries
from throughcare.commissioning.needs.queries import NeedSeen, PoolSeen
from throughcare.commissioning.needs.rules.intentions import Stage
from throughcare.faces.web.home_card import HomeCard
from throughcare.faces.web.look.parts import Column, Link, Table
from throughcare.faces.web.matter import Matter, Noted
from throughcare.faces.web.page import Asking
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from ..words import gap_lines, share_words
from .gap import ADDRESS, own_places

MOST = 5
"""Gaps of each place that home shows."""
WHOSE_WORK = {"needs analyst", "commissioner"}


def cards(request: Asking) -> list[HomeCard]:
    """The widest gaps, for those whose work they are; what an analyst does first where nothing was published."""
    pooled = _pools(request)
    if not request.member.may(May.LOOK_AT_NEED) or request.member.role not in WHOSE_WORK:
        return pooled
    places = own_places(request) or queries.places_told_of()
    found = [one for place in places if (one := queries.need_of_place(place, at=request.at)) is not None]
    if not found and request.member.role != "needs analyst":
        return pooled
    names = queries.names_of_places()
    rows = [
        [
            names.get(place.place, place.place),
            Link(one.name, f"{ADDRESS}/one?{urlencode({'place': place.place, 'need': one.code})}"),
            share_words(one.told.share_not_met),
            gap_lines(one.gap),
        ]
        for place in found
        for one in widest(place.needs)
        if is_told(one)
    ]
    columns = [Column("Area"), Column("Need"), Column("Not met"), Column("Gap")]
    table = Table("The widest gaps", columns, rows) if rows else None
    first = (
        "See what was published of need: too little was assessed to say how wide any gap is"
        if found
        else "No need was published yet: see how it will be, as each quarter begins"
    )
    return [
        *pooled,
        HomeCard(
            62,
            table=table,
            diary=_closing(request),
            more=Link("Need, supply and the gap" if rows else first, ADDRESS),
            own_work=bool(rows) and request.member.role == "needs analyst",
        ),
    ]


def _pools(request: Asking) -> list[HomeCard]:
    """What waits for the viewer's organisation of the pools that it is a partner of."""
    if not request.member.may(May.KEEP_POOL):
        return []
    matters = [
        one for seen in queries.pools(request.member, at=request.at) for one in _of_pool(seen, request)
    ]
    return [HomeCard(61, matters)] if matters else []


def _of_pool(seen: PoolSeen, request: Asking) -> list[Matter]:
    row, address, ends = seen.stands.row, f"/need/pools/{seen.stands.row.id}", seen.stands.agreed.ends
    join, back = Link("Join it", f"{address}/join"), Link("Give it back", f"{address}/give-back")
    made = [Matter("pool to join", "Join a pooled budget, or say no", join, day_of(row.at), about=row.title)]
    owed = [Matter("pool to give back", "Give back what is left of a pool", back, ends, about=row.title)]
    votes = [
        Matter(
            "spending to vote on", "Vote on what a pool spends", Link("Vote", f"/need/pools/spendings/{one.row.id}"), day_of(one.row.at),
            about=row.title,
        )
        for one in seen.to_vote
    ]  # fmt: skip
    close = Link("Close it", f"{address}/close-year")
    year = [Matter("year of a pool to close", "Close a year of a pool", close, seen.year, about=row.title)]
    return (
        (made if seen.to_join else [])
        + votes
        + (owed if seen.to_give_back else [])
        + (year if seen.to_close(request.member) else [])
    )


def _closing(request: Asking) -> list[Noted]:
    """The last day of each consultation that is open."""
    today = day_of(request.at)
    return [
        Noted(
            row.closes,
            "Last day to say something of an intention",
            f"/need/intentions/{row.id}",
            about=paper.title,
        )
        for row, paper in queries.intentions()
        if row.stage == Stage.CONSULTING and row.closes is not None and row.closes >= today
    ]


def is_told(one: NeedSeen) -> bool:
    """Whether anything of a gap can be told: how many it leaves, or that nothing is offered for what some are known to have."""
    return bool(one.told.not_met) or (not one.supply.services and bool(one.told.with_it))


def widest(needs: tuple[NeedSeen, ...]) -> list[NeedSeen]:
    """Those that somebody may have and for which nothing is offered, then by how many were taken on by nobody; withheld last."""

    def order(one: NeedSeen) -> tuple[bool, int, str]:
        unserved = not one.supply.services and one.told.with_it != 0
        return not unserved, -(one.told.not_met or 0), one.name

    return sorted(needs, key=order)[:MOST]
