"""Tables of integrated."""

from .kinds import SI, SIU

TABLES: dict[str, tuple[str, str]] = {
    "integrated_selection": ("person", SIU),
    "integrated_integratedstep": ("person", SI),
    "integrated_help": ("person", SI),
    "integrated_disruption": ("person", SI),
    "integrated_integratedaction": ("person", SIU),
}

# What is written once: every other column may be changed where the wall lets a row be.
ONCE: dict[str, str] = {
    "integrated_selection": "id person_id case_id proposed because opened_by opened_at",
    "integrated_integratedaction": "id person_id selection_id what owner_id due_on given_by given_at",
}
