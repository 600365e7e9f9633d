"""Tables and owner's functions of who may see and do."""

from .kinds import BOTH, NOBODY, NOTHING, PAGES, SI, SIU, S

TABLES: dict[str, tuple[str, str]] = {
    "access_account": ("plumbing", SIU),
    "access_ethicalwall": ("reference", SIU),
    "access_grant": ("own units' grants", S),
    "access_idempotency": ("own rows", SIU),
    "access_kin": ("own rows", SI),
    "access_membership": ("reference", SIU),
    "access_organisation": ("reference", SIU),
    "access_restriction": ("person", SIU),
    "access_purpose_parts": ("closed", NOTHING),
    "access_role_reach": ("closed", NOTHING),
    "access_sharingagreement": ("reference", SIU),
    "access_token": ("custom", SIU),
    "access_unit": ("reference", SIU),
}

DEFINERS: dict[str, frozenset[str]] = {
    "access_certificate_grants(uuid,uuid,timestamp with time zone,timestamp with time zone,text[])": PAGES,
    "access_certificate_looks(uuid,uuid,timestamp with time zone,timestamp with time zone,text[])": PAGES,
    "access_certificate_hats(uuid,uuid,timestamp with time zone,timestamp with time zone,text[])": PAGES,
    "access_certificate_units(uuid,uuid,timestamp with time zone,timestamp with time zone,text[])": PAGES,
    "access_certificate_views(uuid,uuid,timestamp with time zone,timestamp with time zone,text[])": PAGES,
    "access_certificate_open(uuid,uuid,timestamp with time zone,timestamp with time zone,text[])": PAGES,
    "access_certificate_counts(uuid,uuid,timestamp with time zone,timestamp with time zone,text[])": PAGES,
    "access_caused(text,uuid[])": NOBODY,
    "access_barred_among(uuid[],uuid[])": NOBODY,
    "access_close_as_merged(uuid,uuid)": NOBODY,
    "access_agreed(text)": NOBODY,
    "access_is_mine(uuid)": BOTH,
    "access_is_the_service()": BOTH,
    "access_open_as_parted(jsonb,uuid,uuid,timestamp with time zone)": NOBODY,
    "access_restricted(uuid,timestamp with time zone)": NOBODY,
    "access_derive_grants(text,uuid[])": BOTH,
    "access_end_strays(text,uuid[])": NOBODY,
    "access_follow(text,uuid,uuid,uuid,jsonb,jsonb)": NOBODY,
    "access_go_on_sharing(uuid)": BOTH,
    "access_may_see(uuid)": BOTH,
    "access_may_take_down(uuid,uuid)": BOTH,
    "access_organisation_of(uuid)": NOBODY,
    "access_parts_opened(text,uuid)": NOBODY,
    "access_shared_since(uuid,text)": NOBODY,
    "access_stop_sharing(uuid)": BOTH,
    "access_same_somebody(uuid,uuid)": NOBODY,
    "access_unit_called(uuid)": NOBODY,
    "access_unit_may(uuid,text)": NOBODY,
    "access_unit_sees(uuid,uuid)": NOBODY,
    "access_unit_to_ask(uuid,uuid,text)": NOBODY,
    "access_open_session(uuid,timestamp with time zone)": BOTH,
    "access_who_could_see(uuid)": BOTH,
}

# What is written once: every other column may be changed where the wall lets a row be.
ONCE: dict[str, str] = {
    "access_organisation": "id kind sector",
    "access_unit": "id organisation_id parent_id",
    "access_account": "id date_joined",
    "access_membership": "id account_id unit_id role",
    "access_sharingagreement": "id shared_by_id shared_with_id purpose basis parts",
    "access_ethicalwall": "id one_side_id other_side_id basis",
    "access_restriction": "id person_id because",
    "access_token": "id membership_id digest label password only made_at expires_at",
    "access_idempotency": "member_id key act at id",
}
