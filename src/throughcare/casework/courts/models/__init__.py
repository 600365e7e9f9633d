"""What courts remembers: lists of courts and offences, files brought in, hearings, sentences, and what is to be asked."""

from .arriving import CorrectedResult, Import, RefusedRow, Upload, UploadProgress
from .lists import CodeMeaning, Court, CourtCode, CourtTeam, Offence
from .questions import CourtQuestion
from .record import (
    AlsoListed,
    Appearance,
    AppearanceOffence,
    CarriedOver,
    Hearing,
    OrganisationResult,
    ReportRequest,
    Requirement,
    Sentence,
    SentenceEvent,
)

__all__ = [
    "AlsoListed",
    "Appearance",
    "AppearanceOffence",
    "CarriedOver",
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
    "ReportRequest",
    "Requirement",
    "Sentence",
    "SentenceEvent",
    "Upload",
    "UploadProgress",
]
