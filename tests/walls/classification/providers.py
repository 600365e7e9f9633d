"""Tables of the register of providers: an organisation's passport is its own leads' alone."""

from .kinds import SI

TABLES: dict[str, tuple[str, str]] = {"providers_passportedition": ("custom", SI)}
