"""The words of integrated offender management: strands, where a selection stands, what partners answer, and whose step is next."""

from __future__ import annotations

from enum import StrEnum


class Strand(StrEnum):
    """The strand in which somebody is selected."""

    FIXED = "fixed"
    FLEX = "flex"
    FREE = "free"

    @property
    def words(self) -> str:
        """Who is in it, in plain words."""
        return _STRANDS[self]


_STRANDS = {
    Strand.FIXED: "neighbourhood acquisitive crime",
    Strand.FLEX: "other persistent theft",
    Strand.FREE: "a local choice",
}


class SelectionState(StrEnum):
    """Where a selection stands: proposed, selected or not, on its way out, or removed."""

    PROPOSED = "proposed"
    SELECTED = "selected"
    NOT_SELECTED = "not selected"
    LEAVING = "removal proposed"
    REMOVED = "removed"


class IntegratedStepKind(StrEnum):
    """What was done about somebody's selection."""

    PROPOSED = "proposed"
    ANSWERED = "a partner answered"
    SELECTED = "selected"
    NOT_SELECTED = "not selected"
    LEAD = "lead professional named"
    LEAVING = "removal proposed"
    STAYS = "stays selected"
    REMOVED = "removed"
    RATED = "rated"


class Rating(StrEnum):
    """How somebody who is selected is doing; no rating is none of these, and never green."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


class IntegratedActionState(StrEnum):
    """Where an action stands: open, or how it ended."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
    PASSED_ON = "passed on"


class PartnerAnswer(StrEnum):
    """What a partner says of what is proposed; one that has said nothing is not for it."""

    AGREES = "agrees"
    AGAINST = "is against it"


class IntegratedSide(StrEnum):
    """Who owes the next step: whoever manages the case, or whoever leads the team."""

    MANAGER = "manager"
    SENIOR = "senior"
