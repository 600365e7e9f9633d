"""Files of cases that no adapter claims, and why: any other file that nobody claims is a failure, named."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path

_FORMATS = "schemas, code lists and examples of other people's formats, not cases"

UNCLAIMED: Mapping[str, str] = {
    "person_match_splink_weights.csv": "weights of a model, not cases",
    "commissioning/*": _FORMATS,
    "libra/*": _FORMATS,
    "common_platform/*": _FORMATS,
}
"""By the end of a file's path: its own name, or a folder and everything beneath it."""


def why_unclaimed(path: Path) -> str | None:
    """Why nobody claims a file, in words; None for one that somebody should."""
    spelt = path.as_posix()
    return next((why for ends, why in UNCLAIMED.items() if fnmatch(spelt, f"*/{ends}")), None)
