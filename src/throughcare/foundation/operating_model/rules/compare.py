"""Two models side by side, and what one model rests on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .bodies import BodyKind
from .classes import boxes, in_words, words
from .coverage import Point, axes_named, points
from .functions import Function
from .model import VALUES, Holding, OperatingModel
from .questions import AnsweredBy, Question
from .subjects import subject_at
from .terms import Basis, Unknown


@dataclass(frozen=True)
class Share:
    """How many lines of a model rest on each basis; those whose source nobody read are counted apart."""

    lines: Mapping[Basis, int]
    unread: int

    @property
    def total(self) -> int:
        """Every line, read or not."""
        return sum(self.lines.values()) + self.unread

    def percent(self, basis: Basis) -> float:
        """The share of lines on one basis, from 0 to 100."""
        return 100 * self.lines[basis] / self.total

    @property
    def percent_unread(self) -> float:
        """The share of lines that name a source which nobody read for them: no evidence, from 0 to 100."""
        return 100 * self.unread / self.total

    def __str__(self) -> str:
        said = [f"{self.percent(basis):.0f}% {basis}" for basis in Basis if self.lines[basis]]
        if self.unread:
            said.append(f"{self.percent_unread:.0f}% named but unread")
        return ", ".join(said)


def share(model: OperatingModel) -> Share:
    """What share of a model's lines is stated, inferred, assumed or external."""
    grounds = [ground for _, ground in model.grounds()]
    counted = Counter(ground.basis for ground in grounds if not ground.unread)
    return Share({basis: counted[basis] for basis in Basis}, sum(ground.unread for ground in grounds))


@dataclass(frozen=True)
class Row:
    """For one function and one class of people: who holds it under one model and under the other."""

    function: Function
    who: str
    one: Holding
    other: Holding

    @property
    def differs(self) -> bool:
        """Whether the two models give it to different kinds of body, or share it differently."""
        return _held(self.one) != _held(self.other)


def compare(one: OperatingModel, other: OperatingModel, on: date) -> list[Row]:
    """Function by function, over the classes of people either model tells apart: who holds what under each."""
    return [row for function in Function for row in compare_function(one, other, function, on)]


def compare_function(one: OperatingModel, other: OperatingModel, function: Function, on: date) -> list[Row]:
    """One function: a row for each class of people that the two models together tell apart."""
    axes = axes_named((*one.functions[function], *other.functions[function]))
    same: defaultdict[object, list[tuple[Point, Holding, Holding]]] = defaultdict(list)
    for point in points(axes):
        subject = subject_at(point)
        held = one.holder(function, subject, on), other.holder(function, subject, on)
        same[held[0].held_by, held[0].together_with, held[1].held_by, held[1].together_with].append(
            (point, *held)
        )
    return [
        Row(function, in_words(boxes([point for point, _, _ in group])), group[0][1], group[0][2])
        for group in same.values()
    ]


@dataclass(frozen=True)
class Different:
    """A value that two models set differently."""

    what: str
    one: str
    other: str


def compare_values(one: OperatingModel, other: OperatingModel) -> list[Different]:
    """The terms of two models that differ: walls, lots, bidding, payment and the rest, in words."""
    pairs = [
        (name.replace("_", " "), *(value_in_words(model, name) for model in (one, other))) for name in VALUES
    ]
    asked = [(q.asks.words, answer_in_words(one, q), answer_in_words(other, q)) for q in Question]
    return [Different(name, a, b) for name, a, b in (*pairs, *asked) if a != b]


def answer_in_words(model: OperatingModel, question: Question) -> str:
    """What a model answers to a question, in words fit for a page."""
    given = model.answer(question).given
    if isinstance(given, Unknown):
        return "not stated"
    if question.asks.kind is AnsweredBy.BODIES:
        return ", ".join(model.body_name(BodyKind(kind)) for kind in given)
    return ", ".join(words(choice) for choice in given)


def value_in_words(model: OperatingModel, name: str) -> str:
    """One of a model's values in words fit for a page."""
    said = {
        "walls": lambda: words(model.walls.value.mode),
        "bidding": lambda: (
            f"{', '.join(sorted(model.bidding.value.sectors))}; "
            f"public body: {words(model.bidding.value.public_body)}"
        ),
        "payment": lambda: (
            f"{words(model.payment.value.basis)}; paid: "
            f"{', '.join(sorted(model.body_name(kind) for kind in model.payment.value.paid))}"
            f"{_apart(model)}"
        ),
    }
    if name in said:
        return said[name]()
    value = getattr(model, name).value
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else words(value)


def _apart(model: OperatingModel) -> str:
    """Who is paid on another basis than the rest, in words that follow the rest."""
    apart = model.payment.value.apart
    return "".join(f"; {model.body_name(kind)}: {words(basis)}" for kind, basis in sorted(apart.items()))


def trace(model: OperatingModel, subjects: Iterable[Point], on: date) -> dict[str, str]:
    """What one model makes of some people: holders, breach decider, who is paid, walls, who may bid."""
    found = {name: value_in_words(model, name) for name in VALUES}
    for point in subjects:
        subject = subject_at(point)
        for function in Function:
            held = model.holder(function, subject, on)
            found[f"{function}: {in_words(boxes([point]))}"] = " with ".join(_held(held))
    return found


def _held(holding: Holding) -> tuple[str, ...]:
    return (holding.held_by, *holding.together_with)
