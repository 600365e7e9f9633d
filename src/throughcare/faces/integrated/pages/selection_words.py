"""A selection in words: strand, where it stands, what partners answered, what is owed, and what the rule proposes."""

from __future__ import annotations

from datetime import date, datetime

from throughcare.casework.integrated.queries import PersonSelected, SelectionLine
from throughcare.casework.integrated.rules import (
    IntegratedOwed,
    IntegratedSide,
    PartnerAnswer,
    Rating,
    SelectionState,
    Strand,
    rating_words,
)
from throughcare.faces.web.look.parts import Colour, Lines, Tag, Unknown, Why
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel.days import day_of

_STATES: dict[SelectionState, Colour] = {
    SelectionState.PROPOSED: "blue",
    SelectionState.SELECTED: "purple",
    SelectionState.LEAVING: "blue",
    SelectionState.NOT_SELECTED: "grey",
    SelectionState.REMOVED: "grey",
}
_RATINGS: dict[Rating, Colour] = {Rating.RED: "red", Rating.AMBER: "orange", Rating.GREEN: "green"}
_SIDES = {
    IntegratedSide.MANAGER: "By whoever manages the case",
    IntegratedSide.SENIOR: "By whoever leads the team",
}


def strand_words(strand: str) -> str:
    """A strand, and who is in it."""
    one = Strand(strand)
    return f"{first_capital(one.value)}: {one.words}"


def state_tag(state: SelectionState) -> Tag:
    """Where a selection stands, as a tag."""
    return Tag(first_capital(state.value), _STATES[state])


def rating_choice(rating: Rating, on: date) -> str:
    """A rating, and what it means."""
    return f"{first_capital(rating.value)}: {rating_words(rating, on)}"


def rating_said(rating: str) -> str:
    """A rating in a step, in words."""
    return first_capital(Rating(rating).value) if rating else ""


def rated_words(line: SelectionLine) -> object:
    """How they are rated, why, by whom and since when; not rated is its own word, never a colour."""
    step, rating = line.whole.rated, line.whole.rating
    if step is None or rating is None:
        return Unknown("Not rated yet")
    by = f"{first_capital(step.body)}: {line.rated_by}" if step.body else line.rated_by
    return Lines(
        Tag(first_capital(rating.value), _RATINGS[rating]),
        [f"{by}, {day_of(step.at):%-d %B %Y}", Why(step.because)],
    )


def answers_words(line: SelectionLine) -> object:
    """What each partner answered on what is proposed; nothing said is nothing agreed."""
    said = line.whole.answers
    if not said:
        return Unknown("Nobody yet")
    first, *others = [f"{first_capital(body)}: {answer.value}" for body, answer in said.items()]
    return Lines(first, others)


def owed_words(owed: IntegratedOwed | None, at: datetime) -> object:
    """What is owed, by which side and by when, and whether it is late."""
    if owed is None:
        return "Nothing"
    late = [Tag("Late", "red")] if owed.by < day_of(at) else []
    return Lines(owed.what, [_SIDES[owed.side], f"by {owed.by:%-d %B %Y}", *late])


def proposed_words(found: PersonSelected) -> object:
    """What the rule proposes, and why, or what would have to be known."""
    ruling = found.ruling
    if ruling is None:
        return "No sentence counts"
    why = [Why(". ".join(str(one) for one in ruling.findings))] if ruling.findings else []
    if ruling.strand is not None:
        return Lines(strand_words(ruling.strand.value), why)
    if ruling.unknown:
        return Lines(Unknown(f"Not known: {'; '.join(ruling.unknown)}"), why)
    return Lines("No strand", why)


def rule_then_words(strand: str, because: str) -> list[object]:
    """What the rule said when somebody was proposed, with why behind it; nothing where no sentence counted then."""
    if not (strand or because):
        return []
    why = [Why(because)] if because else []
    return [f"The rule proposed {first_capital(strand) if strand else 'no strand'} on that day", *why]


def answer_said(said: str) -> str:
    """An answer in a step, in words."""
    return PartnerAnswer(said).value if said else ""
