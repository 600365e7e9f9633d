"""Who holds which function, for whom, on what ground: values and pure functions."""

from .bodies import BodyKind
from .document import ModelRefused
from .functions import Function
from .loader import load_bytes, load_model
from .model import Declared, Ground, Holding, Line, OperatingModel
from .presets import PRESETS, preset, preset_text, presets
from .questions import Answer, Question
from .subjects import CUSTODIAL, SENTENCED, Cohort, Place, Risk, Rsr, Sentence, Subject
from .terms import (
    Basis,
    DrawnBy,
    InFlight,
    Parameter,
    PaymentBasis,
    Phasing,
    PublicBody,
    RiseInRisk,
    Sector,
    Standing,
    Unknown,
    WallOf,
    WallsMode,
)

__all__ = [
    "CUSTODIAL",
    "PRESETS",
    "SENTENCED",
    "Answer",
    "Basis",
    "BodyKind",
    "Cohort",
    "Declared",
    "DrawnBy",
    "Function",
    "Ground",
    "Holding",
    "InFlight",
    "Line",
    "ModelRefused",
    "OperatingModel",
    "Parameter",
    "PaymentBasis",
    "Phasing",
    "Place",
    "PublicBody",
    "Question",
    "RiseInRisk",
    "Risk",
    "Rsr",
    "Sector",
    "Sentence",
    "Standing",
    "Subject",
    "Unknown",
    "WallOf",
    "WallsMode",
    "load_bytes",
    "load_model",
    "preset",
    "preset_text",
    "presets",
]
