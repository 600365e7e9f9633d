"""Tables and owner's functions of enforcement."""

from .kinds import BOTH, JOBS, NOBODY, SI, SU

TABLES: dict[str, tuple[str, str]] = {
    "enforcement_failure": ("person", SU),
    "enforcement_failurestep": ("person", SI),
    "enforcement_paper": ("person", SI),
    "enforcement_paperstep": ("person", SI),
    "enforcement_decisionaudit": ("person", SU),
}

DEFINERS: dict[str, frozenset[str]] = {
    "enforcement_note(jsonb)": JOBS,
    "enforcement_move(uuid,integer,jsonb)": JOBS,
    "enforcement_assign(uuid,integer,jsonb)": JOBS,
    "enforcement_of_contacts(uuid[])": JOBS,
    "enforcement_of_cases(uuid[])": JOBS,
    "enforcement_by_id(uuid[])": JOBS,
    "enforcement_steps_of(uuid[])": JOBS,
    "enforcement_of_sentences(uuid[])": JOBS,
    "enforcement_open()": JOBS,
    "enforcement_answering(uuid[])": JOBS,
    "enforcement_draw(uuid,uuid,uuid,text)": JOBS,
    "enforcement_shield()": NOBODY,
    "enforcement_timed(date,integer)": BOTH,
}

# What is written once: every other column may be changed where the wall lets a row be.
ONCE: dict[str, str] = {
    "enforcement_failure": "id person_id case_id contact_id number failed_on what requirement_id sentence recorded_by noted_at"
    " notifier_organisation notifier_unit decider_organisation decider_unit undecided_because shielded audited paid same_body"
    " refer_days refer_source refer_clause refer_basis told shared_by subject",
    "enforcement_decisionaudit": "id person_id failure_id step_id drawn_at auditor_unit shared_by undrawn_because",
}
