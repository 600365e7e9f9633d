"""Tables and owner's functions of the ledgers and the outbox."""

from .kinds import ADD, BOTH, NOBODY, NOTHING, SI, SIU

TABLES: dict[str, tuple[str, str]] = {
    "audit_announcement": ("custom", SI),
    "audit_batch": ("closed", NOTHING),
    "audit_decision": ("custom", SI),
    "audit_delivery": ("plumbing", SIU),
    "audit_entry": ("ledger", ADD),
    "audit_seal": ("closed", NOTHING),
}

DEFINERS: dict[str, frozenset[str]] = {
    "audit_done_here(text,uuid,uuid,integer)": BOTH,
    "audit_done_by_me(text,timestamp with time zone)": BOTH,
    "audit_opened_by_me(timestamp with time zone,text[],integer)": BOTH,
    "audit_stopped_here(text,timestamp with time zone)": BOTH,
    "audit_looks_at(uuid,integer)": BOTH,
    "audit_opened_here(uuid[],text[])": NOBODY,
    "audit_clock_went_back()": NOBODY,
}

# What is written once: every other column may be changed where the wall lets a row be.
ONCE: dict[str, str] = {
    "audit_delivery": "id announcement_id listener",
}
