"""The axes on which models tell one person's case from another's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Risk(StrEnum):
    """Risk of serious harm, with "not assessed" as a value of its own."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very_high"
    NOT_ASSESSED = "not_assessed"


class Sentence(StrEnum):
    """What the court has done so far, as finely as the models need it."""

    NONE = "none"
    AWAITING_SENTENCE = "awaiting_sentence"
    DIVERSION = "diversion"
    COMMUNITY_ORDER = "community_order"
    SUSPENDED_SENTENCE_ORDER = "suspended_sentence_order"
    CUSTODY_UNDER_12_MONTHS = "custody_under_12_months"
    CUSTODY_12_MONTHS_OR_MORE = "custody_12_months_or_more"


class Place(StrEnum):
    """Where the person is."""

    COMMUNITY = "community"
    CUSTODY = "custody"


class Rsr(StrEnum):
    """Where the risk of serious recidivism score stands to the model's cut-off."""

    BELOW_CUT_OFF = "below_cut_off"
    AT_OR_ABOVE_CUT_OFF = "at_or_above_cut_off"
    NOT_ASSESSED = "not_assessed"


class Cohort(StrEnum):
    """Groups a person may belong to, several at once; belonging to none is the general caseload."""

    IOM = "iom"
    WOMEN = "women"
    MAPPA = "mappa"
    PUBLIC_INTEREST = "public_interest"
    SEXUAL_OR_VIOLENT = "sexual_or_violent"
    DEPORTATION = "deportation"


SENTENCED = frozenset(
    {
        Sentence.COMMUNITY_ORDER,
        Sentence.SUSPENDED_SENTENCE_ORDER,
        Sentence.CUSTODY_UNDER_12_MONTHS,
        Sentence.CUSTODY_12_MONTHS_OR_MORE,
    }
)
CUSTODIAL = frozenset({Sentence.CUSTODY_UNDER_12_MONTHS, Sentence.CUSTODY_12_MONTHS_OR_MORE})
SENTENCE_GROUPS: Mapping[str, frozenset[Sentence]] = {"sentenced": SENTENCED, "custodial": CUSTODIAL}

INSIDE, OUTSIDE = "yes", "no"
AXES: Mapping[str, tuple[str, ...]] = {
    "risk": tuple(Risk),
    "sentence": tuple(Sentence),
    "place": tuple(Place),
    "rsr": tuple(Rsr),
    **{cohort.value: (INSIDE, OUTSIDE) for cohort in Cohort},
}


@dataclass(frozen=True)
class Subject:
    """As much of a person's case as decides who holds a function for them.

    ``resettled`` matters only under a model that treats everyone as high risk on release.
    """

    risk: Risk
    sentence: Sentence
    place: Place = Place.COMMUNITY
    rsr: Rsr = Rsr.NOT_ASSESSED
    cohorts: frozenset[Cohort] = frozenset()
    resettled: bool = False

    def on_axis(self, axis: str) -> str:
        """The subject's value on one of ``AXES``."""
        if axis in _COHORTS:
            return INSIDE if _COHORTS[axis] in self.cohorts else OUTSIDE
        value: str = getattr(self, axis)
        return value

    @property
    def is_newly_released(self) -> bool:
        """Whether released from a custodial sentence and not yet resettled."""
        return self.sentence in CUSTODIAL and self.place is Place.COMMUNITY and not self.resettled

    def held_as_high(self) -> Subject:
        """The same person, taken as at least high risk."""
        return self if self.risk is Risk.VERY_HIGH else replace(self, risk=Risk.HIGH)


_COHORTS = {cohort.value: cohort for cohort in Cohort}


def subject_at(point: Mapping[str, str]) -> Subject:
    """A subject with the given values on some axes; low risk, on a community order, outside the rest."""
    return Subject(
        risk=Risk(point.get("risk", Risk.LOW)),
        sentence=Sentence(point.get("sentence", Sentence.COMMUNITY_ORDER)),
        place=Place(point.get("place", Place.COMMUNITY)),
        rsr=Rsr(point.get("rsr", Rsr.BELOW_CUT_OFF)),
        cohorts=frozenset(c for c in Cohort if point.get(c.value) == INSIDE),
    )
