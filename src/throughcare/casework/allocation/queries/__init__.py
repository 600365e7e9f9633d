"""Tells: the queue, what was suggested, plans, a team's load and its forecast, and how lean the work is."""

from ..store.gathering import Asking, staff_at_work
from ..store.reach import may_allocate_for
from .leanness import LeanEvidence, lean_evidence
from .plans import (
    PlanRowSeen,
    PlanSeen,
    SuggestionSeen,
    plan,
    plan_rows,
    plans,
    suggestion,
    suggestion_for,
)
from .ranking import ranked_now
from .team import (
    MemberLoad,
    MemberSeen,
    ReductionSeen,
    TeamLoad,
    forecast_for,
    history_of,
    member_seen,
    over_capacity,
    reductions_of,
    team_load,
)
from .waiting import InQueue, first_seen_within, waiting

__all__ = [
    "Asking",
    "InQueue",
    "LeanEvidence",
    "MemberLoad",
    "MemberSeen",
    "PlanRowSeen",
    "PlanSeen",
    "ReductionSeen",
    "SuggestionSeen",
    "TeamLoad",
    "first_seen_within",
    "forecast_for",
    "history_of",
    "lean_evidence",
    "may_allocate_for",
    "member_seen",
    "over_capacity",
    "plan",
    "plan_rows",
    "plans",
    "ranked_now",
    "reductions_of",
    "staff_at_work",
    "suggestion",
    "suggestion_for",
    "team_load",
    "waiting",
]
