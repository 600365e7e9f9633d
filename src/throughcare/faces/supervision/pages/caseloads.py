"""Cases without a holder, as a table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from throughcare.casework.allocation.queries import first_seen_within
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.answering import answers_for
from throughcare.faces.web.look.parts import Clock, Column, Link, Table
from throughcare.faces.web.page import Asking
from throughcare.faces.web.value_words import first_capital, gravity, risk_tag, sentence_words
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import WorkingCalendar
from throughcare.foundation.kernel.days import day_of


def waiting_table(rows: list[supervision.Waiting], caption: str, request: Asking) -> Table:
    """Cases in which roles wait for somebody, one row each: longest first, then gravest."""
    may = request.member.may(May.APPOINT_HOLDER)
    by_case: dict[UUID, list[supervision.Waiting]] = {}
    for row in rows:
        by_case.setdefault(row.case_id, []).append(row)
    longest = {case: min(those, key=_longest_then_gravest) for case, those in by_case.items()}
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
                first_capital(roles_in_words(one.kind for one in by_case[w.case_id])),
                _clock(w, request),
                risk_tag(w.risk),
                sentence_words(w.sentence),
                *([_appoint(w, by_case[w.case_id], request)] if may else []),
            ]
            for w in sorted(longest.values(), key=_longest_then_gravest)
        ],
        empty="Every role is held.",
    )


def roles_in_words(kinds: Iterable[str]) -> str:
    """Roles as a sentence names them: "offender manager, responsible officer and supervisor"."""
    *before, last = sorted(kinds)
    return f"{', '.join(before)} and {last}" if before else last


def to_be_seen_by(since: datetime, because: str, *, on: date) -> date:
    """The day by which a case whose role nobody holds is to be seen to: one rule for home, team and queue."""
    return WorkingCalendar().add(day_of(since), first_seen_within(because, on=on))


def _clock(w: supervision.Waiting, request: Asking) -> Clock:
    """How long a role has waited, against the days that lie before the one to be seen by; none of them a weekend's."""
    by = to_be_seen_by(w.since, w.because, on=day_of(request.at))
    return Clock(w.working_days, WorkingCalendar().between(day_of(w.since), by))


def _longest_then_gravest(w: supervision.Waiting) -> tuple[int, int, str, UUID, str]:
    return -w.working_days, gravity(w.risk), w.name, w.person_id, w.kind


def _appoint(waiting: supervision.Waiting, those: list[supervision.Waiting], request: Asking) -> Link:
    kind = waiting.kind if len(those) == 1 else ""
    where = appointing(request, waiting.person_id, waiting.case_id, kind)
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
