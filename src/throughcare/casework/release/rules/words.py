"""The words of release: kinds of term and of date, who is responsible, what somebody needs, and where a licence stands."""

from __future__ import annotations

from enum import StrEnum


class TermKind(StrEnum):
    """What a custodial term is, as the days of release ask about it."""

    STANDARD = "standard determinate sentence"
    EXTENDED = "extended sentence"
    SPECIAL = "sentence for offenders of particular concern"
    TRAINING = "detention and training order"
    FINE = "default term for a fine"
    LIFE = "life sentence"


class Group(StrEnum):
    """Which law of release a standard term falls under."""

    STANDARD = "standard"
    EXCLUDED = "excluded"
    BARRED = "barred"
    GRAVE = "grave"
    GRAVE_SINCE = "grave since"

    @property
    def told(self) -> str:
        """What it means, in words."""
        return _TOLD[self]


_TOLD = {
    Group.STANDARD: "standard: two fifths, from October 2026 one third",
    Group.EXCLUDED: "an offence left out of release at two fifths",
    Group.BARRED: "national security: left out of release at two fifths and at one third",
    Group.GRAVE: "one of the gravest kinds, of four or seven years and over: two thirds, from October 2026 half",
    Group.GRAVE_SINCE: "one of the gravest kinds, passed before they were kept to two thirds",
}


class DateKind(StrEnum):
    """The days that a custodial sentence has."""

    CONDITIONAL = "conditional release"
    AUTOMATIC = "automatic release"
    PAROLE = "parole eligibility"
    CURFEW = "home detention curfew eligibility"
    EXPIRY = "sentence and licence expiry"
    SUPERVISION = "end of supervision after sentence"
    TARIFF = "end of the minimum term"
    MIDPOINT = "midpoint of a detention and training order"
    EARLY_MIDPOINT = "earliest release from a detention and training order"
    LATE_MIDPOINT = "latest release from a detention and training order"


class Responsible(StrEnum):
    """Who answers for the work with somebody in custody."""

    PRISON = "the prison"
    BOTH = "the prison, with the community"
    COMMUNITY = "the community"


class NeedKind(StrEnum):
    """What somebody needs on the day they leave custody."""

    ACCOMMODATION = "somewhere to sleep on the night of release"
    IDENTITY = "proof of identity"
    BANK = "a bank account"
    BENEFITS = "a claim for benefits"
    DOCTOR = "a doctor"
    MEDICINES = "medicines for the first days"
    WORK = "work or learning"
    FAMILY = "contact with family and children"
    DEBTS = "debts"
    ORDERS = "restraining and other orders understood"


class NeedState(StrEnum):
    """What is known of a need: that nothing is known is never that nothing is needed."""

    NOT_KNOWN = "not known"
    NEEDED = "help is needed"
    IN_PLACE = "in place"
    NOT_NEEDED = "not needed"
    DECLINED = "help was declined"

    @property
    def is_settled(self) -> bool:
        """Whether nobody owes anything for it."""
        return self not in {NeedState.NOT_KNOWN, NeedState.NEEDED}


def need_in_words(kind: NeedKind, state: NeedState) -> str:
    """What is known of a need, in the words of that need: a bed for the night is known, not known, or there is none."""
    if kind is NeedKind.ACCOMMODATION:
        said = {NeedState.IN_PLACE: "known", NeedState.NEEDED: "none", NeedState.NOT_KNOWN: "not known"}
        return said.get(state, state.value)
    return state.value


class LicenceState(StrEnum):
    """Where a licence stands."""

    WRITING = "being written"
    SUBMITTED = "sent for approval"
    APPROVED = "approved"
    TIMED_OUT = "timed out"
    IN_FORCE = "in force"
    VARYING = "variation being written"
    VARIATION_SUBMITTED = "variation sent for approval"
    RECALLED = "recalled"
    ENDED = "ended"


class LicenceMove(StrEnum):
    """What can be done with a licence."""

    SUBMIT = "send for approval"
    APPROVE = "approve"
    SEND_BACK = "send back"
    REOPEN = "open again"
    TIME_OUT = "time out"
    MAKE_STANDARD = "make a standard licence"
    BEGIN = "begin at release"
    VARY = "begin a variation"
    DROP = "drop"
    RECALL = "recall"
    EXPIRE = "expire"


class ConditionKind(StrEnum):
    """Where a condition of a licence comes from."""

    STANDARD = "standard"
    ADDITIONAL = "additional"
    BESPOKE = "bespoke"


class ParoleKind(StrEnum):
    """The steps on the way of somebody whose release the Parole Board decides, or of whoever works towards it."""

    REFER = "refer the case to the Parole Board"
    PAPERS = "send the papers"
    REPORT = "write the report for the Parole Board"
    HEARING = "hold the hearing"
    DECISION = "tell the decision"
    COURSE = "do a programme or course"
    PSYCHOLOGY = "see a psychologist"
    OPEN = "move to open conditions"
    LEAVE = "go out on temporary licence"
    PLAN = "make the plan for release"


class Owes(StrEnum):
    """Which side owes a step."""

    PRISON = "the prison"
    COMMUNITY = "the community"
    BOARD = "the Parole Board"
    PERSON = "the person"


class BoardSays(StrEnum):
    """What the Parole Board decided."""

    RELEASE = "release"
    OPEN_CONDITIONS = "open conditions"
    REFUSED = "no release"
    ADJOURNED = "adjourned"


class ProposalAnswer(StrEnum):
    """What whoever writes the licence made of a condition that somebody asked for."""

    TAKEN = "taken"
    IN_PART = "taken in part"
    NOT_TAKEN = "not taken"
