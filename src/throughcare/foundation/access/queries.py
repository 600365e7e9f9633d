"""What pages and other contexts ask of access."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.crypto import constant_time_compare

from throughcare.foundation.kernel import Permission

from .asked_once import once, once_for_each
from .belonging import as_member, is_me, member, member_names, names_and_units, units
from .models import (
    CALENDAR,
    Account,
    EthicalWall,
    Grant,
    Membership,
    Organisation,
    Restriction,
    SharingAgreement,
    Token,
    Unit,
)
from .rules import ROLES, Member

__all__ = [
    "CALENDAR",
    "Agreed",
    "Closed",
    "CouldSee",
    "DoneHere",
    "GrantedHere",
    "Look",
    "Unit",
    "agreement",
    "agreements_ending",
    "agreements_of",
    "agreements_with",
    "done_here",
    "granted_here",
    "is_me",
    "left",
    "may_see",
    "may_share",
    "member",
    "member_names",
    "member_of_token",
    "members",
    "members_of",
    "members_who_may",
    "membership",
    "memberships_of",
    "memberships_of_email",
    "names_and_units",
    "organisations",
    "password_mark",
    "people_granted",
    "restriction_on",
    "service_member",
    "shared_since",
    "sharing_with",
    "token_digest",
    "tokens_of",
    "unit",
    "units",
    "units_below",
    "units_of",
    "walls_standing",
    "who_could_see",
    "who_looked",
]


def _in_force(at: datetime) -> Any:
    return Membership.objects.filter(during__contains=at).select_related("unit__organisation")


def memberships_of(account_id: UUID, *, at: datetime) -> list[Member]:
    """The hats an account may wear at an instant, oldest first."""
    return [as_member(row) for row in _in_force(at).filter(account_id=account_id).order_by("during", "id")]


def memberships_of_email(email: str, *, at: datetime) -> list[Member]:
    """The hats the account of an e-mail address may wear at an instant."""
    return [
        as_member(row)
        for row in _in_force(at).filter(account__email=email.strip().lower()).order_by("during", "id")
    ]


@once_for_each
def members(membership_ids: Iterable[UUID], *, at: datetime) -> dict[UUID, Member]:
    """Those of these members whose membership is in force at an instant, by id; one question."""
    return {row.id: as_member(row) for row in _in_force(at).filter(id__in=list(membership_ids))}


def members_of(unit_ids: list[UUID], *, at: datetime) -> list[Member]:
    """The members of units at an instant, by name."""
    return [as_member(row) for row in _in_force(at).filter(unit_id__in=unit_ids).order_by("name", "id")]


def left(membership_ids: Iterable[UUID], *, at: datetime) -> dict[UUID, tuple[str, datetime]]:
    """Those of these members whose membership had ended by an instant: their name and when it ended; one question."""
    rows = Membership.objects.filter(id__in=list(membership_ids), during__endswith__lte=at)
    return {row.id: (row.name, row.during.upper) for row in rows}


def member_of_token(secret: str, *, at: datetime, only: str = "") -> Member | None:
    """The member a token is tied to, if it is good at an instant; a new password ended those of before.

    ``only`` is what it is used for: a token for one thing is good for that and nothing else, one for the API for all of it.
    """
    kept = Token.objects.select_related("membership__account")
    token = kept.filter(digest=token_digest(secret), only=only, expires_at__gt=at, stopped_at=None).first()
    if token is None or not constant_time_compare(token.password, password_mark(token.membership.account)):
        return None
    return member(token.membership_id, at=at)


def password_mark(account: Account | None) -> str:
    """What an account's password comes down to, different after each new one; empty for a service, which has none."""
    return account.get_session_auth_hash() if account else ""


