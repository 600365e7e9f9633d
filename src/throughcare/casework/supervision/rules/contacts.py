"""Contacts and appointments: what is told of each, and which of them cannot have happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

from .attendance import (
    ABSENT,
    CREDITED,
    FAILED,
    MET,
    OF_OTHERS,
    SAID,
    Absence,
    Evidence,
    Outcome,
    check_absence,
)
from .movements import Spell, Where

__all__ = [
    "ABSENT", "CREDITED", "FAILED", "MET", "OF_OTHERS", "OUTSIDE", "SAID", "Absence", "Around", "ContactKind", "Evidence",
    "Outcome", "Told", "Whom", "check_appointment", "check_contact", "check_credit", "months_on",
]  # fmt: skip


class ContactKind(StrEnum):
    """In what way somebody is met."""

    OFFICE = "office visit"
    HOME = "home visit"
    PHONE = "phone call"
    VIDEO = "video call"
    PRISON = "prison visit"
    UNPAID_WORK = "unpaid work"
    GROUP = "group session"
    OTHER = "contact"

    @property
    def words(self) -> str:
        """The kind as a page says it."""
        return "Met elsewhere" if self is ContactKind.OTHER else self.value.capitalize()


class Whom(StrEnum):
    """With whom a contact was."""

    PERSON = "person on probation"
    FAMILY = "family or carer"
    PRISON = "prison staff"
    AGENCY = "another agency"


OUTSIDE = frozenset({ContactKind.OFFICE, ContactKind.HOME, ContactKind.UNPAID_WORK})
"""Kinds that nobody in custody can be met by."""


@dataclass(frozen=True)
class Told:
    """What somebody says of one contact; ``done`` is in the unit of the requirement it counts towards."""

    happened_at: datetime
    kind: ContactKind
    outcome: Outcome
    with_whom: Whom = Whom.PERSON
    absence: Absence | None = None
    what: str = ""
    done: Decimal | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True)
class Around:
    """What a contact is held against: now, when the case opened, and where the person has been since."""

    at: datetime
    opened_at: datetime
    spells: Sequence[Spell]

    def where(self, when: datetime) -> Spell | None:
        """Where the person was at an instant; None before the case opened."""
        return next((s for s in self.spells if s.since <= when and (s.until is None or when < s.until)), None)


def check_contact(told: Told, around: Around) -> None:
    """Refuse a contact that cannot have happened, or of which too little or too much is said."""
    _check_time(told, around)
    _check_outcome(told)
    _check_place(told, around)
    if not 1 <= len(told.what.strip()) <= 500:
        raise Refused("Say what was done, in at most 500 characters.", field="what")


def _check_time(told: Told, around: Around) -> None:
    if told.happened_at > around.at:
        raise Refused(
            "A contact is recorded once it has happened: the time lies ahead."
            " Make it the next appointment instead.",
            field="happened_on",
        )
    opened = day_of(around.opened_at)
    if day_of(told.happened_at) < opened:
        raise Refused(
            f"This case began on {opened:%-d %B %Y}. Expected that day or a later one.", field="happened_on"
        )


def _check_outcome(told: Told) -> None:
    if told.outcome.means.is_past:
        raise Refused("Say what came of it.", field="outcome")
    if told.with_whom is not Whom.PERSON and told.outcome not in OF_OTHERS:
        raise Refused(
            f"“{told.outcome}” is said of the person on probation alone. Of others say “attended”, “could not"
            " be reached” or that it did not happen.",
            field="outcome",
        )
    check_absence(told.outcome, told.absence, told.evidence)
    if told.done is not None and told.outcome not in CREDITED:
        raise Refused("Time counts towards a requirement only when they attended.", field="done")


def _check_place(told: Told, around: Around) -> None:
    """What where the person was at the time rules out; absences and calls need nobody to be anywhere."""
    spell = around.where(told.happened_at)
    if told.with_whom is not Whom.PERSON or spell is None:
        return
    came = told.outcome.means.came
    where = f"On that day this person is recorded as {spell.where.value}"
    if came and told.kind in OUTSIDE and spell.where is Where.CUSTODY:
        raise Refused(f"{where}: “{told.kind.words}” is not possible there.", field="kind")
    if came and told.kind is ContactKind.PRISON and spell.where is Where.COMMUNITY:
        raise Refused(f"{where}: nobody visits them in a prison.", field="kind")
    if told.outcome is Outcome.ABSENT_UNACCEPTABLE and spell.where is Where.CUSTODY:
        raise Refused(
            f"{where}: that is an acceptable absence, with the reason “{Absence.CUSTODY}”.", field="outcome"
        )
    if told.absence is Absence.CUSTODY and spell.where is Where.COMMUNITY:
        raise Refused(f"{where}, not in custody.", field="absence")


def check_credit(done: Decimal | None, *, counted: bool, ordered: int | None, before: Decimal) -> None:
    """Refuse time towards a requirement that does not count time, none at all, or more than is left of it."""
    if done is None:
        return
    if not counted:
        raise Refused(
            "That requirement is not counted in hours or days. Leave the number empty.", field="done"
        )
    if done <= 0:
        raise Refused("Give how much was done as a number above nought.", field="done")
    if ordered is not None and done > ordered - before:
        left = max(Decimal(0), ordered - before)
        raise Refused(f"Of {ordered} ordered, {left.normalize():f} are left. Expected no more.", field="done")


def check_appointment(
    starts_at: datetime, place: str, kind: ContactKind, *, at: datetime, months: int
) -> None:
    """Refuse an appointment that does not lie ahead, lies too far ahead, or is nowhere."""
    if starts_at <= at:
        raise Refused("The next appointment lies ahead: this time is past.", field="next_on")
    if day_of(starts_at) > months_on(day_of(at), months):
        raise Refused(f"An appointment is made at most {months} months ahead.", field="next_on")
    if kind not in {ContactKind.PHONE, ContactKind.VIDEO, ContactKind.HOME} and not place.strip():
        raise Refused("Say where the next appointment is.", field="next_place")
    if len(place) > 100:
        raise Refused("Say where in at most 100 characters.", field="next_place")


def months_on(day: date, months: int) -> date:
    """The same day of the month so many months on, or back; the month's last where it is shorter."""
    total = day.year * 12 + day.month - 1 + months
    first = date(total // 12, total % 12 + 1, 1)
    following = date((total + 1) // 12, (total + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))
