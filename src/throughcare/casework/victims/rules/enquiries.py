"""An enquiry whether an address is too near to anybody whom victim liaison looks after: how many may be asked, and from which day an answer is told."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from throughcare.foundation.kernel import Refused, WorkingCalendar

MOST_OF_A_PERSON, MOST_OF_AN_ASKER, WITHIN_DAYS = 3, 10, 28
"""How many may be asked within so many days about one person, whoever asks, and by one asker of whomever: assumed. The database holds them too."""
TOLD_AFTER = 5
"""Working days after which the answer is told, neither sooner nor later, whoever gave it when: assumed."""
SOONEST = 7
"""Days of the calendar before which the database lets no answer be told: five working days are never fewer."""


class EnquiryAnswer(StrEnum):
    """Whether it is too near to anybody whom they look after, whoever's victim that is; never to whom."""

    YES = "yes"
    NO = "no"
    CANNOT_SAY = "cannot say"


def told_on(asked_on: date, calendar: WorkingCalendar) -> date:
    """The day on which the asker is told: the same whatever there is to be known, so that no wait says anything."""
    return max(calendar.add(asked_on, TOLD_AFTER), asked_on + timedelta(days=SOONEST))


def answer_told(answer: str, told: date, today: date) -> EnquiryAnswer | None:
    """What the asker is told on a day: nothing before its day, and from then on the answer; where nobody gave one it cannot be said."""
    if today < told:
        return None
    return EnquiryAnswer(answer) if answer else EnquiryAnswer.CANNOT_SAY


def check_may_ask(of_person: int, by_asker: int) -> None:
    """Refuse one more where enough were asked lately: many questions, side by side, would draw a map."""
    if of_person >= MOST_OF_A_PERSON:
        raise Refused(
            f"{MOST_OF_A_PERSON} addresses were asked about for this person within {WITHIN_DAYS} days, which is the most."
        )
    if by_asker >= MOST_OF_AN_ASKER:
        raise Refused(
            f"You asked about {MOST_OF_AN_ASKER} addresses within {WITHIN_DAYS} days, which is the most."
        )


def check_answerable(answer: str, told: date, today: date) -> None:
    """Refuse an answer given twice, or once the asker was told that it cannot be said."""
    if answer:
        raise Refused(f"It was answered before: {answer}.")
    if today >= told:
        raise Refused(
            f"It was to be answered before {told:%-d %B %Y}: the asker was told that it cannot be said."
        )
