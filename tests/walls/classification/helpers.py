"""Tables and owner's functions of helpers."""

from .kinds import BOTH, JOBS, NOBODY, SI, SIU

TABLES: dict[str, tuple[str, str]] = {
    "helpers_helper": ("custom", SIU),
    "helpers_helpercheck": ("custom", SI),
    "helpers_pairing": ("person", SIU),
    "helpers_pairingstep": ("person", SI),
    "helpers_helpermeeting": ("person", SI),
    "helpers_job": ("person", SI),
    "helpers_jobtold": ("person", SI),
}

DEFINERS: dict[str, frozenset[str]] = {
    "helpers_held(uuid)": BOTH,
    "helpers_pass(uuid,uuid,text)": NOBODY,
    "helpers_tell(uuid[],text,text)": NOBODY,
    "helpers_follow_cases(uuid[])": JOBS,
    "helpers_take_up_again(uuid[])": JOBS,
    "helpers_pass_on(uuid[])": JOBS,
    "helpers_runs(uuid)": BOTH,
    "helpers_of_one_seen(uuid)": BOTH,
    "helpers_helped(uuid[])": BOTH,
    "helpers_work_told()": BOTH,
}

# What is written once: every other column may be changed where the wall lets a row be.
ONCE: dict[str, str] = {
    "helpers_helper": "id unit_id organisation_id kind name place does takes since made_at made_by",
    "helpers_pairing": "id person_id case_id kind from_unit to_unit shared_by because sent_by sent_at",
}
