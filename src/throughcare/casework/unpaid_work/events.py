"""What unpaid work announces."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class HoursCompleted:
    """All hours of an order are worked, credited or earned off, and somebody confirmed it."""

    work_id: UUID
    person_id: UUID
    case_id: UUID
    requirement_id: UUID
