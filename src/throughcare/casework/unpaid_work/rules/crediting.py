"""What one turn counts for, and what may be credited beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from throughcare.casework.supervision.rules.contacts import CREDITED, FAILED, Outcome
from throughcare.foundation.kernel import Refused

from .scheduling import minutes_between
from .terms import WorkTerms
from .words import CreditKind, ProjectKind


@dataclass(frozen=True)
class Worked:
    """What a supervisor says of one turn: what came of it, from when until when, and minutes taken off for not working."""

    outcome: Outcome
    starts: time
    until: time
    penalty: int = 0


def counted(worked: Worked) -> int:
    """Minutes that a turn counts for: from arrival to the end without what was taken off, and nothing unless they took part."""
    if worked.outcome not in CREDITED:
        return 0
    return max(0, minutes_between(worked.starts, worked.until) - worked.penalty)


def check_worked(worked: Worked, planned: tuple[time, time]) -> None:
    """Refuse times that run backwards or past what was planned, and more taken off than the turn was long."""
    if worked.outcome is Outcome.NOT_RECORDED:
        raise Refused("Say what came of it.", field="outcome")
    if worked.until <= worked.starts:
        raise Refused("The end comes after the start.", field="until")
    if worked.starts < planned[0] or worked.until > planned[1]:
        said = f"{planned[0]:%H:%M} to {planned[1]:%H:%M}"
        raise Refused(f"The turn was planned from {said}. Expected times within it.", field="starts")
    length = minutes_between(worked.starts, worked.until)
    if not 0 <= worked.penalty <= length:
        raise Refused(
            f"The turn was {length} minutes long. Expected from 0 to {length} taken off.", field="penalty"
        )
    if worked.penalty and worked.outcome not in CREDITED:
        raise Refused("Minutes are taken off only where they took part.", field="penalty")


def is_failure(outcome: Outcome) -> bool:
    """Whether an outcome ends early compliance: a failure to attend without excuse, or being sent home for not working."""
    return outcome in FAILED


@dataclass(frozen=True)
class Crediting:
    """Minutes to credit beside a turn: why, how many, on which day; of travel, to what kind of project and whether they took part."""

    kind: CreditKind
    minutes: int
    on: date
    project: ProjectKind | None = None
    attended: bool = False


def check_credit_of(asked: Crediting, terms: WorkTerms, *, ordered: int, learnt: int, left: int) -> None:
    """Refuse a credit over its allowance, or over what is left of the order; ``learnt`` is what learning was credited before."""
    if asked.minutes <= 0:
        raise Refused("Give the minutes as a number above nought.", field="minutes")
    if asked.minutes > left:
        raise Refused(
            f"{time_in_words(max(0, left))} are left of the order. Expected no more.", field="minutes"
        )
    if asked.kind is CreditKind.TRAVEL:
        _check_travel(asked, terms)
        return
    allowed = education_allowance(ordered, terms) - learnt
    if asked.minutes > allowed:
        raise Refused(
            f"Learning may fill {time_in_words(education_allowance(ordered, terms))} of this order, and {time_in_words(max(0, allowed))} of that are left.",
            field="minutes",
        )


def _check_travel(asked: Crediting, terms: WorkTerms) -> None:
    if asked.project is None or not asked.project.counts_travel:
        raise Refused("Travel counts to a group project or a placement, and to nothing else.", field="kind")
    if not asked.attended:
        raise Refused("Travel counts only to a turn in which they took part.", field="kind")
    if asked.minutes > terms.travel_most:
        raise Refused(
            f"Travel counts for at most {time_in_words(terms.travel_most)} a turn.", field="minutes"
        )


def education_allowance(ordered: int, terms: WorkTerms) -> int:
    """Minutes of an order that learning may fill."""
    return int(ordered * terms.education_share)


def time_in_words(minutes: int) -> str:
    """Minutes as hours and minutes."""
    hours, rest = divmod(minutes, 60)
    said = [f"{hours} hour{'' if hours == 1 else 's'}"] if hours else []
    if rest or not hours:
        said.append(f"{rest} minute{'' if rest == 1 else 's'}")
    return " ".join(said)
