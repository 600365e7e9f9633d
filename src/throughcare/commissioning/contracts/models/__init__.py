"""What contracts remember: agreements with their terms, and statements with what became of each line."""

from .agreements import REFERS, Agreement, Answer, Signature, Terms
from .endings import Ending, Handover, Proposal
from .payments import Payment
from .results import Result
from .statements import Counted, Dispute, Drawing, Entry, Line, Ruling, Statement

__all__ = [
    "REFERS",
    "Agreement",
    "Answer",
    "Counted",
    "Dispute",
    "Drawing",
    "Ending",
    "Entry",
    "Handover",
    "Line",
    "Payment",
    "Proposal",
    "Result",
    "Ruling",
    "Signature",
    "Statement",
    "Terms",
]
