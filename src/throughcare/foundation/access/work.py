"""Work that somebody asked for and a job carries out: begun again when its worker dies, and settled whatever happens.

What is asked for is a row of a context's own, in a state that waits. A context says once, as ``Work``, how its row is
carried out and how it ends; everything else that can go wrong is here: the member has left, the job fails, the worker
is killed, the job is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import OperationalError
from django.db.models import Model
from django.utils import timezone
from procrastinate import RetryStrategy

from throughcare.foundation.kernel import Refused

from .queries import member, service_member
from .rules import Member
from .system_members import SWEEPER

GONE = "Whoever asked for this is no longer in force in that unit. Ask for it again."
FAILED = "It failed, and nothing of it was kept. The failure is noted for whoever runs the service. Start it again."
DIED = "It was begun three times and its worker ended each time. Nothing of it was kept. Tell whoever runs the service."


WHEN_IT_CAN = RetryStrategy(max_attempts=12, exponential_wait=2, retry_exceptions=[OperationalError])
"""The database was away, full or held: the job is tried again by itself, the last time after two hours in all."""


class Stopped(Refused):
    """Somebody asked for the work to be stopped."""


class CarryOut(Protocol):
    """Does the work of one row as the member who asked; harmless when it was done before."""

    def __call__(self, *, by: Member, at: datetime, row: UUID) -> object:
        """Do it, or raise Refused in words for whoever asked."""


class End(Protocol):
    """Keeps on a row that still waits why its work ended without being done."""

    def __call__(self, *, by: Member, at: datetime, row: UUID, ended: Ended) -> object:
        """Settle the row; nothing happens when it waits no more."""


@dataclass(frozen=True)
class Ended:
    """Why a piece of work ended without being done, in words for whoever asked, and whether they stopped it."""

    because: str
    stopped: bool = False
    refusal: Refused | None = None


@dataclass(frozen=True)
class Work:
    """One kind of work: its job and what the job calls its row, the table whose rows wait, how one is done and ended.

    ``waiting`` are the states in which a row has yet to be settled; ``asked_by`` and ``asked_at`` name its columns.
    """

    task: str
    argument: str
    model: type[Model]
    carry_out: CarryOut
    end: End
    waiting: tuple[str, ...] = ("waiting",)
    asked_by: str = "member_id"
    asked_at: str = "at"


WORK: dict[str, Work] = {}
"""Every kind of work by the name of its job; the sweep looks through them all."""
GivenUp = Callable[[Mapping[str, Any]], None]
GIVEN_UP: dict[str, GivenUp] = {}
"""By the name of a job, what tells whoever asked that it ended its worker each time; it is given the job's arguments."""


def work(given: Work) -> Work:
    """Register a kind of work, so that the sweep knows it."""
    WORK[given.task] = given
    GIVEN_UP[given.task] = lambda asked: end_row(given, UUID(asked[given.argument]), Ended(DIED))
    return given


def carry_out_row(kind: Work, row: UUID, member_id: UUID) -> None:
    """Do the work of one row as the member who asked, if they still may, and settle it whatever happens.

    A connection lost on the way, or no room in the database, settles nothing: the job is tried again (``WHEN_IT_CAN``).
    """
    at = timezone.now()
    by = member(member_id, at=at)
    if by is None:
        end_row(kind, row, Ended(GONE))
        return
    try:
        kind.carry_out(by=by, at=at, row=row)
    except Refused as refusal:
        ended = Ended(refusal.because, isinstance(refusal, Stopped), refusal)
        end_row(kind, row, ended, by=by)
    except OperationalError:
        raise
    except Exception:
        end_row(kind, row, Ended(FAILED), by=by)
        raise


def end_row(kind: Work, row: UUID, ended: Ended, *, by: Member | None = None) -> None:
    """Settle a row as the member who asked, or as the service when that member no longer may."""
    at = timezone.now()
    if by is not None:
        try:
            kind.end(by=by, at=at, row=row, ended=ended)
            return
        except Refused:
            pass
    sweeper = service_member(SWEEPER, at=at)
    if sweeper is None:
        raise LookupError("the service has no member that settles work: migrate the database")
    kind.end(by=sweeper, at=at, row=row, ended=ended)


def arguments(kind: Work, row: UUID, member_id: UUID) -> Mapping[str, str]:
    """What the job of a row is deferred with: ids only."""
    return {kind.argument: str(row), "member_id": str(member_id)}
