"""Tables and owner's functions of operating models."""

from .kinds import SIU

TABLES: dict[str, tuple[str, str]] = {
    "operating_model_adopted": ("reference", SIU),
    "operating_model_appointment": ("reference", SIU),
    "operating_model_area": ("reference", SIU),
    "operating_model_inforce": ("reference", SIU),
    "operating_model_phase": ("reference", SIU),
}
