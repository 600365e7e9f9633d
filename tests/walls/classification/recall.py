"""Tables and owner's functions of recall."""

from .kinds import BOTH, JOBS, NOBODY, SI, SIU, SU

TABLES: dict[str, tuple[str, str]] = {
    "recall_recall": ("person", SIU),
    "recall_recallstep": ("person", SI),
    "recall_recallreader": ("person", SU),
    "recall_recallpaper": ("person", SI),
    "recall_recallsignature": ("person", SI),
}

DEFINERS: dict[str, frozenset[str]] = {
    "recall_shake(uuid[],text)": JOBS,
    "recall_reads(uuid)": BOTH,
    "recall_name(uuid,uuid,uuid)": BOTH,
    "recall_tell(uuid[],text,text)": NOBODY,
    "recall_follow_cases(uuid[],text)": JOBS,
    "recall_take_up_again(uuid[])": JOBS,
}

# What is written once: every other column may be changed where the wall lets a row be.
ONCE: dict[str, str] = {
    "recall_recall": "id person_id case_id ground urgency from_unit to_unit shared_by opened_by opened_at",
    "recall_recallreader": "id person_id recall_id member_id named_by named_at",
}
