"""Cases and practitioners that say only what a test is about."""

from datetime import date

from throughcare.casework.allocation.rules.assignment.problem import Problem
from throughcare.casework.allocation.rules.people import (
    CaseToPlace,
    Position,
    Practitioner,
    grades_on,
    prices_on,
)
from throughcare.casework.allocation.rules.pricing import Terms

TODAY = date(2026, 3, 2)
HERE = Position(0, 0)
TERMS = Terms(prices_on(TODAY), grades_on(TODAY))


def a_case(name="case", **different):
    facts = {"tier": "C1", "points": 50, "home": HERE, "since": TODAY}
    return CaseToPlace(id=name, **{**facts, **different})


def an_officer(name="officer", **different):
    facts = {"grade": "PO", "office": "centre", "position": HERE, "available": 2176}
    return Practitioner(id=name, **{**facts, **different})


def a_problem(cases, officers):
    return Problem(tuple(cases), tuple(officers), TERMS)
