"""What of integrated offender management stands on home: of whoever manages what partners have to answer, of whoever leads what they decide."""

from __future__ import annotations

from throughcare.casework.integrated import queries
from throughcare.casework.integrated.queries import SelectionLine
from throughcare.casework.integrated.rules import IntegratedSide
from throughcare.casework.supervision.rules.seeing import Duty
from throughcare.faces.web.answering import leading, owed
from throughcare.faces.web.home_card import HomeCard
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Matter
from throughcare.faces.web.page import Asking
from throughcare.foundation.kernel import Permission as May


def cards(request: Asking) -> list[HomeCard]:
    """Each side's own, and nobody else's."""
    matters = [*_managed(request), *_of_teams(request)]
    return [HomeCard(48, matters)] if matters else []


def _managed(request: Asking) -> list[Matter]:
    """What whoever manages owes: what partners answer."""
    if not request.member.may(May.WORK_INTEGRATED):
        return []
    lines = queries.selections_among([one.person_id for one in owed(request, Duty.SENTENCE)], at=request.at)
    return _matters(lines, IntegratedSide.MANAGER)


def _of_teams(request: Asking) -> list[Matter]:
    """What whoever leads a team decides."""
    if not (request.member.may(May.SELECT_INTEGRATED) and leading(request)):
        return []
    return _matters(queries.board(request.member, at=request.at), IntegratedSide.SENIOR)


def _matters(lines: list[SelectionLine], side: IntegratedSide) -> list[Matter]:
    return [
        Matter(
            kind="integrated management", what=one.owed.what, do=Link("Open", f"/people/{one.row.person_id}/integrated"),
            since=one.owed.by, due=one.owed.by, person_id=one.row.person_id,
            risk=one.whole.case.risk if one.whole.case else "not_assessed",
        )
        for one in lines
        if one.owed is not None and one.owed.side is side
    ]  # fmt: skip
