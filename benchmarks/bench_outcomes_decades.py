"""Time against size over three decades: the same contenders as bench_outcomes, from 7,500 to 7,500,000 events."""

from pathlib import Path

from bench_outcomes import ASKED, decades

if __name__ == "__main__":
    decades(Path("var/bench/outcomes"), ASKED, 3)
