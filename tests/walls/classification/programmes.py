"""Tables and owner's functions of programmes."""

from .kinds import BOTH, JOBS, NOBODY, SI, SIU

TABLES: dict[str, tuple[str, str]] = {
    "programmes_training": ("custom", SI),
    "programmes_group": ("custom", SIU),
    "programmes_groupsession": ("custom", SIU),
    "programmes_enrolment": ("person", SIU),
    "programmes_enrolmentmove": ("person", SI),
    "programmes_place": ("person", SIU),
    "programmes_attendance": ("person", SI),
    "programmes_measurescore": ("person", SI),
}

DEFINERS: dict[str, frozenset[str]] = {
    "programmes_held(uuid)": BOTH,
    "programmes_pass(uuid,uuid,text)": NOBODY,
    "programmes_tell(uuid[],text,text)": NOBODY,
    "programmes_follow_cases(uuid[],text)": JOBS,
    "programmes_take_up_again(uuid[])": JOBS,
    "programmes_pass_on(uuid[])": JOBS,
    "programmes_open_of(uuid[])": JOBS,
    "programmes_put_off(uuid,text,jsonb)": JOBS,
    "programmes_runs(uuid)": BOTH,
    "programmes_placed_here(uuid)": BOTH,
}

# What is written once: every other column may be changed where the wall lets a row be.
ONCE: dict[str, str] = {
    "programmes_group": "id unit_id organisation_id programme code kind sex cohort opens_on made_at made_by",
    "programmes_groupsession": "id unit_id group_id place number minutes site room",
    "programmes_enrolment": "id person_id case_id programme requirement_id from_unit to_unit shared_by because sent_by sent_at",
    "programmes_place": "id person_id enrolment_id group_id unit_id shared_by member_id at",
}
