"""Tables and owner's functions of assessment and fairness."""

from .kinds import BOTH, JOBS, NOBODY, SI, SIU

TABLES: dict[str, tuple[str, str]] = {
    "assessment_answersaved": ("person", SI),
    "assessment_assessment": ("person", SIU),
    "assessment_registration": ("person", SIU),
    "assessment_score": ("person", SIU),
    "assessment_steptaken": ("person", SI),
    "assessment_tier": ("person", SIU),
}

DEFINERS: dict[str, frozenset[str]] = {
    "assessment_end_unseen_tiers()": BOTH,
    "assessment_follow_death(uuid,text[])": JOBS,
    "assessment_make_room(uuid,jsonb)": NOBODY,
    "assessment_part_registrations(uuid,uuid)": NOBODY,
    "assessment_take_room_back(uuid,jsonb)": NOBODY,
    "assessment_units_outdated(text,timestamp with time zone)": JOBS,
}

# What is written once: every other column may be changed where the wall lets a row be.
ONCE: dict[str, str] = {
    "assessment_assessment": "id person_id started_at started_by answer_set previous_id left_open",
    "assessment_score": "id person_id scored_at decision_id",
    "assessment_registration": "id person_id member_id about_id",
    "assessment_tier": "id person_id provisional decided_by digest decision_id",
}
