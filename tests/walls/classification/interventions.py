"""Tables and owner's functions of interventions."""

from .kinds import BOTH, JOBS, NOBODY, SI, SIU

TABLES: dict[str, tuple[str, str]] = {
    "interventions_service": ("reference", SIU),
    "interventions_refusedservice": ("reference", SIU),
    "interventions_overflowladder": ("reference", SI),
    "interventions_notreferred": ("person", SI),
    "interventions_referral": ("person", SIU),
    "interventions_referralstep": ("person", SI),
}

DEFINERS: dict[str, frozenset[str]] = {
    "interventions_open_of(uuid[])": JOBS,
    "interventions_put(uuid,integer,text,text,text,boolean,date)": JOBS,
    "interventions_held(uuid)": BOTH,
    "interventions_follow_cases(uuid[],text)": JOBS,
    "interventions_runs(uuid)": BOTH,
    "interventions_earned(text[],uuid,date)": JOBS,
    "interventions_stints()": NOBODY,
    "interventions_closed_with(uuid[])": JOBS,
    "interventions_open_again(uuid[],uuid,text,text,boolean,date)": JOBS,
    "interventions_pass_on(uuid[])": JOBS,
    "interventions_take_up_again(uuid[])": JOBS,
    "interventions_people_with(uuid)": NOBODY,
    "interventions_move(uuid[],uuid,uuid,text,date)": NOBODY,
    "interventions_transfer(uuid,uuid,text,date)": BOTH,
    "interventions_hand_over(uuid,uuid,text,date)": BOTH,
    "interventions_queue(text)": BOTH,
    "interventions_not_referred(text)": BOTH,
    "interventions_waiting(uuid[])": BOTH,
    "interventions_waited(uuid[],timestamp with time zone,integer)": BOTH,
}

# What is written once: every other column may be changed where the wall lets a row be.
ONCE: dict[str, str] = {
    "interventions_service": "id reference",
    "interventions_refusedservice": "id file_name line row by_id at faults",
    "interventions_referral": "id person_id case_id service_id need from_unit to_unit shared_by because sent_by sent_at",
}
