"""What courts remembers: lists of courts and offences, files brought in, hearings, sentences, and what is to be asked."""

from .arriving import Import, RefusedRow, Upload, UploadProgress
from .lists import Court, CourtCode, CourtTeam, Offence
from .questions import CourtQuestion
from .record import (
    Appearance,
    AppearanceOffence,
    CarriedOver,
    Hearing,
    ReportRequest,
    Requirement,
    Sentence,
    SentenceEvent,
)

__all__ = [
    "Appearance",
    "AppearanceOffence",
    "CarriedOver",
    "Court",
    "CourtCode",
    "CourtQuestion",
    "CourtTeam",
    "Hearing",
    "Import",
    "Offence",
    "RefusedRow",
    "ReportRequest",
    "Requirement",
    "Sentence",
    "SentenceEvent",
    "Upload",
    "UploadProgress",
]
