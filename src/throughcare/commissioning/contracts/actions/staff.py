"""Staff who would transfer, told by the provider: posts without a name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id

from ..models import StaffTold
from ..rules.agreed import AgreementKind
from ..rules.staff_transfer import Post, check_posts, whole_hours
from ..store import open_agreement, posts_told, staff_written


@action(Permission.CHANGE_AGREEMENT)
def tell_of_staff(*, by: Member, at: datetime, agreement_id: UUID, posts: Sequence[Post]) -> None:
    """Tell which posts would transfer when an agreement ends, none among them; what is told later stands in its place."""
    stands = open_agreement(agreement_id, lock=True)
    if stands.row.provider_unit != by.unit_id:
        raise Refused("Only the team that provides tells of its staff.")
    if not stands.editions:
        raise Refused("It is not agreed yet.")
    if stands.latest.agreed.kind is AgreementKind.SERVICE_LEVEL:
        raise Refused("Within one body nobody changes employer.")
    check_posts(posts)
    before = posts_told(agreement_id)
    if before is not None and before[1] == tuple(posts):
        return
    insert_all([
        StaffTold(
            id=new_id(), agreement_id=agreement_id, title=stands.row.title, posts=staff_written(posts), count=len(posts),
            hours=whole_hours(posts), unit_id=by.unit_id, member_id=by.id, at=at,
        )
    ])  # fmt: skip
    add_to_line(agreement=agreement_id)
