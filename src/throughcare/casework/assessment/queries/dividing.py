"""Tells what an operating model divides cases by: the score of serious recidivism, and what is registered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from throughcare.foundation.audit.trail import concerns

from ..models import Registration, Score

# The score the models speak of, and the one that came in its place, which has the same bands: the first that is there.
SERIOUS_RECIDIVISM = ("rsr", "csrp")
# The chance of any further offence within two years, in per cent: the score in use now, and the one before it; the first that is there.
ANY_FURTHER = ("arp", "ogrs3")


@dataclass
class Divides:
    """Of one person: the current score of serious recidivism in per cent (None: none), and the kinds registered now."""

    score_pct: float | None = None
    registered: set[str] = field(default_factory=set)


def divides_of(person_ids: Iterable[UUID]) -> dict[UUID, Divides]:
    """The same of each of many people of whom anything is recorded and may be seen; two questions."""
    wanted = list(person_ids)
    found: dict[UUID, Divides] = {}
    scores = Score.objects.filter(
        person_id__in=wanted, instrument__in=SERIOUS_RECIDIVISM, current=True, score__isnull=False
    )
    told = {
        (person, name): score
        for person, name, score in scores.values_list("person_id", "instrument", "score")
    }
    for name in reversed(SERIOUS_RECIDIVISM):
        for (person, scored), score in told.items():
            if scored == name:
                found.setdefault(person, Divides()).score_pct = score
    running = Registration.objects.filter(person_id__in=wanted, during__upper_inf=True, during__isempty=False)
    for person, kind in running.values_list("person_id", "kind"):
        found.setdefault(person, Divides()).registered.add(kind)
    concerns(found)
    return found


def chances_of(person_ids: Iterable[UUID]) -> dict[UUID, float]:
    """The chance of any further offence of each of these people of whom a score says it and may be seen, in per cent; one question."""
    rows = Score.objects.filter(
        person_id__in=list(person_ids), instrument__in=ANY_FURTHER, current=True, score__isnull=False
    )
    told = sorted(
        rows.values_list("person_id", "instrument", "score"), key=lambda one: -ANY_FURTHER.index(one[1])
    )
    found = {person: float(score) for person, _, score in told if score is not None}
    concerns(found)
    return found


def scored_for_recidivism(score_ids: Iterable[UUID]) -> set[UUID]:
    """The people whose serious recidivism was scored among these scores; one question."""
    rows = Score.objects.filter(id__in=list(score_ids), instrument__in=SERIOUS_RECIDIVISM)
    found = set(rows.values_list("person_id", flat=True))
    concerns(found)
    return found
