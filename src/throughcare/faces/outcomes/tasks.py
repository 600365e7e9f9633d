"""Jobs of the pages: working out what takes longer than a page may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from throughcare.evidence.extracts.queries import sent
from throughcare.foundation.access.queries import member
from throughcare.foundation.access.work import GIVEN_UP, GONE

from .answers.work import WORK_OUT, Asked, give_up, work_out


@app.task(name=WORK_OUT)
def work_out_outcomes(kind: str, given: dict[str, Any], member_id: str | None = None) -> None:
    """Work out one question of the outcomes pages; one about tables that somebody sent as whoever asked, if they still may."""
    from .answers.kinds import KINDS

    asked = Asked(kind, given)
    if not asked.tables.startswith(sent.PREFIX):
        work_out(asked, KINDS[kind])
        return
    by = None if member_id is None else member(UUID(member_id), at=timezone.now())
    if by is None:
        give_up(asked, GONE)
        return
    with sent.asked_by(by):
        work_out(asked, KINDS[kind])


def _given_up(asked: Mapping[str, Any]) -> None:
    give_up(Asked(asked["kind"], asked["given"]))


GIVEN_UP[WORK_OUT] = _given_up
