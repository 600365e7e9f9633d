"""The rules as tables that the world can read: each asked of every subject it can tell apart, so that they are equal to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from throughcare.casework.allocation.rules.points import Kind, OpenCase, Where, case_points, workload_on
from throughcare.casework.assessment.rules.tier import V3Facts, tier_v3
from throughcare.casework.enforcement.rules import Counts, Happened, Must, counted_as, crossing, position
from throughcare.casework.enforcement.rules.terms import Clock, enforcement_terms
from throughcare.casework.recall.rules import (
    QUESTIONS,
    NewOffence,
    RecallFacts,
    Said,
    SentenceGroup,
    recall_length,
)
from throughcare.casework.recall.rules.words import Length
from throughcare.casework.supervision.rules.absences import LICENCES, ORDERS
from throughcare.casework.supervision.rules.contacts import Outcome, Whom
from throughcare.casework.supervision.rules.package_terms import packages_on
from throughcare.foundation.operating_model.rules import (
    BodyKind,
    Function,
    Holding,
    OperatingModel,
    Place,
    RiseInRisk,
    Risk,
    Sentence,
    Subject,
)
from throughcare.foundation.operating_model.rules.change import AtChange, at_change
from throughcare.foundation.operating_model.rules.coverage import axes_named
from throughcare.foundation.operating_model.rules.subjects import AXES

from .coding import RISKS, SENTENCES, SUBJECTS, subjects

Table: TypeAlias = NDArray[np.int64]
TIERS: Final = ("A", "B", "C", "D", "E", "F", "G")
CHANGES: Final = (
    AtChange.UNCHANGED, AtChange.STAYS, AtChange.MOVES, AtChange.DECIDE_AGAIN, AtChange.BEGINS, AtChange.LAPSES,
)  # fmt: skip
MUSTS: Final = (None, Must.WARN, Must.COURT, Must.CONSIDER)
MOST_FAILURES: Final = 3
MOST_MONTHS: Final = 240
MOST_WEEKS: Final = 1040
OUTCOMES: Final = (Outcome.ABSENT_ACCEPTABLE, Outcome.ABSENT_UNACCEPTABLE)


@lru_cache(maxsize=1)
def _axes() -> Mapping[str, Table]:
    """For each axis on which models tell people apart, where every subject stands on it."""
    values = {axis: {value: place for place, value in enumerate(said)} for axis, said in AXES.items()}
    return {axis: np.array([values[axis][one.on_axis(axis)] for one in subjects()]) for axis in AXES}


@lru_cache(maxsize=1)
def _released() -> NDArray[np.bool_]:
    return np.array([one.is_newly_released for one in subjects()])


def holders(model: OperatingModel, function: Function, on: date) -> tuple[BodyKind, ...]:
    """Who holds a function, for every subject by its number; asked once of those that its lines cannot tell apart."""
    classes = np.zeros(SUBJECTS, np.int64)
    for axis in axes_named(model.functions[function]):
        at = _axes()[axis]
        if axis == "risk" and model.starts_high.value:
            at = np.where(_released() & (at != RISKS.index(Risk.VERY_HIGH)), RISKS.index(Risk.HIGH), at)
        classes = classes * len(AXES[axis]) + at
    _, firsts, which = np.unique(classes, return_index=True, return_inverse=True)
    told = [model.holder(function, subjects()[first], on).held_by for first in firsts]
    return tuple(told[place] for place in which)


def deciders(model: OperatingModel, on: date) -> tuple[BodyKind, ...]:
    """Who decides a failure, for every subject; of somebody who serves no order and no licence there is none: nobody."""
    orders, licences = (holders(model, one, on) for one in (Function.BREACH_DECISION, Function.RECALL_ADVICE))
    return tuple(
        orders[n] if serves is ORDERS else licences[n] if serves is LICENCES else BodyKind.NOBODY
        for n, serves in enumerate(_served())
    )


@lru_cache(maxsize=1)
def _served() -> tuple[frozenset[Sentence] | None, ...]:
    kinds = {one: next((of for of in (ORDERS, LICENCES) if one in of), None) for one in SENTENCES}
    return tuple(kinds[one.sentence] for one in subjects())


def bodies_in(asked: Iterable[tuple[BodyKind, ...]]) -> tuple[BodyKind, ...]:
    """Every body that holds anything for somebody, in the order of the subjects: so that its name moves nothing."""
    found: dict[BodyKind, None] = {}
    for of_all in asked:
        found |= dict.fromkeys(of_all)
    return tuple(body for body in found if body is not BodyKind.NOBODY)


def numbered(of_all: tuple[BodyKind, ...], bodies: tuple[BodyKind, ...]) -> Table:
    """Holders as places among some bodies; nobody comes after the last."""
    place = {body: at for at, body in enumerate(bodies)} | {BodyKind.NOBODY: len(bodies)}
    return np.array([place[body] for body in of_all], np.int64)


@lru_cache(maxsize=8)
def tiers(on: date, chances: tuple[float, ...]) -> Table:
    """The tier by level of harm, cut-off, whether in MAPPA, and predicted chance (percentages): the rule's own answer to each."""
    table = np.zeros((len(RISKS), 2, 2, len(chances)), np.int64)
    for risk, over, mappa, band in np.ndindex(*table.shape):
        table[risk, over, mappa, band] = TIERS.index(_tier(risk, over, mappa, chances[band], on))
    return table


