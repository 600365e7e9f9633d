"""The kinds of body to which an operating model may give a function."""

from __future__ import annotations

from enum import StrEnum


class BodyKind(StrEnum):
    """A kind of body; which organisation is that body in an area on a day is an appointment."""

    SECRETARY_OF_STATE = "secretary_of_state"
    NATIONAL_COMMISSIONER = "national_commissioner"
    REGIONAL_COMMISSIONER = "regional_commissioner"
    LOCAL_COMMISSIONER = "local_commissioner"
    TRUST = "trust"
    PUBLIC_PROVIDER = "public_provider"
    COMMUNITY_PROVIDER = "community_provider"
    COMPETED = "competed"
    COURT = "court"
    PRISON = "prison"
    POLICE = "police"
    LOCAL_AUTHORITY = "local_authority"
    HEALTH_COMMISSIONER = "health_commissioner"
    YOUTH_OFFENDING_TEAM = "youth_offending_team"
    POLICE_AND_CRIME_COMMISSIONER = "police_and_crime_commissioner"
    ADVISORY_PANEL = "advisory_panel"
    ELECTRONIC_MONITORING_PROVIDER = "electronic_monitoring_provider"
    VICTIM_UNIT = "victim_unit"
    STANDARDS_BODY = "standards_body"
    INSPECTORATE = "inspectorate"
    NOBODY = "nobody"

    @property
    def label(self) -> str:
        """The kind in words fit for a page."""
        return _LABELS.get(self, self.value.replace("_", " "))


_LABELS = {
    BodyKind.SECRETARY_OF_STATE: "Secretary of State",
    BodyKind.TRUST: "trust that both buys and provides",
    BodyKind.PUBLIC_PROVIDER: "public probation provider",
    BodyKind.COMMUNITY_PROVIDER: "community provider under contract",
    BodyKind.COMPETED: "whoever wins the contract",
    BodyKind.NOBODY: "nobody",
}
