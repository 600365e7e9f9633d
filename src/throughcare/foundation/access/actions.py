"""What is done to organisations, members, agreements, walls and restrictions."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max
from psycopg.types.range import TimestamptzRange

from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused

from .action import action
from .grants import go_on_sharing, stop_sharing
from .models import (
    CALENDAR,
    Account,
    EthicalWall,
    Kin,
    Membership,
    Organisation,
    Restriction,
    SharingAgreement,
    Token,
    Unit,
)
from .parts import agreed
from .queries import password_mark, token_digest, walls_standing
from .rules import ROLES, Member, OrganisationKind, Sector


@action(Permission.ADMINISTER_ORGANISATIONS)
def record_organisation(
    *, by: Member, at: datetime, name: str, kind: OrganisationKind, sector: Sector = Sector.PUBLIC
) -> UUID:
    """Record a body that takes part in the service; returns its id."""
    if not name.strip():
        raise Refused("Give the organisation a name.", field="name")
    made = Organisation.objects.create(name=name.strip(), kind=kind, sector=sector)
    add_to_line(organisation=made.id)
    return made.id


@action(Permission.ADMINISTER_ORGANISATIONS)
def record_unit(
    *,
    by: Member,
    at: datetime,
    organisation_id: UUID,
    name: str,
    kind: str,
    parent_id: UUID | None = None,
    area_code: str = "",
    address: str = "",
    postcode: str = "",
) -> UUID:
    """Record a part of an organisation, beneath another or on its own; returns its id."""
    parent = Unit.objects.filter(id=parent_id).first() if parent_id else None
    if parent_id and (parent is None or parent.organisation_id != organisation_id):
        raise Refused("The unit above must belong to the same organisation.", field="parent_id")
    if not name.strip():
        raise Refused("Give the unit a name.", field="name")
    made = Unit.objects.create(
        organisation_id=organisation_id,
        parent=parent,
        name=name.strip(),
        kind=kind,
        area_code=area_code,
        address=address,
        postcode=postcode,
    )
    add_to_line(unit=made.id, organisation=organisation_id)
    return made.id


@action(Permission.ADMINISTER_MEMBERS)
def add_member(
    *,
    by: Member,
    at: datetime,
    unit_id: UUID,
    role: str,
    name: str,
    account_id: UUID | None,
    until: datetime | None = None,
) -> UUID:
    """Make an account, or a service when there is none, a member of a unit in one role; returns the membership."""
    if role not in ROLES:
        raise Refused(f"There is no role called “{role}”. Choose one of: {', '.join(ROLES)}.", field="role")
    if (account_id is None) != (role == "service"):
        raise Refused(
            "A service is a member without an account, and nobody else is: it never signs in.",
            field="account_id",
        )
    if account_id is not None and account_id == by.account_id:
        raise Refused("You cannot make yourself a member: somebody else must.", field="account_id")
    made = Membership.objects.create(
        account_id=account_id, unit_id=unit_id, role=role, name=name, during=TimestamptzRange(at, until)
    )
    add_to_line(membership=made.id, unit=unit_id, role=role)
    return made.id


@action(Permission.ADMINISTER_MEMBERS)
def make_account(*, by: Member, at: datetime, email: str, name: str, password: str | None) -> UUID:
    """Make an account for an e-mail address; without a password it cannot sign in by one. Returns the account."""
    if "@" not in email.strip():
        raise Refused("Give an e-mail address, as name@example.org.", field="email")
    if Account.objects.filter(email=email.strip().lower()).exists():
        raise Refused("There is already an account for that address.", field="email")
    made = Account.objects.create_user(email.strip(), password, name=name.strip())
    add_to_line(account=made.id)
    return made.id


@action(Permission.ADMINISTER_MEMBERS)
def give_password(*, by: Member, at: datetime, email: str, password: str) -> UUID:
    """Give an account another password: what was signed in with the one before is signed out, tokens and all.

    Returns the account.
    """
    account = Account.objects.filter(email=email.strip().lower()).first()
    if account is None:
        raise Refused("There is no account for that address.", field="email")
    account.set_password(password)
    account.save(update_fields=["password"])
    add_to_line(account=account.id)
    return account.id


@action(Permission.ADMINISTER_MEMBERS)
def admit(*, by: Member, at: datetime, unit_id: UUID, email: str, name: str, role: str) -> UUID:
    """Make whoever signs in with an address a member of a unit, making their account when there is none."""
    account = Account.objects.filter(email=email.strip().lower()).first()
    if account is None:
        account = Account.objects.create_user(email.strip(), None, name=name)
    return add_member(by=by, at=at, unit_id=unit_id, role=role, name=name, account_id=account.id)


@action(Permission.ADMINISTER_MEMBERS)
def end_membership(*, by: Member, at: datetime, membership_id: UUID, version: int) -> None:
    """End a membership now; refused when somebody else changed it since it was read."""
    row = Membership.objects.filter(id=membership_id).first()
    if row is None or (row.during.upper is not None and row.during.upper <= at):
        raise Refused("That membership has already ended.")
    changed = Membership.objects.filter(id=membership_id, version=version).update(
        during=TimestamptzRange(row.during.lower, at), version=version + 1
    )
    if not changed:
        raise Refused("Somebody else changed this membership while you had it open. Look again.")
    add_to_line(membership=membership_id)


@action(Permission.MAKE_SHARING_AGREEMENT)
def agree_to_share(
    *,
    by: Member,
    at: datetime,
    shared_by: UUID,
    shared_with: UUID,
    purpose: str,
    basis: str,
    until: datetime | None = None,
    parts: Collection[str] | None = None,
) -> UUID:
    """Record that one organisation lets another see people for a purpose: which parts of their records, on what basis.

    All that the purpose opens where no parts are said. Where an agreement for that purpose is in force and ends sooner, this
    one goes on from its end, and opens the same.
    """
    opens = agreed(purpose, parts)
    if not basis.strip():
        raise Refused("Say on what basis people are shared: an Act, a contract or a protocol.", field="basis")
    same = SharingAgreement.objects.filter(
        shared_by_id=shared_by, shared_with_id=shared_with, purpose=purpose
    )
    ends = same.filter(during__endswith__gt=at).aggregate(last=Max("during__endswith"))["last"]
    goes_on = ends is not None and (until is None or until > ends)
    if goes_on and any(set(one.parts) != set(opens) for one in same.filter(during__endswith=ends)):
        raise Refused(
            "An agreement for this opens other parts of a record until it ends. End it first, or say the same parts.",
            field="parts",
        )
    made = SharingAgreement.objects.create(
        shared_by_id=shared_by,
        shared_with_id=shared_with,
        purpose=purpose,
        basis=basis,
        parts=opens,
        during=TimestamptzRange(ends if goes_on else at, until),
    )
    go_on_sharing(made.id)
    add_to_line(agreement=made.id, purpose=purpose, parts=", ".join(opens))
    return made.id


@action(Permission.MAKE_SHARING_AGREEMENT)
def end_sharing(*, by: Member, at: datetime, agreement_id: UUID, because: str) -> None:
    """End an agreement now, with a reason: what it opened is closed, but for what another in force opens too."""
    if not because.strip():
        raise Refused("Say why the agreement ends.", field="because")
    row = SharingAgreement.objects.filter(id=agreement_id).first()
    if row is None or (row.during.upper is not None and row.during.upper <= at):
        raise Refused("There is no such agreement, or it has ended.")
    SharingAgreement.objects.filter(id=agreement_id).update(
        during=TimestamptzRange(row.during.lower, max(at, row.during.lower)),
        ended_because=because.strip()[:300],
    )
    stop_sharing(agreement_id)
    add_to_line(because.strip()[:300], agreement=agreement_id)


@action(Permission.RAISE_WALL)
def raise_wall(*, by: Member, at: datetime, one_side: UUID, other_side: UUID, basis: str) -> UUID:
    """Raise a wall: from now on neither organisation reads what the other records about people."""
    if one_side == other_side:
        raise Refused("A wall stands between two different organisations.", field="other_side")
    if not basis.strip():
        raise Refused(
            "Say on what basis the wall stands: a procurement, a contract, an order.", field="basis"
        )
    if {one_side, other_side} in [set(sides) for sides in walls_standing(at=at)]:
        raise Refused("A wall stands between these two already.", field="other_side")
    made = EthicalWall.objects.create(
        one_side_id=one_side,
        other_side_id=other_side,
        basis=basis.strip()[:300],
        during=TimestamptzRange(at, None),
    )
    add_to_line(wall=made.id)
    return made.id


@action(Permission.RAISE_WALL)
def ask_wall_down(*, by: Member, at: datetime, wall_id: UUID, because: str) -> None:
    """Ask for a wall to be taken down, with a reason; somebody else does it."""
    if not because.strip():
        raise Refused("Say why the wall should come down.", field="because")
    _standing_wall(wall_id, at)
    EthicalWall.objects.filter(id=wall_id).update(
        asked_down_by=by.id, asked_down_because=because.strip()[:300]
    )
    add_to_line(because.strip()[:300], wall=wall_id)


@action(Permission.RAISE_WALL)
def take_down_wall(*, by: Member, at: datetime, wall_id: UUID) -> None:
    """Take down now a wall that somebody else asked down; what was hidden behind it can be read again."""
    row = _standing_wall(wall_id, at)
    if row.asked_down_by is None:
        raise Refused(
            "Nobody has asked for this wall to come down. Ask first, with a reason; another takes it down."
        )
    asked = Membership.objects.filter(id=row.asked_down_by).first()
    if asked is None or asked.id == by.id or (asked.account_id and asked.account_id == by.account_id):
        raise Refused("You asked for this wall to come down: somebody else takes it down.")
    EthicalWall.objects.filter(id=wall_id).update(during=TimestamptzRange(row.during.lower, at))
    add_to_line(row.asked_down_because, wall=wall_id, asked_by=asked.id)


def _standing_wall(wall_id: UUID, at: datetime) -> EthicalWall:
    row = EthicalWall.objects.select_for_update().filter(id=wall_id, during__contains=at).first()
    if row is None:
        raise Refused("That wall is not standing.")
    return row


@action(Permission.RESTRICT_RECORD)
def restrict_record(*, by: Member, at: datetime, person_id: UUID, because: str, open_to: list[UUID]) -> UUID:
    """Close a person's record to everybody but the members named."""
    if not because.strip():
        raise Refused("Say why the record is restricted.", field="because")
    concerns(person_id)
    members = sorted({str(by.id), *(str(member) for member in open_to)})
    made = Restriction(
        person_id=person_id, because=because, open_to=members, during=TimestamptzRange(at, None)
    )
    Restriction.objects.bulk_create([made])
    add_to_line(restriction=made.id)
    return made.id


