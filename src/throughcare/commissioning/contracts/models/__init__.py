"""What contracts remember: agreements with their terms, statements with what became of each line, and what comes before an end."""

from .agreements import REFERS, Agreement, Answer, Signature, Terms
from .chain import ChainTold
from .distress import Plan, PlanStep, PlanTakenBack, Point, Told
from .endings import Ending, Handover, Proposal
from .payments import Payment
from .results import Result
from .staff import StaffTold
from .statements import Counted, Dispute, Drawing, Entry, Line, Ruling, Statement

__all__ = [
    "REFERS",
    "Agreement",
    "Answer",
    "ChainTold",
    "Counted",
    "Dispute",
    "Drawing",
    "Ending",
    "Entry",
    "Handover",
    "Line",
    "Payment",
    "Plan",
    "PlanStep",
    "PlanTakenBack",
    "Point",
    "Proposal",
    "Result",
    "Ruling",
    "Signature",
    "StaffTold",
    "Statement",
    "Terms",
    "Told",
]
