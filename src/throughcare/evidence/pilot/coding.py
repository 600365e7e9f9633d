"""Every subject that a model can tell apart as one number, the same in the tables and in the world."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from throughcare.foundation.operating_model.rules import Cohort, Place, Risk, Rsr, Sentence, Subject

RISKS: Final = tuple(Risk)
SENTENCES: Final = tuple(Sentence)
PLACES: Final = tuple(Place)
RSRS: Final = tuple(Rsr)
COHORTS: Final = tuple(Cohort)
SUBJECTS: Final = len(RISKS) * len(SENTENCES) * len(PLACES) * len(RSRS) * (1 << len(COHORTS)) * 2
"""How many there are: level of harm, sentence, place, cut-off, groups, and whether resettled after release."""


def subject_number(subject: Subject) -> int:
    """The number of a subject, from nought up to ``SUBJECTS``."""
    groups = sum(1 << place for place, cohort in enumerate(COHORTS) if cohort in subject.cohorts)
    number = RISKS.index(subject.risk) * len(SENTENCES) + SENTENCES.index(subject.sentence)
    number = number * len(PLACES) + PLACES.index(subject.place)
    number = number * len(RSRS) + RSRS.index(subject.rsr)
    return (number * (1 << len(COHORTS)) + groups) * 2 + int(subject.resettled)


def subject_of(number: int) -> Subject:
    """The subject of a number."""
    rest, resettled = divmod(number, 2)
    rest, groups = divmod(rest, 1 << len(COHORTS))
    rest, rsr = divmod(rest, len(RSRS))
    rest, place = divmod(rest, len(PLACES))
    risk, sentence = divmod(rest, len(SENTENCES))
    return Subject(
        RISKS[risk],
        SENTENCES[sentence],
        PLACES[place],
        RSRS[rsr],
        frozenset(cohort for at, cohort in enumerate(COHORTS) if groups >> at & 1),
        bool(resettled),
    )


@lru_cache(maxsize=1)
def subjects() -> tuple[Subject, ...]:
    """Every subject, each at its number."""
    return tuple(subject_of(number) for number in range(SUBJECTS))
