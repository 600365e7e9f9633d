"""Tables and owner's functions of operating models."""

from .kinds import SI, SIU

TABLES: dict[str, tuple[str, str]] = {
    "operating_model_adopted": ("reference", SI),
    "operating_model_appointment": ("reference", SIU),
    "operating_model_area": ("reference", SIU),
    "operating_model_inforce": ("reference", SIU),
    "operating_model_phase": ("reference", SI),
}

# What is written once: every other column may be changed where the wall lets a row be.
ONCE: dict[str, str] = {
    "operating_model_area": "code",
    "operating_model_inforce": "id",
    "operating_model_appointment": "id",
}
