"""Words every context shares: who, when, how long, how much, how sure, and why.

Pure: it imports nothing of ours, no framework, no clock and no network.
"""

from .editions import Edition, NoEdition, edition_on
from .finding import Clause, Finding, Refused, is_allowed
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
    "Edition",
    "Finding",
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
    "disclose",
    "edition_on",
    "is_allowed",
    "new_id",
]
