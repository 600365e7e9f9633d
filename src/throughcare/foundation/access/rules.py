"""Roles: what each may do and how far each reaches; kinds of organisation."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused


class OrganisationKind(StrEnum):
    """What an organisation is, in the service's words."""

    COURT = "court"
    NATIONAL_COMMISSIONER = "national commissioner"
    REGIONAL_COMMISSIONER = "regional commissioner"
    LOCAL_COMMISSIONER = "local commissioner"
    PUBLIC_PROBATION = "public probation provider"
    COMMUNITY_PROVIDER = "community provider"
    PRISON = "prison"
    POLICE = "police"
    LOCAL_AUTHORITY = "local authority"
    HEALTH_COMMISSIONER = "health commissioner"
    YOUTH_OFFENDING_TEAM = "youth offending team"
    POLICE_AND_CRIME_COMMISSIONER = "police and crime commissioner"
    ADVISORY_PANEL = "local advisory panel"
    ELECTRONIC_MONITORING = "electronic monitoring provider"
    VICTIM_UNIT = "victim unit"
    INSPECTORATE = "inspectorate"
    SYSTEM = "system"


class Sector(StrEnum):
    """Who owns an organisation."""

    PUBLIC = "public"
    PRIVATE = "private"
    VOLUNTARY = "voluntary"
    MUTUAL = "mutual"


class Reach(StrEnum):
    """Which units' grants a role reads by."""

    OWN_UNIT = "own unit"
    UNIT_AND_BELOW = "unit and below"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Role:
    """A role: what it is for, what it may do, and how far it reaches."""

    name: str
    purpose: str
    may: frozenset[May]
    reach: Reach = Reach.OWN_UNIT


_LOOK = frozenset({May.LOOK_AT_PEOPLE, May.CHANGE_HAT, May.ISSUE_TOKEN, May.DECLARE_KIN})
_PRACTISE = _LOOK | {
    May.AMEND_PERSON,
    May.RECORD_ON_TIMELINE,
    May.OFFER_TRANSFER,
    May.WRITE_ASSESSMENT,
    May.SIGN_ASSESSMENT,
    May.RECORD_SCORE,
    May.DECIDE_TIER,
    May.LOOK_AT_TEAM,
    May.SEARCH_OUTSIDE_WALL,
}
_LEAD = _PRACTISE | {
    May.APPOINT_HOLDER,
    May.ANSWER_TRANSFER,
    May.OPEN_CASE,
    May.RECORD_PEOPLE,
    May.DECIDE_MATCH,
    May.CLOSE_CASE,
    May.COUNTERSIGN_ASSESSMENT,
    May.ROLL_BACK_ASSESSMENT,
    May.ALLOCATE_CASE,
    May.PLAN_ALLOCATION,
    May.RECORD_WORKLOAD,
    May.RESTRICT_RECORD,
    May.READ_AUDIT,
    May.LOOK_AT_OUTCOMES,
}
_COURT = _LOOK | {
    May.RECORD_PEOPLE,
    May.AMEND_PERSON,
    May.DECIDE_MATCH,
    May.IMPORT_COURT_RESULTS,
    May.CORRECT_REFUSED_ROW,
    May.REQUEST_COURT_REPORT,
    May.RECORD_HEARING,
    May.RECORD_SENTENCE,
    May.AMEND_SENTENCE,
    May.OPEN_CASE,
    May.APPOINT_HOLDER,
    May.LOOK_AT_COURT_LISTS,
}
_ADMINISTER = frozenset(
    {
        May.CHANGE_HAT,
        May.ADMINISTER_ORGANISATIONS,
        May.ADMINISTER_MEMBERS,
        May.MAKE_SHARING_AGREEMENT,
        May.RAISE_WALL,
        May.ADOPT_MODEL,
        May.APPOINT_BODY,
        May.LOAD_REFERENCE,
        May.READ_AUDIT,
        May.MOVE_CASES,
        May.ISSUE_TOKEN,
    }
)

