"""Red flags in published records: the ten and one of Cardinal, by its own descriptions, and by lot and package."""

from .asked import Settings, Taken, settings_from, settings_of_name
from .facts import Process, process_of
from .found import FLAGS, Fence, Flagged, Flags, Group
from .lots import by_lot
from .raising import red_flags

__all__ = [
    "FLAGS",
    "Fence",
    "Flagged",
    "Flags",
    "Group",
    "Process",
    "Settings",
    "Taken",
    "by_lot",
    "process_of",
    "red_flags",
    "settings_from",
    "settings_of_name",
]
