"""The words of a recall: where it stands, who owes what, of which kind it is, and what is asked before it is decided."""

from __future__ import annotations

from enum import StrEnum


class RecallState(StrEnum):
    """Where a recall stands; what each means, and whether it is over, is in the table of states."""

    CONSIDERED = "considered"
    NOT_RECALLED = "not recalled"
    DECIDED = "decided"
    APPROVED = "approved"
    PAPERS_SENT = "papers sent"
    REVOKED = "revoked"
    AT_LARGE = "unlawfully at large"
    RETURNED = "returned"
    REPRESENTATIONS = "representations"
    PAROLE = "with the parole board"
    RELEASED = "released again"
    RESCINDED = "rescinded"
    ENDED = "ended"


class RecallMove(StrEnum):
    """What moves a recall on."""

    RECALL = "decide to recall"
    DO_NOT_RECALL = "decide not to recall"
    APPROVE = "approve"
    SEND_BACK = "send back"
    REFUSE = "refuse"
    SEND_PAPERS = "send the papers"
    REVOKE = "revoke"
    RETURN_PAPERS = "return the papers"
    TURN_DOWN = "turn down"
    NOT_FOUND = "not found"
    LOOK_AGAIN = "look again"
    TAKE_IN = "take into custody"
    REPRESENT = "make representations"
    KEEP_IN = "keep in custody"
    REFER = "refer to the parole board"
    PAROLE_REFUSES = "parole refuses"
    RELEASE_AUTOMATIC = "release automatically"
    RELEASE_EXECUTIVE = "release by the executive"
    RELEASE_PAROLE = "release by the parole board"
    RESCIND = "rescind"
    END = "end with the case"


class RecallSide(StrEnum):
    """Who owes the next step; the first two work here, of the others an answer is waited for."""

    MANAGER = "offender manager"
    APPROVER = "approver"
    EXECUTIVE = "executive"
    POLICE = "police"
    PAROLE_BOARD = "parole board"
    NOBODY = "nobody"

    @property
    def works_here(self) -> bool:
        """Whether what it owes stands on a home of this service."""
        return self in {RecallSide.MANAGER, RecallSide.APPROVER}


class Length(StrEnum):
    """How long a recall lasts: a number of days by rule, or until somebody directs release."""

    FIXED_TERM = "fixed term"
    STANDARD = "standard"


class Urgency(StrEnum):
    """How fast it goes."""

    STANDARD = "standard"
    EMERGENCY = "emergency"


class SentenceGroup(StrEnum):
    """Which rule of length a sentence falls under."""

    ADULT = "adult standard"
    YOUTH = "youth standard"
    EXTENDED = "extended"
    INDETERMINATE = "indeterminate"


class Said(StrEnum):
    """An answer to a question that may rule a fixed term out; not known is no "no"."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not known"


class NewOffence(StrEnum):
    """Whether a new offence stands behind the recall."""

    NO = "no"
    CHARGED = "charged only"
    CONVICTED = "charged and convicted"
    NOT_KNOWN = "not known"


class Ground(StrEnum):
    """Why a recall is considered."""

    RISK = "risk has increased"
    CONTACT = "contact has stopped"
    BOTH = "risk has increased and contact has stopped"


class Tried(StrEnum):
    """What was tried before a recall."""

    WARNING_LETTER = "warning letter"
    DRUG_TEST = "drug test"
    MORE_REPORTING = "more frequent reporting"
    EXTRA_CONDITIONS = "extra licence conditions"
    APPROVED_PREMISES = "approved premises"
    OTHER_TEAMS = "referral to other teams"
    PARTNERS = "referral to partner agencies"
    OTHER = "something else"
    NONE = "nothing"


class Standing(StrEnum):
    """Whether somebody is recalled now: a closed request, and a system that does not answer, are no "no"."""

    RECALLED = "recalled"
    NOT_RECALLED = "not recalled"
    NOT_KNOWN = "not known"


class Decision(StrEnum):
    """What was decided."""

    RECALL = "recall"
    NOT = "not recalled"


class PaperKind(StrEnum):
    """Which papers they are."""

    REPORT = "recall report"
    LETTER = "decision not to recall"


class Level(StrEnum):
    """Whose approval a decision needs; the second may give the first's."""

    SENIOR = "senior probation officer"
    HEAD = "head of delivery unit"
