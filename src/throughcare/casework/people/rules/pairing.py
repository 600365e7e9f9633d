"""Weighs the pairs of a small batch one by one: what the scorer of large batches says, without setting it up.

Setting Splink and DuckDB up takes half a second and two seconds of loading, whatever the batch: a court's file of a day
has few pairs, and each is weighed in the plain reading of the model that reviews show.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from .blocking import blocking_keys
from .decide import Link, Verdict
from .features import Features
from .frequency import Frequencies
from .judging import judge
from .matching import weigh

FEW: Final = 1_500
"""The most pairs that are weighed one by one; above it the scorer of large batches is quicker."""


def links_of_few(
    incoming: Sequence[Features], existing: Sequence[Features], frequencies: Frequencies
) -> list[Link] | None:
    """Links between incoming records and existing ones or each other that are not left apart; None where there are too many pairs."""
    records = (*incoming, *existing)
    pairs = paired(records, len(incoming), frequencies.model.widest_key, most=FEW)
    if len(pairs) > FEW:
        return None
    found = [(records[one], records[other]) for one, other in sorted(pairs)]
    return kept([(a, b, weigh(a, b, frequencies).evidence) for a, b in found], frequencies)


def paired(
    records: Sequence[Features], incoming: int, widest: int, most: int | None = None
) -> set[tuple[int, int]]:
    """The places of records that share a key which is not too common, one of each two incoming, the lower place first.

    No further than a few more than ``most`` are gathered: a large batch is paired elsewhere.
    """
    keyed: dict[int, list[int]] = defaultdict(list)
    for place, record in enumerate(records):
        for key in blocking_keys(record):
            keyed[key].append(place)
    found: set[tuple[int, int]] = set()
    for places in keyed.values():
        if 2 <= len(places) <= widest:
            found.update(
                (one, other) for n, one in enumerate(places) if one < incoming for other in places[n + 1 :]
            )
        if most is not None and len(found) > most:
            break
    return found


def kept(weighed: Sequence[tuple[Features, Features, float]], frequencies: Frequencies) -> list[Link]:
    """Each pair as it is judged, without those that are plainly apart."""
    judged = (Link(a.id, b.id, bits, judge(a, b, bits, frequencies)) for a, b, bits in weighed)
    return [
        link
        for link in judged
        if link.judged and (link.judged.doubt or link.judged.verdict is not Verdict.APART)
    ]
