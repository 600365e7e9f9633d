"""What unpaid work remembers: projects, people's hours, their places on projects, every turn, what came of it, and credits."""

from .asked import PublicAsk
from .work import Credit, Passing, Placement, Project, Told, Turn, Work

REFERS = {
    "person_id": "people.Person",
    "requirement_id": "courts.Requirement",
    "member_id": "access.Membership",
    "decided_by": "access.Membership",
    "set_aside_by": "access.Membership",
    "opened_by": "access.Membership",
    "shared_by": "access.Organisation",
    "organisation_id": "access.Organisation",
    "from_unit": "access.Unit",
    "to_unit": "access.Unit",
    "left_unit": "access.Unit",
}
"""What the id columns mean: each has a key to the row it is of."""

__all__ = ["REFERS", "Credit", "Passing", "Placement", "Project", "PublicAsk", "Told", "Turn", "Work"]
