"""Decides what a published record says, what is wrong with one, and what in it deserves a second look."""

from .compiling import compiled
from .flags import FLAGS, Fence, Flagged, Flags, Group, Settings, Taken, by_lot, red_flags
from .reading import Fault, Read, read

__all__ = [
    "FLAGS",
    "Fault",
    "Fence",
    "Flagged",
    "Flags",
    "Group",
    "Read",
    "Settings",
    "Taken",
    "by_lot",
    "compiled",
    "read",
    "red_flags",
]
