"""What a predictor says: a score that explains itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from throughcare.foundation.kernel import Finding

from .fields import Given, Trouble, words


class Band(StrEnum):
    """Where a score lies among its instrument's cut-offs."""

    NOT_APPLICABLE = "not_applicable"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very_high"

    @property
    def words(self) -> str:
        """The band as it is said."""
        return self.value.replace("_", " ")


class Basis(StrEnum):
    """What a score rests on."""

    STATIC = "static"
    DYNAMIC = "dynamic"
    COMBINED = "combined"


class Scale(StrEnum):
    """What the terms of a result add up to."""

    LOGIT = "logit"
    PERCENT = "percent"
    POINTS = "points"


@dataclass(frozen=True)
class Term:
    """One thing that moved the score: how much, on the result's scale; ``points`` where it has points."""

    name: str
    contribution: float
    points: float | None = None


@dataclass(frozen=True)
class Missing:
    """An answer not known, and the least and most it could add on the result's scale."""

    name: str
    least: float
    most: float

    @property
    def words(self) -> str:
        """What the answer is called."""
        return words(self.name)


@dataclass(frozen=True)
class Scored:
    """A score with its edition, inputs, terms and doubts.

    ``score`` is a percentage over two years, or points for a screener; None when not applicable.
    ``lowest`` and ``highest`` are the score over the range of every missing answer. The contributions
    of ``terms`` add up to ``total`` on ``scale``. ``one_year`` is given by the older instruments only.
    ``overridden`` says that a practitioner refers in spite of ``outcome``, which stays what the answers give.
    """

    instrument: str
    edition: str
    offence_mapping: str | None
    basis: Basis
    score: float | None
    band: Band | None
    total: float | None
    scale: Scale
    terms: tuple[Term, ...]
    inputs: tuple[tuple[str, Given], ...]
    finding: Finding
    missing: tuple[Missing, ...] = ()
    lowest: float | None = None
    highest: float | None = None
    one_year: float | None = None
    points: int | None = None
    probability: float | None = None
    band_reduced: bool | None = None
    outcome: str | None = None
    overridden: bool | None = None
    troubles: tuple[Trouble, ...] = ()
    components: tuple[Scored, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether no missing answer could change the score."""
        return self.lowest == self.highest

    def with_inputs(self, inputs: tuple[tuple[str, Given], ...]) -> Scored:
        """The same result, showing these inputs."""
        return replace(self, inputs=inputs)


def band_for(score: float, bands: list[list[float | str]]) -> Band:
    """The band of a score: the last that begins at or below it."""
    name = next(name for begins, name in reversed(bands) if score >= float(begins))
    return Band(str(name))
