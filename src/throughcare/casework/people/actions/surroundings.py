"""Where a person lives, how to reach them safely, who is near them, and what they need."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from psycopg.types.range import DateRange

from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Address, Answer, Caring, Contact, Disability, Email, Phone
from ..rules import CodeList, HomeRecord, PersonRecord, check_record, district_of, email_in, telephone_in
from ..rules.characteristics import check_code
from ..rules.names import check_name
from ._seen import compare_again, said, seen


@action(Permission.AMEND_PERSON)
def record_home(*, by: Member, at: datetime, person_id: UUID, home: HomeRecord, since: date) -> UUID:
    """Record where a person lives from a day; the home before it ends on that day. Returns the address's id.

    A home recorded for that same day already was theirs for the day alone: it is kept as a previous address.
    """
    person = seen(person_id)
    record = PersonRecord("home", person.forenames, person.surname, person.date_of_birth, home=home)
    kept = check_record(record, today=day_of(at)).record.home or home
    if since > day_of(at):
        raise Refused("Record a move when it has happened.", field="since")
    _end_home_before(person_id, since)
    made = Address(
        id=new_id(),
        person_id=person_id,
        recorded_at=at,
        kind=Address.Kind.NO_FIXED_ABODE if kept.no_fixed_abode else Address.Kind.HOME,
        lines=kept.lines,
        postcode=kept.postcode,
        district=district_of(kept.postcode)[:4],
        local_authority=kept.local_authority,
        during=DateRange(since, None),
    )
    Address.objects.bulk_create([made])
    compare_again([person_id])
    return made.id


def _end_home_before(person_id: UUID, since: date) -> None:
    living = (Address.Kind.HOME, Address.Kind.NO_FIXED_ABODE)
    for row in Address.objects.filter(person_id=person_id, kind__in=living, during__upper_inf=True):
        if row.during.lower > since:
            raise Refused(f"A home is already recorded since {row.during.lower:%-d %B %Y}.", field="since")
        if row.during.lower == since:
            day = DateRange(since, since + timedelta(days=1))
            Address.objects.filter(id=row.id).update(during=day, kind=Address.Kind.PREVIOUS)
        else:
            Address.objects.filter(id=row.id).update(during=DateRange(row.during.lower, since))


def _number(written: str) -> str:
    kept = telephone_in(written)
    if not kept:
        raise Refused("Enter a telephone number: 5 to 15 digits.", field="number")
    return kept


def _answer(given: str, field: str) -> str:
    if given not in Answer.values:
        raise Refused("Answer yes, no or not_asked.", field=field)
    return given


@action(Permission.AMEND_PERSON)
def record_phone(
    *,
    by: Member,
    at: datetime,
    person_id: UUID,
    number: str,
    kind: str = "mobile",
    safe_to_use: str = Answer.NOT_ASKED,
    safe_note: str = "",
) -> UUID:
    """Record a number and whether it is safe to use; the same number recorded before is ended."""
    seen(person_id)
    kept = _number(number)
    made = Phone(
        id=new_id(),
        person_id=person_id,
        recorded_at=at,
        number=kept,
        kind=said(kind, field="kind", longest=20),
        safe_to_use=_answer(safe_to_use, "safe_to_use"),
        safe_note=said(safe_note, field="safe_note", longest=300),
    )
    Phone.objects.filter(person_id=person_id, number=kept, ended_at=None).update(ended_at=at)
    Phone.objects.bulk_create([made])
    return made.id


@action(Permission.AMEND_PERSON)
def record_email(
    *,
    by: Member,
    at: datetime,
    person_id: UUID,
    address: str,
    safe_to_use: str = Answer.NOT_ASKED,
    safe_note: str = "",
) -> UUID:
    """Record an e-mail address and whether it is safe to use; the same address recorded before is ended."""
    seen(person_id)
    kept = email_in(address)
    if not kept:
        raise Refused("Enter an e-mail address like name@example.com.", field="address")
    made = Email(
        id=new_id(),
        person_id=person_id,
        recorded_at=at,
        address=kept,
        safe_to_use=_answer(safe_to_use, "safe_to_use"),
        safe_note=said(safe_note, field="safe_note", longest=300),
    )
    Email.objects.filter(person_id=person_id, address__iexact=kept, ended_at=None).update(ended_at=at)
    Email.objects.bulk_create([made])
    return made.id


@action(Permission.AMEND_PERSON)
def record_contact(
    *,
    by: Member,
    at: datetime,
    person_id: UUID,
    name: str,
    relationship: str,
    number: str = "",
    in_emergency: bool = False,
    note: str = "",
) -> UUID:
    """Record somebody near a person; returns the contact's id."""
    seen(person_id)
    made = Contact(
        id=new_id(),
        person_id=person_id,
        recorded_at=at,
        name=said(check_name(name, field="name"), field="name", longest=150, needed=True),
        relationship=said(relationship, field="relationship", longest=60, needed=True),
        number=_number(number) if number.strip() else "",
        in_emergency=in_emergency,
        note=said(note, field="note", longest=300),
    )
    Contact.objects.bulk_create([made])
    return made.id


@action(Permission.AMEND_PERSON)
def record_disability(*, by: Member, at: datetime, person_id: UUID, code: str, adjustment: str = "") -> UUID:
    """Record a disability or condition and what is done about it; the same one recorded before is ended."""
    seen(person_id)
    made = Disability(
        id=new_id(),
        person_id=person_id,
        recorded_at=at,
        code=check_code(CodeList.DISABILITY, code),
        adjustment=said(adjustment, field="adjustment", longest=300),
    )
    Disability.objects.filter(person_id=person_id, code=code, ended_at=None).update(ended_at=at)
    Disability.objects.bulk_create([made])
    return made.id


ENDS: dict[str, type[Phone | Email | Contact | Disability | Caring]] = {
    "phone": Phone,
    "email": Email,
    "contact": Contact,
    "disability": Disability,
    "caring": Caring,
}


@action(Permission.AMEND_PERSON)
def end_detail(*, by: Member, at: datetime, person_id: UUID, kind: str, detail_id: UUID) -> None:
    """Say that a number, an e-mail address, a contact, a disability or caring is no longer so; it stays to be read in the audit."""
    seen(person_id)
    table = ENDS.get(kind)
    if table is None:
        raise Refused(f"What may be ended is one of: {', '.join(ENDS)}.", field="kind")
    ended = table._default_manager.filter(id=detail_id, person_id=person_id, ended_at=None).update(
        ended_at=at
    )
    if not ended:
        raise Refused("Somebody ended that already, or it is not this person's.")
    add_to_line(ended=kind, detail=detail_id)


@action(Permission.AMEND_PERSON)
def record_caring(
    *, by: Member, at: datetime, person_id: UUID, whom: str, how_many: int = 1, note: str = ""
) -> UUID:
    """Record for whom a person cares: children or adults, how many, never their names."""
    seen(person_id)
    if whom not in Caring.Whom.values:
        raise Refused("Say whether it is a child or an adult.", field="whom")
    if not 1 <= how_many <= 20:
        raise Refused("Say how many, from 1 to 20.", field="how_many")
    made = Caring(
        id=new_id(),
        person_id=person_id,
        recorded_at=at,
        whom=whom,
        how_many=how_many,
        note=said(note, field="note", longest=300),
    )
    Caring.objects.filter(person_id=person_id, whom=whom, ended_at=None).update(ended_at=at)
    Caring.objects.bulk_create([made])
    return made.id
