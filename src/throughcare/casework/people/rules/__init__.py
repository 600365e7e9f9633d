"""Decides: identifiers, names, characteristics, and whether two records are of one person."""

from .characteristics import CodeList, PersonState, age_on, code_list
from .decide import Decision, Judged, Link, Outcome, Verdict, decide
from .emails import email_in
from .features import Features, features
from .frequency import Frequencies
from .identifiers import CheckLetter, IdentifierKind, NotANumber, Recognised, recognise
from .judging import judge
from .matching import Weighing, weigh
from .model import MatchModel, match_model
from .names import FullName, standard_name
from .places import district_of, standard_postcode
from .record import AliasRecord, Checked, HomeRecord, PersonRecord, check_record, faults_of
from .telephones import telephone_in

__all__ = [
    "AliasRecord",
    "CheckLetter",
    "Checked",
    "CodeList",
    "Decision",
    "Features",
    "Frequencies",
    "FullName",
    "HomeRecord",
    "IdentifierKind",
    "Judged",
    "Link",
    "MatchModel",
    "NotANumber",
    "Outcome",
    "PersonRecord",
    "PersonState",
    "Recognised",
    "Verdict",
    "Weighing",
    "age_on",
    "check_record",
    "code_list",
    "decide",
    "district_of",
    "email_in",
    "faults_of",
    "features",
    "judge",
    "match_model",
    "recognise",
    "standard_name",
    "standard_postcode",
    "telephone_in",
    "weigh",
]
