"""Does: refers somebody to a programme, moves the referral, runs groups, records what came of each session and every score."""

from .attending import (
    AttendanceReport,
    Mark,
    NotRecorded,
    record_alone,
    record_attendance,
)
from .grouping import (
    NewGroup,
    change_facilitators,
    end_group,
    give_place,
    move_session,
    plan_group,
    record_training,
)
from .referring import SAYS_WHY, answer_for_sentence, move_enrolment, record_measure, refer_to_programme
from .serving import serve_step

__all__ = [
    "SAYS_WHY",
    "AttendanceReport",
    "Mark",
    "NewGroup",
    "NotRecorded",
    "answer_for_sentence",
    "change_facilitators",
    "end_group",
    "give_place",
    "move_enrolment",
    "move_session",
    "plan_group",
    "record_alone",
    "record_attendance",
    "record_measure",
    "record_training",
    "refer_to_programme",
    "serve_step",
]
