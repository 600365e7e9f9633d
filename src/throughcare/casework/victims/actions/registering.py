"""Who was referred for a sentence, how they want to be reached, and whom they stand for."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.kernel.written_words import at_most, must_say

from ..models import Victim
from ..rules import Means, VictimKind, VictimState
from ..rules.reaching import check_reached
from ..store import one_row
from .covering import check_goes_on
from .steps import change_victim, covered_in_hand, not_ahead, victim_in_hand, write_step


@dataclass(frozen=True)
class Reach:
    """How somebody wants to be reached: by which means, where, at which times it is safe, what must never be done, in which language."""

    means: Means
    address: str = ""
    telephone: str = ""
    email: str = ""
    safe_times: str = ""
    never: str = ""
    interpreter: str = ""


@action(Permission.KEEP_VICTIMS_TOLD)
def register_victim(
    *, by: Member, at: datetime, covered_id: UUID, name: str, kind: VictimKind, reach: Reach, referred_on: date, referred_by: str,
    born_on: date | None = None, speaks_for_id: UUID | None = None,
) -> UUID:  # fmt: skip
    """Register somebody whom the police referred, or who came forward; whoever does it leads on their record. Gives its id.

    A child is never written to: whoever answers for them is registered beside them, and says for whom.
    """
    row = covered_in_hand(covered_id)
    check_goes_on(row)
    not_ahead(referred_on, day_of(at), "referred_on")
    if referred_on < row.imposed_on:
        raise Refused(f"That is before the sentence, on {row.imposed_on:%-d %B %Y}.", field="referred_on")
    check_reached(kind, reach.means, asdict(reach), speaks_for=speaks_for_id is not None)
    if speaks_for_id is not None:
        _check_spoken_for(speaks_for_id, row.id)
    made = Victim(
        id=new_id(), covered_id=row.id, unit_id=by.unit_id, kind=kind.value, speaks_for_id=speaks_for_id,
        name=must_say(name, "name", "Enter the name.", 200), born_on=born_on, **_columns(reach), referred_on=referred_on,
        referred_by=must_say(referred_by, "referred_by", "Say who referred them.", 200), state=VictimState.REFERRED.value,
        since=referred_on, at=at, member_id=by.id,
    )  # fmt: skip
    insert_all([made])
    if not one_row("victims_begin", new_id(), made.id):
        raise Refused("The record could not be begun. Nothing was changed.")
    write_step(made, by, move="", before="", after=made.state, on=referred_on, note="", at=at)
    add_to_line(victim=made.id)
    return made.id


@action(Permission.KEEP_VICTIMS_TOLD)
def amend_victim(*, by: Member, at: datetime, victim_id: UUID, version: int, name: str, reach: Reach) -> None:
    """Put right how somebody is called and how they want to be reached."""
    row = victim_in_hand(victim_id, version)
    check_reached(VictimKind(row.kind), reach.means, asdict(reach), speaks_for=row.speaks_for_id is not None)
    change_victim(row, name=must_say(name, "name", "Enter the name.", 200), **_columns(reach))
    add_to_line(victim=row.id)


def _columns(reach: Reach) -> dict[str, str]:
    most = {
        "address": 300,
        "telephone": 40,
        "email": 200,
        "safe_times": 300,
        "never": 300,
        "interpreter": 100,
    }
    return {"means": reach.means.value} | {
        name: at_most(getattr(reach, name), name, limit) for name, limit in most.items()
    }


def _check_spoken_for(victim_id: UUID, covered_id: UUID) -> None:
    found = Victim.objects.filter(id=victim_id, covered=covered_id).exists()
    if not found:
        raise Refused(
            "Whoever they answer for is not registered for this sentence, or is not yours to hold.",
            field="speaks_for_id",
        )
