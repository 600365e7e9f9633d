"""Every page and every operation of the API, written out by hand: who may open it, and what they are answered.

One file for each context, found by being here. ``inside`` is the answer about somebody, or something, within the
asker's wall; ``outside`` the answer about the same kind of thing beyond it, None where a place is about nothing in
particular. A new place needs a line.
"""

from __future__ import annotations

from ..discovered import gathered
from .kinds import ANYBODY, EVERYBODY, Call, Page

PAGES: dict[str, Page] = gathered(__name__, __path__, "PAGES")
CALLS: dict[str, Call] = gathered(__name__, __path__, "CALLS")

__all__ = ["ANYBODY", "CALLS", "EVERYBODY", "PAGES", "Call", "Page"]
