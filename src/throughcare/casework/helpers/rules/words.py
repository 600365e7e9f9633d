"""The words of helpers: who helps, what is checked of them, where a pairing stands, and what came of work."""

from __future__ import annotations

from enum import StrEnum


class HelperKind(StrEnum):
    """Who helps somebody beside those who manage the case."""

    MENTOR = "mentor"
    PEER_MENTOR = "peer mentor"
    VOLUNTEER = "volunteer"
    EMPLOYER = "employer"
    LIAISON = "liaison and diversion worker"


class CheckKind(StrEnum):
    """What is checked of a helper."""

    CRIMINAL_RECORD = "criminal record check"
    REFERENCES = "references"
    TRAINING = "training"
    PRISON_ACCESS = "prison access"
    INSURANCE = "employer's liability insurance"
    WORKPLACE = "visit to the workplace"


class CheckResult(StrEnum):
    """What came of a check."""

    PASSED = "passed"
    NOT_PASSED = "not passed"
    AWAITED = "awaited"


class CheckStands(StrEnum):
    """How a check stands on a day."""

    IN_DATE = "in date"
    MISSING = "missing"
    LAPSED = "lapsed"
    NOT_PASSED = "not passed"
    NOT_KNOWN = "not known"


class PairingState(StrEnum):
    """Where a pairing of somebody with a helper stands."""

    ASKED = "asked for"
    MATCHED = "matched"
    MEETING = "meeting"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class PairingSide(StrEnum):
    """Who owes something: the team that asked for a helper, or the one whose helpers they are."""

    SENDER = "sender"
    HELPERS = "helpers"


class Through(StrEnum):
    """What brings a move about: somebody's hand, a helper chosen, or a meeting held."""

    HAND = "hand"
    CHOICE = "choice"
    MEETING = "meeting"


class JobKind(StrEnum):
    """What somebody does with an employer."""

    JOB = "paid job"
    PLACEMENT = "work placement"
    TRAINING = "apprenticeship or training"


class JobPoint(StrEnum):
    """When what came of a job is asked."""

    START = "start"
    WEEK_13 = "13 weeks"
    WEEK_26 = "26 weeks"


class JobOutcome(StrEnum):
    """What came of a job; not known is what somebody answered who asked and could not find out."""

    IN_IT = "in this work"
    OTHER_WORK = "in other work"
    NO_WORK = "not in work"
    NOT_STARTED = "did not start"
    NOT_KNOWN = "asked, and not known"
