"""Victims are to be told of somebody who goes in or comes out: in time or not."""

from __future__ import annotations

import numpy as np

from .compiled import compiled
from .luck import TELL, luck
from .slots import subject
from .state import TO_TELL, TOLD, World

LONG, VIOLENT_BIT = 6, 4
"""Custody of twelve months or more for a sexual or violent offence: whose victims are told (the contact scheme; a hospital order is no
sentence here, and the scheme for shorter sentences goes by offences that are not in it)."""


@compiled
def victims_told(w: World, r: np.void, key: np.uint64, person: np.void, week: int) -> None:
    """Count one to tell, and whether it was in time: less often where another body manages, never where nobody tells victims."""
    if person["sentence"] != LONG or person["cohort"] >> VIOLENT_BIT & 1 == 0:
        return
    by = r["tells"][person["model"], subject(person)]
    w.out[week, person["pool"], TO_TELL] += 1
    w.out[week, person["pool"], TOLD] += int(luck(key, person["number"], week, TELL) < r["told"][by])
