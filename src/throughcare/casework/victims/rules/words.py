"""The words of victim contact."""

from enum import StrEnum


class Scheme(StrEnum):
    """Under which scheme a sentence's victims are offered contact."""

    CONTACT = "contact scheme"
    NOTIFICATION = "notification scheme"
    DISCRETION = "at discretion"
    NONE = "no scheme"
    NOT_KNOWN = "not known"

    @property
    def is_offered(self) -> bool:
        """Whether its victims are written to."""
        return self in {Scheme.CONTACT, Scheme.NOTIFICATION, Scheme.DISCRETION}


class VictimKind(StrEnum):
    """Who somebody is to the offence."""

    VICTIM = "victim"
    BEREAVED = "bereaved family"
    CHILD = "child"
    FAMILY = "member of the family"
    REPRESENTATIVE = "representative"

    @property
    def is_spoken_for(self) -> bool:
        """Whether somebody else answers for them: letters go to whoever does, never to a child."""
        return self is VictimKind.CHILD


class VictimState(StrEnum):
    """Where a victim stands with the scheme."""

    REFERRED = "referred"
    INVITED = "invited"
    OPTED_IN = "opted in"
    OPTED_OUT = "opted out"
    LATER = "asked for later"
    NO_ANSWER = "no answer"
    NO_TRACE = "no trace"
    ENDED = "ended"

    @property
    def awaits_offer(self) -> bool:
        """Whether the first letter, which offers contact, is still to go to them: nobody wrote, or it did not reach them."""
        return self in {VictimState.REFERRED, VictimState.NO_TRACE}


class VictimMove(StrEnum):
    """What moves a victim on in the scheme."""

    INVITE = "first letter sent"
    OPT_IN = "opted in"
    OPT_OUT = "opted out"
    LATER = "asked for later"
    NO_ANSWER = "did not answer"
    NO_TRACE = "could not be traced"
    ASK_AGAIN = "asked again"
    END = "the sentence is over"


class Choice(StrEnum):
    """How much a victim wants to be told."""

    MONTH_OF_RELEASE = "only the month of release"
    YEARLY = "a letter each year"
    STAGES = "each stage they chose"


class StageKind(StrEnum):
    """A stage of the sentence of which victims may be told."""

    RELEASE_PLANNING = "release is being planned"
    MOVE = "a move within custody"
    TEMPORARY = "release on temporary licence"
    LICENCE = "conditions of a licence"
    TARIFF = "the tariff is changed or has passed"
    PAROLE = "a parole hearing or its decision"
    RELEASE = "release"
    AT_LARGE = "unlawfully at large"
    RECALL = "recall to custody"
    RETURN = "return to custody"
    END = "the end of the sentence"


class Means(StrEnum):
    """How somebody wants to be reached."""

    LETTER = "letter"
    TELEPHONE = "telephone"
    EMAIL = "e-mail"
    NONE = "not to be written to or called"


class LetterState(StrEnum):
    """Where a letter or a call to a victim stands."""

    DRAFTED = "written"
    SENT_BACK = "to be written anew"
    CHECKED = "checked"
    SENT = "sent"
    ANSWERED = "answered"
    NO_ANSWER = "not answered"
    CAME_BACK = "came back"
    CALLED_OFF = "called off"

    @property
    def is_unsent(self) -> bool:
        """Whether it is still to go."""
        return self in {LetterState.DRAFTED, LetterState.SENT_BACK, LetterState.CHECKED}

    @property
    def has_told(self) -> bool:
        """Whether somebody was told by it, as far as is known: what came back told nobody."""
        return self in {LetterState.SENT, LetterState.ANSWERED, LetterState.NO_ANSWER}


class LetterMove(StrEnum):
    """What moves a letter or a call on."""

    FIND_RIGHT = "found right"
    SEND_BACK = "sent back"
    REWRITE = "written anew"
    SEND = "sent"
    ANSWER = "they answered"
    NO_ANSWER = "no answer came"
    CAME_BACK = "it came back"
    CALL_OFF = "called off"


class StatementState(StrEnum):
    """Where a victim's statement to the Parole Board stands."""

    ASKED = "asked"
    NOT_WANTED = "not wanted"
    WRITTEN = "written down"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    NOT_MADE = "not made"

    @property
    def is_unmade(self) -> bool:
        """Whether the Board has nothing of it yet, and may get it."""
        return self in {StatementState.ASKED, StatementState.WRITTEN}


class StatementMove(StrEnum):
    """What moves a statement on."""

    WRITE = "written down"
    NOT_WANTED = "they want to make none"
    SUBMIT = "submitted"
    WITHDRAW = "withdrawn"
    HELD = "the hearing was held"
