"""Access in the demonstration: a wall that stands, and one that was taken down."""

from __future__ import annotations

from datetime import timedelta

from throughcare.foundation.access import actions as access
from throughcare.foundation.operating_model.rules import BodyKind

from ..days import instant
from ..history import History
from ..part import Finish, Part

_BIDS = "Both may bid for the next community contract"
_SERVED = "Shared an owner until the contractor was sold"


def walls(history: History, given: Finish) -> None:
    """Between the community provider and the monitoring contractor: one wall that was taken down, and one that stands."""
    administrator = history.staff.signed_in("administrator", instant(history.as_at, 0))
    if administrator is None:
        return
    sides = history.staff.bodies.organisations
    between = {
        "one_side": sides[BodyKind.COMMUNITY_PROVIDER],
        "other_side": sides[BodyKind.ELECTRONIC_MONITORING_PROVIDER],
    }
    first = instant(history.as_at - timedelta(days=200), 10)
    past = access.raise_wall(by=administrator, at=first, basis=_SERVED, **between)
    sold = first + timedelta(days=90)
    access.ask_wall_down(by=administrator, at=sold, wall_id=past, because="The contractor was sold.")
    access.take_down_wall(by=history.staff.by, at=sold + timedelta(days=1), wall_id=past)
    access.raise_wall(
        by=administrator, at=instant(history.as_at - timedelta(days=20), 10), basis=_BIDS, **between
    )


PART = Part(at_the_end={60: walls})
