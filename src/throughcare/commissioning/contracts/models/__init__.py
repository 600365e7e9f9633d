"""What contracts remember: agreements with their terms, and statements with what became of each line."""

from .agreements import REFERS, Agreement, Answer, Signature, Terms
from .statements import Counted, Dispute, Drawing, Entry, Line, Ruling, Statement

__all__ = [
    "REFERS",
    "Agreement",
    "Answer",
    "Counted",
    "Dispute",
    "Drawing",
    "Entry",
    "Line",
    "Ruling",
    "Signature",
    "Statement",
    "Terms",
]
