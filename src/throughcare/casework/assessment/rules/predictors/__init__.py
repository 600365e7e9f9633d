"""Actuarial predictors and screeners: pure rules over dated editions, each result explaining itself.

Ask through :func:`score`; a refusal (:class:`NotScored`) names every trouble at once.
"""

from . import possible
from .costs import Cost, Span, costs_of_missing
from .fields import FIELDS, Answers, Field, Given, Kind, NotScored, Problem, Trouble, Value, words
from .registry import INSTRUMENTS, Instrument, instrument_named, score
from .results import Band, Basis, Missing, Scale, Scored, Term
from .sentences import OF_A_GROUP, sentence_of

__all__ = [
    "FIELDS",
    "INSTRUMENTS",
    "OF_A_GROUP",
    "Answers",
    "Band",
    "Basis",
    "Cost",
    "Field",
    "Given",
    "Instrument",
    "Kind",
    "Missing",
    "NotScored",
    "Problem",
    "Scale",
    "Scored",
    "Span",
    "Term",
    "Trouble",
    "Value",
    "costs_of_missing",
    "instrument_named",
    "possible",
    "score",
    "sentence_of",
    "words",
]
