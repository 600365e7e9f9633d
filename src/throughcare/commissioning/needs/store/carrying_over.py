"""What the operating models in force say of money: whether it is pooled, and what of it may be carried over at a year's end."""

from __future__ import annotations

from datetime import date

from throughcare.foundation.kernel import Finding
from throughcare.foundation.operating_model import queries as models
from throughcare.foundation.operating_model.rules.questions import Question

from ..rules.carrying_over import Allowed, allowed
from ..rules.pooling import pooled


def allowed_at(place: str, on: date) -> Allowed:
    """What the model in force in a place on a day allows to be carried over; nothing is known of no place."""
    found = models.model_in_force(place, on) if place else None
    return allowed(found.model if found else None, on)


def pooled_at(place: str, on: date) -> Finding | None:
    """What the model in force in a place on a day says of pooled budgets; None where none is in force."""
    found = models.model_in_force(place, on) if place else None
    return pooled(found.model.questions[Question.POOLED_BUDGETS]) if found else None
