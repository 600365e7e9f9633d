"""What of helpers stands on home: what each side owes, checks that lapse under a match, and what one waits for."""

from __future__ import annotations

from collections.abc import Iterable

from throughcare.casework.helpers import queries
from throughcare.casework.helpers.queries import PairingLine
from throughcare.casework.helpers.rules import Owed, PairingSide
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.home_card import HomeCard
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Asked, Matter
from throughcare.faces.web.page import Asking
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of


def cards(request: Asking) -> list[HomeCard]:
    """Of the helpers' team what it owes, of whoever runs it the checks that lapse, and of whoever asked what they owe and wait for."""
    may, units = request.member.may, access.units_below(request.member.unit_id)
    owed: list[tuple[PairingLine, Owed]] = []
    lapsing: list[tuple[PairingLine, Owed]] = []
    asked: list[Asked] = []
    if may(May.PAIR_HELPERS):
        found = queries.pairings_at(units, at=request.at)
        owed += _owes(found, PairingSide.HELPERS)
        if may(May.KEEP_HELPERS):
            lapsing = [(one, one.lapse) for one in found if one.lapse is not None]
    if may(May.REFER_TO_SERVICE):
        sent = queries.pairings_from(units, at=request.at)
        owed += _owed_by_sender(request, _owes(sent, PairingSide.SENDER))
        asked = _asked(request, sent)
    matters = [*_matters(owed, "helper"), *_matters(lapsing, "helper's check")]
    return [HomeCard(45, matters, asked=asked)] if matters or asked else []


def _owes(found: Iterable[PairingLine], side: PairingSide) -> list[tuple[PairingLine, Owed]]:
    return [(one, one.owed) for one in found if one.owed is not None and one.owed.side is side]


def _owed_by_sender(request: Asking, due: list[tuple[PairingLine, Owed]]) -> list[tuple[PairingLine, Owed]]:
    """Those on which the viewer owes the next step as whoever asked, or leads the team where they have left."""
    there = access.members([one.row.sent_by for one, _ in due], at=request.at)
    leads = request.member.may(May.LOOK_AT_TEAM) and request.member.may(May.APPOINT_HOLDER)

    def is_theirs(one: PairingLine) -> bool:
        by = one.row.sent_by
        at_hand = by in there and there[by].unit_id == one.row.from_unit
        return by == request.member.id if at_hand else leads

    return [(one, owed) for one, owed in due if is_theirs(one)]


def _matters(found: list[tuple[PairingLine, Owed]], kind: str) -> list[Matter]:
    cases = supervision.open_cases_of([one.row.person_id for one, _ in found])
    return [
        Matter(
            kind=kind,
            what=f"{first_capital(one.row.kind)}: {owed.what[0].lower()}{owed.what[1:]}",
            do=Link("Open", f"/helpers/pairings/{one.row.id}"),
            since=day_of(one.row.moved_at),
            due=owed.by,
            person_id=one.row.person_id,
            risk=cases[one.row.person_id].risk if one.row.person_id in cases else "not_assessed",
        )
        for one, owed in found
    ]


def _asked(request: Asking, sent: Iterable[PairingLine]) -> list[Asked]:
    """Whom the viewer asked a helper for, and what the helpers' team has still to do."""
    return [
        Asked(
            f"{first_capital(one.row.kind)}: {owed.what[0].lower()}{owed.what[1:]}", one.team, f"/helpers/pairings/{one.row.id}",
            owed.by, one.row.person_id,
        )
        for one, owed in _owes(sent, PairingSide.HELPERS)
        if one.row.sent_by == request.member.id
    ]  # fmt: skip
