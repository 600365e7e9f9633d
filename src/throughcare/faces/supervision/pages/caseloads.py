"""Cases without a holder, as a table."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from throughcare.casework.allocation.queries import first_seen_within
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.answering import answers_for
from throughcare.faces.web.look.parts import Clock, Column, Link, Table
from throughcare.faces.web.page import Asking
from throughcare.faces.web.value_words import first_capital, gravity, risk_tag, sentence_words
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of


def waiting_table(rows: list[supervision.Waiting], caption: str, request: Asking) -> Table:
    """Cases in which a role waits for somebody: longest first, then gravest, each person's roles together."""
    may = request.member.may(May.APPOINT_HOLDER)
    return Table(
        caption,
        [
            Column("Name"),
            Column("Needs"),
            Column("Waiting"),
            Column("Risk"),
            Column("Sentence"),
            *([Column("Action", hidden=True)] if may else []),
        ],
        [
            [
                Link(w.name, f"/people/{w.person_id}"),
                first_capital(w.kind),
                _clock(w, request),
                risk_tag(w.risk),
                sentence_words(w.sentence),
                *([_appoint(w, request)] if may else []),
            ]
            for w in sorted(rows, key=_longest_then_gravest)
        ],
        empty="Every role is held.",
    )


def _clock(w: supervision.Waiting, request: Asking) -> Clock:
    return Clock(w.working_days, first_seen_within(w.because, on=day_of(request.at)))


def _longest_then_gravest(w: supervision.Waiting) -> tuple[int, int, str, UUID, str]:
    return -w.working_days, gravity(w.risk), w.name, w.person_id, w.kind


def _appoint(waiting: supervision.Waiting, request: Asking) -> Link:
    where = appointing(request, waiting.person_id, waiting.case_id, waiting.kind)
    return Link("Appoint", where, f"for {waiting.name}")


def may_appoint(request: Asking, seen: supervision.CaseSeen) -> bool:
    """Whether the viewer appoints to a role of an open case: their team answers for it, or their body holds one of its roles."""
    return request.member.may(May.APPOINT_HOLDER) and bool(kinds_appointed(request, seen))


def kinds_appointed(request: Asking, seen: supervision.CaseSeen) -> list[str]:
    """The roles of a case to which the viewer appoints: each of their own team's case, of another body's those theirs holds."""
    case = seen.case
    if case.closed_at is not None:
        return []
    if answers_for(request, case.unit_id):
        return supervision.roles_of(case, at=request.at)
    ours = request.member.organisation_id
    if case.organisation_id == ours:
        return []
    held = supervision.organisations_of_roles(case, at=request.at)
    return [kind for kind, body in held.items() if body == ours]


def appointing(request: Asking, person_id: UUID, case_id: UUID, kind: str = "") -> str:
    """Where somebody is appointed to a role: the ranked list with its reasons, for whoever may allocate."""
    if request.member.may(May.ALLOCATE_CASE):
        return f"/allocation/cases/{case_id}"
    asked = f"?{urlencode({'kind': kind})}" if kind else ""
    return f"/people/{person_id}/appoint{asked}"
