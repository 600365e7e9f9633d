"""Statements: a month's asked for by a buyer's team, drawn by a job one agreement at a time, from what its services did."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from procrastinate.contrib.django import app

from throughcare.casework.accommodation.queries import nights_of
from throughcare.casework.interventions.queries import earned
from throughcare.casework.unpaid_work.queries import worked
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Counted, Drawing, Line, Statement
from ..rules.agreed import PLACES_TO_LIVE, UNPAID_WORK, Earns, Timed
from ..rules.monthly import Fact, in_order, month_after
from ..rules.signing import Standing
from ..rules.stating import Kept, check_may_state, drawn
from ..store import AgreementStands, kept_statements, open_agreement, told_of

DRAW = "throughcare.draw_statements"


@action(Permission.DRAW_STATEMENT)
def ask_statements(*, by: Member, at: datetime, month: date) -> UUID:
    """Ask for a month's statements of every agreement that the team buys by; a job draws them. Returns what was asked for."""
    if month.day != 1 or month_after(month) > day_of(at):
        raise Refused("Choose a month that is over, by its first day.", field="month")
    row = Drawing(id=new_id(), month=month, unit_id=by.unit_id, member_id=by.id, at=at)
    insert_all([row])
    app.configure_task(DRAW, allow_unknown=True).defer(drawing_id=str(row.id), member_id=str(by.id))
    add_to_line(drawing=row.id)
    return row.id


@action(Permission.DRAW_STATEMENT)
def draw_statement(*, by: Member, at: datetime, agreement_id: UUID, month: date) -> UUID:
    """Draw the statement of an agreement's next month, in the worker alone, from what its services did by then. Returns it.

    What has changed of earlier months since they were stated is put right in it. Harmless twice: a month is stated once.
    """
    stands = open_agreement(agreement_id, lock=True)
    there = Statement.objects.filter(agreement=agreement_id, month=month).first()
    if there is not None:
        return there.id
    before, told = kept_statements(agreement_id), told_of(agreement_id)
    check_may_state(stands.editions, before, month, day_of(at), stands.ended, told)
    kept = drawn(stands.editions, _facts(stands, month), month, before, stands.ended, told)
    return _keep(by, at, stands, kept)


def _facts(stands: AgreementStands, month: date) -> list[Fact]:
    services = sorted(
        {name for one in stands.terms for name in one.row.services if one.standing is Standing.AGREED}
    )
    known = {one.value: one for one in (*Earns, *Timed)}
    until, team = month_after(month) - timedelta(days=1), stands.row.provider_unit
    found = [
        Fact(
            one.source, known[one.what], one.since, one.came, one.withdrawn_on, one.absent_on, minutes=one.minutes, alike=one.alike
        )
        for one in earned(services, team, until)
    ]  # fmt: skip
    if UNPAID_WORK in services:
        found += [
            Fact(one.turn, Earns.HOUR, one.on, one.on, quantity=one.minutes) for one in worked(team, until)
        ]
    if PLACES_TO_LIVE in services:
        found += [Fact(one.source, Earns(one.what), one.on, one.on) for one in nights_of(team, until)]
    return found


def _keep(by: Member, at: datetime, stands: AgreementStands, kept: Kept) -> UUID:
    made = Statement(
        id=new_id(), agreement_id=stands.row.id, title=stands.row.title, month=kept.month, pence=kept.total, member_id=by.id, at=at
    )  # fmt: skip
    insert_all([made])
    insert_all([
        Line(
            id=new_id(), statement=made, place=place, month=one.month, what=one.what.value, name=one.name, pence=one.pence,
            words=one.words, sources=[str(source) for source in one.sources],
        )
        for place, one in enumerate(kept.lines, 1)
    ])  # fmt: skip
    insert_all([
        Counted(
            id=new_id(), statement=made, source=one.source, what=one.what.value, since=one.since, came=one.came,
            withdrawn_on=one.withdrawn_on, absent_on=one.absent_on, quantity=one.quantity, minutes=one.minutes, alike=one.alike, removed=removed,
        )
        for facts, removed in ((kept.added, False), (kept.removed, True))
        for one in in_order(facts)
    ])  # fmt: skip
    add_to_line(agreement=stands.row.id, statement=made.id)
    return made.id


@action(Permission.DRAW_STATEMENT)
def note_drawing(
    *, by: Member, at: datetime, drawing_id: UUID, done: int, total: int, refused: Mapping[str, str]
) -> None:
    """Keep how far a month's drawing is, and of which agreements, by id, it was refused and why; done with the last, it waits no more."""
    state = Drawing.State.DONE if done == total else Drawing.State.WAITING
    waiting = Drawing.objects.filter(id=drawing_id, state=Drawing.State.WAITING)
    waiting.update(state=state, done=done, total=total, refused=dict(refused))
    add_to_line(drawing=drawing_id, done=done)


@action(Permission.DRAW_STATEMENT)
def note_drawing_ended(*, by: Member, at: datetime, drawing_id: UUID, because: str) -> None:
    """Keep on what was asked for why its job ended without doing it; nothing where it waits no more."""
    waiting = Drawing.objects.filter(id=drawing_id, state=Drawing.State.WAITING)
    waiting.update(state=Drawing.State.FAILED, because=because[:500])
    add_to_line(drawing=drawing_id)
