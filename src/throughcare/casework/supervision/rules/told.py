"""What the rest of the record tells of a case that an operating model divides cases by: score, registrations, sex."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Final

import yaml

from throughcare.foundation.kernel import Edition, Period, edition_on
from throughcare.foundation.operating_model.rules import Cohort, Rsr


class Fact(StrEnum):
    """Something recorded of a person, outside their case, that decides who answers for them."""

    RSR = "the score of serious recidivism"
    MAPPA = "the MAPPA level"
    IOM = "selection for integrated offender management"
    SEX = "the recorded sex"


EVERY_FACT: Final = frozenset(Fact)
REGISTERED: Final[Mapping[str, Fact]] = {"mappa": Fact.MAPPA, "iom": Fact.IOM}
_COHORT_OF: Final = {Fact.MAPPA: Cohort.MAPPA, Fact.IOM: Cohort.IOM, Fact.SEX: Cohort.WOMEN}


@dataclass(frozen=True)
class Told:
    """What is recorded of a person now: the score in per cent (None: none), kinds registered, sex (empty: not known)."""

    score_pct: float | None
    registered: frozenset[str]
    sex: str


NOTHING_TOLD: Final = Told(score_pct=None, registered=frozenset(), sex="")


@lru_cache(maxsize=1)
def cut_off_editions() -> tuple[Edition[Decimal], ...]:
    """Every edition of the cut-off for serious recidivism, in per cent."""
    text = files(__package__).joinpath("editions", "cut_off.yaml").read_text("utf-8")
    return tuple(
        Edition(one["name"], Period(one["from"], one["until"]), Decimal(one["rsr_pct"]))
        for one in yaml.safe_load(text)
    )


def against_cut_off(score_pct: Decimal | None, on: date) -> Rsr:
    """Where a score of serious recidivism stands to the cut-off on a day; no score is not a low one."""
    if score_pct is None:
        return Rsr.NOT_ASSESSED
    cut_off = edition_on(cut_off_editions(), on).table
    return Rsr.AT_OR_ABOVE_CUT_OFF if score_pct >= cut_off else Rsr.BELOW_CUT_OFF


def rsr_told(stands: Rsr, told: Told, about: Collection[Fact], on: date) -> Rsr:
    """Where a case stands to the cut-off once a score is recorded; what an officer recorded stays where none is."""
    if Fact.RSR not in about or told.score_pct is None:
        return stands
    return against_cut_off(Decimal(str(told.score_pct)), on)


def cohorts_told(stands: Collection[Cohort], told: Told, about: Collection[Fact]) -> frozenset[Cohort]:
    """The cohorts of a case once these facts are as told; those that another fact decides, or an officer, stay.

    A sex that is not known takes nobody out of a cohort.
    """
    inside = {
        Fact.MAPPA: "mappa" in told.registered,
        Fact.IOM: "iom" in told.registered,
        Fact.SEX: told.sex == "female",
    }
    found = set(stands)
    for fact, cohort in _COHORT_OF.items():
        if fact not in about or (fact is Fact.SEX and not told.sex):
            continue
        (found.add if inside[fact] else found.discard)(cohort)
    return frozenset(found)
