"""A licence from its first word to its end: written, sent, approved by another, varied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.ledger import Decided
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Licence, LicenceCondition, LicenceStep
from ..rules import (
    OPEN_TO_WORDS,
    ConditionKind,
    Corner,
    LicenceMove,
    LicenceState,
    area_of,
    bespoke,
    check_licence_move,
    chosen,
    filled,
    policy_list,
    policy_list_named,
)
from ..store import FIRST_ROUND, LicenceStands, Stands
from .steps import at_most, said, stands_open

DECISIONS = (LicenceMove.APPROVE, LicenceMove.SEND_BACK)
MOST_CONDITIONS = 60


@action(Permission.WRITE_LICENCE)
def start_licence(*, by: Member, at: datetime, case_id: UUID) -> UUID:
    """Begin somebody's licence, with every standard condition of the policy list of the day. Returns it.

    Refused while another is under way, and where no day of release is known or no licence follows it.
    """
    stands = stands_open(case_id, by, at)
    now = stands.licence
    if now is not None and now.state not in {LicenceState.ENDED, LicenceState.RECALLED}:
        raise Refused(f"There is a licence already: it is {now.state}.")
    _check_release(stands)
    edition = policy_list(day_of(at))
    row = Licence(
        id=new_id(), person_id=stands.case.person_id, case_id=case_id, number=(now.row.number if now else 0) + 1,
        edition=edition.name, at=at, member_id=by.id,
    )  # fmt: skip
    insert_all([row])
    insert_all(
        [
            _condition(row, place, FIRST_ROUND, one.kind, one.code, one.words, one.plain, by, at)
            for place, one in enumerate(edition.table.standard, 1)
        ]
    )
    add_to_line(licence=row.id)
    return row.id


def _check_release(stands: Stands) -> None:
    if not stands.is_inside:
        raise Refused("This person is not in custody: a licence is written before release.")
    if stands.is_indeterminate:
        if stands.whole_life:
            raise Refused("The court ordered a whole life: there is no release to write a licence for.")
        return
    if stands.release is None:
        raise Refused(
            "No day of release is known. Say what is missing, or record the prison's own day, first."
        )
    if not any(one.has_licence for one in stands.terms):
        raise Refused("Release from this sentence carries no licence.")


def _condition(
    row: Licence, number: int, of_round: int, kind: ConditionKind, code: str, words: str, plain: str, by: Member, at: datetime,
    takes_out: UUID | None = None, area: Sequence[Corner] | None = None,
) -> LicenceCondition:  # fmt: skip
    return LicenceCondition(
        id=new_id(), person_id=row.person_id, licence_id=row.id, number=number, round=of_round, kind=kind.value,
        code=code, words=words, plain=plain, takes_out_id=takes_out, at=at, member_id=by.id,
        area=[list(one) for one in area] if area else None,
    )  # fmt: skip


def _found(licence_id: UUID, by: Member, at: datetime) -> tuple[Stands, LicenceStands]:
    row = Licence.objects.filter(id=licence_id).first()
    if row is None:
        raise Refused("There is no such licence, or it is not yours to see.")
    stands = stands_open(row.case_id, by, at)
    if stands.licence is None or stands.licence.row.id != licence_id:
        raise Refused("A later licence took this one's place.")
    add_to_line(licence=licence_id)
    return stands, stands.licence


def _open_to_words(licence_id: UUID, by: Member, at: datetime) -> LicenceStands:
    _, now = _found(licence_id, by, at)
    if now.state not in OPEN_TO_WORDS:
        raise Refused(
            f"This licence is {now.state}: its conditions can be changed only while it, or a variation of it, is being written."
        )
    if len(now.as_written()) >= MOST_CONDITIONS:
        raise Refused(f"A licence has at most {MOST_CONDITIONS} conditions.")
    return now


@action(Permission.WRITE_LICENCE)
def add_condition(
    *, by: Member, at: datetime, licence_id: UUID, code: str, said: Mapping[str, str], area: str = ""
) -> UUID:
    """Add a condition of the policy list, its gaps filled. Returns it; the very same one sent twice is added once.

    ``area`` are the corners of the area that goes with one on a map, a line each: degrees north and degrees east.
    """
    now = _open_to_words(licence_id, by, at)
    one = chosen(code, policy_list_named(now.row.edition).table)
    words, plain = filled(one, said)
    return _added(now, one.kind, one.code, words, plain, by, at, area=area_of(one, area, on=day_of(at)))


@action(Permission.WRITE_LICENCE)
def add_bespoke_condition(*, by: Member, at: datetime, licence_id: UUID, words: str, plain: str) -> UUID:
    """Add a condition of one's own making, with what it means; it goes another way to be agreed. Returns it."""
    now = _open_to_words(licence_id, by, at)
    told, means = bespoke(words, plain)
    return _added(now, ConditionKind.BESPOKE, "", told, means, by, at)


