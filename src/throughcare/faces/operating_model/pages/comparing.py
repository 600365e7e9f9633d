"""What a model would leave open in an area: bodies that hold something there and that nobody is appointed as."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from throughcare.foundation.access.queries import organisation
from throughcare.foundation.operating_model import queries
from throughcare.foundation.operating_model.queries import Holders
from throughcare.foundation.operating_model.rules import BodyKind, Function, Holding, OperatingModel


@dataclass(frozen=True)
class GapSeen:
    """A body nobody is appointed as: what the model calls it, what it would hold, and whether it is paid under contract."""

    body: BodyKind
    name: str
    functions: list[str]
    is_paid: bool


def gaps_under(model: OperatingModel, area: str, on: date) -> list[GapSeen]:
    """Every body that holds a function under a model on a day and is nobody in the area, with those functions.

    A body of the parts, as a local authority is, counts as somebody where each part of the area has its own.
    """
    here = queries.holders(area, on)
    parts: list[queries.Holders] | None = None
    lacking: defaultdict[BodyKind, list[Function]] = defaultdict(list)
    for function, lines in model.functions.items():
        for body in {line.held_by for line in lines if line.is_in_force(on)} - {BodyKind.NOBODY}:
            if isinstance(here.appointed_as(body, function), UUID):
                continue
            if parts is None:
                parts = [queries.holders(part, on) for part in queries.areas_within(area)]
            if not parts or not all(isinstance(part.appointed_as(body, function), UUID) for part in parts):
                lacking[body].append(function)
    return [
        GapSeen(body, model.body_name(body), [function.label for function in functions], model.is_paid(body))
        for body, functions in sorted(lacking.items())
    ]


def appointed_in_words(here: Holders, holding: Holding) -> str:
    """The organisation that is the body a holding names, or that nobody is appointed as it."""
    if not holding.is_held:
        return ""
    found = here.appointed_as(holding.held_by, holding.function)
    if not isinstance(found, UUID):
        return "Nobody is appointed"
    named = organisation(found)
    return named.name if named else "An organisation no longer recorded"
