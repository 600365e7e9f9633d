"""Answers that take longer than a page may: asked once, worked out by a job, kept until what they rest on changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from procrastinate.contrib.django import app

from throughcare.foundation.kernel import Refused

WORK_OUT = "throughcare.work_out_outcomes"
AGAIN_AFTER = 600
"""Seconds after which a question that nobody has answered is asked again: its job was lost."""
FAILED = "Something went wrong while this was worked out. Ask again in a minute; if it goes on, tell whoever runs the service."
_FAILED_FOR = 60


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


@dataclass(frozen=True)
class Answer:
    """What a job found: plain values for the page, or the words of a refusal; charts are kept beside it."""

    shown: Mapping[str, Any]
    refused: str = ""


@dataclass(frozen=True)
class Found:
    """What working something out gives: plain values, and a drawing for each chart by name."""

    shown: Mapping[str, Any]
    charts: Mapping[str, bytes] = field(default_factory=dict)


def answered(asked: Asked) -> Answer | None:
    """The answer if there is one; otherwise a job is asked for it, once, and there is none yet."""
    kept = cache.get(asked.key)
    if kept is not None:
        return Answer(**json.loads(kept))
    if cache.add(f"{asked.key}-asked", "yes", AGAIN_AFTER):
        task = app.configure_task(WORK_OUT, allow_unknown=True)
        task.defer(kind=asked.kind, given=dict(asked.given))
    return None


def chart(asked: Asked, name: str) -> bytes | None:
    """One chart of an answer, or None when there is none by that name."""
    kept = cache.get(f"{asked.key}-chart-{name}")
    return None if kept is None else kept.encode()


def work_out(asked: Asked, reckon: Callable[..., Found]) -> None:
    """Work one question out and keep what it found; a refusal is an answer too, and so is a failure for a minute."""
    try:
        found = reckon(**asked.given)
    except Refused as refusal:
        cache.set(asked.key, json.dumps({"shown": {}, "refused": refusal.because}), None)
        return
    except Exception:
        give_up(asked)
        raise
    for chart_name, svg in found.charts.items():
        cache.set(f"{asked.key}-chart-{chart_name}", svg.decode(), None)
    cache.set(asked.key, json.dumps({"shown": found.shown}), None)


def give_up(asked: Asked) -> None:
    """Say for a minute that a question could not be answered; whoever asks it after that asks it anew."""
    cache.set(asked.key, json.dumps({"shown": {}, "refused": FAILED}), _FAILED_FOR)
    cache.delete(f"{asked.key}-asked")
