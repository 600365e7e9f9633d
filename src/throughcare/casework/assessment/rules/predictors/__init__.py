"""Actuarial predictors and screeners: pure rules over dated editions, each result explaining itself.

Ask through :func:`score`; a refusal (:class:`NotScored`) names every trouble at once.
"""

from . import possible
from .fields import FIELDS, Answers, Field, Given, Kind, NotScored, Problem, Trouble, Value, words
from .registry import INSTRUMENTS, Instrument, instrument_named, score
from .results import Band, Basis, Missing, Scale, Scored, Term
from .sentences import sentence_of

__all__ = [
    "FIELDS",
    "INSTRUMENTS",
    "Answers",
    "Band",
    "Basis",
    "Field",
    "Given",
    "Instrument",
    "Kind",
    "Missing",
    "NotScored",
    "Problem",
    "Scale",
    "Scored",
    "Term",
    "Trouble",
    "Value",
    "instrument_named",
    "possible",
    "score",
    "sentence_of",
    "words",
]
