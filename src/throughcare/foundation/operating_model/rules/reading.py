"""Reading the parts of an operating model from a file: each is a value, or one refusal that names its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from yaml.nodes import ScalarNode

from .bodies import BodyKind
from .coverage import first_hole, first_overlap, in_words, work_to_check
from .document import ModelRefused, Place, each, one_of
from .functions import Function
from .model import Condition, Declared, Ground, Line
from .questions import NO, YES, Answer, AnsweredBy, Question
from .subjects import AXES, INSIDE, OUTSIDE, SENTENCE_GROUPS, Cohort
from .terms import (
    Basis,
    Bidding,
    DrawnBy,
    InFlight,
    Parameter,
    Payment,
    PaymentBasis,
    Phasing,
    PublicBody,
    RiseInRisk,
    Sector,
    Standing,
    Unknown,
    Wall,
    WallOf,
    Walls,
    WallsMode,
)

T = TypeVar("T")

SAID = ("source", "cite", "words", "why")
GROUND = ("basis", *SAID, "unread")
NEEDED = {
    Basis.STATED: ("cite", "words"),
    Basis.INFERRED: ("cite", "why"),
    Basis.ASSUMED: ("why",),
    Basis.EXTERNAL: ("source", "cite"),
}
MOST_WORK = 500_000
CONDITION_AXES = ("risk", "sentence", "place", "rsr")


def bodies_of(place: Place) -> dict[BodyKind, str]:
    """What the file calls each kind of body it has."""
    named = place.fields((), [kind.value for kind in BodyKind if kind is not BodyKind.NOBODY])
    return {BodyKind(kind): called.text() for kind, called in named.items()}


class Reading:
    """Reads the parts of one file, each of which needs the bodies it names and the sources it cites."""

    def __init__(self, bodies: dict[BodyKind, str], sources: tuple[str, ...]) -> None:
        self.bodies = bodies
        self.sources = sources

    def functions(self, place: Place) -> dict[Function, tuple[Line, ...]]:
        """Who holds each function."""
        given = place.fields([function.value for function in Function])
        return {function: self.lines(given[function.value]) for function in Function}

    def lines(self, place: Place) -> tuple[Line, ...]:
        """The lines of one function, which name every subject exactly once."""
        lines = tuple(self.line(entry) for entry in place.items())
        if work_to_check(lines) > MOST_WORK:
            place.refuse(
                f"{place.what} tells too many kinds of people apart to be checked; expected fewer axes"
            )
        overlap = first_overlap(lines)
        if overlap is not None:
            one, other, point = overlap
            raise ModelRefused(
                place.name,
                other.ground.at,
                f"{place.what}: this line and line {one.ground.at} both name {in_words(point)}; "
                "expected one holder",
            )
        hole = first_hole(lines)
        if hole is not None:
            place.refuse(f"{place.what}: no line names {in_words(hole)}; expected a holder for every subject")
        return lines

    def line(self, place: Place) -> Line:
        """One line: a holder, for whom, on what ground."""
        keys = place.fields(("held_by", "for", "basis"), ("with", "from", "until", "terms", *GROUND))
        conditions, is_otherwise = _scope(keys["for"])
        since, until = _day(keys.get("from")), _day(keys.get("until"))
        if since and until and until <= since:
            keys["until"].refuse(f"until {until} is not after from {since}; expected a later day")
        shared = each(keys["with"], self.body) if "with" in keys else frozenset()
        return Line(
            held_by=self.body(keys["held_by"]),
            together_with=tuple(sorted(shared)),
            conditions=conditions,
            is_otherwise=is_otherwise,
            since=since,
            until=until,
            terms=keys["terms"].text() if "terms" in keys else "",
            ground=self.ground(place, keys),
        )

    def body(self, place: Place) -> BodyKind:
        """A kind of body that the file names."""
        kind = place.choice(BodyKind)
        if kind is not BodyKind.NOBODY and kind not in self.bodies:
            place.refuse(
                f"{place.what} “{kind}” is not among the bodies of this model; expected it under bodies"
            )
        return kind

    def ground(self, place: Place, keys: dict[str, Place]) -> Ground:
        """On what a line rests."""
        basis = keys["basis"].choice(Basis)
        for key in NEEDED[basis]:
            if key not in keys:
                keys["basis"].refuse(f"a line that is {basis} needs “{key}”")
        said = {key: keys[key].text() if key in keys else "" for key in SAID}
        if basis in {Basis.STATED, Basis.INFERRED} and not said["source"]:
            said["source"] = self.sources[0]
        unread = "unread" in keys and keys["unread"].flag()
        if unread and basis is not Basis.EXTERNAL:
            keys["unread"].refuse(f"only an external source may be unread, and this line is {basis}")
        return Ground(basis=basis, at=place.line, unread=unread, **said)

    def declared(self, place: Place, key: str, read: Callable[[Place], T]) -> Declared[T]:
        """A value under a key, with its ground."""
        keys = place.fields((key, "basis"), GROUND)
        return Declared(read(keys[key]), self.ground(place, keys))

    def walls(self, place: Place) -> Declared[Walls]:
        """The walls and their mode."""
        keys = place.fields(("mode", "basis"), ("between", *GROUND))
        mode = keys["mode"].choice(WallsMode)
        walls = [self.wall(entry) for entry in keys["between"].items()] if "between" in keys else []
        _check_walls(place, mode, walls)
        return Declared(Walls(mode, frozenset(walls)), self.ground(place, keys))

    def wall(self, place: Place) -> Wall:
        """One wall between two bodies, or inside one."""
        keys = place.fields(("bodies", "of"))
        return Wall(each(keys["bodies"], self.body), keys["of"].choice(WallOf))

    def bidding(self, place: Place) -> Declared[Bidding]:
        """Who may bid."""
        keys = place.fields(("sectors", "public_body", "basis"), GROUND)
        sectors = each(keys["sectors"], lambda entry: entry.choice(Sector))
        public_body = keys["public_body"].choice(PublicBody)
        if Sector.PUBLIC not in sectors and public_body is not PublicBody.MAY_NOT_BID:
            keys["public_body"].refuse(f"public_body {public_body} disagrees with the sectors that may bid")
        return Declared(Bidding(sectors, public_body), self.ground(place, keys))

    def payment(self, place: Place) -> Declared[Payment]:
        """What is paid for, and to whom."""
        keys = place.fields(("by", "paid", "basis"), ("apart", *GROUND))
        paid = each(keys["paid"], self.body)
        apart: dict[BodyKind, PaymentBasis] = {}
        for entry in keys["apart"].one_or_more() if "apart" in keys else []:
            self.paid_apart(entry, paid, apart)
        return Declared(Payment(keys["by"].choice(PaymentBasis), paid, apart), self.ground(place, keys))

    def paid_apart(
        self, place: Place, paid: frozenset[BodyKind], apart: dict[BodyKind, PaymentBasis]
    ) -> None:
        """Bodies that are paid on another basis than the rest."""
        keys = place.fields(("paid", "by"))
        for body in sorted(each(keys["paid"], self.body)):
            if body not in paid:
                keys["paid"].refuse(f"{body} is paid apart and not among “paid”; expected it there too")
            if body in apart:
                keys["paid"].refuse(f"{body} is paid apart twice; expected once")
            apart[body] = keys["by"].choice(PaymentBasis)

    def parameters(self, place: Place) -> dict[Parameter, Declared[int | Unknown]]:
        """Every number a contract needs."""
        given = place.fields([parameter.value for parameter in Parameter])
        return {p: self.parameter(given[p.value]) for p in Parameter}

    def parameter(self, place: Place, key: str = "") -> Declared[int | Unknown]:
        """One number, or that it is not stated."""
        return self.declared(place, "value", _number)

    def lots(self, place: Place) -> Declared[DrawnBy]:
        """Who draws lots."""
        return self.declared(place, "drawn_by", lambda entry: entry.choice(DrawnBy))

    def flag(self, place: Place) -> Declared[bool]:
        """A yes or no with its ground."""
        return self.declared(place, "value", Place.flag)

    def in_flight(self, place: Place) -> Declared[InFlight]:
        """The rule for cases in flight."""
        return self.declared(place, "rule", lambda entry: entry.choice(InFlight))

    def phasing(self, place: Place) -> Declared[Phasing]:
        """How the change is brought in."""
        return self.declared(place, "rule", lambda entry: entry.choice(Phasing))

    def rise_in_risk(self, place: Place) -> Declared[RiseInRisk]:
        """What follows a rise in risk."""
        return self.declared(place, "rule", lambda entry: entry.choice(RiseInRisk))

    def questions(self, place: Place | None, asked_later: bool) -> dict[Question, Declared[Answer]]:
        """The answer to every question, or that a text adopted earlier could not know of it."""
        names = [question.value for question in Question]
        required = [] if asked_later else names
        given = place.fields(required, names) if place else {}
        return {
            question: self.answered(given[question.value], question) if question.value in given else _LATER
            for question in Question
        }

    def answered(self, place: Place, question: Question) -> Declared[Answer]:
        """One answer with its ground."""
        return self.declared(place, "answer", lambda entry: self.answer(entry, question))

    def answer(self, place: Place, question: Question) -> Answer:
        """Yes or no, bodies or choices, or that it is not stated."""
        if isinstance(place.node, ScalarNode) and place.node.value == Unknown.NOT_STATED.value:
            return Answer(Unknown.NOT_STATED)
        kind = question.asks.kind
        if kind is AnsweredBy.YES_OR_NO:
            return Answer((one_of(place, {YES: YES, NO: NO}),))
        if kind is AnsweredBy.BODIES:
            return Answer(tuple(sorted(each(place, self.body))))
        choices = {choice: choice for choice in question.asks.choices}
        return Answer(tuple(sorted(each(place, lambda entry: one_of(entry, choices)))))


_LATER = Declared(
    Answer(Unknown.NOT_STATED),
    Ground(Basis.ASSUMED, "", "", "", "the question was asked after this text was adopted", 1),
)


def _number(place: Place) -> int | Unknown:
    return Unknown.NOT_STATED if place.text() == Unknown.NOT_STATED.value else place.whole_number()


def _day(place: Place | None) -> date | None:
    if place is None:
        return None
    try:
        return date.fromisoformat(place.text())
    except ValueError:
        place.refuse(f"{place.what} must be a day such as 2012-06-01, found “{place.text()[:40]}”")


def _scope(place: Place) -> tuple[tuple[Condition, ...], bool]:
    if place.node.value == "all":
        return (Condition({}),), False
    if place.node.value == "otherwise":
        return (), True
    return tuple(condition for entry in place.one_or_more() for condition in _conditions(entry)), False


def _conditions(place: Place) -> list[Condition]:
    keys = place.fields((), (*CONDITION_AXES, "cohort", "outside"))
    if not keys:
        place.refuse("“for” names nobody; expected all, otherwise, or at least one axis")
    allowed = {axis: _values(axis, keys[axis]) for axis in CONDITION_AXES if axis in keys}
    outside = _cohorts(keys["outside"]) if "outside" in keys else frozenset()
    allowed |= {cohort.value: frozenset({OUTSIDE}) for cohort in outside}
    if "cohort" not in keys:
        return [Condition(allowed)]
    inside = _cohorts(keys["cohort"])
    if inside & outside:
        keys["cohort"].refuse("a cohort is named both as cohort and as outside; expected one of them")
    return [Condition({**allowed, cohort.value: frozenset({INSIDE})}) for cohort in sorted(inside)]


def _cohorts(place: Place) -> frozenset[Cohort]:
    return each(place, lambda entry: entry.choice(Cohort))


def _values(axis: str, place: Place) -> frozenset[str]:
    choices = {value: frozenset({str(value)}) for value in AXES[axis]}
    if axis == "sentence":
        choices |= {group: frozenset(map(str, kinds)) for group, kinds in SENTENCE_GROUPS.items()}
    return frozenset().union(*each(place, lambda entry: one_of(entry, choices)))


def _check_walls(place: Place, mode: WallsMode, walls: list[Wall]) -> None:
    if mode is WallsMode.INTEGRATED:
        if not all(wall.is_inside_one_body for wall in walls):
            place.refuse("walls that are integrated stand inside one body; expected one body for each wall")
    elif not walls or any(wall.is_inside_one_body for wall in walls):
        place.refuse(
            f"walls that are {mode} stand between bodies; expected “between” with two bodies for each"
        )
    if (mode is WallsMode.NO_SHARED_RECORDS) is not any(wall.of is WallOf.RECORDS for wall in walls):
        place.refuse("a wall of records and the mode no_shared_records go together; expected both or neither")


PARTS: Mapping[str, Callable[[Reading, Place], object]] = {
    "name": lambda _, place: place.text(),
    "title": lambda _, place: place.text(),
    "standing": lambda _, place: place.choice(Standing),
    "law": lambda _, place: place.whole_number(),
    "walls": Reading.walls,
    "lots": Reading.lots,
    "bidding": Reading.bidding,
    "payment": Reading.payment,
    "breach_shield": Reading.flag,
    "starts_high": Reading.flag,
    "in_flight": Reading.in_flight,
    "phasing": Reading.phasing,
    "rise_in_risk": Reading.rise_in_risk,
}
"""How each part that is not a list of its own is read; whoever looks for every fault reads them one by one."""