def token_digest(secret: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


def membership(membership_id: UUID) -> Membership | None:
    """One membership as it stands, with its version, whether in force or not."""
    return Membership.objects.filter(id=membership_id).first()


def tokens_of(membership_id: UUID, *, at: datetime) -> list[Token]:
    """A member's tokens that still work."""
    return list(
        Token.objects.filter(membership=membership_id, stopped_at=None, expires_at__gt=at).order_by("made_at")
    )


def service_member(name: str, *, at: datetime) -> Member | None:
    """A system member by name."""
    row = _in_force(at).filter(name=name, role="service", account=None).first()
    return as_member(row) if row else None


def units_below(unit_id: UUID) -> list[UUID]:
    """A unit and all beneath it."""
    return list(_below(unit_id))


@once
def _below(unit_id: UUID) -> tuple[UUID, ...]:
    sql = """WITH RECURSIVE below AS (SELECT id FROM access_unit WHERE id = %s
             UNION SELECT u.id FROM access_unit u JOIN below b ON u.parent_id = b.id) SELECT id FROM below"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [unit_id])
        return tuple(row[0] for row in cursor.fetchall())


@dataclass(frozen=True)
class CouldSee:
    """One unit that could see a person: for what purpose, because of what, when, and which parts of their record."""

    unit: str
    organisation: str
    purpose: str
    cause: str
    basis: str
    since: datetime
    until: datetime | None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Look:
    """One look at, or act on, a person's record."""

    at: datetime
    kind: str
    act: str
    member: str | None
    role: str
    unit: str | None
    organisation: str | None


def who_could_see(person_id: UUID) -> list[CouldSee]:
    """Every grant ever given on a person, newest first; empty for those who may not see the person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_who_could_see(%s)", [person_id])
        rows = cursor.fetchall()
    return [
        CouldSee(unit, organisation, purpose, cause, basis, during.lower, during.upper, tuple(parts))
        for unit, organisation, purpose, cause, basis, during, parts in rows
    ]


def who_looked(person_id: UUID, *, most: int = 200) -> list[Look]:
    """The latest looks at a person and acts on them; empty for those who may not see the person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_looks_at(%s, %s)", [person_id, most])
        return [Look(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class DoneHere:
    """One entry of an organisation's audit: ``people`` says how many it concerned, never whom."""

    id: UUID
    at: datetime
    kind: str
    act: str
    member_id: UUID | None
    member: str | None
    role: str
    unit: str | None
    people: int
    because: str


def done_here(
    *, kind: str = "", member_id: UUID | None = None, before: UUID | None = None, most: int = 50
) -> list[DoneHere]:
    """What was done in the viewer's organisation, latest first; empty for those who may not read the audit.

    ``kind`` is did, looked, refused or failed; ``before`` is the id of the last entry of the page before.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_done_here(%s, %s, %s, %s)", [kind, member_id, before, most])
        return [DoneHere(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Closed:
    """A restriction that stands on a person's record: since when, why, and the names of those it is open to."""

    since: datetime
    because: str
    open_to: tuple[str, ...]


def restriction_on(person_id: UUID, *, at: datetime) -> Closed | None:
    """The restriction on a record at an instant, for those who may restrict it and can see it; else None."""
    row = Restriction.objects.filter(person_id=person_id, during__contains=at).first()
    if row is None:
        return None
    names = member_names(UUID(member) for member in row.open_to)
    return Closed(row.during.lower, row.because, tuple(sorted(names.values())))


def may_see(person_id: UUID) -> bool:
    """Whether the open viewing may see a person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_may_see(%s)", [person_id])
        row = cursor.fetchone()
    return bool(row and row[0])


def may_share(shared_by: UUID, shared_with: UUID, purpose: str, *, at: datetime) -> bool:
    """Whether an agreement lets one organisation see another's people for a purpose at an instant; its own it always may."""
    agreed = SharingAgreement.objects.filter(shared_by=shared_by, shared_with=shared_with, purpose=purpose)
    return shared_by == shared_with or agreed.filter(during__contains=at).exists()


def shared_since(shared_by: UUID, shared_with: UUID, purpose: str, *, at: datetime) -> datetime | None:
    """Since when an agreement that is in force lets one organisation see another's people for a purpose; None without one."""
    agreed = SharingAgreement.objects.filter(shared_by=shared_by, shared_with=shared_with, purpose=purpose)
    found = agreed.filter(during__contains=at).first()
    since: datetime | None = found.during.lower if found is not None else None
    return since


def sharing_with(organisation: UUID, purpose: str, *, at: datetime) -> list[Organisation]:
    """Who shares their people with an organisation for a purpose at an instant, by name."""
    agreed = SharingAgreement.objects.filter(shared_with=organisation, purpose=purpose, during__contains=at)
    return [row.shared_by for row in agreed.select_related("shared_by").order_by("shared_by__name")]


@dataclass(frozen=True)
class Agreed:
    """An agreement in force: who shares, for what, on what basis, until when."""

    shared_by: str
    purpose: str
    basis: str
    until: datetime | None
    shared_with: str
    id: UUID
    shared_by_id: UUID
    parts: tuple[str, ...] = ()


def agreements_with(organisation: UUID, *, at: datetime) -> list[Agreed]:
    """The agreements under which others share with an organisation at an instant, by name."""
    rows = SharingAgreement.objects.filter(shared_with=organisation, during__contains=at)
    return _agreed(rows.order_by("shared_by__name", "purpose"))


def agreements_of(organisation: UUID, *, at: datetime) -> list[Agreed]:
    """The agreements under which an organisation shares with others at an instant, by name."""
    rows = SharingAgreement.objects.filter(shared_by=organisation, during__contains=at)
    return _agreed(rows.order_by("shared_with__name", "purpose"))


def agreements_ending(*, at: datetime, until: datetime) -> list[Agreed]:
    """The agreements in force that end by an instant and that no other of the same kind follows, the first to end first."""
    rows = SharingAgreement.objects.filter(during__contains=at, during__endswith__lte=until)
    later = SharingAgreement.objects.filter(during__contains=until).values_list(
        "shared_by", "shared_with", "purpose"
    )
    followed = set(later)
    found = [r for r in rows if (r.shared_by_id, r.shared_with_id, r.purpose) not in followed]
    return sorted(_agreed(rows.filter(id__in=[r.id for r in found])), key=lambda one: (one.until, one.id))


def _agreed(rows: QuerySet[SharingAgreement]) -> list[Agreed]:
    return [
        Agreed(
            r.shared_by.name,
            r.purpose,
            r.basis,
            r.during.upper,
            r.shared_with.name,
            r.id,
            r.shared_by_id,
            tuple(r.parts),
        )
        for r in rows.select_related("shared_by", "shared_with")
    ]


@dataclass(frozen=True)
class GrantedHere:
    """One person whom the viewer's units are granted, and why."""

    person_id: UUID
    purpose: str
    cause: str
    since: datetime


def granted_here(*, at: datetime, most: int = 200) -> list[GrantedHere]:
    """The newest grants of the viewer's units at an instant, oldest of each person last."""
    rows = Grant.objects.filter(during__contains=at).order_by("-during")[:most]
    return [GrantedHere(r.person_id, r.purpose, r.cause_kind, r.during.lower) for r in rows]


def people_granted(*, at: datetime) -> set[UUID]:
    """The people whom the open viewing's units are granted at an instant; a wall may still hide some of them."""
    return set(Grant.objects.filter(during__contains=at).values_list("person_id", flat=True))


def organisations() -> list[Organisation]:
    """Every organisation, by name."""
    return list(Organisation.objects.order_by("name"))


def organisation(organisation_id: UUID) -> Organisation | None:
    """One organisation."""
    return Organisation.objects.filter(id=organisation_id).first()


def unit(unit_id: UUID) -> Unit | None:
    """One unit, with its organisation."""
    return Unit.objects.select_related("organisation").filter(id=unit_id).first()


def units_of(organisation_id: UUID) -> list[Unit]:
    """An organisation's units, by name."""
    return list(Unit.objects.filter(organisation_id=organisation_id).order_by("name"))


def members_who_may(permission: Permission, *, at: datetime) -> list[Member]:
    """The members in force whose role carries a permission, services left out, by unit and then by name."""
    roles = [role.name for role in ROLES.values() if permission in role.may and role.name != "service"]
    return [as_member(row) for row in _in_force(at).filter(role__in=roles).order_by("unit_id", "name", "id")]


def agreement(agreement_id: UUID, *, at: datetime) -> Agreed | None:
    """One agreement that has not ended."""
    goes_on = Q(during__upper_inf=True) | Q(
        during__endswith__gt=at
    )  # an end that is none is no end at any instant
    rows = SharingAgreement.objects.filter(goes_on, id=agreement_id)
    return next(iter(_agreed(rows)), None)


def walls_standing(*, at: datetime) -> list[tuple[UUID, UUID]]:
    """The pairs of organisations between which an ethical wall stands at an instant."""
    return list(EthicalWall.objects.filter(during__contains=at).values_list("one_side_id", "other_side_id"))
