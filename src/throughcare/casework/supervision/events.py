"""What supervision announces."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class CasesOpened:
    """Cases were opened, or took on a new matter, by a batch."""

    case_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class HoldersAppointed:
    """Tenures began in these cases, in the place of whoever held the roles."""

    tenure_ids: tuple[UUID, ...]
    case_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class HoldersEnded:
    """Tenures ended in these open cases and nobody has their roles yet."""

    tenure_ids: tuple[UUID, ...]
    case_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class CasesPassedOn:
    """Open cases passed to another team, which answers for them from now on."""

    case_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class RiskChanged:
    """The risk recorded on a case changed."""

    case_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class PeopleMoved:
    """People went into custody, were moved within it, or came out, by movements recorded in one act."""

    movement_ids: tuple[UUID, ...]
    case_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class CasesFollowedMerge:
    """The cases of these people stand where a merge of their records, or its undoing, puts them."""

    merge_id: UUID
    person_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class CaseClosed:
    """A case was closed."""

    case_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class CasesClosed:
    """Many cases were closed in one act."""

    case_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class FailuresTold:
    """Contacts were recorded, or put right, that are or were a failure to comply, or one whose evidence is awaited."""

    contact_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class FailuresRescinded:
    """Failures to comply count no more, by whoever decides them or because the record was put right: of these contacts as first told."""

    contact_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class RisksRecorded:
    """The first risk of many cases was recorded in one act."""

    case_ids: tuple[UUID, ...]