@action(Permission.RESTRICT_RECORD)
def lift_restriction(*, by: Member, at: datetime, person_id: UUID) -> None:
    """Open a restricted record again, by a member to whom it is open."""
    concerns(person_id)
    row = Restriction.objects.filter(person_id=person_id, during__contains=at).first()
    if row is None:
        raise Refused("This record is not restricted.")
    Restriction.objects.filter(id=row.id).update(during=TimestamptzRange(row.during.lower, at))


@action(Permission.DECLARE_KIN)
def declare_kin(*, by: Member, at: datetime, person_id: UUID) -> None:
    """Declare that a person is one's own kin or friend; from the next page on, their record is closed to one."""
    concerns(person_id)
    Kin.objects.bulk_create([Kin(member_id=by.id, person_id=person_id, declared_at=at)])


@action(Permission.CHANGE_HAT)
def change_hat(*, by: Member, at: datetime, membership_id: UUID) -> UUID:
    """Change to another of one's own memberships; the change is an audited act."""
    account = by.account_id
    held = Membership.objects.filter(id=membership_id, during__contains=at)
    if account is None or not held.filter(account_id=account).exists():
        raise Refused("You do not hold that membership.")
    add_to_line(membership=membership_id)
    return membership_id


@action(Permission.ISSUE_TOKEN)
def issue_token(*, by: Member, at: datetime, label: str, days: int = 90, only: str = "") -> str:
    """Make a token tied to one's present membership, for the API or for one thing only; it is shown once and never again."""
    if not label.strip():
        raise Refused("Give the token a label, so that you can tell it from others.", field="label")
    if not 1 <= days <= 365:
        raise Refused("A token lasts from 1 to 365 days.", field="days")
    if only not in {"", CALENDAR}:
        raise Refused("A token is for the API, or for a calendar only.", field="only")
    secret = secrets.token_urlsafe(32)
    made = Token.objects.create(
        membership_id=by.id,
        digest=token_digest(secret),
        label=label[:80],
        password=password_mark(_account_of(by)),
        only=only,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    add_to_line(token=made.id)
    return secret


def _account_of(by: Member) -> Account | None:
    return Account.objects.filter(id=by.account_id).first() if by.account_id else None


@action(Permission.ISSUE_TOKEN)
def stop_token(*, by: Member, at: datetime, token_id: UUID) -> None:
    """Stop one of one's own tokens."""
    stopped = Token.objects.filter(id=token_id, membership_id=by.id, stopped_at=None).update(stopped_at=at)
    if not stopped:
        raise Refused("That token is not yours, or was stopped before.")
    add_to_line(token=token_id)
