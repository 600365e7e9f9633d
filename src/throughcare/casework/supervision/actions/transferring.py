"""Transfers: offered by one team, answered by another; the sender answers for the case until it is accepted."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.queries import Unit, units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, WorkingCalendar, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import Unheld
from throughcare.foundation.operating_model.rules import Function

from ..events import CasesPassedOn
from ..models import Case, Tenure, Transfer
from ..rules import EndReason, TransferKind, TransferState, check_transfer_can_become, clocks_of
from ..store.steps import (
    Atlas,
    change_case,
    check_answers_for,
    close_grants,
    end_tenures,
    entry,
    found_case,
    move_responsibility,
    open_gaps,
    subject_of,
    tell_of_ended,
)
from .jointly import work_jointly


@action(Permission.OFFER_TRANSFER)
def offer_transfer(
    *,
    by: Member,
    at: datetime,
    case_id: UUID,
    to_unit: UUID,
    because: str,
    kind: TransferKind = TransferKind.PERMANENT,
    until: date | None = None,
) -> UUID:
    """Offer a case to another team, which may see it while the offer stands; returns the transfer."""
    if not because.strip():
        raise Refused("Say why the case should move.", field="because")
    if (kind is TransferKind.TEMPORARY) != (until is not None):
        raise Refused("A temporary move, and only that, has a last day.", field="until")
    if until is not None and until < day_of(at):
        raise Refused("The last day of a temporary move cannot have passed.", field="until")
    case = found_case(case_id)
    check_answers_for(case, by, "offer it to another")
    unit = access.unit(to_unit)
    if unit is None:
        raise Refused("There is no such team.", field="to_unit")
    if case.unit_id == to_unit:
        raise Refused("The case is already with that team.", field="to_unit")
    _check_organisation(case, unit, at)
    made = _offer(case, unit, because.strip(), kind, until, by, at)
    insert_all([made])
    if derive_grants("transfer", [made.id]) == 0:
        raise Refused("There is no agreement under which this case may be shown to that team for a transfer.")
    insert_all(
        [entry(case, by, at, "transfer", f"Offered to {unit.name} ({kind})", note=because, about=made.id)]
    )
    add_to_line(transfer=made.id)
    return made.id


def _offer(
    case: Case,
    unit: Unit,
    because: str,
    kind: TransferKind,
    until: date | None,
    by: Member,
    at: datetime,
) -> Transfer:
    clocks = clocks_of(day_of(at), WorkingCalendar())
    shared = case.organisation_id if unit.organisation_id != case.organisation_id else None
    return Transfer(
        id=new_id(), person_id=case.person_id, case_id=case.id, kind=kind, from_unit=case.unit_id, to_unit=unit.id,
        shared_by=shared, offered_by=by.id, offered_at=at, because=because[:300], address_by=clocks.address_by,
        whole_by=clocks.whole_by, until=until, sight=TimestamptzRange(at, None),
    )  # fmt: skip


def _check_organisation(case: Case, unit: Unit, at: datetime) -> None:
    """A case may only move to an organisation that the model lets answer for it, here or where it goes."""
    atlas = Atlas(at)
    area = unit.area_code or case.area_code
    held = atlas.organisation(Function.OFFENDER_MANAGEMENT, subject_of(case), area)
    if isinstance(held, Unheld) or held == unit.organisation_id:
        return
    there, asked = atlas.names.get(held, "another body"), atlas.names.get(unit.organisation_id, "that body")
    raise Refused(
        f"Under {atlas.model_name(area)} such a case is answered for by {there}, not by {asked}.",
        field="to_unit",
    )


def _answering(transfer_id: UUID, by: Member, then: TransferState) -> tuple[Transfer, Case]:
    transfer = Transfer.objects.select_for_update().filter(id=transfer_id).first()
    if transfer is None:
        raise Refused("There is no such transfer, or it is not yours to see.")
    concerns(transfer.person_id)
    add_to_line(transfer=transfer_id)
    check_transfer_can_become(TransferState(transfer.state), then)
    return transfer, found_case(transfer.case_id)


def _settle(
    transfer: Transfer, state: TransferState, at: datetime, answer: str, *, seen_until: datetime | None = None
) -> None:
    ends = transfer.sight.upper
    until = seen_until or (min(at, ends) if ends else at)
    sight = TimestamptzRange(transfer.sight.lower, until)
    changed = Transfer.objects.filter(id=transfer.id, version=transfer.version).update(
        state=state, answered_at=at, answer=answer[:300], sight=sight, version=transfer.version + 1
    )
    if not changed:
        raise Refused("Somebody else answered this transfer a moment ago. Look again.")


def _check_receiver(transfer: Transfer, by: Member) -> None:
    if transfer.to_unit not in units_below(by.unit_id):
        raise Refused("Only the team it was offered to can answer a transfer.")


@action(Permission.ANSWER_TRANSFER)
def accept_transfer(*, by: Member, at: datetime, transfer_id: UUID, answer: str = "") -> None:
    """Take a case over from this instant; the former holders' tenures end and their places are gaps to fill."""
    transfer, case = _answering(transfer_id, by, TransferState.ACCEPTED)
    _check_receiver(transfer, by)
    if transfer.kind == TransferKind.TEMPORARY:
        _see_for_a_time(transfer, case, by, at, answer)
        return
    running = list(Tenure.objects.filter(case=case.id, during__upper_inf=True))
    leaving = [tenure for tenure in running if tenure.unit_id != transfer.to_unit]
    end_tenures(leaving, at, EndReason.TRANSFERRED)
    tell_of_ended(leaving, by, at)
    ended = _take(case, transfer, by, at)
    announce(CasesPassedOn((case.id,)), at=at, by=by.id)
    insert_all(
        [entry(case, by, at, "transfer", f"Accepted by {by.unit_name}", note=answer, about=transfer.id)]
    )
    open_gaps([case], at, "the case has just moved", Atlas(at))
    _settle(transfer, TransferState.ACCEPTED, at, answer)
    close_grants("tenure", [tenure.id for tenure in leaving])
    close_grants("responsibility", [ended] if ended else [])
    close_grants("transfer", [transfer.id])