@lru_cache(maxsize=65_536)
def _tier(risk: int, over: int, mappa: int, chance: float, on: date) -> str:
    facts = V3Facts(
        has_active_event=True, arp=chance, csrp=7.0 if over else 1.0, arp_static=False, csrp_static=False, contact=0.0,
        contact_band="not_applicable", mappa=bool(mappa), rosh=RISKS[risk].value if risk < 4 else None,
        lifer_ipp=False, released_on=None, domestic_abuse=False, stalking=False, child_protection=False,
        ever_sexual_offence=False, on=on,
    )  # fmt: skip
    found = tier_v3(facts).tier
    if found is None:
        raise ValueError(f"no tier for {facts}")
    return found


def points(on: date) -> Table:
    """What a case weighs by where it is served and tier."""
    edition = workload_on(on)
    places = (Where.COMMUNITY, Where.CUSTODY, Where.LICENCE)
    return np.array(
        [[case_points(OpenCase(t, where, Kind.STANDARD), edition).points for t in TIERS] for where in places]
    )


def musts(on: date) -> Table:
    """What is to follow the first, second and third failure in the window, by sentence; nought where nothing is enforced."""
    table = np.zeros((len(SENTENCES), MOST_FAILURES + 1), np.int64)
    for at, sentence in enumerate(SENTENCES):
        if sentence in ORDERS | LICENCES:
            for number in range(1, MOST_FAILURES + 1):
                earlier = [on - timedelta(days=7 * turn) for turn in range(1, number)]
                found = position(on, sentence, earlier=earlier, warnings=earlier[-1:])
                table[at, number] = MUSTS.index(found.must)
    return table


def counts() -> Table:
    """Whether an absence counts as a failure, by its outcome and the sentence, in the community."""
    return np.array(
        [[int(_counts(outcome, sentence)) for sentence in SENTENCES] for outcome in OUTCOMES], np.int64
    )


def _counts(outcome: Outcome, sentence: Sentence) -> bool:
    happened = Happened(outcome, Whom.PERSON, sentence, Place.COMMUNITY)
    return counted_as(happened).counts is Counts.YES


def recall_days(on: date) -> Table:
    """The days of a recall by the months of the sentence, of an adult whom nothing else rules out; nought where it is standard."""
    table = np.zeros(MOST_MONTHS + 1, np.int64)
    said = dict.fromkeys(QUESTIONS, Said.NO)
    for months in range(1, MOST_MONTHS + 1):
        facts = RecallFacts(SentenceGroup.ADULT, months, 30, NewOffence.NO, said)
        found = recall_length(facts, on)
        table[months] = (found.days or 0) if found.allowed[0] is Length.FIXED_TERM and found.required else 0
    return table


def changes(model: OperatingModel, on: date) -> Table:
    """What becomes of a case on the day of the change, by whether the body is the same, whether one held it, whether one will."""
    nobody, one, other = (
        _holding(model, b, on) for b in (BodyKind.NOBODY, BodyKind.TRUST, BodyKind.COMPETED)
    )
    table = np.zeros((2, 2, 2), np.int64)
    for before, after in ((nobody, nobody), (nobody, one), (one, nobody), (one, one), (one, other)):
        at = (int(before.held_by is after.held_by), int(before.is_held), int(after.is_held))
        table[at] = CHANGES.index(at_change(model.in_flight.value, before, after))
    return table


