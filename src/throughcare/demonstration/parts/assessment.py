"""Assessment in the demonstration: needs of everybody, and scores where they are few enough."""

from __future__ import annotations

from ..assessments import assess
from ..history import History
from ..needs import assess_last, assess_some
from ..part import Finish, Part


def needs(history: History, given: Finish) -> None:
    """Needs, harm and plans, written and signed."""
    assess_last(history, given.chance("needs"))


def scores(history: History, given: Finish) -> None:
    """Every instrument's score; those of a nation would take minutes, so its first area alone has them."""
    if given.scores:
        assess(history, given.chance("assessments"))


PART = Part(each_round={58: assess_some}, at_the_end={10: needs, 20: scores})
