"""The demonstration, made smaller than small: few people and files, in one process, its secrets in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from throughcare.demonstration import accounts, days, generator, parallel_areas


@contextmanager
def shrunk(place: Path, *, people: int, weeks: int = 6) -> Iterator[None]:
    """Within it, a demonstration of the small size is made of so many people, and its last weeks sent week by week."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(generator.PEOPLE, "small", people)
        patch.setitem(generator.EVERY, "small", 182)
        patch.setattr(days, "WEEKLY", weeks)
        patch.setattr(generator, "apart", parallel_areas.in_turn)
        patch.setattr(accounts, "kept_in", lambda: place / "demo-accounts.json")
        yield