ROLES: dict[str, Role] = {
    role.name: role
    for role in [
        Role("offender manager", "Owns the sentence from start to end.", _PRACTISE),
        Role("probation services officer", "Supervises day to day.", _PRACTISE),
        Role(
            "senior probation officer", "Leads a team and answers for its cases.", _LEAD, Reach.UNIT_AND_BELOW
        ),
        Role(
            "head of delivery unit",
            "Answers for every team of a local delivery unit.",
            _LEAD | {May.MOVE_CASES, May.DRILL_TO_PEOPLE},
            Reach.UNIT_AND_BELOW,
        ),
        Role("court officer", "Speaks for probation in court and records what the court did.", _COURT),
        Role(
            "sentencer",
            "Sees what is available and what became of sentences, never a person.",
            frozenset({May.CHANGE_HAT, May.LOOK_AT_COURT_FIGURES}),
            Reach.NOBODY,
        ),
        Role("prison offender manager", "Owns the case while the person is in custody.", _PRACTISE),
        Role(
            "provider worker", "Delivers a service to the people referred.", _LOOK | {May.RECORD_ON_TIMELINE}
        ),
        Role(
            "provider lead",
            "Leads a provider's team.",
            _LOOK
            | {
                May.RECORD_ON_TIMELINE,
                May.DECIDE_MATCH,
                May.ANSWER_TRANSFER,
                May.APPOINT_HOLDER,
                May.LOOK_AT_TEAM,
                May.OFFER_TRANSFER,
            },
            Reach.UNIT_AND_BELOW,
        ),
        Role(
            "commissioner",
            "Decides what is needed and buys it.",
            frozenset({May.CHANGE_HAT, May.LOOK_AT_OUTCOMES, May.AUDIT_SCORES}),
            Reach.NOBODY,
        ),
        Role(
            "victim liaison officer",
            "Keeps victims told and heard.",
            frozenset({May.CHANGE_HAT}),
            Reach.NOBODY,
        ),
        Role("police partner", "Works jointly on agreed people.", _LOOK),
        Role(
            "case administrator",
            "Records people and matches for a team.",
            _LOOK
            | {May.RECORD_PEOPLE, May.AMEND_PERSON, May.DECIDE_MATCH, May.MERGE_PEOPLE, May.LOOK_AT_TEAM},
        ),
        Role(
            "analyst",
            "Measures outcomes from extracts without names.",
            frozenset({May.CHANGE_HAT, May.EXTRACT_OUTCOMES, May.LOOK_AT_OUTCOMES, May.AUDIT_SCORES}),
            Reach.NOBODY,
        ),
        Role(
            "inspector",
            "Reads the cases sampled for inspection.",
            _LOOK | {May.READ_AUDIT, May.AUDIT_SCORES, May.DRAW_SAMPLE},
        ),
        Role("administrator", "Keeps organisations, units and members.", _ADMINISTER, Reach.NOBODY),
        Role(
            "service",
            "A system member: imports and jobs, never signed in.",
            frozenset(May),
            Reach.UNIT_AND_BELOW,
        ),
    ]
}


@dataclass(frozen=True)
class Member:
    """Somebody, or a service, acting for one unit in one role."""

    id: UUID
    name: str
    role: str
    unit_id: UUID
    organisation_id: UUID
    unit_name: str = ""
    organisation_name: str = ""
    account_id: UUID | None = field(default=None, compare=False)

    @property
    def permissions(self) -> frozenset[May]:
        """What the member's role may do."""
        return ROLES[self.role].may

    def may(self, permission: May) -> bool:
        """Whether the member's role carries a permission."""
        return permission in self.permissions


def check_may(member: Member, permission: May) -> None:
    """Refuse, naming the role and what it lacks, unless the member may do this."""
    if not member.may(permission):
        article = "An" if member.role[0] in "aeiou" else "A"
        raise Refused(f"{article} {member.role} may not {permission.value}.")
