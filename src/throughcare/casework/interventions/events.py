"""What interventions announces."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class ReferralMoved:
    """A step was taken on a referral, by either side."""

    referral_id: UUID
    person_id: UUID
    step: str
