"""Every table of the database, written out by hand: what guards it, and what the web and the worker may try on it.

A new table needs a line here. The kinds are those of the walls; ``plumbing`` alone has no row-level security.
"""

S, SI, SU, SIU, SIUD, ADD, NOTHING = (
    "SELECT", "SELECT INSERT", "SELECT UPDATE", "SELECT INSERT UPDATE", "SELECT INSERT UPDATE DELETE", "INSERT", "",
)  # fmt: skip

# table: (kind of wall, privileges of web and of the worker)
TABLES: dict[str, tuple[str, str]] = {
    # who may see and do
    "access_account": ("plumbing", SIU),
    "access_ethicalwall": ("reference", SIU),
    "access_grant": ("own units' grants", S),
    "access_idempotency": ("plumbing", SIU),
    "access_kin": ("own rows", SI),
    "access_membership": ("reference", SIU),
    "access_organisation": ("reference", SIU),
    "access_restriction": ("person", SIU),
    "access_role_reach": ("closed", NOTHING),
    "access_sharingagreement": ("reference", SIU),
    "access_token": ("plumbing", SIU),
    "access_unit": ("reference", SIU),
    # ledgers and the outbox
    "audit_announcement": ("plumbing", SI),
    "audit_batch": ("closed", NOTHING),
    "audit_decision": ("custom", SI),
    "audit_delivery": ("plumbing", SIU),
    "audit_entry": ("ledger", ADD),
    "audit_seal": ("closed", NOTHING),
    # operating models
    "operating_model_adopted": ("reference", SIU),
    "operating_model_appointment": ("reference", SIU),
    "operating_model_area": ("reference", SIU),
    "operating_model_inforce": ("reference", SIU),
    "operating_model_phase": ("reference", SIU),
    # people
    "people_address": ("person", SIU),
    "people_alias": ("person", SIUD),
    "people_caring": ("person", SIU),
    "people_contact": ("person", SIU),
    "people_disability": ("person", SIU),
    "people_identifier": ("person", SIUD),
    "people_matching": ("closed", NOTHING),
    "people_merge": ("person", S),
    "people_override": ("person", SIU),
    "people_person": ("person", SU),
    "people_phone": ("person", SIU),
    "people_review": ("unit", SU),
    # courts
    "courts_appearance": ("person", SIU),
    "courts_appearanceoffence": ("person", SIU),
    "courts_court": ("reference", S),
    "courts_courtteam": ("reference", SIU),
    "courts_hearing": ("unit", SIU),
    "courts_import": ("unit", SIU),
    "courts_offence": ("reference", S),
    "courts_refusedrow": ("unit", SIU),
    "courts_reportrequest": ("person", SIU),
    "courts_requirement": ("person", SIU),
    "courts_sentence": ("person", SIU),
    "courts_sentenceevent": ("person", SI),
    "courts_upload": ("unit", SIU),
    "courts_uploadprogress": ("plumbing", SIU),
    # supervision
    "supervision_case": ("person", SIU),
    "supervision_catchment": ("reference", SIU),
    "supervision_gap": ("person", SIU),
    "supervision_matter": ("person", SI),
    "supervision_modelchange": ("custom", SI),
    "supervision_responsibility": ("person", SIU),
    "supervision_tenure": ("person", SIU),
    "supervision_timelineentry": ("person", SI),
    "supervision_transfer": ("person", SIU),
    # assessment
    "assessment_answersaved": ("person", SI),
    "assessment_assessment": ("person", SIU),
    "assessment_registration": ("person", SIU),
    "assessment_score": ("person", SIU),
    "assessment_steptaken": ("person", SI),
    "assessment_tier": ("person", SIU),
    # allocation
    "allocation_plan": ("unit", SIU),
    "allocation_planprogress": ("plumbing", SIU),
    "allocation_planrow": ("person", SIU),
    "allocation_reduction": ("unit", SI),
    "allocation_reductionend": ("unit", SI),
    "allocation_staffterms": ("unit", SIU),
    "allocation_suggestion": ("person", SIU),
    "allocation_weeklyworkload": ("unit", SIU),
    # libraries: signing in, sessions, jobs, the cache
    "account_emailaddress": ("plumbing", SIUD),
    "account_emailconfirmation": ("plumbing", SIUD),
    "auth_group": ("plumbing", S),
    "auth_group_permissions": ("plumbing", S),
    "auth_permission": ("plumbing", S),
    "django_content_type": ("plumbing", S),
    "django_migrations": ("plumbing", S),
    "django_session": ("plumbing", SIUD),
    "mfa_authenticator": ("plumbing", SIUD),
    "procrastinate_events": ("plumbing", SIUD),
    "procrastinate_jobs": ("plumbing", SIUD),
    "procrastinate_periodic_defers": ("plumbing", SIUD),
    "procrastinate_workers": ("plumbing", SIUD),
    "socialaccount_socialaccount": ("plumbing", SIUD),
    "socialaccount_socialapp": ("plumbing", S),
    "socialaccount_socialtoken": ("plumbing", SIUD),
    "throughcare_cache": ("plumbing", SIUD),
}

WEB, WORKER = "throughcare_web", "throughcare_worker"
BOTH, JOBS, NOBODY = frozenset({WEB, WORKER}), frozenset({WORKER}), frozenset[str]()

# Every function that runs as the owner, and who may call it.
DEFINERS: dict[str, frozenset[str]] = {
    "access_caused(text,uuid[])": NOBODY,
    "access_derive_grants(text,uuid[])": BOTH,
    "access_may_see(uuid)": BOTH,
    "access_open_session(uuid,timestamp with time zone)": BOTH,
    "access_who_could_see(uuid)": BOTH,
    "allocation_barred(uuid[],uuid[])": BOTH,
    "audit_looks_at(uuid,integer)": BOTH,
    "courts_recorded_results(text[],text[])": JOBS,
    "people_candidates(bigint[])": JOBS,
    "people_counts(jsonb)": JOBS,
    "people_enter(jsonb)": JOBS,
    "people_glimpse(text,date,text)": BOTH,
    "people_mark_stale(uuid[])": BOTH,
    "people_may_rule_on(uuid,uuid,uuid)": NOBODY,
    "people_merge_records(uuid,uuid,uuid,uuid,uuid,text)": BOTH,
    "people_move(text,uuid[],uuid)": NOBODY,
    "people_put_matching(jsonb)": JOBS,
    "people_rule_different(uuid,uuid[],text)": BOTH,
    "people_search(text,date,text,integer)": BOTH,
    "people_stale_sources(integer)": JOBS,
    "people_undo_merge(uuid,text)": BOTH,
}
