"""An operating model as a value, and the question it answers: who holds this, for whom, on this day?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from throughcare.foundation.kernel import Clause, Finding

from .bodies import BodyKind
from .functions import Function
from .questions import Answer, Question
from .subjects import Subject
from .terms import (
    Basis,
    Bidding,
    DrawnBy,
    InFlight,
    Parameter,
    Payment,
    Phasing,
    RiseInRisk,
    Standing,
    Unknown,
    Wall,
    WallOf,
    Walls,
)

T = TypeVar("T")
SMALL_WORDS = frozenset({"and", "of", "the", "to", "in", "for", "a"})


def document_words(source: str) -> str:
    """A source as people name it: the document that a file's name stands for; any other source as it is."""
    if not source.endswith(".txt"):
        return source
    words = source.removesuffix(".txt").replace("-", " ").split()
    return " ".join(word if n and word in SMALL_WORDS else word.capitalize() for n, word in enumerate(words))


@dataclass(frozen=True)
class Ground:
    """Why a line says what it says: its basis, and a citation or a reason.

    ``words`` are a few words found in ``source`` when the basis is stated; ``at`` is the line of the file;
    ``unread`` says that an external source was named from general knowledge and not read for the file.
    """

    basis: Basis
    source: str
    cite: str
    words: str
    why: str
    at: int
    unread: bool = False

    @property
    def footing(self) -> str:
        """The basis in words, which says of an external source when it was not read."""
        return f"{self.basis}, unread" if self.unread else str(self.basis)

    @property
    def clause(self) -> Clause:
        """Where to go and read it; an assumption points at the model itself."""
        if self.basis is Basis.ASSUMED:
            return Clause("assumed in this model", f"line {self.at} of the file")
        return Clause(document_words(self.source), self.cite)

    def __str__(self) -> str:
        cited = "" if self.basis is Basis.ASSUMED else f"{document_words(self.source)}, {self.cite}"
        quoted = f"“{self.words}”" if self.words else ""
        warned = "named from general knowledge, not read for this file" if self.unread else ""
        return "; ".join(part for part in (cited, quoted, self.why, warned) if part)


@dataclass(frozen=True)
class Declared(Generic[T]):
    """A value of the model together with the ground it stands on."""

    value: T
    ground: Ground


@dataclass(frozen=True)
class Condition:
    """For some axes, the values allowed; an axis not named allows every value."""

    allowed: Mapping[str, frozenset[str]]

    def matches(self, subject: Subject) -> bool:
        """Whether the subject has an allowed value on each axis named."""
        return all(subject.on_axis(axis) in values for axis, values in self.allowed.items())


@dataclass(frozen=True)
class Line:
    """One line of a model: a body holds a function for some people, from and until given days."""

    held_by: BodyKind
    together_with: tuple[BodyKind, ...]
    conditions: tuple[Condition, ...]
    is_otherwise: bool
    since: date | None
    until: date | None
    terms: str
    ground: Ground

    def is_in_force(self, on: date) -> bool:
        """Whether the line speaks of that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)

    def names(self, subject: Subject, on: date) -> bool:
        """Whether the line names this subject on this day; an ``otherwise`` line names nobody."""
        return self.is_in_force(on) and any(condition.matches(subject) for condition in self.conditions)


@dataclass(frozen=True)
class Holding:
    """The answer of a model: which kind of body holds a function for a subject, and on what ground.

    ``names`` are what the model calls the holder and those it holds it with.
    """

    model: str
    function: Function
    held_by: BodyKind
    together_with: tuple[BodyKind, ...]
    names: tuple[str, ...]
    terms: str
    ground: Ground

    @property
    def body_name(self) -> str:
        """What the model calls the body that holds it."""
        return self.names[0]

    @property
    def is_held(self) -> bool:
        """Whether any body holds it; ``nobody`` means that it is not statutory or not provided."""
        return self.held_by is not BodyKind.NOBODY

    @property
    def finding(self) -> Finding:
        """The same answer as a finding, for a page or a ledger."""
        because = f"{self.function.label}: {self.body_name} ({self.ground.footing})"
        return Finding(f"{self.model}: {self.function}", self.ground.clause, because)


@dataclass(frozen=True)
class OperatingModel:
    """Who holds which function, for whom, on what terms; ``law`` is the default edition of sentencing law."""

    name: str
    title: str
    standing: Standing
    law: int
    sources: tuple[str, ...]
    bodies: Mapping[BodyKind, str]
    functions: Mapping[Function, tuple[Line, ...]]
    walls: Declared[Walls]
    lots: Declared[DrawnBy]
    bidding: Declared[Bidding]
    payment: Declared[Payment]
    breach_shield: Declared[bool]
    starts_high: Declared[bool]
    in_flight: Declared[InFlight]
    phasing: Declared[Phasing]
    rise_in_risk: Declared[RiseInRisk]
    parameters: Mapping[Parameter, Declared[int | Unknown]]
    questions: Mapping[Question, Declared[Answer]]

    def holder(self, function: Function, subject: Subject, on: date) -> Holding:
        """Which kind of body holds the function for the subject on the day; total, by the loader's check."""
        asked = self.as_held(subject)
        line = self._line(function, asked, on)
        return Holding(
            model=self.name,
            function=function,
            held_by=line.held_by,
            together_with=line.together_with,
            names=tuple(map(self.body_name, (line.held_by, *line.together_with))),
            terms=line.terms,
            ground=line.ground,
        )

    def as_held(self, subject: Subject) -> Subject:
        """The subject as this model takes them: high risk on release, where it says so."""
        if self.starts_high.value and subject.is_newly_released:
            return subject.held_as_high()
        return subject

    def body_name(self, kind: BodyKind) -> str:
        """What this model calls a kind of body."""
        return self.bodies.get(kind, kind.label)

    def wall_between(self, one: BodyKind, other: BodyKind) -> frozenset[WallOf]:
        """What is kept apart between two kinds of body, or between the sides of one."""
        return frozenset(wall.of for wall in self._walls() if wall.between == {one, other})

    def shares_records(self, one: BodyKind, other: BodyKind) -> bool:
        """Whether two bodies that each have a part in a case may see one record of it."""
        return WallOf.RECORDS not in self.wall_between(one, other)

    def is_paid(self, kind: BodyKind) -> bool:
        """Whether the model pays that kind of body under contract."""
        return kind in self.payment.value.paid

    def parameter(self, parameter: Parameter) -> int | Unknown:
        """A number of the model, or ``Unknown.NOT_STATED``."""
        return self.parameters[parameter].value

    def answer(self, question: Question) -> Answer:
        """What the model answers to a question that every model answers."""
        return self.questions[question].value

    def grounds(self) -> Iterator[tuple[str, Ground]]:
        """Every ground in the model with the name of what it supports, functions first."""
        for function, lines in self.functions.items():
            yield from ((function.value, line.ground) for line in lines)
        for name in VALUES:
            yield name, getattr(self, name).ground
        for parameter, declared in self.parameters.items():
            yield parameter.value, declared.ground
        for question, answered in self.questions.items():
            yield question.value, answered.ground

    def _walls(self) -> frozenset[Wall]:
        return self.walls.value.standing

    def _line(self, function: Function, subject: Subject, on: date) -> Line:
        lines = self.functions[function]
        for line in lines:
            if line.names(subject, on):
                return line
        return next(line for line in lines if line.is_otherwise and line.is_in_force(on))


VALUES = (
    "walls",
    "lots",
    "bidding",
    "payment",
    "breach_shield",
    "starts_high",
    "in_flight",
    "phasing",
    "rise_in_risk",
)
