"""Gathers what other contexts record of people that an operating model divides cases by."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from throughcare.casework.assessment import queries as assessment
from throughcare.casework.people import queries as people

from ..rules.told import Told


def told_of(person_ids: Iterable[UUID]) -> dict[UUID, Told]:
    """What is told of each of many people whom the viewer may see; three questions."""
    wanted = list(person_ids)
    divides, none = assessment.divides_of(wanted), assessment.Divides()
    return {
        person: Told(
            score_pct=divides.get(person, none).score_pct,
            registered=frozenset(divides.get(person, none).registered),
            sex=traits.sex or "",
        )
        for person, traits in people.traits_of(wanted).items()
    }
