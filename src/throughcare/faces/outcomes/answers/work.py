"""Answers that take longer than a page may: asked once, worked out by a job, kept until what they rest on changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import OperationalError
from django.utils import timezone
from procrastinate.contrib.django import app

from throughcare.evidence.extracts.queries import sent
from throughcare.faces.web.look.charts import Drawing
from throughcare.foundation.kernel import Refused

WORK_OUT = "throughcare.work_out_outcomes"
LONG = timedelta(minutes=2)
"""How long a question may show no sign of life before whoever waits is offered to ask it again."""
LOST = timedelta(minutes=10)
"""How long until it is asked again by whoever looks: its job was lost."""
TOLD = "The fault is noted for whoever runs the service."
SENT_KEPT = 7 * 24 * 3600.0
"""Seconds for which an answer about tables that somebody sent is kept; it goes with them when they are removed."""
REASONS: tuple[tuple[type[Exception], str], ...] = (
    (MemoryError, "There was not enough memory to work it out. Ask for fewer groups at once."),
    (OperationalError, "The database could not be reached while it was worked out."),
    (FileNotFoundError, "A file of these tables was not there: they were being replaced, or were removed."),
    (OSError, "The tables could not be read, or there was no room to write."),
)
ENDED = "The program that was working it out ended each of the three times it began."


@dataclass(frozen=True)
class Asked:
    """A question: its kind and what it is asked of, in plain values; the same question has the same key."""

    kind: str
    given: Mapping[str, Any]

    @property
    def key(self) -> str:
        """A name for the answer that says nothing about it."""
        text = json.dumps([self.kind, dict(self.given)], sort_keys=True)
        return "outcomes-" + hashlib.sha256(text.encode()).hexdigest()[:40]

    @property
    def tables(self) -> str:
        """The name of the tables it is of; empty when it is of none."""
        return str(self.given.get("tables", ""))

    @property
    def kept_for(self) -> float | None:
        """Seconds for which its answer is kept: for good, unless it is of tables that somebody sent."""
        return SENT_KEPT if self.tables.startswith(sent.PREFIX) else None


@dataclass(frozen=True)
class Answer:
    """What a job found: plain values for the page, or the words of a refusal; charts are kept beside it.

    ``failed`` is why there is neither, in words for whoever asked; the question may then be asked again.
    """

    shown: Mapping[str, Any]
    refused: str = ""
    failed: str = ""


@dataclass(frozen=True)
class Stands:
    """How a question that has no answer stands: when it was asked, how far it is, and when it last moved."""

    asked_at: datetime
    moved_at: datetime
    done: int = 0
    of: int | None = None

    @property
    def begun(self) -> bool:
        """Whether a job has taken it up."""
        return self.of is not None

    def is_quiet(self, at: datetime) -> bool:
        """Whether nothing has been heard of it for so long that its job may be lost."""
        return at - self.moved_at >= LONG


@dataclass(frozen=True)
class Found:
    """What working something out gives: plain values, and a drawing for each chart by name."""

    shown: Mapping[str, Any]
    charts: Mapping[str, bytes] = field(default_factory=dict)


class StoppedByAsker(Exception):
    """What was being worked out was told to stop, and did."""


STOPPED = "It was stopped before it was done."
_working: ContextVar[Asked | None] = ContextVar("the question that is being worked out", default=None)


def answered(asked: Asked, member_id: UUID | None = None) -> Answer | None:
    """The answer if there is one; otherwise a job is asked for it, once, and there is none yet.

    ``member_id`` is who asks: the job sees of tables that somebody sent only those of that member's organisation.
    """
    kept = cache.get(asked.key)
    if kept is not None:
        return Answer(**json.loads(kept))
    now = timezone.now()
    if now - stands(asked).moved_at >= LOST:
        cache.delete(_standing(asked))
    if cache.add(_standing(asked), _written(Stands(now, now)), None):
        task = app.configure_task(WORK_OUT, allow_unknown=True)
        who = {} if member_id is None else {"member_id": str(member_id)}
        task.defer(kind=asked.kind, given=dict(asked.given), **who)
    return None


def stands(asked: Asked) -> Stands:
    """How a question stands that has been asked and not answered."""
    kept = cache.get(_standing(asked))
    if kept is None:
        return Stands(timezone.now(), timezone.now())
    asked_at, moved_at, done, of = json.loads(kept)
    return Stands(datetime.fromisoformat(asked_at), datetime.fromisoformat(moved_at), done, of)


def ask_again(asked: Asked, member_id: UUID | None = None) -> None:
    """Ask anew what failed, or what nothing was heard of; what was answered, or is being worked out, stays as it is."""
    kept = cache.get(asked.key)
    if kept is not None and not Answer(**json.loads(kept)).failed:
        return
    if kept is None and not stands(asked).is_quiet(timezone.now()):
        return
    cache.delete_many([asked.key, _standing(asked), _stop(asked)])
    answered(asked, member_id)


def reached(done: int, of: int) -> None:
    """Say from within a job how many of its steps are done, for the page that waits."""
    asked = _working.get()
    if asked is not None:
        cache.set(_standing(asked), _written(Stands(stands(asked).asked_at, timezone.now(), done, of)), None)


def stop(asked: Asked) -> None:
    """Tell the job of a question to stop, where it has not ended."""
    if cache.get(asked.key) is None:
        cache.set(_stop(asked), True, LOST.total_seconds())


def told_to_stop() -> bool:
    """Whether somebody asked the job that is at work to stop."""
    asked = _working.get()
    return asked is not None and cache.get(_stop(asked)) is not None


def chart(asked: Asked, name: str) -> bytes | None:
    """One chart of an answer, or None when there is none by that name."""
    kept = cache.get(_chart(asked, name))
    return None if kept is None else kept.encode()


def work_out(asked: Asked, reckon: Callable[..., Found]) -> None:
    """Work one question out and keep what it found; a refusal is an answer too, and a failure is kept with its reason."""
    token = _working.set(asked)
    try:
        reached(0, 1)
        found = reckon(**asked.given)
    except Refused as refusal:
        _keep(asked, {"shown": {}, "refused": refusal.because})
        return
    except StoppedByAsker:
        cache.delete(_stop(asked))
        give_up(asked, STOPPED)
        return
    except Exception as fault:
        give_up(asked, reason_of(fault))
        raise
    finally:
        _working.reset(token)
    drawn = {name: svg.decode() for name, svg in found.charts.items()}
    drawn |= {
        f"{name}-desk": svg.at_desk().decode()
        for name, svg in found.charts.items()
        if isinstance(svg, Drawing)
    }
    for name, svg in drawn.items():
        cache.set(_chart(asked, name), svg, asked.kept_for)
    _keep(asked, {"shown": found.shown}, list(drawn))


def reason_of(fault: Exception) -> str:
    """Why something failed, for whoever asked: never the fault's own text, which may quote what it was of."""
    for kind, words in REASONS:
        if isinstance(fault, kind):
            return f"{words} {TOLD}"
    return f"The program met something it did not expect ({type(fault).__name__}). {TOLD}"


