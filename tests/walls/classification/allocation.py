"""Tables and owner's functions of allocation."""

from .kinds import BOTH, JOBS, SI, SIU

TABLES: dict[str, tuple[str, str]] = {
    "allocation_plan": ("unit", SIU),
    "allocation_planprogress": ("plumbing", SIU),
    "allocation_planrow": ("person", SIU),
    "allocation_reduction": ("unit", SI),
    "allocation_reductionend": ("unit", SI),
    "allocation_staffterms": ("unit", SIU),
    "allocation_suggestion": ("person", SIU),
    "allocation_weeklyworkload": ("unit", SIU),
}

DEFINERS: dict[str, frozenset[str]] = {
    "allocation_barred(uuid[],uuid[])": BOTH,
    "allocation_follow_cases(uuid[],date)": JOBS,
    "allocation_take_up_again(uuid[])": JOBS,
}

# What is written once: every other column may be changed where the wall lets a row be.
ONCE: dict[str, str] = {
    "allocation_staffterms": "id member_id unit_id recorded_by recorded_at hours sex languages qualifications",
    "allocation_weeklyworkload": "id unit_id member_id monday",
    "allocation_suggestion": "id person_id asked_by at case_id ranked not_possible not_considered units inputs edition",
    "allocation_plan": "id unit_id asked_by asked_at change chosen_units",
    "allocation_planprogress": "id",
    "allocation_planrow": "id person_id plan_id case_id points tier from_member price reasons to_member",
}
