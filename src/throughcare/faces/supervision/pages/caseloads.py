"""Caseloads and cases without a holder, as tables."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from throughcare.casework.allocation.queries import first_seen_within
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.look.parts import Clock, Column, Link, Table
from throughcare.faces.web.page import Asking
from throughcare.faces.web.value_words import first_capital, gravity, risk_tag, sentence_words
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of


def caseload_table(rows: list[supervision.OnCaseload], caption: str) -> Table:
    """A caseload as a table."""
    return Table(
        caption,
        [
            Column("Name"),
            Column("Date of birth"),
            Column("Risk"),
            Column("Sentence"),
            Column("I am"),
            Column("Since"),
        ],
        [
            [
                Link(r.name, f"/people/{r.person_id}"),
                r.date_of_birth,
                risk_tag(r.risk),
                sentence_words(r.sentence),
                ", ".join(r.roles),
                day_of(r.since),
            ]
            for r in rows
        ],
        empty="Nobody is on this caseload.",
    )


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
                *([_appoint(w)] if may else []),
            ]
            for w in sorted(rows, key=_longest_then_gravest)
        ],
        empty="Every role is held.",
    )


def _clock(w: supervision.Waiting, request: Asking) -> Clock:
    return Clock(w.working_days, first_seen_within(w.because, on=day_of(request.at)))


def _longest_then_gravest(w: supervision.Waiting) -> tuple[int, int, str, UUID, str]:
    return -w.working_days, gravity(w.risk), w.name, w.person_id, w.kind


def _appoint(waiting: supervision.Waiting) -> Link:
    where = f"/people/{waiting.person_id}/appoint?{urlencode({'kind': waiting.kind})}"
    return Link("Appoint", where, f"for {waiting.name}")
