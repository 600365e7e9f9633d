"""Tables and owner's functions of unpaid work."""

from .kinds import BOTH, JOBS, NOBODY, PAGES, SI, SIU, SU, S

TABLES: dict[str, tuple[str, str]] = {
    "unpaid_work_project": ("custom", SIU),
    "unpaid_work_publicask": ("unit", SU),
    "unpaid_work_work": ("person", SU),
    "unpaid_work_passing": ("person", S),
    "unpaid_work_placement": ("person", SIU),
    "unpaid_work_turn": ("person", SIU),
    "unpaid_work_told": ("person", SI),
    "unpaid_work_credit": ("person", SIU),
}

DEFINERS: dict[str, frozenset[str]] = {
    "unpaid_work_earned(uuid,date)": JOBS,
    "unpaid_work_held(uuid)": BOTH,
    "unpaid_work_pass(uuid,uuid)": NOBODY,
    "unpaid_work_follow_cases(uuid[],text)": JOBS,
    "unpaid_work_take_up_again(uuid[])": JOBS,
    "unpaid_work_call_off(uuid[],text)": JOBS,
    "unpaid_work_send(uuid,uuid,uuid,uuid,uuid)": BOTH,
    "unpaid_work_decided_truly(uuid,uuid,timestamp with time zone)": BOTH,
    "unpaid_work_places_taken(uuid[],date)": BOTH,
    "unpaid_work_ask(text,uuid,text,text,text,text,text,timestamp with time zone,integer)": BOTH,
    "unpaid_work_read_ask(text)": PAGES,
}

# What is written once: every other column may be changed where the wall lets a row be.
ONCE: dict[str, str] = {
    "unpaid_work_project": "id member_id at unit_id title problem nominator asked_for_by",
    "unpaid_work_publicask": "id unit_id digest nominator at",
    "unpaid_work_work": "id person_id case_id requirement_id from_unit to_unit shared_by opened_by opened_at",
    "unpaid_work_placement": "id person_id work_id project_id frequency weekday starts until first member_id at",
    "unpaid_work_turn": "id person_id work_id project_id placement_id on starts until member_id at",
    "unpaid_work_credit": "id person_id work_id kind minutes on turn_id what contact_id member_id at",
}
