"""The market that competitions show: who comes and who wins, how concentrated it is, what keeps small providers away, odd patterns."""

from .contests import Contest, Entrant, Priced, Size
from .funnel import Step, funnel, shares
from .patterns import Pattern, patterns
from .standing import Measures, concentration, measures
from .warnings import Draft, Warned, warnings

__all__ = [
    "Contest",
    "Draft",
    "Entrant",
    "Measures",
    "Pattern",
    "Priced",
    "Size",
    "Step",
    "Warned",
    "concentration",
    "funnel",
    "measures",
    "patterns",
    "shares",
    "warnings",
]
