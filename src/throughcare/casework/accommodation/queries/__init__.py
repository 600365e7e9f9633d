"""Tells: where there are beds, where applications stand and what is owed, who lives where, and which beds fit."""

from ..store import BedMatched, Placing
from .applications import (
    ApplicationLine,
    ApplicationWhole,
    ComesOrGoes,
    MovedByOther,
    PlacingMoveSeen,
    application,
    applications_at,
    applications_from,
    applications_of,
    beds_for,
    comes_and_goes,
    living_in,
    moved_by_others,
)
from .earning import NightEarned, nights_of
from .held import held_by_team
from .premises import (
    BedSeen,
    LostDemand,
    PremisesSeen,
    PremisesWhole,
    lost_demand,
    one_of_premises,
    premises,
    void,
)

__all__ = [
    "ApplicationLine",
    "ApplicationWhole",
    "BedMatched",
    "BedSeen",
    "ComesOrGoes",
    "LostDemand",
    "MovedByOther",
    "NightEarned",
    "Placing",
    "PlacingMoveSeen",
    "PremisesSeen",
    "PremisesWhole",
    "application",
    "applications_at",
    "applications_from",
    "applications_of",
    "beds_for",
    "comes_and_goes",
    "held_by_team",
    "living_in",
    "lost_demand",
    "moved_by_others",
    "nights_of",
    "one_of_premises",
    "premises",
    "void",
]
