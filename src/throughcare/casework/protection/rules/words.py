"""The words of public protection: categories, levels, where somebody stands, what a referral came to, and whose step is next."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Category(IntEnum):
    """A category of the public protection arrangements."""

    SEXUAL = 1
    VIOLENT = 2
    OTHER = 3
    TERRORIST = 4

    @property
    def words(self) -> str:
        """Who is in it, in plain words."""
        return _CATEGORIES[self]


_CATEGORIES = {
    Category.SEXUAL: "subject to notification for a sexual offence",
    Category.VIOLENT: "a serious violent or sexual offence",
    Category.OTHER: "another offence that shows capacity for serious harm",
    Category.TERRORIST: "terrorism, or a risk of it",
}


class ProtectionLevel(StrEnum):
    """How somebody is managed: by one agency, by meetings, or by meetings of senior people; not set is no level."""

    NOT_SET = "not set"
    ONE = "1"
    TWO = "2"
    THREE = "3"


class ProtectionState(StrEnum):
    """Where a category stands: proposed by somebody, confirmed by another, or ended."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    ENDED = "ended"


class LevelReferral(StrEnum):
    """What a referral to level 2 or 3 came to: one that was refused is no level."""

    PENDING = "pending"
    LEVEL_2 = "accepted at level 2"
    LEVEL_3 = "accepted at level 3"
    REFUSED = "refused, stays at level 1"
    REFUSED_3 = "refused, not in category 3"


class ProtectionStepKind(StrEnum):
    """What was done about somebody's public protection."""

    PROPOSED = "category proposed"
    CONFIRMED = "category confirmed"
    NOT_IN = "found to be in no category"
    SCREENED = "screened at level 1"
    REFERRED = "referred"
    ACCEPTED = "referral accepted"
    REFUSED = "referral refused"
    REVIEWED = "level reviewed"
    ENDED = "ended"


class ProtectionSide(StrEnum):
    """Who owes the next step: whoever manages the case, whoever leads the team, or whoever chairs."""

    MANAGER = "manager"
    SENIOR = "senior"
    CHAIR = "chair"


class ProtectionAnswer(StrEnum):
    """An answer to a question of the screening; not known is no "no"."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not known"


class ProtectionEnd(StrEnum):
    """Why somebody is not managed under the arrangements any more."""

    NOTIFICATION = "the notification requirement ended"
    SENTENCE = "the licence or order ended"
    NO_LONGER = "no longer needs level 2 or 3"
    ERROR = "it was an error"


class MeetingState(StrEnum):
    """Where a meeting stands: called for a day, held, closed with its minutes, or put off before it was held."""

    CALLED = "called"
    HELD = "held"
    CLOSED = "closed"
    PUT_OFF = "put off"


class Came(StrEnum):
    """What somebody invited did; not said until the meeting was held."""

    NOT_SAID = "not said"
    ATTENDED = "attended"
    APOLOGIES = "sent apologies"
    ABSENT = "absent"


class MeetingDecides(StrEnum):
    """What a decision of a meeting is about."""

    LEVEL = "the level"
    DISCLOSURE = "a disclosure"
    NO_DISCLOSURE = "no disclosure"
    OTHER = "something else"


class PersonTold(StrEnum):
    """Whether the person is told of a disclosure about them."""

    FIRST = "told before it was made"
    AFTER = "told after it was made"
    NOT = "not told"


class MeetingActionState(StrEnum):
    """Where an action of a meeting stands: passed on it is another's, as an action of its own."""

    OPEN = "open"
    DONE = "done"
    PASSED_ON = "passed on"
