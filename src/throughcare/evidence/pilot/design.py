"""A design: an overlay on the present model, read from a short YAML document, refused at the line of its first fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, TypeVar

from yaml import ScalarNode

from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.rules import (
    PRESETS,
    Basis,
    BodyKind,
    Declared,
    Function,
    Ground,
    InFlight,
    ModelRefused,
    OperatingModel,
    Parameter,
    RiseInRisk,
    Unknown,
    load_model,
    preset,
)
from throughcare.foundation.operating_model.rules.document import Place, one_of, open_document
from throughcare.foundation.operating_model.rules.loader import check_shield
from throughcare.foundation.operating_model.rules.reading import Reading, bodies_of

from .assumptions import Assumptions, assumptions_on
from .effort import EVEN, Effort, Follows, rules_payable
from .nation import NATION, nation

T = TypeVar("T")

PRESENT: Final = "england-and-wales-2021"
STARTS: Final = date(2026, 10, 5)
AREAS: Final[Mapping[str, int]] = {"one area": 6000}
MOST_PEOPLE: Final = 300_000
MOST_AREAS: Final = 60
TOP = ("title", "base", "model", "bodies", "lines", "terms", "starts", "areas", "phases", "staff", "services",
       "contract", "effort", "brings", "assume", "effects")  # fmt: skip
TERMS: Final = ("in_flight", "rise_in_risk", "breach_shield", "breach_notice_working_days")


@dataclass(frozen=True)
class Staff:
    """How many people a practitioner in post has: everywhere (None: as assumed), and at bodies of their own."""

    everywhere: float | None = None
    at: Mapping[BodyKind, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Contract:
    """What a paid body's contract says otherwise than is assumed: what it is told of volume, and whether somebody stands by it.

    ``volume`` is what it is told over what comes in the mean; ``guaranteed`` that it is never let fail.
    """

    volume: float | None = None
    guaranteed: bool = False


@dataclass(frozen=True)
class Design:
    """What is tried: the model before and after, from when in which area, with what staff, services and help.

    ``says`` are the lines that make it differ from its base, in words; ``assume`` and ``effects`` are values that it sets itself.
    """

    name: str
    title: str
    before: OperatingModel
    after: OperatingModel
    starts: date = STARTS
    areas: Mapping[str, int] = field(default_factory=lambda: dict(AREAS))
    changes_on: Mapping[str, date] = field(default_factory=dict)
    staff: Staff = Staff()
    capacity: float = 1.0
    contract: Contract = Contract()
    effort: Effort = EVEN
    brings: frozenset[str] = frozenset()
    assume: Mapping[str, float] = field(default_factory=dict)
    effects: Mapping[str, float] = field(default_factory=dict)
    says: tuple[str, ...] = ()

    def changes_at(self, area: str) -> date:
        """The day on which an area goes over to the model after."""
        return self.changes_on.get(area, self.starts)


def of_preset(name: str, *, base: str = PRESENT) -> Design:
    """One of the seven models that come with Throughcare, brought in everywhere at once after the present one."""
    after = preset(name)
    return Design(name, after.title, preset(base), after, says=(f"the operating model is {name}",))


def design_from(text: str, name: str) -> Design:
    """The design that a YAML text says; a text that is a whole operating model is that model, brought in at once."""
    top = open_document(text, name, "a design of a pilot")
    top = Place(top.name, "the design", top.node)
    if _is_whole_model(top):
        model = load_model(text, name)
        return Design(
            model.name, model.title, preset(PRESENT), model, says=(f"the whole model {model.name}",)
        )
    return _Reading(top.fields(("name",), TOP), name).design()


def _is_whole_model(top: Place) -> bool:
    keys = {key.value for key, _ in top.node.value} if isinstance(top.node.value, list) else set()
    return {"functions", "questions"} <= keys


class _Reading:
    """Reads one document, part by part."""

    def __init__(self, given: Mapping[str, Place], name: str) -> None:
        self.given, self.name = given, name
        self.says: list[str] = []
        self.starts = _day(given["starts"]) if "starts" in given else STARTS
        self.known: Assumptions = assumptions_on(self.starts).table

    def design(self) -> Design:
        before = preset(self._preset("base")) if "base" in self.given else preset(PRESENT)
        after = self._model(before)
        areas = self._areas()
        title = self.given["title"].text() if "title" in self.given else after.title
        return Design(
            name=self.given["name"].text(),
            title=title,
            before=before,
            after=after,
            starts=self.starts,
            areas=areas,
            changes_on=self._phases(areas),
            staff=self._staff(after),
            capacity=self._capacity(),
            contract=self._contract(),
            effort=self._effort(after),
            brings=self._brings(),
            assume=self._assume(),
            effects=self._effects(),
            says=tuple(self.says),
        )

    def _preset(self, key: str) -> str:
        return one_of(self.given[key], {name: name for name in PRESETS})

    def _model(self, before: OperatingModel) -> OperatingModel:
        after = preset(self._preset("model")) if "model" in self.given else before
        if "model" in self.given:
            self.says.append(f"the operating model is {after.name}")
        bodies = dict(after.bodies)
        if "bodies" in self.given:
            bodies |= bodies_of(self.given["bodies"])
            after = replace(after, bodies=bodies)
        reading = Reading(bodies, after.sources)
        if "lines" in self.given:
            lines = self.given["lines"].fields((), [function.value for function in Function])
            changed = {Function(key): reading.lines(place) for key, place in lines.items()}
            after = replace(after, functions={**after.functions, **changed})
            self.says += [f"{function.label}: other lines" for function in changed]
        after = self._terms(after)
        changing = [self.given[key] for key in ("lines", "terms", "model") if key in self.given]
        if changing:
            check_shield(after, changing[0])
        return after

    def _terms(self, after: OperatingModel) -> OperatingModel:
        if "terms" not in self.given:
            return after
        terms = self.given["terms"].fields((), TERMS)
        self.says += [f"{key.replace('_', ' ')}: {place.text()}" for key, place in terms.items()]
        if "in_flight" in terms:
            place = terms["in_flight"]
            after = replace(after, in_flight=_declared(place.choice(InFlight), place))
        if "rise_in_risk" in terms:
            place = terms["rise_in_risk"]
            after = replace(after, rise_in_risk=_declared(place.choice(RiseInRisk), place))
        if "breach_shield" in terms:
            place = terms["breach_shield"]
            after = replace(after, breach_shield=_declared(place.flag(), place))
        if "breach_notice_working_days" in terms:
            place = terms["breach_notice_working_days"]
            number: int | Unknown = place.whole_number()
            days = {Parameter.BREACH_NOTICE_WORKING_DAYS: _declared(number, place)}
            after = replace(after, parameters={**after.parameters, **days})
        return after

    def _areas(self) -> dict[str, int]:
        if "areas" not in self.given:
            return dict(AREAS)
        place = self.given["areas"]
        if isinstance(place.node, ScalarNode):
            return dict(one_of(place, {NATION: nation()}))
        names = _keys(place)
        if len(names) > MOST_AREAS:
            place.refuse(f"areas: {len(names)} are given; expected at most {MOST_AREAS}")
        found = {name: each.whole_number() for name, each in place.fields((), names).items()}
        if min(found.values(), default=0) < 1 or sum(found.values()) > MOST_PEOPLE:
            place.refuse(f"areas: expected one person or more in each, and at most {MOST_PEOPLE:,} in all")
        return found

    def _phases(self, areas: Mapping[str, int]) -> dict[str, date]:
        if "phases" not in self.given:
            return {}
        found: dict[str, date] = {}
        for entry in self.given["phases"].items():
            keys = entry.fields(("from", "areas"))
            day = _day(keys["from"])
            if day < self.starts:
                keys["from"].refuse(f"this phase begins on {day}, before the design does on {self.starts}")
            for area in keys["areas"].one_or_more():
                name = one_of(Place(area.name, "area", area.node), {name: name for name in areas})
                if name in found:
                    area.refuse(f"area “{name}” changes in two phases; expected one")
                found[name] = day
            self.says.append(f"from {day:%-d %B %Y} in {', '.join(a for a, d in found.items() if d == day)}")
        if missing := [name for name in areas if name not in found]:
            self.given["phases"].refuse(f"no phase has the area “{missing[0]}”; expected every area in one")
        return found

    def _staff(self, after: OperatingModel) -> Staff:
        if "staff" not in self.given:
            return Staff()
        bodies = [kind.value for kind in BodyKind if kind in after.bodies]
        found = self.given["staff"].fields((), ("people_for_each", *bodies))
        numbers = {key: _number(place, 1, 1000) for key, place in found.items()}
        self.says += [
            f"{key.replace('_', ' ')}: {number:g} people for each practitioner"
            for key, number in numbers.items()
        ]
        everywhere = numbers.pop("people_for_each", None)
        return Staff(everywhere, {BodyKind(key): number for key, number in numbers.items()})

    def _capacity(self) -> float:
        if "services" not in self.given:
            return 1.0
        found = _number(self.given["services"].fields(("capacity",))["capacity"], 0, 100)
        self.says.append(f"services: {found:g} times the places")
        return found

    def _contract(self) -> Contract:
        if "contract" not in self.given:
            return Contract()
        found = self.given["contract"].fields((), ("volume", "guaranteed"))
        volume = _number(found["volume"], 0.1, 10) if "volume" in found else None
        guaranteed = "guaranteed" in found and found["guaranteed"].flag()
        if volume is not None:
            self.says.append(f"a provider is told {volume:g} times the volume that comes")
        if guaranteed:
            self.says.append("no provider is let fail")
        return Contract(volume, guaranteed)

    def _effort(self, after: OperatingModel) -> Effort:
        if "effort" not in self.given:
            return EVEN
        place = self.given["effort"]
        found = place.fields(("follows",), ("rule",))
        follows = found["follows"].choice(Follows)
        if follows is Follows.NEED:
            if "rule" in found:
                found["rule"].refuse("a rule is named, but effort follows need; expected no rule")
            self.says.append("effort goes to those likeliest to reoffend")
            return Effort(follows)
        if not any(after.is_paid(line.held_by) for line in after.functions[Function.OFFENDER_MANAGEMENT]):
            place.refuse(
                "effort follows payment, but no body that manages people here is paid under contract"
            )
        if "rule" not in found:
            place.refuse("effort follows payment by no rule; expected one under “rule”")
        rule = one_of(found["rule"], {name: name for name in rules_payable()})
        self.says.append(f"effort of whoever is paid goes where the rule {rule} pays most")
        return Effort(follows, rule)

    def _brings(self) -> frozenset[str]:
        found: list[str] = []
        choices = {name: name for name, effect in self.known.effects.items() if not effect.always}
        for entry in self.given["brings"].one_or_more() if "brings" in self.given else []:
            name = one_of(Place(entry.name, "what the design brings", entry.node), choices)
            if name in found:
                entry.refuse(f"“{name}” is brought twice; expected once")
            found.append(name)
            self.says.append(f"brings {name.replace('_', ' ')}")
        return frozenset(found)

    def _assume(self) -> dict[str, float]:
        if "assume" not in self.given:
            return {}
        every = {**self.known.values, **self.known.money}
        given = self.given["assume"].fields((), list(every))
        found = {}
        for name, place in given.items():
            is_share = every[name].unit.startswith(("share", "chance"))
            found[name] = _number(place, 0, 1 if is_share else 1e9)
            self.says.append(f"assumes {name.replace('_', ' ')} {found[name]:g}")
        return found

    def _effects(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for entry in self.given["effects"].items() if "effects" in self.given else []:
            keys = entry.fields(("name", "at"))
            name = one_of(keys["name"], {name: name for name in self.known.effects})
            if name in found:
                keys["name"].refuse(f"the effect “{name}” is named twice; expected once")
            found[name] = _number(keys["at"], 0, 100)
            self.says.append(f"takes the effect of {name.replace('_', ' ')} to be {found[name]:g}")
        return found


def _declared(value: T, place: Place) -> Declared[T]:
    ground = Ground(Basis.ASSUMED, "", "", "", "the design says so", place.line)
    return Declared(value, ground)


def _keys(place: Place) -> list[str]:
    pairs = place.node.value if isinstance(place.node.value, list) else []
    return [pair[0].value for pair in pairs if isinstance(pair, tuple)]


def _number(place: Place, low: float, high: float) -> float:
    text = place.text()
    try:
        found = float(text)
    except ValueError:
        found = float("nan")
    if not low <= found <= high:
        place.refuse(f"{place.what} must be a number from {low:g} to {high:g}, found “{text[:40]}”")
    return found


def _day(place: Place) -> date:
    try:
        found = date.fromisoformat(place.text())
    except ValueError:
        place.refuse(f"{place.what} must be a day such as 2026-10-05, found “{place.text()[:40]}”")
    if found < date(2026, 4, 1) or found > date(2060, 1, 1):
        place.refuse(f"{place.what} must lie from 2026-04-01, when contacts go by packages, to 2060")
    return found


def find_design(given: str, text: str | None = None) -> Design:
    """The design that a name of a preset or a document says."""
    if text is not None:
        return design_from(text, given)
    if given not in PRESETS:
        raise Refused(f"there is no design “{given}”; expected one of {', '.join(PRESETS)}, or a YAML file")
    return of_preset(given)


__all__ = ["PRESENT", "Design", "ModelRefused", "Staff", "design_from", "find_design", "of_preset"]
