"""What may be done in the register: keep a passport."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from .models import PassportEdition
from .rules.keeping import changed, plain
from .rules.numbers import number_of
from .rules.passport import Passport
from .rules.register import register_on
from .rules.standing import check_passport
from .store import editions


@action(Permission.KEEP_PASSPORT)
def keep_passport(*, by: Member, at: datetime, version: int, passport: Passport) -> int:
    """Add an edition of one's organisation's passport; the one before stays. Returns its number.

    ``version`` is the number of the edition that was looked at, 0 for none; refused where another was added since.
    """
    if by.organisation_id is None:
        raise Refused("You belong to no organisation.")
    register = register_on(day_of(at))
    check_passport(passport, register)
    passport = replace(
        passport,
        company=number_of(register, "company", passport.company),
        charity=number_of(register, "charity", passport.charity),
        society=number_of(register, "society", passport.society),
    )
    kept = editions(by.organisation_id)
    last = kept[0] if kept else None
    if (last.number if last else 0) != version:
        raise Refused("Somebody changed the passport in the meantime. Look at it again: nothing was changed.")
    if last is not None and not changed(last.passport, passport):
        raise Refused("Nothing is different from the edition that stands.")
    row = PassportEdition(
        id=new_id(), organisation_id=by.organisation_id, number=version + 1, facts=plain(passport), member_id=by.id, at=at
    )  # fmt: skip
    insert_all([row])
    add_to_line(passport=row.id)
    return row.number
