"""Operating models in the demonstration: one to come in a local area, and one withdrawn before its day."""

from __future__ import annotations

from datetime import timedelta

from throughcare.foundation.operating_model import actions as models
from throughcare.foundation.operating_model.queries import model_in_force, moving_again
from throughcare.foundation.operating_model.rules import preset_text

from ..days import instant
from ..history import History
from ..part import Finish, Part

_AHEAD = 180
_CHOICE = ("england-and-wales-2021", "nacro-2012", "durham-tees-valley-2012")


def changes(history: History, given: Finish) -> None:
    """Two models adopted beside the one in force: one withdrawn before its day, and one to come half a year on."""
    with moving_again():
        _change(history)


def _change(history: History) -> None:
    at = instant(history.as_at - timedelta(days=5), 11)
    administrator = history.staff.signed_in("administrator", at)
    if administrator is None:
        return
    area, start = history.staff.bodies.trust.locals[0].code, history.as_at + timedelta(days=_AHEAD)
    standing = model_in_force(area, history.as_at)
    comes, never = [name for name in _CHOICE if standing is None or name != standing.model.name][:2]
    ids = {
        name: models.adopt_model(by=administrator, at=at, text=preset_text(name), file_name=f"{name}.yaml")
        for name in (never, comes)
    }
    first = models.put_model_in_force(
        by=administrator, at=at, area=area, model_id=ids[never], start=start, because="Proposed by the panel."
    )
    models.withdraw_model(
        by=administrator,
        at=at + timedelta(days=1),
        in_force_id=first,
        because="The consultation asked for another model.",
    )
    models.put_model_in_force(
        by=administrator,
        at=at + timedelta(days=2),
        area=area,
        model_id=ids[comes],
        start=start,
        because="Tried in one area before the rest.",
    )


PART = Part(at_the_end={70: changes})
