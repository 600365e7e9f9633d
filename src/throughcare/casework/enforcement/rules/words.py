"""The words of enforcement: where a failure stands, what moves it, who owes the next move, and why."""

from __future__ import annotations

from enum import StrEnum


class FailureState(StrEnum):
    """Where a failure to comply stands."""

    AWAITED = "evidence awaited"
    NOTED = "noted"
    REFERRED = "referred"
    RETURNED = "returned for evidence"
    ACCEPTED = "to be decided"
    WARNING = "to be warned"
    WARNED = "warned"
    BREACH = "breach begun"
    IN_COURT = "before the court"
    WARRANT = "warrant outstanding"
    WITHDRAWING = "to be withdrawn"
    DEALT_WITH = "dealt with by the court"
    FOR_RECALL = "put forward for recall"
    NOT_ENFORCEABLE = "not enforceable"
    RESCINDED = "rescinded"
    ENDED = "ended with the case"


class Move(StrEnum):
    """What is done about a failure."""

    AWAITED = "evidence was awaited"
    NOTED = "noted"
    FOUND = "found unacceptable"
    REFERRED = "referred"
    TAKEN_UP = "taken up by whoever decides"
    RETURNED = "returned for evidence"
    ANSWERED = "sent again"
    ACCEPTED = "accepted"
    PAUSED = "paused"
    RESUMED = "taken up again"
    WARNED = "warning decided"
    BREACH_BEGUN = "breach begun"
    PUT_FORWARD = "put forward for recall"
    NOT_ENFORCEABLE = "not enforceable"
    LETTER_SENT = "warning sent"
    LODGED = "laid before the court"
    ADJOURNED = "adjourned"
    WARRANT_ISSUED = "warrant issued"
    WARRANT_REVIEWED = "warrant looked at again"
    WARRANT_EXECUTED = "warrant executed"
    COURT_DECIDED = "dealt with by the court"
    COURT_CORRECTED = "the court's result was corrected"
    WITHDRAWN = "withdrawn"
    RESCINDED = "rescinded"
    PASSED_ON = "passed to another to decide"
    ENDED = "ended with the case"
    OPENED_AGAIN = "the case is open again"


DECISIONS = frozenset({Move.WARNED, Move.BREACH_BEGUN, Move.PUT_FORWARD, Move.NOT_ENFORCEABLE})
"""Moves that decide what becomes of a failure; nobody paid by the decision takes them where the model has the shield."""


class Side(StrEnum):
    """Who owes the next move: whoever recorded the failure, or whoever decides."""

    NOTIFIER = "whoever recorded it"
    DECIDER = "whoever decides"


class NotEnforceable(StrEnum):
    """Why a failure is not enforced."""

    EXCUSED = "a reasonable excuse"
    SERVICE = "the service's doing"
    NOT_INSTRUCTED = "they were not clearly told to come"
    NO_REQUIREMENT = "nothing in the order asks for it"
    EVIDENCE = "it cannot be proved"
    TRIVIAL = "too slight to enforce"
    OTHER = "another reason"


class Pause(StrEnum):
    """Why a clock is stopped, each for a limited time."""

    EVIDENCE = "evidence is missing"
    HOSPITAL = "the person is in hospital"
    CUSTODY = "the person is in custody"
    COURT = "a court is dealing with the same order"
    SAFEGUARDING = "somebody's safety is being seen to first"


class CourtOutcome(StrEnum):
    """What a court did about a breach."""

    PROVED = "breach proved"
    CONTINUED = "the order continues"
    AMENDED = "the order was made stricter"
    FINED = "fined, and the order continues"
    REVOKED = "revoked"
    RESENTENCED = "revoked and sentenced anew"
    ACTIVATED = "the suspended sentence takes effect"
    NOT_PROVED = "breach not proved"


class Must(StrEnum):
    """What the law asks after a failure."""

    WARN = "a warning is due"
    COURT = "the matter goes to court"
    CONSIDER = "a warning or a recall is to be considered"


class PaperKind(StrEnum):
    """What is written about a failure."""

    WARNING = "warning letter"
    LICENCE = "letter about a licence"
    REPORT = "breach report"
    WITHDRAWAL = "letter that withdraws a warning"


class PaperDeed(StrEnum):
    """What is done with a paper after it was written."""

    REVIEWED = "reviewed"
    SIGNED = "signed"
    DELIVERED = "delivered"


class Means(StrEnum):
    """How a paper reached whoever it is for."""

    HAND = "handed over"
    POST = "first class post"
    RECORDED = "recorded delivery"
    EMAIL = "e-mail"
    COURT = "sent to the court"
