"""Decides: identifiers, names, characteristics, and whether two records are of one person."""

from .characteristics import CodeList, PersonState, age_on, code_list
from .decide import Decision, Link, Outcome, decide
from .features import Features, features
from .frequency import Frequencies
from .identifiers import CheckLetter, IdentifierKind, Recognised, recognise
from .matching import Weighing, weigh
from .model import MatchModel, match_model
from .names import FullName, standard_name
from .places import district_of, standard_postcode

__all__ = [
    "CheckLetter",
    "CodeList",
    "Decision",
    "Features",
    "Frequencies",
    "FullName",
    "IdentifierKind",
    "Link",
    "MatchModel",
    "Outcome",
    "PersonState",
    "Recognised",
    "Weighing",
    "age_on",
    "code_list",
    "decide",
    "district_of",
    "features",
    "match_model",
    "recognise",
    "standard_name",
    "standard_postcode",
    "weigh",
]
