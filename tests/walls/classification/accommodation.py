"""Tables and owner's functions of accommodation."""

from .kinds import BOTH, JOBS, NOBODY, SI, SIU, S

TABLES: dict[str, tuple[str, str]] = {
    "accommodation_premises": ("custom", SI),
    "accommodation_bed": ("custom", SIU),
    "accommodation_void": ("custom", SIU),
    "accommodation_application": ("person", SIU),
    "accommodation_applicationmove": ("person", SI),
    "accommodation_stay": ("person", SIU),
    "accommodation_passing": ("person", S),
}

DEFINERS: dict[str, frozenset[str]] = {
    "accommodation_free_beds(uuid[],text,text,text,text)": JOBS,
    "accommodation_earned(uuid,date)": JOBS,
    "accommodation_held(uuid)": BOTH,
    "accommodation_pass(uuid,uuid,text)": NOBODY,
    "accommodation_tell(uuid[],text,text)": NOBODY,
    "accommodation_follow_cases(uuid[],text)": JOBS,
    "accommodation_take_up_again(uuid[])": JOBS,
    "accommodation_pass_on(uuid[])": JOBS,
    "accommodation_runs(uuid)": BOTH,
    "accommodation_lives_with_us(uuid)": BOTH,
    "accommodation_taken(uuid[],date,date)": BOTH,
    "accommodation_lost(text[],date,date)": BOTH,
}

# What is written once: every other column may be changed where the wall lets a row be.
ONCE: dict[str, str] = {
    "accommodation_bed": "id unit_id premises_id name made_at made_by has",
    "accommodation_void": "id unit_id bed_id reason at member_id",
    "accommodation_application": "id person_id case_id kind regime route from_unit to_unit shared_by because contingency exception why_longer notice sent_by sent_at",
    "accommodation_stay": "id person_id application_id bed_id unit_id shared_by arrives at member_id",
}
