"""Does: recording, amending, ruling on matches, merging, and looking outside the wall."""

from .amending import (
    PersonChanges,
    add_alias,
    add_identifier,
    amend_person,
    end_recording,
    settle_open_point,
)
from .dying import record_death, withdraw_death
from .merging import decide_review, keep_apart, lift_apart, merge_people, unmerge_people
from .outside import Glimpse, look_outside_wall
from .recording import Recorded, record_people
from .surroundings import (
    end_detail,
    record_caring,
    record_contact,
    record_disability,
    record_email,
    record_home,
    record_phone,
)

__all__ = [
    "Glimpse",
    "PersonChanges",
    "Recorded",
    "add_alias",
    "add_identifier",
    "amend_person",
    "decide_review",
    "end_detail",
    "end_recording",
    "keep_apart",
    "lift_apart",
    "look_outside_wall",
    "merge_people",
    "record_caring",
    "record_contact",
    "record_death",
    "record_disability",
    "record_email",
    "record_home",
    "record_people",
    "record_phone",
    "settle_open_point",
    "unmerge_people",
    "withdraw_death",
]
