"""Questions of one making of some tables, answered one after another, each in the light of those before it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone

from throughcare.evidence.outcomes.measure.answered import Answered, as_plain, from_plain
from throughcare.evidence.outcomes.measure.tables import Tables
from throughcare.foundation.kernel import Refused

from .models import AnsweredQuestion
from .queries import sources

T = TypeVar("T")
_TRIES = 5


def in_turn(name: str, ask: Callable[[Tables], T]) -> T:
    """Ask something of a source's tables, knowing all that was answered of them, and remember what is answered now.

    Asked again where somebody else was answered meanwhile, so that two at once are one after the other.
    Refused when that goes on.
    """
    for _ in range(_TRIES):
        held = sources.opened(name)
        before = answered(name)
        held.answered.extend(before)
        found = ask(held)
        if _remembered(name, len(before), held.answered[len(before) :]):
            return found
    raise Refused("Too many questions are being answered of these tables at once. Ask again in a minute.")


def answered(name: str) -> list[Answered]:
    """What was answered of a source's tables, in order."""
    rows = AnsweredQuestion.objects.filter(tables=_making(name)).order_by("place")
    return [from_plain(told) for told in rows.values_list("question", flat=True)]


def _remembered(name: str, known: int, new: list[Answered]) -> bool:
    """Whether the new answers could take the places after those known; if not, somebody else took them."""
    rows = [
        AnsweredQuestion(tables=_making(name), place=place, question=as_plain(one), at=timezone.now())
        for place, one in enumerate(new, known)
    ]
    try:
        with transaction.atomic():
            AnsweredQuestion.objects.bulk_create(rows)
    except IntegrityError:
        return False
    return bool(rows) or AnsweredQuestion.objects.filter(tables=_making(name)).count() == known


def _making(name: str) -> str:
    """One making of a source's tables, in a name that stays when its folder is moved."""
    return hashlib.sha256(f"{name} {sources.source(name).fingerprint}".encode()).hexdigest()
