"""What of competitions stands on home: a key to make or to turn; what closes soon."""

from __future__ import annotations

from throughcare.commissioning.competition import queries
from throughcare.commissioning.competition.rules.stages import Stage
from throughcare.faces.web.home_card import HomeCard
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Matter, Noted
from throughcare.faces.web.page import Asking
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of


def cards(request: Asking) -> list[HomeCard]:
    """What waits for whoever opens bids, and the day each open competition closes for whoever may bid or buys."""
    may = request.member.may
    waiting = [_crossing(one) for one in _to_approve(request)]
    if waiting and not any(map(may, (May.OPEN_BIDS, May.SEND_BID, May.RUN_COMPETITION))):
        return [HomeCard(60, waiting)]
    if not any(map(may, (May.OPEN_BIDS, May.SEND_BID, May.RUN_COMPETITION))):
        return []
    found = queries.competitions(request.member, at=request.at)
    matters = [*(_matter(one) for one in found if one.waits_for_me), *waiting]
    diary = [
        Noted(
            day_of(one.stands.row.closes_at), "Bids close at noon", f"/competition/rounds/{one.stands.row.id}",
            about=one.stands.row.title,
        )
        for one in found
        if one.stage is Stage.OPEN
    ]  # fmt: skip
    return [HomeCard(60, matters, diary=diary)] if matters or diary else []


def _to_approve(request: Asking) -> list[queries.CrossingTold]:
    if not request.member.may(May.APPROVE_CROSSING):
        return []
    return queries.crossings_to_approve(request.member, at=request.at)


def _crossing(one: queries.CrossingTold) -> Matter:
    return Matter(
        kind="crossing to approve",
        what="Say whether somebody may cross the wall of a competition",
        do=Link("Look at it", f"/competition/crossings/{one.row.id}"),
        since=day_of(one.row.at),
        due=day_of(one.row.until),
        about=one.by,
    )


def _matter(one: queries.CompetitionSeen) -> Matter:
    row, making = one.stands.row, one.stage is Stage.KEYS
    closes = day_of(row.closes_at)
    return Matter(
        kind="key to make" if making else "key to turn",
        what="Make your key, so that bids can be taken" if making else "Turn your key, so that the bids are opened",
        do=Link("Make it" if making else "Turn it", f"/competition/rounds/{row.id}/{'make' if making else 'turn'}-key"),
        since=day_of(row.at) if making else closes,
        due=None if making else closes,
        about=row.title,
    )  # fmt: skip
