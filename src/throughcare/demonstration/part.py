"""The part of one context in the demonstration, and finding every part there is: a module of ``parts`` is one."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from operator import itemgetter
from pathlib import Path
from random import Random

from .history import Act, History

PARTS = Path(__file__).with_name("parts")


@dataclass(frozen=True)
class Finish:
    """What the last acts are done with: chance by subject."""

    chance: Callable[[str], Random]


@dataclass(frozen=True)
class Part:
    """What a context does in each round of history, and at its end; the numbers order it among all parts."""

    each_round: Mapping[int, Act] = field(default_factory=dict)
    at_the_end: Mapping[int, Callable[[History, Finish], None]] = field(default_factory=dict)


@cache
def parts() -> tuple[Part, ...]:
    """Every part, in order of name."""
    names = sorted(found.name for found in pkgutil.iter_modules([str(PARTS)]))
    return tuple(import_module(f"{__package__}.{PARTS.name}.{name}").PART for name in names)


def acts_of_a_round() -> list[Act]:
    """What every part does in a round, in order; of two at one place, the part first by name."""
    placed = [(at, act) for part in parts() for at, act in part.each_round.items()]
    return [act for _, act in sorted(placed, key=itemgetter(0))]


def finish(history: History, given: Finish) -> None:
    """What every part does at the end, in order; of two at one place, the part first by name."""
    placed = [(at, act) for part in parts() for at, act in part.at_the_end.items()]
    for _, act in sorted(placed, key=itemgetter(0)):
        act(history, given)
