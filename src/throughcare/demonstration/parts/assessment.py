"""Assessment in the demonstration: needs of everybody, and scores where they are few enough."""

from __future__ import annotations

from ..assessments import assess_as_they_come, work_out_again
from ..history import History
from ..needs import assess_last, assess_some
from ..part import Finish, Part


def needs(history: History, given: Finish) -> None:
    """Needs, harm and plans, written and signed."""
    assess_last(history, given.chance("needs"))


def tiers(history: History, given: Finish) -> None:
    """Every tier and score by what was recorded last; those of a nation would take minutes, so its first area alone has them."""
    if history.scores:
        work_out_again(history)


PART = Part(
    each_round={57: assess_some, 58: assess_as_they_come},
    at_the_end={10: needs, 20: tiers},
)
