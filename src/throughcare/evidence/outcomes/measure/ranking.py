"""How many reoffences count for each entry, and what they weigh, by one merge of whole numbers.

A reoffence counts for the entries that lie from its first key to its last, both in. Merged into
one order, an entry's count is how many first keys came by then, less how many last keys did.
"""

from __future__ import annotations

import numpy as np

from .columns import Array

TAG_BITS = 2
"""The last bits of a merged number: 0 the first of a range, 1 an entry, 2 the last of a range."""
_ENTRY, _LAST = 1, 2


def key_type(most: int) -> type[np.signedinteger]:
    """The narrowest whole numbers that hold keys up to ``most`` and their tag; half the width sorts twice as fast."""
    return np.int32 if most << TAG_BITS < 1 << 31 else np.int64


def ranked(
    entries: Array, first: Array, last: Array, weight: Array | None = None
) -> tuple[Array, Array | None]:
    """For each entry, in order, how many ranges it lies in and what they weigh together (None: not asked)."""
    merged = np.concatenate(
        (first << TAG_BITS, entries << TAG_BITS | _ENTRY, last << TAG_BITS | _LAST), dtype=entries.dtype
    )
    if weight is None:
        # The parts lie almost in order, which this kind of sort makes use of.
        merged.sort(kind="stable")
        weighed = None
    else:
        order = np.argsort(merged, kind="stable")
        merged = merged.take(order)
        nothing = np.zeros(entries.size, weight.dtype)
        weighed = np.cumsum(np.concatenate((weight, nothing, -weight)).take(order))
    steps = 1 - (merged & (1 << TAG_BITS) - 1).astype(np.int8)
    at = np.flatnonzero(steps == 0)
    counts = np.cumsum(steps, dtype=np.int32).take(at)
    return counts, None if weighed is None else weighed.take(at)
