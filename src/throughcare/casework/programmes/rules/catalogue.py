"""The programmes there are: for whom each is, which sessions it has in which order, and what of it is assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.foundation.kernel import Period, Refused

from .moves import reference


class SessionKind(StrEnum):
    """How a session of a programme is held."""

    GROUP = "group"
    ONE_TO_ONE = "one to one"
    REVIEW = "review"


@dataclass(frozen=True)
class Session:
    """One session of a programme's list: its place, module, name, how it is held, and its minutes."""

    number: int
    module: str
    name: str
    kind: SessionKind
    minutes: int

    @property
    def words(self) -> str:
        """What a line of a timeline says of it."""
        return (
            f"session {self.number}: {self.name}"
            if self.name != self.module
            else f"session {self.number}: {self.module}"
        )


@dataclass(frozen=True)
class Measure:
    """Something scored before and after a programme, between two bounds that are part of it."""

    key: str
    name: str
    least: int
    most: int


@dataclass(frozen=True)
class BelowBar:
    """A band of general reoffending at or under which no place is given, from a day on, with its source."""

    band: str
    since: date
    source: str


@dataclass(frozen=True)
class Programme:
    """A programme: when and for whom it is offered, its groups, its sessions (None: not known) and its measures."""

    key: str
    name: str
    offered: Period
    source: str
    assumed: tuple[str, ...]
    sexes: tuple[str, ...]
    places: tuple[str, ...]
    youngest: int
    pathways: tuple[str, ...]
    below: BelowBar
    partner_violence: bool
    adapted: bool
    most_in_group: int
    fewest_facilitators: int
    sessions: tuple[Session, ...] | None
    measures: Mapping[str, Measure]

    def of_kind(self, *kinds: SessionKind) -> tuple[Session, ...]:
        """The sessions held in some ways, in order; none where the list is not known."""
        return tuple(one for one in self.sessions or () if one.kind in kinds)

    def session(self, number: int) -> Session:
        """The session of a place; refused where the list has none."""
        found = next((one for one in self.sessions or () if one.number == number), None)
        if found is None:
            raise Refused(f"{self.name} has no session {number}.", field="session")
        return found


@lru_cache(maxsize=1)
def programmes() -> Mapping[str, Programme]:
    """Every programme, by its key, in the order in which pages show them."""
    text = files(__package__).joinpath("editions", "programmes.yaml").read_text("utf-8")
    return {one["key"]: _programme(one) for one in yaml.safe_load(text)}


def programme(key: str) -> Programme:
    """One programme; refused where there is none of that key."""
    found = programmes().get(key)
    if found is None:
        raise Refused(f"There is no programme “{key[:40]}”.", field="programme")
    return found


def _programme(one: Mapping[str, Any]) -> Programme:
    below, sessions = one["below"], one["sessions"]
    return Programme(
        key=one["key"], name=one["name"], offered=Period(one["offered"]["from"], one["offered"]["until"]),
        source=one["source"], assumed=tuple(one["assumed"]), sexes=tuple(one["sexes"]), places=tuple(one["places"]),
        youngest=one["youngest"], pathways=tuple(one["pathways"]),
        below=BelowBar(below["band"], below["from"], below["source"]), partner_violence=one["partner_violence"],
        adapted=one["adapted"], most_in_group=one["most_in_group"], fewest_facilitators=one["fewest_facilitators"],
        sessions=_sessions(sessions) if sessions else None,
        measures={key: Measure(key, m["name"], m["least"], m["most"]) for key, m in one["measures"].items()},
    )  # fmt: skip


def _sessions(named: str) -> tuple[Session, ...]:
    return tuple(
        Session(int(row["number"]), row["module"], row["name"], SessionKind(row["kind"]), int(row["minutes"]))
        for row in reference("session_lists.csv")
        if row["list"] == named
    )
