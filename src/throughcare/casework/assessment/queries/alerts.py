"""What stands in the bar of every page about a person: the tier and what is registered, read with the page's own rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from throughcare.foundation.access.gathered import Gathered, Rows

from ..models import Registration, Tier
from ..rules.tier.registers import CODES, HARM, KINDS, VALUES

_NOW = "person_id = %(person)s::uuid AND upper_inf(during)"
_TIER = Rows(Tier, _NOW, "id", 1)
_REGISTERED = Rows(Registration, _NOW, "kind, id")
ON_ALERTS: tuple[Rows[Any], ...] = (_TIER, _REGISTERED)
"""What ``alerts_of`` reads, for whoever reads more in the same statement."""
_LOUD = {"mappa", "iom", "domestic_abuse", "stalking", *CODES}


@dataclass(frozen=True)
class Alerts:
    """The tier in force, empty where there is none, whether it is provisional, and what is registered, in words."""

    tier: str
    is_provisional: bool
    registered: tuple[str, ...]


def alerts_of(read: Gathered) -> Alerts:
    """The alerts of a person, of what was read; the level of harm is not among them, for the bar says it first."""
    tier = next(iter(read.of(_TIER)), None)
    registered = [
        f"{KINDS[row.kind]} {row.value}" if row.kind in VALUES else KINDS[row.kind]
        for row in read.of(_REGISTERED)
        if row.kind in _LOUD and row.kind != HARM
    ]
    return Alerts(tier.tier if tier else "", tier.provisional if tier else False, tuple(registered))
