"""Units, members and people made by real actions; the web process and the worker each as themselves."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import connections

from throughcare.casework.people.actions import Recorded, record_people
from throughcare.casework.people.rules import HomeRecord, IdentifierKind, PersonRecord
from throughcare.casework.people.rules.identifiers import check_letter
from throughcare.casework.people.rules.unknown import may_be_guessed
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.models import Account, Membership
from throughcare.foundation.access.queries import member, service_member
from throughcare.foundation.access.rules import Member, OrganisationKind
from throughcare.foundation.kernel import new_id

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
_dice = random.Random()


@contextmanager
def as_worker() -> Iterator[None]:
    """What is done inside is done on the worker's own connection."""
    web = connections["default"]
    connections["default"] = connections["worker"]
    try:
        yield
    finally:
        connections["default"] = web


@dataclass(frozen=True)
class Office:
    """An organisation with one unit, a court officer, a case administrator and an offender manager in it."""

    organisation: UUID
    unit: UUID
    court: Member
    admin: Member
    manager: Member


def a_founder() -> Member:
    """The service's own member, who makes organisations."""
    found = service_member("Founder", at=NOW)
    assert found is not None
    return found


def an_office() -> Office:
    """An organisation nobody else knows, with its unit and members."""
    founder, name = a_founder(), f"Office {new_id()}"
    body = access.record_organisation(by=founder, at=NOW, name=name, kind=OrganisationKind.PUBLIC_PROBATION)
    unit = access.record_unit(by=founder, at=NOW, organisation_id=body, name=name, kind="team")
    roles = ("court officer", "case administrator", "offender manager")
    return Office(body, unit, *(joins(unit, role) for role in roles))


def joins(unit: UUID, role: str, *, name: str = "") -> Member:
    """A new member of a unit in a role, with an account; called after their role where no name is given."""
    called = name or f"A {role}"
    account = Account.objects.create(email=f"{new_id()}@example.test", name=called)
    joined = access.add_member(
        by=a_founder(),
        at=NOW - timedelta(days=1),
        unit_id=unit,
        role=role,
        name=called,
        account_id=account.id,
    )
    found = member(joined, at=NOW)
    assert found is not None
    return found


def another_hat(of: Member, role: str, *, unit: UUID | None = None) -> Member:
    """A second membership of the same account, in the same unit unless another is given; the one that there is, where there is one."""
    held = Membership.objects.using("owner")
    account, where = held.get(id=of.id).account_id, unit or of.unit_id
    there = held.filter(account_id=account, unit_id=where, role=role).first()
    made = there.id if there else access.add_member(
        by=a_founder(), at=NOW - timedelta(days=1), unit_id=where, role=role, name=of.name, account_id=account
    )  # fmt: skip
    found = member(made, at=NOW)
    assert found is not None
    return found


def record(where: Office, *records: PersonRecord, at: datetime = NOW) -> list[Recorded]:
    """Record people as an office's court officer, in the worker."""
    with as_worker():
        return record_people(by=where.court, at=at, records=records)


def a_name(stem: str = "") -> str:
    """A surname nobody else in the database bears."""
    return (stem + "".join(_dice.choices("bcdfghjklmnpqrstvwxz", k=9))).capitalize()


def a_pnc() -> str:
    year, serial = _dice.randrange(1995, 2026), _dice.randrange(10**7)
    return f"{year}/{serial:07}{check_letter(year, serial, width=7)}"


def a_postcode(outward: str) -> str:
    """A postcode of a district that few share: an address that many share tells less of who somebody is."""
    return f"{outward} {_dice.randrange(10)}{''.join(_dice.choices('ABDEFGHJLNPQRSTUWXYZ', k=2))}"


def a_birth() -> date:
    """A birthday that nobody would take for a guess: those who match people look at a guessed one themselves."""
    born = date(1950, 1, 2) + timedelta(days=_dice.randrange(20000))
    return a_birth() if may_be_guessed(born) else born


def a_record(**given: object) -> PersonRecord:
    """A record of somebody nobody else in the database is like."""
    return PersonRecord(
        **(  # type: ignore[arg-type]
            {
                "ref": str(new_id()),
                "forenames": "Samuel Peter",
                "surname": a_name(),
                "date_of_birth": a_birth(),
                "home": HomeRecord("1 Example Street", "TS1 2AB"),
                "identifiers": ((IdentifierKind.PNC, a_pnc()),),
            }
            | given
        )
    )


def an_uncertain_pair() -> tuple[PersonRecord, PersonRecord]:
    """Two records that may be one person's: name, birth and district agree, the second forename nearly."""
    first = a_record(forenames=f"{a_name()} Jonathan", identifiers=())
    unsure = replace(
        first,
        ref=str(new_id()),
        forenames=first.forenames.replace("Jonathan", "Jonathon"),
        home=HomeRecord("", "TS1 4XY"),
    )
    return first, unsure
