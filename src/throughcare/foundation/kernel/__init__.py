"""Words every context shares: who, when, how long, how much, how sure, and why.

Pure: it imports nothing of ours, no framework, no clock and no network.
"""

from .columns import cells_fault, columns_fault, misspelt, nearest, unknown_columns
from .editions import Edition, NoEdition, edition_on
from .finding import Clause, Finding, Refused, is_allowed
from .histories import DayOrder, Impossible, age_on, impossible
from .ids import MemberId, OrganisationId, PersonId, UnitId, new_id
from .money import GBP, Money
from .period import Period
from .permissions import Permission
from .suppression import Count, Published, disclose
from .working_days import WorkingCalendar

__all__ = [
    "GBP",
    "Clause",
    "Count",
    "DayOrder",
    "Edition",
    "Finding",
    "Impossible",
    "MemberId",
    "Money",
    "NoEdition",
    "OrganisationId",
    "Period",
    "Permission",
    "PersonId",
    "Published",
    "Refused",
    "UnitId",
    "WorkingCalendar",
    "age_on",
    "cells_fault",
    "columns_fault",
    "disclose",
    "edition_on",
    "impossible",
    "is_allowed",
    "misspelt",
    "nearest",
    "new_id",
    "unknown_columns",
]
