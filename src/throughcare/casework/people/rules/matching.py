"""How much two records look alike, in bits, one comparison at a time.

The plain reading of the model, one pair at a time: what a review page shows, and what the batch
scorer is checked against. The levels and their order are the model's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import log2

from .alike import likeness
from .comparing import REACHED, meet, same
from .features import Features, value_of
from .frequency import Frequencies
from .model import Level, MatchModel

BY_NUMBERS = "id_comparison"


@dataclass(frozen=True)
class Part:
    """What one comparison said: the level it reached, and its bits with and without rarity."""

    comparison: str
    level: str
    bits: float
    rarity_bits: float = 0.0

    @property
    def total(self) -> float:
        """The bits this comparison adds to the sum."""
        return self.bits + self.rarity_bits


@dataclass(frozen=True)
class Weighing:
    """The evidence that two records are of one person, part by part."""

    prior: float
    parts: tuple[Part, ...]
    twins: float | None = None

    @property
    def evidence(self) -> float:
        """The sum of the prior and every part, in bits."""
        return self.prior + sum(part.total for part in self.parts)

    @property
    def bits(self) -> float:
        """The weight that decides: the evidence, or the weight forced on a pair that looks like twins."""
        return self.evidence if self.twins is None else self.twins


def weigh(left: Features, right: Features, frequencies: Frequencies) -> Weighing:
    """Weigh two records; the same whichever comes first."""
    model = frequencies.model
    parts = tuple(_part(name, levels, left, right, frequencies) for name, levels in model.comparisons.items())
    return Weighing(model.prior_bits, parts, model.twins if look_like_twins(left, right, model) else None)


def _part(
    name: str, levels: tuple[Level, ...], left: Features, right: Features, frequencies: Frequencies
) -> Part:
    """One comparison; of the several numbers that either may bear, the two that agree best are compared."""
    pairs = product(left.readings, right.readings) if name == BY_NUMBERS else [(left, right)]
    return max((_read(name, levels, *pair, frequencies) for pair in pairs), key=lambda part: part.total)


def _read(
    name: str, levels: tuple[Level, ...], left: Features, right: Features, frequencies: Frequencies
) -> Part:
    reached = levels[REACHED[name](left, right, frequencies)]
    return Part(name, reached.label, reached.weight, _rarity(reached, levels, left, right, frequencies))


def _rarity(
    reached: Level, levels: tuple[Level, ...], left: Features, right: Features, frequencies: Frequencies
) -> float:
    column = reached.frequency_of
    if not column:
        return 0.0
    usual = next(x.u for x in levels if x.frequency_of == column and x.frequency_weight == 1.0)
    values = filter(None, (value_of(left, column), value_of(right, column)))
    share = max(frequencies.share(column, value) for value in values)
    return reached.frequency_weight * (log2(usual) - log2(share))


def look_like_twins(left: Features, right: Features, model: MatchModel) -> bool:
    """Same surname and day of birth, a shared sentence date or home, and first names that are not alike.

    An identifier that plainly differs asks for less: then first names need only not be the same.
    """
    if meet(left.overrides, right.overrides) or same(left.master_defendant, right.master_defendant):
        return False
    born_together = same(left.born, right.born) and same(left.name.surname, right.name.surname)
    together = meet(left.sentenced, right.sentenced) or meet(left.postcodes, right.postcodes)
    first_names_differ = bool(left.name.first and right.name.first) and left.name.first != right.name.first
    if not (born_together and together and first_names_differ):
        return False
    if meet(left.pncs, right.pncs) or meet(left.cros, right.cros):
        return False
    alike_at = 1.0 if _plainly_differ(left, right) else model.twins_alike
    return not any(likeness(a, b) >= alike_at for a, b in product(left.forenames, right.forenames))


def _plainly_differ(left: Features, right: Features) -> bool:
    pairs = ((left.pncs, right.pncs), (left.cros, right.cros))
    return any(one and other and not meet(one, other) for one, other in pairs)
