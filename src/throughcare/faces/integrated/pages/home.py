"""What of integrated offender management stands on home: of whoever manages what partners have to answer, of whoever leads what they decide, of each the actions that are theirs."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from throughcare.casework.integrated import queries
from throughcare.casework.integrated.queries import IntegratedAction, SelectionLine
from throughcare.casework.integrated.rules import IntegratedSide
from throughcare.casework.supervision.rules.seeing import Duty
from throughcare.faces.web.answering import leading, owed, risks_of
from throughcare.faces.web.home_card import HomeCard
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Matter
from throughcare.faces.web.page import Asking
from throughcare.foundation.kernel import Permission as May


def cards(request: Asking) -> list[HomeCard]:
    """Each side's own, and nobody else's."""
    matters = [*_managed(request), *_of_teams(request), *_own_actions(request), *_actions_left(request)]
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


def _own_actions(request: Asking) -> list[Matter]:
    """The actions that are the viewer's own, of our team or of a partner's: on nobody else's home."""
    if not request.member.may(May.WORK_INTEGRATED):
        return []
    own = queries.actions_owed_by(request.member)
    risks = risks_of([one.person_id for one in own])
    return [_of_action(one, one.what, "end", risks) for one in own]


def _actions_left(request: Asking) -> list[Matter]:
    """For whoever leads the team: actions whose owner does not work with the person any more, to be passed on."""
    if not (request.member.may(May.SELECT_INTEGRATED) and (units := leading(request))):
        return []
    left = [
        one for one in queries.actions_left(units, at=request.at) if one.row.owner_id != request.member.id
    ]
    risks = risks_of([one.row.person_id for one in left])
    return [_of_action(one.row, f"Nobody here does it: {one.row.what}", "pass-on", risks) for one in left]


def _of_action(row: IntegratedAction, what: str, slug: str, risks: Mapping[UUID, str]) -> Matter:
    return Matter(
        kind="integrated management", what=what, do=Link("Open", f"/integrated/actions/{row.id}/{slug}"), since=row.due_on,
        due=row.due_on, person_id=row.person_id, risk=risks.get(row.person_id, "not_assessed"),
    )  # fmt: skip


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
