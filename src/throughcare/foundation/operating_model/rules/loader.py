"""From the text of a file to an operating model, or one refusal that names the line; never half of one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from yaml.nodes import ScalarNode

from .bodies import BodyKind
from .coverage import first_hole, first_overlap, in_words, work_to_check
from .document import ModelRefused, Place, each, one_of, open_document
from .functions import Function
from .model import Condition, Declared, Ground, Line, OperatingModel
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
TOP = (
    "name", "title", "standing", "law", "sources", "bodies", "functions", "walls", "lots", "bidding",
    "payment", "breach_shield", "starts_high", "in_flight", "phasing", "rise_in_risk", "parameters",
    "questions",
)  # fmt: skip
TOP_BEFORE = TOP[:-1]
MOST_WORK = 500_000
CONDITION_AXES = ("risk", "sentence", "place", "rsr")


def load_model(text: str, name: str, *, asked_later: bool = False) -> OperatingModel:
    """The operating model that a YAML text says; ``name`` stands for the file in a refusal.

    ``asked_later`` is for a text adopted earlier: a question it could not know of is not stated.
    """
    top = open_document(text, name).fields(TOP_BEFORE if asked_later else TOP, TOP[-1:])
    bodies = _bodies(top["bodies"])
    sources = tuple(place.text() for place in top["sources"].items())
    reading = _Reading(bodies, sources)
    model = OperatingModel(
        name=top["name"].text(),
        title=top["title"].text(),
        standing=top["standing"].choice(Standing),
        law=top["law"].whole_number(),
        sources=sources,
        bodies=bodies,
        functions=reading.functions(top["functions"]),
        walls=reading.walls(top["walls"]),
        lots=reading.declared(top["lots"], "drawn_by", lambda place: place.choice(DrawnBy)),
        bidding=reading.bidding(top["bidding"]),
        payment=reading.payment(top["payment"]),
        breach_shield=reading.declared(top["breach_shield"], "value", Place.flag),
        starts_high=reading.declared(top["starts_high"], "value", Place.flag),
        in_flight=reading.declared(top["in_flight"], "rule", lambda place: place.choice(InFlight)),
        phasing=reading.declared(top["phasing"], "rule", lambda place: place.choice(Phasing)),
        rise_in_risk=reading.declared(top["rise_in_risk"], "rule", lambda place: place.choice(RiseInRisk)),
        parameters=reading.parameters(top["parameters"]),
        questions=reading.questions(top.get("questions"), asked_later),
    )
    _check_shield(model, top["breach_shield"])
    return model


def load_bytes(content: bytes, name: str) -> OperatingModel:
    """The same, from the bytes of a file in UTF-8."""
    try:
        return load_model(content.decode("utf-8"), name)
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise ModelRefused(name, line, "bytes that are not UTF-8; expected text in UTF-8") from None


def _bodies(place: Place) -> dict[BodyKind, str]:
    named = place.fields((), [kind.value for kind in BodyKind if kind is not BodyKind.NOBODY])
    return {BodyKind(kind): called.text() for kind, called in named.items()}


class _Reading:
    """What every part of one file needs: the bodies it names and the sources it cites."""

    def __init__(self, bodies: dict[BodyKind, str], sources: tuple[str, ...]) -> None:
        self.bodies = bodies
        self.sources = sources

    def functions(self, place: Place) -> dict[Function, tuple[Line, ...]]:
        given = place.fields([function.value for function in Function])
        return {function: self.lines(given[function.value]) for function in Function}

    def lines(self, place: Place) -> tuple[Line, ...]:
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
        kind = place.choice(BodyKind)
        if kind is not BodyKind.NOBODY and kind not in self.bodies:
            place.refuse(
                f"{place.what} “{kind}” is not among the bodies of this model; expected it under bodies"
            )
        return kind

    def ground(self, place: Place, keys: dict[str, Place]) -> Ground:
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
        keys = place.fields((key, "basis"), GROUND)
        return Declared(read(keys[key]), self.ground(place, keys))

    def walls(self, place: Place) -> Declared[Walls]:
        keys = place.fields(("mode", "basis"), ("between", *GROUND))
        mode = keys["mode"].choice(WallsMode)
        walls = [self.wall(entry) for entry in keys["between"].items()] if "between" in keys else []
        _check_walls(place, mode, walls)
        return Declared(Walls(mode, frozenset(walls)), self.ground(place, keys))

    def wall(self, place: Place) -> Wall:
        keys = place.fields(("bodies", "of"))
        return Wall(each(keys["bodies"], self.body), keys["of"].choice(WallOf))

    def bidding(self, place: Place) -> Declared[Bidding]:
        keys = place.fields(("sectors", "public_body", "basis"), GROUND)
        sectors = each(keys["sectors"], lambda entry: entry.choice(Sector))
        public_body = keys["public_body"].choice(PublicBody)
        if Sector.PUBLIC not in sectors and public_body is not PublicBody.MAY_NOT_BID:
            keys["public_body"].refuse(f"public_body {public_body} disagrees with the sectors that may bid")
        return Declared(Bidding(sectors, public_body), self.ground(place, keys))

    def payment(self, place: Place) -> Declared[Payment]:
        keys = place.fields(("by", "paid", "basis"), ("apart", *GROUND))
        paid = each(keys["paid"], self.body)
        apart: dict[BodyKind, PaymentBasis] = {}
        for entry in keys["apart"].one_or_more() if "apart" in keys else []:
            self.paid_apart(entry, paid, apart)
        return Declared(Payment(keys["by"].choice(PaymentBasis), paid, apart), self.ground(place, keys))

    def paid_apart(
        self, place: Place, paid: frozenset[BodyKind], apart: dict[BodyKind, PaymentBasis]
    ) -> None:
        keys = place.fields(("paid", "by"))
        for body in sorted(each(keys["paid"], self.body)):
            if body not in paid:
                keys["paid"].refuse(f"{body} is paid apart and not among “paid”; expected it there too")
            if body in apart:
                keys["paid"].refuse(f"{body} is paid apart twice; expected once")
            apart[body] = keys["by"].choice(PaymentBasis)

    def parameters(self, place: Place) -> dict[Parameter, Declared[int | Unknown]]:
        given = place.fields([parameter.value for parameter in Parameter])
        return {p: self.declared(given[p.value], "value", _number) for p in Parameter}

    def questions(self, place: Place | None, asked_later: bool) -> dict[Question, Declared[Answer]]:
        names = [question.value for question in Question]
        required = [] if asked_later else names
        given = place.fields(required, names) if place else {}
        return {
            question: self.answered(given[question.value], question) if question.value in given else _LATER
            for question in Question
        }

    def answered(self, place: Place, question: Question) -> Declared[Answer]:
        return self.declared(place, "answer", lambda entry: self.answer(entry, question))

    def answer(self, place: Place, question: Question) -> Answer:
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


def _check_shield(model: OperatingModel, place: Place) -> None:
    if not model.breach_shield.value:
        return
    deciding = model.functions[Function.BREACH_DECISION]
    paid = [line for line in deciding if any(map(model.is_paid, (line.held_by, *line.together_with)))]
    if paid:
        place.refuse(
            f"a breach shield needs a decision by somebody who is not paid for delivery; expected another "
            f"holder than the one on line {paid[0].ground.at}"
        )
