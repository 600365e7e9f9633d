"""Facts of a tier for tests: somebody of whom nothing is registered, and what a test says of them."""

from typing import Any

from throughcare.casework.assessment.rules.tier import V2Facts, V3Facts

_V3: dict[str, Any] = {
    "has_active_event": True, "arp": None, "csrp": None, "arp_static": False, "csrp_static": False, "contact": None,
    "contact_band": None, "mappa": False, "rosh": None, "lifer_ipp": False, "released_on": None, "domestic_abuse": False,
    "stalking": False, "child_protection": False, "ever_sexual_offence": False, "on": None,
}  # fmt: skip
_V2: dict[str, Any] = {
    "sex": None, "rsr": None, "ogrs": None, "rosh": None, "mappa_level": None, "registrations": frozenset(),
    "parenting": None, "impulsivity": None, "temper": None, "breach_or_recall": False, "has_mandate": False,
    "needs": None, "iom": False, "two_thirds_point": False, "assessed_on": None, "on": None,
}  # fmt: skip


def v3_facts(**said: Any) -> V3Facts:
    """Somebody supervised, asked about domestic abuse and sexual offences with the answer no, and what is said besides."""
    return V3Facts(**(_V3 | said))


def v2_facts(**said: Any) -> V2Facts:
    """Somebody of whom nothing is known, and what is said besides."""
    return V2Facts(**(_V2 | said))
