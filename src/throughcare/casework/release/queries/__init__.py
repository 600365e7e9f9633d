"""Tells: a person's release whole, their licence, who is due out, and what of all that is owed."""

from ..store import LicenceStands, Stands
from .owing import DueOut, Owed, due_out, owed_in
from .seen import DateSeen, LicenceSeen, ReleaseSeen, licence, parole_step, release_of

__all__ = [
    "DateSeen",
    "DueOut",
    "LicenceSeen",
    "LicenceStands",
    "Owed",
    "ReleaseSeen",
    "Stands",
    "due_out",
    "licence",
    "owed_in",
    "parole_step",
    "release_of",
]
