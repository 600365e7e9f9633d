"""Tells: for what each sentence of many people was passed, for whoever reacts to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ..models import AppearanceOffence, Court, Sentence
from .standing import months_of


@dataclass(frozen=True)
class OffencePassed:
    """One offence: its code in the list, its words, whether it is violent or sexual, and its group; empty and None where no list has it yet."""

    code: str
    words: str
    violent_or_sexual: bool | None
    group: str = ""


@dataclass(frozen=True)
class PassedFor:
    """A sentence as it was passed, in the court's words, its length in months with the run up to its end, and its offences, the main one first."""

    person_id: UUID
    sentence_id: UUID
    kind: str
    length: str
    months: float | None
    imposed_on: date
    state: str
    ended_on: date | None
    court: str
    offences: tuple[OffencePassed, ...]


def passed_for(person_ids: Iterable[UUID]) -> list[PassedFor]:
    """The sentences of people with what each was passed for, the oldest first; whatever became of them since."""
    rows = list(
        Sentence.objects.filter(person_id__in=list(person_ids))
        .select_related("appearance")
        .order_by("imposed_on", "id")
    )
    months = months_of(rows)
    dealt: dict[UUID, list[OffencePassed]] = {}
    listed = AppearanceOffence.objects.filter(
        appearance__in={row.appearance_id for row in rows}
    ).select_related("offence")
    for one in listed.order_by("-main", "id"):
        known = one.offence
        words = (known.description or known.category) if known else one.title
        said = OffencePassed(
            one.offence_id or "",
            words,
            known.violent_or_sexual if known else None,
            known.group if known else "",
        )
        dealt.setdefault(one.appearance_id, []).append(said)
    names = dict(
        Court.objects.filter(code__in={row.appearance.court_code for row in rows}).values_list("code", "name")
    )
    return [
        PassedFor(
            row.person_id, row.id, row.kind, row.length, months.get(row.id), row.imposed_on, row.state, row.ended_on,
            names.get(row.appearance.court_code, ""), tuple(dealt.get(row.appearance_id, ())),
        )
        for row in rows
    ]  # fmt: skip
