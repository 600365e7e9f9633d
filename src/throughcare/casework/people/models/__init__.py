"""What people remembers: a person, what else they are called and known by, and how records met."""

from .dying import Death, Stopped
from .matching import KeptApart, Matching, Merge, Review, ValueCount
from .person import (
    Address,
    Alias,
    Answer,
    Caring,
    Contact,
    Disability,
    Identifier,
    OfPerson,
    OpenPoint,
    Override,
    Person,
    Phone,
)

__all__ = [
    "Address",
    "Alias",
    "Answer",
    "Caring",
    "Contact",
    "Death",
    "Disability",
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