def _added(
    now: LicenceStands, kind: ConditionKind, code: str, words: str, plain: str, by: Member, at: datetime,
    *, area: Sequence[Corner] | None = None,
) -> UUID:  # fmt: skip
    told = (code, words, [list(one) for one in area] if area else None)
    same = next((one for one in now.as_written() if (one.code, one.words, one.area) == told), None)
    if same is not None:
        return same.id
    row = _condition(now.row, len(now.conditions) + 1, now.round, kind, code, words, plain, by, at, area=area)
    insert_all([row])
    return row.id


@action(Permission.WRITE_LICENCE)
def take_out_condition(*, by: Member, at: datetime, licence_id: UUID, condition_id: UUID) -> None:
    """Take a condition out; a standard one stays. One that binds binds on until the variation without it is approved."""
    _, now = _found(licence_id, by, at)
    if now.state not in OPEN_TO_WORDS:
        raise Refused(f"This licence is {now.state}: its conditions cannot be changed now.")
    one = next((one for one in now.as_written() if one.id == condition_id), None)
    if one is None:
        raise Refused("This licence has no such condition.", field="condition_id")
    if one.kind == ConditionKind.STANDARD:
        raise Refused("A standard condition stands on every licence.", field="condition_id")
    kind = ConditionKind(one.kind)
    insert_all(
        [
            _condition(
                now.row,
                len(now.conditions) + 1,
                now.round,
                kind,
                one.code,
                one.words,
                one.plain,
                by,
                at,
                one.id,
            )
        ]
    )


@action(Permission.WRITE_LICENCE)
def move_licence(
    *, by: Member, at: datetime, licence_id: UUID, move: LicenceMove, note: str = "", seen: int | None = None
) -> None:
    """Take a licence a step on: send it for approval, open it again, begin a variation, drop it, or record a recall.

    ``seen`` is how many steps it had when it was read; refused when another was taken since.
    """
    if move in DECISIONS:
        raise Refused("Somebody who may approve licences decides that.")
    _move(by, at, licence_id, move, at_most(note, "note"), seen)


@action(Permission.APPROVE_LICENCE)
def decide_licence(
    *, by: Member, at: datetime, licence_id: UUID, move: LicenceMove, note: str = "", seen: int | None = None
) -> None:
    """Approve a licence or a variation, or send it back saying why; never by whoever sent it for approval."""
    if move not in DECISIONS:
        raise Refused("A decision is to approve, or to send back.", field="move")
    words = (
        said(note, "note", "Say why it is sent back.")
        if move is LicenceMove.SEND_BACK
        else at_most(note, "note")
    )
    now = _move(by, at, licence_id, move, words, seen)
    row = now.row
    decided = Decided(
        about="licence", rule="approval", edition=row.edition,
        inputs={"licence": row.id, "round": now.round, "conditions": [one.code or "bespoke" for one in now.as_written()]},
        outcome={"move": move.value}, reasons=[words or "approved as written"], person_id=row.person_id, about_id=row.id,
    )  # fmt: skip
    ledger.remember([decided], who=ledger.Who(member_id=by.id), at=at)


def _move(
    by: Member, at: datetime, licence_id: UUID, move: LicenceMove, note: str, seen: int | None
) -> LicenceStands:
    _, now = _found(licence_id, by, at)
    if seen is not None and seen != len(now.steps):
        raise Refused("Somebody else moved this licence while you had it open. Look again.")
    moves = check_licence_move(now.written, move, now.clock, by_whoever_sent_it=by.id in now.sent_by())
    if move is LicenceMove.MAKE_STANDARD:
        _only_standard(now, by, at)
    insert_all(
        [
            LicenceStep(
                id=new_id(), person_id=now.row.person_id, licence_id=licence_id, number=len(now.steps) + place, move=one.value,
                note=note if one is move else "", at=at, member_id=by.id,
            )
            for place, one in enumerate(moves, 1)
        ]
    )  # fmt: skip
    return now


def _only_standard(now: LicenceStands, by: Member, at: datetime) -> None:
    """A licence made in its hard stop holds the standard conditions alone: what else was written is taken out."""
    extra = [one for one in now.as_written() if one.kind != ConditionKind.STANDARD]
    first = len(now.conditions) + 1
    insert_all(
        [
            _condition(
                now.row,
                first + place,
                now.round,
                ConditionKind(one.kind),
                one.code,
                one.words,
                one.plain,
                by,
                at,
                one.id,
            )
            for place, one in enumerate(extra)
        ]
    )
