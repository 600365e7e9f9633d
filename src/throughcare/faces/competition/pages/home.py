"""What of competitions stands on home: what waits for whoever opens, judges or buys; what closes soon."""

from __future__ import annotations

from throughcare.commissioning.competition import queries
from throughcare.commissioning.competition.queries import Waiting, Waits
from throughcare.commissioning.competition.rules.stages import Stage
from throughcare.faces.web.home_card import HomeCard
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Matter, Noted
from throughcare.faces.web.page import Asking
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

_CONCERNED = (May.OPEN_BIDS, May.SEND_BID, May.RUN_COMPETITION, May.SCORE_ANSWERS, May.MODERATE_SCORES)
_DO = {
    Waits.MAKE_KEY: ("Make your key, so that bids can be taken", "Make it", "/make-key"),
    Waits.TURN_KEY: ("Turn your key, so that the bids are opened", "Turn it", "/turn-key"),
    Waits.NAME_PANEL: ("Name who evaluates and who moderates", "Name them", "/panel"),
    Waits.SCORE: ("Score the answers, alone", "Score them", "/answers"),
    Waits.AGREE: ("Record what the evaluators agree on, and sign", "Agree them", "/answers"),
    Waits.DECIDE: ("Decide by the published rule", "Decide", ""),
    Waits.ANSWER_PRICE: ("Say how your team can do it for its price", "Answer", "/prices"),
    Waits.RULE_PRICE: ("Keep or reject a price that was asked about", "Look at it", "/prices"),
    Waits.ANSWER: ("Answer what bidders ask, to all", "Answer", ""),
    Waits.PUBLISH: ("Publish the award, so that its standstill begins", "Publish it", ""),
    Waits.SIGN: ("Sign what was awarded: nothing holds it now", "Record it", ""),
    Waits.NOTICE: ("Give a notice that is owed", "Give it", ""),
}


def cards(request: Asking) -> list[HomeCard]:
    """What waits for whoever opens, judges or buys, and the day each open competition closes for whoever may bid or buys."""
    may = request.member.may
    waiting = [_crossing(one) for one in _to_approve(request)]
    if not any(map(may, _CONCERNED)):
        return [HomeCard(60, waiting)] if waiting else []
    found = queries.competitions(request.member, at=request.at)
    matters = [_matter(one) for one in queries.waiting(request.member, found, at=request.at)] + waiting
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


def _matter(one: Waiting) -> Matter:
    row = one.seen.stands.row
    what, button, address = _DO[one.what]
    link = Link(button, f"/competition/rounds/{row.id}{address}")
    return Matter(kind=one.what.value, what=what, do=link, since=one.since, due=one.due, about=row.title)
