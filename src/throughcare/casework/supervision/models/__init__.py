"""What supervision remembers: cases, responsibility, tenures, gaps, transfers, the timeline, contacts, arrivals and samples, reminders."""

from .arrivals import Arrival, Sample, Sampled
from .beginnings import Beginning
from .carrying import Carrying
from .case import (
    Case,
    Catchment,
    Gap,
    Matter,
    ModelChange,
    Responsibility,
    Tenure,
    TimelineEntry,
    Transfer,
)
from .commitments import Commitment
from .contacts import Appointment, Contact
from .feeds import Feed
from .joint import JointWork
from .lowering import Lowering
from .movements import Movement, Prison
from .reminders import Reminder

REFERS = {
    "person_id": "people.Person",
    "unit_id": "access.Unit",
    "organisation_id": "access.Organisation",
    "member_id": "access.Membership",
    "shared_by": "access.Organisation",
    "from_unit": "access.Unit",
    "to_unit": "access.Unit",
    "offered_by": "access.Membership",
    "Lowering.asked_by": "access.Membership",
    "Lowering.answered_by": "access.Membership",
    "model_id": "operating_model.Adopted",
    "in_force_id": "operating_model.InForce",
    "carrying_id": "supervision.Carrying",
    "last_case": "supervision.Case",
    "held_by": "access.Membership",
    "ended_by": "access.Membership",
    "requirement_id": "courts.Requirement",
}
"""What the id columns of these tables mean, where no field says it: keys by name, put in force after migrations."""

__all__ = [
    "Appointment",
    "Arrival",
    "Beginning",
    "Carrying",
    "Case",
    "Catchment",
    "Commitment",
    "Contact",
    "Feed",
    "Gap",
    "JointWork",
    "Lowering",
    "Matter",
    "ModelChange",
    "Movement",
    "Prison",
    "Reminder",
    "Responsibility",
    "Sample",
    "Sampled",
    "Tenure",
    "TimelineEntry",
    "Transfer",
]
