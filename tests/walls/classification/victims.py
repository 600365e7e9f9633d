"""Tables and owner's functions of victims: read by whoever of the team holds them, and by nobody else."""

from .kinds import BOTH, JOBS, SI, SIU, SU, S

TABLES: dict[str, tuple[str, str]] = {
    "victims_coveredsentence": ("custom", SIU),
    "victims_stagereached": ("custom", SI),
    "victims_victim": ("custom", SIU),
    "victims_victimholder": ("custom", SU),
    "victims_victimstep": ("custom", SI),
    "victims_statement": ("custom", SIU),
    "victims_statementstep": ("custom", SI),
    "victims_letter": ("custom", SIU),
    "victims_askedcondition": ("custom", S),
    "victims_enquiry": ("custom", SU),
    "victims_letterstep": ("custom", SI),
}

DEFINERS: dict[str, frozenset[str]] = {
    "victims_holds(uuid)": BOTH,
    "victims_begin(uuid,uuid)": BOTH,
    "victims_name(uuid,uuid,uuid,boolean)": BOTH,
    "victims_left()": BOTH,
    "victims_take(uuid,uuid)": BOTH,
    "victims_led()": BOTH,
    "victims_registered(uuid[])": BOTH,
    "victims_whose(uuid[])": BOTH,
    "victims_ask_for(uuid,jsonb)": BOTH,
    "victims_asked_for(uuid)": BOTH,
    "victims_enquired(uuid)": BOTH,
    "victims_enquire(uuid,uuid,text,date)": BOTH,
    "victims_enquiries_of(uuid)": BOTH,
    "victims_enquiries_called(uuid[])": BOTH,
    "victims_cover(jsonb)": JOBS,
    "victims_covered(uuid[])": JOBS,
    "victims_reach(uuid,text,date,uuid)": JOBS,
    "victims_end(uuid,date)": JOBS,
}

# What is written once: every other column may be changed where the wall lets a row be.
ONCE: dict[str, str] = {
    "victims_coveredsentence": (
        "id sentence_id person_id unit_id nobody_because called kind length offence court imposed_on scheme edition ruled"
        " referral_due taken_on_at taken_on_by"
    ),
    "victims_enquiry": "id person_id unit_id place asked_on told_on asked_by at",
    "victims_victim": "id covered_id unit_id referred_on referred_by born_on member_id at",
    "victims_statement": "id victim_id hearing_on member_id at",
    "victims_letter": "id victim_id stage_id first edition member_id at",
    "victims_victimholder": "id victim_id member_id leads named_by named_at",
}