def _see_for_a_time(transfer: Transfer, case: Case, by: Member, at: datetime, answer: str) -> None:
    """The other team sees the person to the end of the last day; the sender still answers for the case."""
    assert transfer.until is not None
    ends = datetime.combine(
        transfer.until + timedelta(days=1), time.min, tzinfo=timezone.get_default_timezone()
    )
    if ends <= at:
        raise Refused("The last day of this temporary move has passed. Ask for a new offer.")
    said = f"Seen by {by.unit_name} until {transfer.until:%-d %B %Y}"
    insert_all([entry(case, by, at, "transfer", said, about=transfer.id)])
    _settle(transfer, TransferState.ACCEPTED, at, answer, seen_until=ends)
    close_grants("transfer", [transfer.id])


def _take(case: Case, transfer: Transfer, by: Member, at: datetime) -> UUID | None:
    unit = access.units([transfer.to_unit])[transfer.to_unit]
    ended = move_responsibility(case, unit.organisation_id, unit.id, at, transfer.because)
    if unit.area_code and unit.area_code != case.area_code:
        change_case(case, area_code=unit.area_code)
    work_jointly([case], by, at)
    return ended


@action(Permission.ANSWER_TRANSFER)
def refuse_transfer(*, by: Member, at: datetime, transfer_id: UUID, because: str) -> None:
    """Refuse a case, saying why; it stays with the sender, and this team no longer sees it."""
    if not because.strip():
        raise Refused("Say why the transfer is refused.", field="because")
    transfer, case = _answering(transfer_id, by, TransferState.REFUSED)
    _check_receiver(transfer, by)
    insert_all(
        [entry(case, by, at, "transfer", f"Refused by {by.unit_name}", note=because, about=transfer.id)]
    )
    _settle(transfer, TransferState.REFUSED, at, because)
    close_grants("transfer", [transfer.id])


@action(Permission.OFFER_TRANSFER)
def withdraw_transfer(*, by: Member, at: datetime, transfer_id: UUID) -> None:
    """Take an offer back before it is answered."""
    transfer, case = _answering(transfer_id, by, TransferState.WITHDRAWN)
    check_answers_for(case, by, "withdraw its offer")
    insert_all([entry(case, by, at, "transfer", "Offer withdrawn", about=transfer.id)])
    _settle(transfer, TransferState.WITHDRAWN, at, "")
    close_grants("transfer", [transfer.id])


@action(Permission.OFFER_TRANSFER)
def end_temporary_move(*, by: Member, at: datetime, transfer_id: UUID) -> None:
    """End a temporary move, by either team: the other team no longer sees the person."""
    transfer, case = _answering(transfer_id, by, TransferState.RETURNED)
    if transfer.kind != TransferKind.TEMPORARY:
        raise Refused("This case was taken over for good, so there is no move to end. Offer it back instead.")
    if not {transfer.from_unit, transfer.to_unit} & set(units_below(by.unit_id)):
        raise Refused("Only one of the two teams can end a temporary move.")
    insert_all([entry(case, by, at, "transfer", "Temporary move ended", about=transfer.id)])
    _settle(transfer, TransferState.RETURNED, at, transfer.answer)
    close_grants("transfer", [transfer.id])
