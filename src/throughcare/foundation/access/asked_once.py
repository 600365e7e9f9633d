"""A page that asks the same of the record from many corners asks it once: within ``asking_once``, what was told is told again.

For pages that only tell, in the viewing of one member: nothing is written meanwhile, so the first answer is the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
K = TypeVar("K")
V = TypeVar("V")
_told: ContextVar[dict[tuple[Any, ...], Any] | None] = ContextVar("told", default=None)
_NOTHING: Final = object()


@contextmanager
def asking_once() -> Iterator[None]:
    """Within, each question that may be asked ``once`` is."""
    token = _told.set({})
    try:
        yield
    finally:
        _told.reset(token)


def once(question: Callable[P, R]) -> Callable[P, R]:
    """Let a question of the same words be asked once for a page; its answer is not to be changed by whoever gets it."""

    @wraps(question)
    def ask(*args: P.args, **given: P.kwargs) -> R:
        told = _told.get()
        if told is None:
            return question(*args, **given)
        key = (question, *args, *sorted(given.items()))
        if key not in told:
            told[key] = question(*args, **given)
        answer: R = told[key]
        return answer

    return ask


def once_for_each(
    question: Callable[Concatenate[Iterable[K], P], dict[K, V]],
) -> Callable[Concatenate[Iterable[K], P], dict[K, V]]:
    """Let a question about many be asked once about each of them for a page, in the order in which they are asked about."""

    @wraps(question)
    def ask(keys: Iterable[K], /, *args: P.args, **given: P.kwargs) -> dict[K, V]:
        told = _told.get()
        if told is None:
            return question(keys, *args, **given)
        wanted = list(dict.fromkeys(keys))
        known: dict[K, Any] = told.setdefault((question, *args, *sorted(given.items())), {})
        unknown = [key for key in wanted if key not in known]
        if unknown:
            known |= dict.fromkeys(unknown, _NOTHING) | question(unknown, *args, **given)
        return {key: known[key] for key in wanted if known[key] is not _NOTHING}

    return ask
