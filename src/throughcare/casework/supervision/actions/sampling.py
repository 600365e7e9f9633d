"""Drawing cases for inspection: a seeded draw that anybody can repeat, read until a day and no longer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of, end_of

from ..models import Sample, Sampled

LARGEST, LONGEST = 500, timedelta(days=366)
"""Of one draw, and of all draws under one agreement together (assumed; the check in SQL and the table say it too)."""
PURPOSE = "inspection"


@action(Permission.DRAW_SAMPLE)
def draw_sample(
    *, by: Member, at: datetime, organisation_id: UUID, size: int, until: date, because: str
) -> UUID:
    """Draw open cases of an organisation at random and let the drawer's unit read them up to and with a day.

    The seed is the database's own, so that nobody can look for the one that draws whom they want. The order of the draw
    is that of SHA-256 of the seed, a space and the case's id: whoever knows the seed can draw it again. Needs an
    agreement for inspection between the two bodies, under which ``LARGEST`` cases may be drawn in all. Returns the sample.
    """
    _check(by, at, organisation_id, size, until, because)
    drawn = Sample(
        unit_id=by.unit_id, member_id=by.id, at=at, organisation_id=organisation_id, seed=0, size=size,
        until=end_of(until), because=because.strip()[:300],
    )  # fmt: skip
    Sample.objects.bulk_create([drawn])
    if not _ask("SELECT supervision_draw(%s)", drawn.id):
        raise Refused("That organisation answers for no open case, so there is nothing to draw from.")
    concerns(Sampled.objects.filter(sample=drawn).values_list("person_id", flat=True))
    seed = Sample.objects.values_list("seed", flat=True).get(id=drawn.id)
    add_to_line(because.strip()[:300], sample=drawn.id, seed=seed, size=size, organisation=organisation_id)
    return drawn.id


def _check(by: Member, at: datetime, organisation: UUID, size: int, until: date, because: str) -> None:
    if not 1 <= size <= LARGEST:
        raise Refused(f"A sample is of 1 to {LARGEST} cases.", field="size")
    today = day_of(at)
    if not today <= until <= today + LONGEST:
        raise Refused("A sample is read until a day from today to a year from now.", field="until")
    if not because.strip():
        raise Refused("Say which inspection this sample is for.", field="because")
    if not access.may_share(organisation, by.organisation_id, PURPOSE, at=at):
        raise Refused(
            "No agreement lets your organisation read that organisation's cases for inspection. "
            "Ask an administrator to record one.",
            field="organisation_id",
        )
    left = LARGEST - _ask("SELECT supervision_drawn_before(%s)", organisation)
    if size > left:
        raise Refused(
            f"Under one agreement {LARGEST} cases may be drawn in all, and {LARGEST - left} were: ask for at most {left}."
            if left > 0
            else f"Under one agreement {LARGEST} cases may be drawn in all, and all were. A new agreement begins anew.",
            field="size",
        )


@action(Permission.DRAW_SAMPLE)
def end_sample(*, by: Member, at: datetime, sample_id: UUID) -> int:
    """End a sample of one's own unit now: its cases are closed to the unit. Returns how many that was."""
    if not Sample.objects.filter(id=sample_id, unit_id=by.unit_id).exists():
        raise Refused("There is no such sample, or it is another unit's.")
    concerns(Sampled.objects.filter(sample=sample_id).values_list("person_id", flat=True))
    ended = _ask("SELECT supervision_end_sample(%s)", sample_id)
    if not ended:
        raise Refused("That sample has already ended.")
    add_to_line(sample=sample_id, ended=ended)
    return ended


def _ask(sql: str, sample: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, [sample])
        row = cursor.fetchone()
    return int(row[0]) if row else 0
