"""Tables of the register of providers: an organisation's passport is its own leads' alone."""

from .kinds import NOBODY, SI

TABLES: dict[str, tuple[str, str]] = {"providers_passportedition": ("custom", SI)}

DEFINERS: dict[str, frozenset[str]] = {
    "providers_called(uuid)": NOBODY,
    "providers_may_sit(uuid,text)": NOBODY,
}
