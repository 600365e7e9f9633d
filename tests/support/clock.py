"""The clock of the tests: it goes on from one instant, so that no test asks for another answer on a later day.

Tests are full of days: a hearing, a birthday, what was missed last week. Pages, jobs and the console ask what time it is. Read
from the real clock, a sentence of twelve months runs out, and a court's four weeks of sight with it, and what was right
becomes wrong by itself. Conftest sets this clock before anything else is loaded. A process that a test starts, and the
database, have the real one: they are only asked what holds on any day.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils import timezone

from throughcare.foundation.kernel import days

START = datetime(2026, 11, 30, 3, tzinfo=UTC)
"""A Monday, ten days after most of what the tests tell of."""
_BEHIND = datetime.now(UTC) - START


def now() -> datetime:
    """The instant it is for the tests: as long after their start as this process has run."""
    return datetime.now(UTC) - _BEHIND


timezone.now = now
days.now = now