def give_up(asked: Asked, because: str = f"{ENDED} {TOLD}") -> None:
    """Keep why a question could not be answered until somebody asks it again."""
    _keep(asked, {"shown": {}, "failed": because})


def forget(tables: str) -> None:
    """Forget every answer about tables that were sent and are removed now, with its charts."""
    cache.delete_many([*cache.get(_about(tables), ()), _about(tables)])


def _keep(asked: Asked, answer: Mapping[str, Any], charts: Sequence[str] = ()) -> None:
    cache.set(asked.key, json.dumps(answer), asked.kept_for)
    cache.delete(_standing(asked))
    if asked.kept_for is None:
        return
    about = _about(asked.tables)
    keys = {*cache.get(about, ()), asked.key, *(_chart(asked, name) for name in charts)}
    cache.set(about, sorted(keys), asked.kept_for)
    if not answer.get("failed") and sent.one_called(asked.tables) is None:  # removed while it was worked out
        forget(asked.tables)


def _about(tables: str) -> str:
    return f"outcomes-of-{tables}"


def _chart(asked: Asked, name: str) -> str:
    return f"{asked.key}-chart-{name}"


def _standing(asked: Asked) -> str:
    return f"{asked.key}-stands"


def _stop(asked: Asked) -> str:
    return f"{asked.key}-stop"


def _written(found: Stands) -> str:
    return json.dumps([found.asked_at.isoformat(), found.moved_at.isoformat(), found.done, found.of])
