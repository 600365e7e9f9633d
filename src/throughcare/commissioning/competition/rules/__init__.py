"""Decides who is awarded what: bidders' own packages, the best set of them, a check of it, standstill and scores."""

from .awards import Award, NoAward, Step
from .checking import Checked, check
from .choosing import choose
from .offers import Bidder, InHouse, Limits, Objective, Offer, Package, Provision, Tie, Unit
from .reading import offer_from
from .standstill import Applies, Regime, Standstill, regimes, standstill
from .telling import Change, told

__all__ = [
    "Applies",
    "Award",
    "Bidder",
    "Change",
    "Checked",
    "InHouse",
    "Limits",
    "NoAward",
    "Objective",
    "Offer",
    "Package",
    "Provision",
    "Regime",
    "Standstill",
    "Step",
    "Tie",
    "Unit",
    "check",
    "choose",
    "offer_from",
    "regimes",
    "standstill",
    "told",
]
