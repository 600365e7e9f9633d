"""How often a stated 95% interval holds the truth, where the truth was planted; and the bias where it cannot.

Run ``python benchmarks/bench_coverage.py``. The seed, the 1,000 runs and the promise (93 to 97 in a hundred)
were fixed before any result was seen.
"""

from __future__ import annotations

import sys

from throughcare.evidence.outcomes.compare.known_truth import (
    CONFOUNDING,
    EVERYTHING,
    LEAST,
    MOST,
    NO_CONFOUNDING,
    RUNS,
    record_of,
)
from throughcare.evidence.outcomes.compare.nearest import MatchRule

WAYS = {
    "1 to 1": MatchRule(ratio=1),
    "1 to 3": MatchRule(ratio=3),
    "1 to 2, replaced": MatchRule(ratio=2, replace=True),
    "entropy": None,
}
WORLDS = {
    "none": (NO_CONFOUNDING, EVERYTHING),
    "seen": (CONFOUNDING, EVERYTHING),
    "unseen": (CONFOUNDING, (1, 2)),
}


def main() -> int:
    """Print the table; fail when a promise is broken where it was made."""
    print(f"{RUNS:,} runs each; promised {LEAST:.0%} to {MOST:.0%} unless confounding is unseen")
    print(f"{'confounding':<12} {'way':<17} {'binary':>7} {'often':>7} {'ratio':>7}   bias: binary, often")
    kept = True
    for name, (confounding, seen) in WORLDS.items():
        for way, rule in WAYS.items():
            found = record_of(confounding, rule, seen=seen)
            kept &= found.holds or name == "unseen"
            print(
                f"{name:<12} {way:<17} {found.binary:7.1%} {found.frequency:7.1%} {found.ratio:7.1%}"
                f"   {found.binary_bias:+.4f} {found.frequency_bias:+.4f}",
                flush=True,
            )
    print("promise kept" if kept else "promise BROKEN")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
