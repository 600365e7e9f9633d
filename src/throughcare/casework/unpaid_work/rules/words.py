"""The words of unpaid work: what a project is and where it stands, how often somebody comes, and why hours are credited."""

from __future__ import annotations

from enum import StrEnum


class ProjectKind(StrEnum):
    """What is done on a project."""

    GROUP = "group project"
    INDIVIDUAL = "individual placement"
    EDUCATION = "education, training or employment"
    INDUCTION = "induction"

    @property
    def counts_travel(self) -> bool:
        """Whether time spent travelling to it can be credited: to work it can, to learning and induction it cannot."""
        return self in {ProjectKind.GROUP, ProjectKind.INDIVIDUAL}


class ProjectState(StrEnum):
    """Where a project stands."""

    NOMINATED = "nominated"
    APPROVED = "approved"
    REFUSED = "refused"
    CLOSED = "closed"


class Nominator(StrEnum):
    """Who asked for a project."""

    RESIDENT = "a resident"
    COUNCIL = "a council"
    POLICE = "the police"
    VICTIMS = "a victims' organisation"
    CHARITY = "a charity or faith group"
    BUSINESS = "a business or trader"
    SCHOOL = "a school or college"
    SERVICE = "the probation service"


class Frequency(StrEnum):
    """How often somebody placed on a project comes."""

    ONCE = "once"
    WEEKLY = "every week"
    FORTNIGHTLY = "every second week"


class WorkState(StrEnum):
    """Where somebody's hours stand."""

    OPEN = "under way"
    COMPLETED = "completed"
    ENDED = "ended"


class CreditKind(StrEnum):
    """Why minutes are counted that were not worked on a project."""

    EDUCATION = "education, training or employment"
    TRAVEL = "travel"


class Scheme(StrEnum):
    """Where somebody stands in earning hours off by early compliance."""

    INELIGIBLE = "not eligible"
    ELIGIBLE = "not at the threshold yet"
    QUALIFYING = "earning hours off"
    DISQUALIFIED = "no longer earning"
