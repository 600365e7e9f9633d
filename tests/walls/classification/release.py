"""Tables and owner's functions of release."""

from .kinds import BOTH, NOBODY, SI, SU, S

TABLES: dict[str, tuple[str, str]] = {
    "release_dayssaid": ("person", SI),
    "release_figure": ("person", SI),
    "release_insidesaid": ("person", SI),
    "release_licence": ("person", SI),
    "release_licencecondition": ("person", SI),
    "release_licencestep": ("person", SI),
    "release_looked": ("person", SI),
    "release_needsaid": ("person", SI),
    "release_paroledone": ("person", SI),
    "release_parolestep": ("person", SI),
    "release_proposedcondition": ("custom", SU),
    "release_proposer": ("custom", S),
    "release_termsaid": ("person", SI),
}

DEFINERS: dict[str, frozenset[str]] = {
    "release_sent_by_viewer(uuid)": BOTH,
    "release_put_forward(uuid,jsonb)": NOBODY,
    "release_became(uuid[])": NOBODY,
    "release_propose(uuid,jsonb)": BOTH,
    "release_answered(uuid)": BOTH,
}

# What is written once: every other column may be changed where the wall lets a row be.
ONCE: dict[str, str] = {
    "release_proposedcondition": "id person_id case_id proposed_on code words plain area until",
}
