"""What a change of model means: for cases in flight, and for which organisation may be which body."""

from __future__ import annotations

from enum import StrEnum

from throughcare.foundation.access.rules import OrganisationKind as Kind

from .bodies import BodyKind
from .model import Holding
from .terms import InFlight


class AtChange(StrEnum):
    """What becomes of one holding in one case on the day the model changes."""

    UNCHANGED = "unchanged"
    STAYS = "stays"
    MOVES = "moves"
    DECIDE_AGAIN = "decide_again"
    BEGINS = "begins"
    LAPSES = "lapses"


def at_change(rule: InFlight, before: Holding, after: Holding) -> AtChange:
    """What becomes of a case in flight held as ``before`` under the old model and ``after`` under the new.

    Where nobody held it before it begins. Where nobody holds it after, it stays or lapses by the rule,
    and is never decided again: there is nobody to decide between.
    """
    if before.held_by is after.held_by:
        return AtChange.UNCHANGED
    if not before.is_held:
        return AtChange.BEGINS
    if rule is InFlight.STAY:
        return AtChange.STAYS
    if not after.is_held:
        return AtChange.LAPSES
    return AtChange.MOVES if rule is InFlight.MOVE else AtChange.DECIDE_AGAIN


_PROVIDERS = frozenset({Kind.PUBLIC_PROBATION, Kind.COMMUNITY_PROVIDER, Kind.ELECTRONIC_MONITORING})
_COMMISSIONERS = frozenset({Kind.NATIONAL_COMMISSIONER, Kind.REGIONAL_COMMISSIONER, Kind.LOCAL_COMMISSIONER})
_MAY_BE: dict[BodyKind, frozenset[Kind]] = {
    BodyKind.SECRETARY_OF_STATE: frozenset({Kind.NATIONAL_COMMISSIONER}),
    BodyKind.NATIONAL_COMMISSIONER: frozenset({Kind.NATIONAL_COMMISSIONER}),
    BodyKind.REGIONAL_COMMISSIONER: frozenset({Kind.REGIONAL_COMMISSIONER, Kind.PUBLIC_PROBATION}),
    BodyKind.LOCAL_COMMISSIONER: frozenset({Kind.LOCAL_COMMISSIONER, Kind.PUBLIC_PROBATION}),
    BodyKind.TRUST: frozenset({Kind.LOCAL_COMMISSIONER, Kind.PUBLIC_PROBATION}),
    BodyKind.PUBLIC_PROVIDER: frozenset({Kind.PUBLIC_PROBATION}),
    BodyKind.COMMUNITY_PROVIDER: frozenset({Kind.COMMUNITY_PROVIDER}),
    BodyKind.COMPETED: _PROVIDERS,
    BodyKind.COURT: frozenset({Kind.COURT}),
    BodyKind.PRISON: frozenset({Kind.PRISON}),
    BodyKind.POLICE: frozenset({Kind.POLICE}),
    BodyKind.LOCAL_AUTHORITY: frozenset({Kind.LOCAL_AUTHORITY}),
    BodyKind.HEALTH_COMMISSIONER: frozenset({Kind.HEALTH_COMMISSIONER}),
    BodyKind.YOUTH_OFFENDING_TEAM: frozenset({Kind.YOUTH_OFFENDING_TEAM}),
    BodyKind.POLICE_AND_CRIME_COMMISSIONER: frozenset({Kind.POLICE_AND_CRIME_COMMISSIONER}),
    BodyKind.ADVISORY_PANEL: frozenset({Kind.ADVISORY_PANEL}),
    BodyKind.ELECTRONIC_MONITORING_PROVIDER: frozenset({Kind.ELECTRONIC_MONITORING}),
    BodyKind.VICTIM_UNIT: frozenset({Kind.VICTIM_UNIT, Kind.PUBLIC_PROBATION}),
    BodyKind.STANDARDS_BODY: frozenset({*_COMMISSIONERS, Kind.INSPECTORATE}),
    BodyKind.INSPECTORATE: frozenset({Kind.INSPECTORATE}),
    BodyKind.NOBODY: frozenset(),
}


def may_be(body: BodyKind) -> frozenset[Kind]:
    """The kinds of organisation that may be appointed as a kind of body."""
    return _MAY_BE[body]
