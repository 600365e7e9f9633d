"""Tells: what custody people are sentenced to, for whoever works out when they leave it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from throughcare.foundation.audit.trail import concerns

from ..models import AppearanceOffence, Sentence
from ..rules import RUNNING, Runs, SentenceKind, read_term
from ..rules.custody_words import minimum_of
from ..rules.terms import Term

_CUSTODIAL = [kind.value for kind in SentenceKind if kind.is_custodial]


@dataclass(frozen=True)
class InCustody:
    """One sentence of custody that runs, its lengths as terms; ``follows`` the one it comes after, ``credit_days`` None: not said."""

    id: UUID
    person_id: UUID
    kind: SentenceKind
    imposed_on: date
    length: Term | None
    extension: Term | None
    minimum: Term | None
    whole_life: bool
    credit_days: int | None
    time_served: bool
    follows: UUID | None
    offence_on: date | None


def custody_of(person_ids: Iterable[UUID]) -> dict[UUID, list[InCustody]]:
    """The custodial sentences that run of each of these people, in the order they were passed; two questions."""
    rows = list(
        Sentence.objects.filter(
            person_id__in=list(person_ids), kind__in=_CUSTODIAL, state__in=RUNNING
        ).order_by("imposed_on", "id")
    )
    concerns({row.person_id for row in rows})
    dealt = AppearanceOffence.objects.filter(appearance__in=[row.appearance_id for row in rows], main=True)
    days = dict(dealt.values_list("appearance_id", "on"))
    found: dict[UUID, list[InCustody]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(_seen(row, days.get(row.appearance_id)))
    return found


def _seen(row: Sentence, offence_on: date | None) -> InCustody:
    length, extension = (read_term(part) if part else None for part in (row.length, row.extension))
    return InCustody(
        row.id, row.person_id, SentenceKind(row.kind), row.imposed_on, length, extension, minimum_of(row.minimum_term),
        row.minimum_term != "" and minimum_of(row.minimum_term) is None, row.credit_days, row.time_served,
        row.named_id if row.runs == Runs.CONSECUTIVE else None, offence_on,
    )  # fmt: skip