def _holding(model: OperatingModel, body: BodyKind, on: date) -> Holding:
    subject = Subject(RISKS[0], Sentence.COMMUNITY_ORDER)
    return replace(model.holder(Function.OFFENDER_MANAGEMENT, subject, on), held_by=body)


@dataclass(frozen=True)
class Ruled:
    """The tables of one model before a change and one after, on a day, with the bodies in their order."""

    bodies: tuple[BodyKind, ...]
    manages: Table
    notifies: Table
    decides: Table
    tells: Table
    paid: Table
    refer_days: Table
    keeps: Table


_KEPT: list[tuple[OperatingModel, OperatingModel, date, Ruled]] = []


def ruled(before: OperatingModel, after: OperatingModel, on: date) -> Ruled:
    """The tables of two models, of which the second follows the first; of the last few asked of they are kept."""
    for one, other, day, found in list(_KEPT):
        if one is before and other is after and day == on:
            return found
    made = _ruled(before, after, on)
    _KEPT.append((before, after, on, made))
    del _KEPT[:-8]
    return made


def _ruled(before: OperatingModel, after: OperatingModel, on: date) -> Ruled:
    models = (before,) if before is after else (before, after)
    manages = [holders(model, Function.OFFENDER_MANAGEMENT, on) for model in models]
    notifies = [holders(model, Function.BREACH_NOTICE, on) for model in models]
    decides = [deciders(model, on) for model in models]
    bodies = bodies_in([*manages, *notifies, *decides])

    def both(of_models: list[tuple[BodyKind, ...]]) -> Table:
        return np.stack([numbered(of_models[place], bodies) for place in (0, -1)])

    pair = (before, after)
    return Ruled(
        bodies,
        both(manages),
        both(notifies),
        both(decides),
        tells=np.stack([_tells(models[place], manages[place], on) for place in (0, -1)]),
        paid=np.array([[int(m.is_paid(body)) for body in bodies] + [0] for m in pair], np.int64),
        refer_days=np.array([_refer(model, on) for model in pair], np.int64),
        keeps=np.array([int(m.rise_in_risk.value is RiseInRisk.KEEP_AND_OVERSEE) for m in pair], np.int64),
    )


def _tells(model: OperatingModel, manages: tuple[BodyKind, ...], on: date) -> Table:
    """Who tells victims of somebody: nobody, the body that manages (1), another (2), for every subject."""
    tells = holders(model, Function.VICTIM_CONTACT, on)
    return np.array(
        [
            0 if who is BodyKind.NOBODY else 1 if who is by else 2
            for who, by in zip(tells, manages, strict=True)
        ],
        np.int64,
    )


def _refer(model: OperatingModel, on: date) -> int:
    return crossing(model, Subject(RISKS[0], Sentence.COMMUNITY_ORDER), on).refer.days


def clocks(on: date) -> Mapping[str, int]:
    """The days within which a failure is accepted and decided, and the weeks after which an earlier failure counts no more."""
    terms = enforcement_terms(on).table.clocks
    return {
        "accept_days": terms[Clock.ACCEPT].days,
        "decide_days": terms[Clock.DECIDE].days,
        "window_weeks": next(weeks for weeks in range(1, MOST_WEEKS) if not _still_counts(weeks, on)),
    }


def _still_counts(weeks: int, on: date) -> bool:
    """Whether a failure so many weeks ago still counts when another happens."""
    earlier = [on - timedelta(weeks=weeks)]
    return position(on, Sentence.COMMUNITY_ORDER, earlier=earlier, warnings=[]).must is not Must.WARN


def packages(on: date) -> tuple[Table, NDArray[np.float64]]:
    """For each tier the appointments that end weekly contact, and the weeks between those after."""
    terms = packages_on(on).table
    found = [terms.of_tier(tier) for tier in TIERS]
    if None in found:
        raise ValueError("a tier has no package")
    early = np.array([one.early_weeks for one in found if one], np.int64)
    return early, np.array([52 / one.yearly for one in found if one])
