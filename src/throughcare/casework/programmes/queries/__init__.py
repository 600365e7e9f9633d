"""Tells: which programmes suit somebody, where referrals stand, which groups there are, and what is to be recorded of each session."""

from .enrolments import (
    EnrolmentLine,
    EnrolmentSeen,
    EnrolmentWhole,
    MoveSeen,
    ScoreSeen,
    SessionOf,
    enrolment,
    enrolments_at,
    enrolments_from,
    enrolments_of,
)
from .groups import (
    FacilitatorSeen,
    GroupLine,
    GroupWhole,
    InGroup,
    SessionLine,
    group,
    groups_of,
    sessions_due,
    sessions_on,
)
from .held import held_by_team
from .joining import GroupOffered, groups_for
from .registers import RegisterLine, RegisterSeen, register
from .serving import serving
from .suiting import Delivering, ProgrammesFor, programmes_for, trainings

__all__ = [
    "Delivering",
    "EnrolmentLine",
    "EnrolmentSeen",
    "EnrolmentWhole",
    "FacilitatorSeen",
    "GroupLine",
    "GroupOffered",
    "GroupWhole",
    "InGroup",
    "MoveSeen",
    "ProgrammesFor",
    "RegisterLine",
    "RegisterSeen",
    "ScoreSeen",
    "SessionLine",
    "SessionOf",
    "enrolment",
    "enrolments_at",
    "enrolments_from",
    "enrolments_of",
    "group",
    "groups_for",
    "groups_of",
    "held_by_team",
    "programmes_for",
    "register",
    "serving",
    "sessions_due",
    "sessions_on",
    "trainings",
]
