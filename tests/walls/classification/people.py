"""Tables and owner's functions of people."""

from .kinds import BOTH, JOBS, NOBODY, NOTHING, SI, SIU, SU, S

TABLES: dict[str, tuple[str, str]] = {
    "people_address": ("person", SIU),
    "people_alias": ("person", SI),
    "people_caring": ("person", SIU),
    "people_contact": ("person", SIU),
    "people_email": ("person", SIU),
    "people_death": ("person", SIU),
    "people_stopped": ("closed", NOTHING),
    "people_disability": ("person", SIU),
    "people_followed": ("closed", NOTHING),
    "people_identifier": ("person", SI),
    "people_keptapart": ("person", S),
    "people_matching": ("closed", NOTHING),
    "people_valuecount": ("closed", NOTHING),
    "people_merge": ("person", S),
    "people_openpoint": ("person", SU),
    "people_override": ("person", S),
    "people_person": ("person", SU),
    "people_phone": ("person", SIU),
    "people_review": ("unit", S),
}

DEFINERS: dict[str, frozenset[str]] = {
    "people_candidates(bigint[])": JOBS,
    "people_counts(jsonb)": JOBS,
    "people_merge_to_follow(uuid)": NOBODY,
    "people_follow_merge(uuid,text,jsonb)": JOBS,
    "people_followed_in(uuid,text)": NOBODY,
    "people_remember_stood(uuid,text,jsonb)": NOBODY,
    "people_merged_before(uuid)": NOBODY,
    "people_undone_after(uuid)": NOBODY,
    "people_death_of(uuid)": NOBODY,
    "people_stop(people_death,text,text,text)": NOBODY,
    "people_start_again(people_death,text)": NOBODY,
    "people_enter(jsonb)": JOBS,
    "people_glimpse(text,date,text)": BOTH,
    "people_kept_apart(uuid,uuid)": NOBODY,
    "people_write_apart(uuid,uuid,uuid,text)": NOBODY,
    "people_initials(uuid)": NOBODY,
    "people_called(uuid[])": NOBODY,
    "people_keep_apart(uuid,uuid,uuid,text)": BOTH,
    "people_lift_apart(uuid,text)": BOTH,
    "people_mark_stale(uuid[])": BOTH,
    "people_may_rule_on(uuid,uuid,uuid)": NOBODY,
    "people_merge_records(uuid,uuid,uuid,uuid,uuid,text)": BOTH,
    "people_put_matching(jsonb)": JOBS,
    "people_rule_different(uuid,uuid[],text)": BOTH,
    "people_search(text,date,text,integer)": BOTH,
    "people_to_reach(uuid[])": JOBS,
    "people_first_language(uuid)": NOBODY,
    "people_send_reviews(uuid[])": JOBS,
    "people_show_reviewed(uuid[])": NOBODY,
    "people_stale_sources(integer)": JOBS,
    "people_undo_merge(uuid,text)": BOTH,
}

# What is written once: every other column may be changed where the wall lets a row be.
ONCE: dict[str, str] = {
    "people_person": "id sentenced_on merged_into_id recorded_by_unit recorded_by_organisation recorded_at",
    "people_address": "id person_id recorded_at lines postcode district local_authority",
    "people_phone": "id person_id recorded_at",
    "people_email": "id person_id recorded_at",
    "people_contact": "id person_id recorded_at in_emergency",
    "people_disability": "id person_id recorded_at",
    "people_caring": "id person_id recorded_at",
    "people_openpoint": "id person_id recorded_at field asks",
    "people_death": "id person_id recorded_at died_on recorded_by",
}

IN_JOBS: dict[str, str] = {"people_person": "recorded_until"}
