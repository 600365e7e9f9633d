"""The companies' contracts of 2014 asked of the pilot's own provider: what was published of them before, and nothing that came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import numpy as np

from .assumptions import assumptions_on
from .providing import WEEKS_A_YEAR, Ledger, deal_of, ledger

ON: Final = date(2026, 10, 5)
REPORTS: Final[Mapping[int, int]] = {
    2013: 163_799, 2014: 141_932, 2015: 159_278, 2016: 148_296, 2017: 129_642, 2018: 113_228, 2019: 103_004, 2020: 68_077,
}  # fmt: skip
"""Pre-sentence reports a year in England and Wales (written answer 44678)."""
SENTENCES_FALL: Final = 0.24 / 10
"""By how much community sentences fell each year to 2018, of what they were (HM Chief Inspector, October 2024; told)."""
CONTRACTS, YEARS, FIRST, AWARDED = 21, 7, 2015, 2013
MOST_PAYABLE: Final = 3.7e9
"""Pounds over the seven years at the award (National Audit Office, 2017)."""
FEE_OF_MOST: Final = 10 / 11
"""How much of the most that can be paid is fee (February 2014: at most 10 of 11 million)."""
RESCUE: Final = 342e6
"""Pounds that were promised in 2017 (a decision, and no outcome)."""
ENDED: Final = 2020
BELIEVED, AS_IT_WAS = "believed", "as it was"


def volume(year: int, known_to: int) -> float:
    """Weighted volume over that of the award by reports to courts, and as in the last year known after it."""
    return REPORTS[min(year, known_to)] / REPORTS[AWARDED]


def volumes_of_2017() -> tuple[float, float]:
    """Volume in 2017-18 over what was modelled: by sentences alone, and by the reports that bring the weightier requirements."""
    told = 1 + assumptions_on_then()["told_more"]
    sentences = 1 - SENTENCES_FALL * (2017.5 - AWARDED)
    return sentences / told, volume(2017, 2017) / told


def assumptions_on_then() -> dict[str, float]:
    """What the pilot assumes of money, with nothing moved."""
    return {name: one.value for name, one in assumptions_on(ON).table.money.items()}


def company(fixed: str, known_to: int, years: int = YEARS) -> tuple[Ledger, float]:
    """One company of 21 that are alike, over so many years, and its mean fee a year as agreed; volume is in fees' worth of people."""
    said = assumptions_on_then()
    if fixed == BELIEVED:
        said["fixed"] = said["fixed_believed"]
    people, told = 10_000.0, 1 + said["told_more"]
    fee = MOST_PAYABLE * FEE_OF_MOST / YEARS / CONTRACTS
    cost = fee / (people * told) / (1 + said["margin"])
    deal = deal_of(said, [people * told] * years, cost, guaranteed=True)
    held = [people * volume(FIRST + year, known_to) for year in range(years)]
    return ledger(deal, np.repeat(held, WEEKS_A_YEAR)), fee
