"""A contact and an appointment as the pages of a person show them."""

from __future__ import annotations

from uuid import UUID

from throughcare.casework.supervision.queries import AppointmentSeen, ContactSeen
from throughcare.casework.supervision.rules.attendance import AttendanceCount
from throughcare.casework.supervision.rules.contacts import FAILED, MET, Outcome, Whom
from throughcare.faces.web.look.formats import moment
from throughcare.faces.web.look.parts import Colour, Happening, Lines, Link, Tag
from throughcare.faces.web.value_words import first_capital


def outcome_tag(contact: ContactSeen) -> Tag:
    """What came of a contact as a tag: red for a failure, green for who was met, orange for what is awaited."""
    if not contact.stands:
        return Tag("Corrected", "grey")
    return Tag(first_capital(contact.outcome.value), _colour(contact.outcome))


def _colour(outcome: Outcome) -> Colour:
    if outcome in FAILED:
        return "red"
    if outcome in MET:
        return "yellow" if outcome is Outcome.LATE else "green"
    return "orange" if outcome is Outcome.ABSENT_AWAITING else "grey"


_PARTS = (
    ("complied", "came and complied"),
    ("late", "came late"),
    ("did_not_comply", "came and did not comply"),
    ("excused", "absent, acceptable"),
    ("unacceptable", "absent, unacceptable"),
    ("awaiting", "absent, evidence awaited"),
    ("off_service", "put off by the service"),
    ("off_person", "moved at their request"),
    ("not_known", "not known"),
)


def attendance_words(count: AttendanceCount) -> Lines:
    """How often what went how, in words; a part of which there was none is left out."""
    said: list[object] = [f"{getattr(count, name)} {words}" for name, words in _PARTS if getattr(count, name)]
    if count.excused_without_evidence:
        said.append(f"{count.excused_without_evidence} of the acceptable absences without evidence seen")
    return Lines(f"{count.all} in all", said)


def contact_happening(
    contact: ContactSeen, names: dict[UUID, str], *, corrects: UUID | None = None
) -> Happening:
    """A contact on a timeline, with its outcome, the reason of an absence, and the entry it corrects.

    ``corrects`` is the organisation of whoever may correct their own.
    """
    more = _more(contact, corrects)
    whom = "" if contact.with_whom is Whom.PERSON else f" with {contact.with_whom}"
    return Happening(
        f"{contact.kind.words}{whom}: {contact.what}",
        contact.happened_at,
        names.get(contact.member_id, ""),
        body=Lines(contact.note, more) if contact.note or more else "",
        tag=outcome_tag(contact),
    )


def _more(contact: ContactSeen, corrects: UUID | None) -> list[object]:
    said: list[object] = [f"Reason: {contact.absence}"] if contact.absence else []
    said += [f"Evidence: {contact.evidence}"] if contact.evidence else []
    if contact.old is not None:
        old = contact.old
        said.append(
            f"Corrects what was recorded on {moment(old.at)}: {old.kind.words.lower()} on"
            f" {moment(old.happened_at)}, {old.outcome}, “{old.what}”. Why: {contact.because}"
        )
    if contact.corrected_by is not None:
        said.append("This entry was corrected, and counts no more.")
    elif contact.organisation_id == corrects:
        said.append(_correct(contact))
    return said


def _correct(contact: ContactSeen) -> Link:
    about = f"the {contact.kind.words.lower()} of {moment(contact.happened_at)}"
    return Link("Correct", f"/people/{contact.person_id}/contacts/{contact.id}", about)


def appointment_words(appointment: AppointmentSeen) -> str:
    """An appointment in a line: when, how, where and with whom."""
    where = f" at {appointment.place}" if appointment.place else ""
    return (
        f"{moment(appointment.starts_at)}, {appointment.kind.words.lower()}{where}, with {appointment.holder}"
    )
