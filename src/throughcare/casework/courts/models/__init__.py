"""What courts remembers: lists of courts and offences, files brought in, hearings, sentences, and what is to be asked."""

from .advice import ReportEnquiry, ReportProposal
from .arriving import CorrectedResult, Import, RefusedRow, Upload, UploadProgress
from .lists import CodeMeaning, Court, CourtCode, CourtTeam, Offence
from .questions import CourtQuestion
from .record import (
    AlsoListed,
    Appearance,
    AppearanceOffence,
    Hearing,
    OrganisationResult,
    ReportRequest,
    Requirement,
    Sentence,
    SentenceEvent,
)

REFERS = {
    "person_id": "people.Person",
    "unit_id": "access.Unit",
    "member_id": "access.Membership",
    "settled_by": "access.Membership",
    "answered_by": "access.Membership",
    "corrects": "courts.RefusedRow",
    "import_id": "courts.Import",
}
"""What the id columns of these tables mean, where no field says it: keys by name, put in force after migrations."""

__all__ = [
    "AlsoListed",
    "Appearance",
    "AppearanceOffence",
    "CodeMeaning",
    "CorrectedResult",
    "Court",
    "CourtCode",
    "CourtQuestion",
    "CourtTeam",
    "Hearing",
    "Import",
    "Offence",
    "OrganisationResult",
    "RefusedRow",
    "ReportEnquiry",
    "ReportProposal",
    "ReportRequest",
    "Requirement",
    "Sentence",
    "SentenceEvent",
    "Upload",
    "UploadProgress",
]
