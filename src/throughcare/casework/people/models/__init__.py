"""What people remembers: a person, what else they are called and known by, and how records met."""

from .dying import Death, Stopped
from .matching import Followed, KeptApart, Matching, Merge, Review, ValueCount
from .person import (
    Address,
    Alias,
    Answer,
    Caring,
    Contact,
    Disability,
    Email,
    Identifier,
    OfPerson,
    OpenPoint,
    Override,
    Person,
    Phone,
)

REFERS = {
    "recorded_by_unit": "access.Unit",
    "recorded_by_organisation": "access.Organisation",
    "unit_id": "access.Unit",
    "settled_by": "access.Membership",
    "recorded_by": "access.Membership",
    "withdrawn_by": "access.Membership",
    "sent_by": "access.Membership",
    "decided_by": "access.Membership",
    "merged_by": "access.Membership",
    "undone_by": "access.Membership",
    "ruled_by": "access.Membership",
    "lifted_by": "access.Membership",
}
"""What the id columns of these tables mean, where no field says it: keys by name, put in force after migrations."""

__all__ = [
    "Address",
    "Alias",
    "Answer",
    "Caring",
    "Contact",
    "Death",
    "Disability",
    "Email",
    "Followed",
    "Identifier",
    "KeptApart",
    "Matching",
    "Merge",
    "OfPerson",
    "OpenPoint",
    "Override",
    "Person",
    "Phone",
    "Review",
    "Stopped",
    "ValueCount",
]
