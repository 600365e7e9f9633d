"""Tables and owner's functions of who may see and do."""

from .kinds import BOTH, NOBODY, NOTHING, SI, SIU, S

TABLES: dict[str, tuple[str, str]] = {
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
}

DEFINERS: dict[str, frozenset[str]] = {
    "access_caused(text,uuid[])": NOBODY,
    "access_derive_grants(text,uuid[])": BOTH,
    "access_end_strays(text,uuid[])": NOBODY,
    "access_go_on_sharing(uuid)": BOTH,
    "access_may_see(uuid)": BOTH,
    "access_same_somebody(uuid,uuid)": NOBODY,
    "access_unit_may(uuid,text)": NOBODY,
    "access_unit_sees(uuid,uuid)": NOBODY,
    "access_unit_to_ask(uuid,uuid,text)": NOBODY,
    "access_open_session(uuid,timestamp with time zone)": BOTH,
    "access_who_could_see(uuid)": BOTH,
}
