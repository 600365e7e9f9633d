"""Cases and practitioners that say only what a test is about."""

from datetime import date

from hypothesis import strategies as st

from throughcare.casework.allocation.rules.assignment.problem import Problem
from throughcare.casework.allocation.rules.people import (
    CaseToPlace,
    Position,
    Practitioner,
    Sex,
    grades_on,
    prices_on,
)
from throughcare.casework.allocation.rules.pricing import Terms

TODAY = date(2026, 3, 2)
HERE = Position(0, 0)
TERMS = Terms(prices_on(TODAY), grades_on(TODAY))

NOTHING_MORE = {
    "held_by": "", "manager": None, "earlier_managers": frozenset(), "language": None, "asked_for": None,
    "needs": frozenset(), "only": None, "walls": frozenset(),
}  # fmt: skip
NOBODY_KNOWN = {
    "load": 0, "body": "", "sex": None, "languages": frozenset(), "qualifications": frozenset(),
    "restricted_from": frozenset(), "conflicts": frozenset(), "barred_from": frozenset(),
}  # fmt: skip


def a_case(name="case", **different):
    facts = {"tier": "C1", "points": 50, "home": HERE, "since": TODAY} | NOTHING_MORE
    return CaseToPlace(id=name, **{**facts, **different})


def an_officer(name="officer", **different):
    facts = {"grade": "PO", "office": "centre", "position": HERE, "available": 2176} | NOBODY_KNOWN
    return Practitioner(id=name, **{**facts, **different})


def a_problem(cases, officers):
    return Problem(tuple(cases), tuple(officers), TERMS)


TIERS = ["A3", "B2", "C1", "D0", "A", "D", "G", None]
positions = st.builds(Position, st.floats(0, 90), st.floats(0, 90))
few = st.frozensets(st.sampled_from(["w0", "w1", "w2"]), max_size=2)
sexes = st.sampled_from([None, Sex.FEMALE, Sex.MALE])
sides = st.frozensets(st.sampled_from(["bids", "victims"]), max_size=1)


def case_called(name):
    return st.builds(
        CaseToPlace,
        id=st.just(name),
        tier=st.sampled_from(TIERS),
        points=st.integers(0, 220),
        home=st.none() | positions,
        since=st.just(TODAY),
        held_by=st.sampled_from(["", "", "trust"]),
        manager=st.sampled_from([None, "w0", "w1", "gone"]),
        earlier_managers=few,
        language=st.sampled_from([None, None, "Urdu"]),
        asked_for=sexes,
        needs=st.frozensets(st.sampled_from(["sexual offending"]), max_size=1),
        only=st.sampled_from([None, None, None, frozenset({"w0"}), frozenset()]),
        walls=sides,
    )


def officer_called(name):
    return st.builds(
        Practitioner,
        id=st.just(name),
        grade=st.sampled_from(["PO", "PO", "PSO", "TPO", "SPO"]),
        office=st.just("centre"),
        position=positions,
        available=st.integers(0, 400),
        load=st.integers(0, 400),
        body=st.sampled_from(["trust", "trust", "competed"]),
        sex=sexes,
        languages=st.frozensets(st.sampled_from(["Urdu"]), max_size=1),
        qualifications=st.frozensets(st.sampled_from(["sexual offending"]), max_size=1),
        restricted_from=st.frozensets(st.sampled_from(["c0", "c1", "elsewhere"]), max_size=1),
        conflicts=st.frozensets(st.sampled_from(["c2"]), max_size=1),
        barred_from=sides,
    )
