"""Supervision's words."""

from __future__ import annotations

from enum import StrEnum

from throughcare.foundation.kernel import Refused

NOTE = "note"


def check_kind_of_entry(kind: str) -> None:
    """Refuse an entry of the timeline that is no note: whatever else stands there is written by an act of its own."""
    if kind != NOTE:
        raise Refused(
            "Choose a kind of entry: a note. A visit, a call or a meeting is recorded as a contact, with its outcome.",
            field="kind",
        )


class CaseReason(StrEnum):
    """What opened a case."""

    REPORT = "court report"
    SENTENCE = "sentence"
    DIVERSION = "diversion"
    VOLUNTARY = "voluntary scheme"


class ArrivalState(StrEnum):
    """How far somebody who comes without a court has got."""

    WAITING = "waiting"
    DONE = "done"
    NOT_HELD = "not held"
    REFUSED = "refused"


class CarryingState(StrEnum):
    """How far carrying an area's cases over, or rehearsing it, has got."""

    WAITING = "waiting"
    STOPPED = "stopped"
    DONE = "done"


class TenureKind(StrEnum):
    """The four roles held by one person at a time."""

    OFFENDER_MANAGER = "offender manager"
    SUPERVISOR = "supervisor"
    RESPONSIBLE_OFFICER = "responsible officer"
    PRISON_MANAGER = "prison manager"


class EndReason(StrEnum):
    """Why a tenure ended."""

    TRANSFERRED = "transferred"
    RISK_ROSE = "risk rose"
    RISK_FELL = "risk fell"
    STAFF_LEFT = "member of staff left"
    WORKLOAD = "workload"
    MODEL_CHANGED = "operating model changed"
    RELEASED = "released"
    REPLACED = "replaced"
    CASE_CLOSED = "case closed"


class TransferKind(StrEnum):
    """Whether responsibility moves, or the person is only seen elsewhere for a time."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"


class TransferState(StrEnum):
    """Where a transfer stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
