"""What courts announces."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class CourtResultsRecorded:
    """A batch of results was recorded: sentences imposed and reports requested, found by the import."""

    import_id: UUID


@dataclass(frozen=True)
class SentenceEnded:
    """A sentence was completed, revoked or ended by death."""

    sentence_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class SentencesEnded:
    """Many sentences were completed, revoked or ended by death in one act."""

    sentence_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class SentenceBreached:
    """A court found a sentence breached."""

    sentence_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class BreachesTold:
    """Results told of sentences passed before: breach proved or not, the order goes on, is revoked or passed anew."""

    event_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class SentenceAnnulled:
    """A sentence was quashed, set aside, recorded in error or replaced: as the record now has it, it was never passed."""

    sentence_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class BreachWithdrawn:
    """The result that told of a breach was corrected: as the record now has it, no court found that breach by it."""

    sentence_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class SentenceStandsAgain:
    """What was recorded of a sentence was a mistake and is taken back: it stands as it stood before."""

    sentence_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class SentenceAmended:
    """A court changed what a sentence holds: its length, and with it when it and what follows it end."""

    sentence_id: UUID
    person_id: UUID
