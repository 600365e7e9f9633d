"""What enforcement announces."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class FailureDecided:
    """Somebody decided what becomes of a failure: by which step."""

    failure_id: UUID
    person_id: UUID
    step_id: UUID
    decision: str


@dataclass(frozen=True)
class DeciderAskedFor:
    """Somebody asked the operating model again who decides a failure."""

    failure_id: UUID
