"""Asking for a helper for somebody, and each step of a pairing: by the team whose helpers they are, and by the one that asked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from psycopg.types.range import TimestamptzRange

from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.queries import Deliverer, OpenCase
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.ledger import Decided
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import Unheld
from throughcare.foundation.operating_model.rules import Function

from ..models import Helper, Pairing
from ..rules import HelperKind, PairingSide, PairingState, Through, helper_terms
from ..store import HelperMatched, Paired, helpers_for
from .steps import of_side, said, step_of, take_step

MAY_ASK = ("offender manager", "supervisor", "prison manager")


@action(Permission.REFER_TO_SERVICE)
def ask_for_helper(
    *, by: Member, at: datetime, person_id: UUID, kind: HelperKind, because: str, unit_id: UUID | None = None
) -> UUID:
    """Ask a team for a helper for somebody. Returns the pairing.

    Without a team it is that of whoever holds support services under the model in force; a team named is theirs, or of the
    organisation that answers for the case. It sees the person while the pairing is open.
    """
    reason = said(because, "because", "Say what they need a helper for.", 1000)
    case = _case(person_id, by, at)
    told = supervision.deliverer_of(case, Function.SUPPORT_SERVICES, at=at)
    team, body = _team(case, told, unit_id)
    own = units_below(by.unit_id)
    if team in own and case.unit_id not in own:
        raise Refused("That is your own team. The team that answers for the case asks for a helper.")
    made = Pairing(
        id=new_id(), person_id=person_id, case_id=case.id, kind=kind, from_unit=by.unit_id, to_unit=team,
        shared_by=case.organisation_id if body != case.organisation_id else None, because=reason, sent_by=by.id, sent_at=at,
        moved_at=at, sight=TimestamptzRange(at, None),
    )  # fmt: skip
    insert_all([made])
    if derive_grants("helper", [made.id]) == 0:
        raise Refused("No agreement lets that team see this person for a referral. Ask an administrator.")
    insert_all([step_of(made, 1, "", PairingState.ASKED, by, at, note=reason)])
    ledger.remember([_decided_team(made, told, body)], who=ledger.Who(member_id=by.id), at=at)
    add_to_line(pairing=made.id, kind=kind.value)
    return made.id


def _case(person_id: UUID, by: Member, at: datetime) -> OpenCase:
    """The open case, of which the member holds a role or whose team they are."""
    seen = supervision.case_of(person_id, at=at)
    case = supervision.open_cases_of([person_id]).get(person_id)
    if seen is None or case is None:
        raise Refused(
            "This person has no open case that you may see. Somebody without an order is recorded as a newcomer first: a diversion, or a"
            " voluntary scheme."
        )  # fmt: skip
    concerns(person_id)
    holding = any(held.member_id == by.id for kind, held in seen.now.items() if kind in MAY_ASK)
    if not holding and case.unit_id not in units_below(by.unit_id):
        raise Refused(
            "Only somebody who holds a role in this case, or the team that answers for it, can ask for a helper."
        )
    return case


def _team(case: OpenCase, told: Deliverer | Unheld, unit_id: UUID | None) -> tuple[UUID, UUID]:
    """The team asked, and its organisation."""
    if unit_id is None:
        if isinstance(told, Unheld):
            raise Refused(
                f"Support services: {told.value}. Choose a team of your own organisation.", field="unit_id"
            )
        if told.unit_id is None:
            raise Refused(f"{told.organisation} gives support here and has no team. Ask an administrator.")
        return told.unit_id, told.organisation_id
    bodies = [case.organisation_id, *([told.organisation_id] if isinstance(told, Deliverer) else [])]
    body = next((one for one in bodies if unit_id in {unit.id for unit in access.units_of(one)}), None)
    if body is None:
        who = (
            told.value
            if isinstance(told, Unheld)
            else f"{told.organisation} gives support here ({told.finding.clause})"
        )
        raise Refused(
            f"{who}. Choose a team of theirs, or of the organisation that answers for the case.",
            field="unit_id",
        )
    return unit_id, body


def _decided_team(row: Pairing, told: Deliverer | Unheld, body: UUID) -> Decided:
    held = isinstance(told, Deliverer) and told.organisation_id == body
    reasons = (
        [str(told.finding)]
        if held and isinstance(told, Deliverer)
        else ["a team of the organisation that answers for the case"]
    )
    return Decided(
        about="helper", about_id=row.id, rule="whose helpers", edition=helper_terms(day_of(row.sent_at)).name,
        person_id=row.person_id, inputs={"case": row.case_id, "kind": row.kind}, outcome={"organisation": body, "team": row.to_unit},
        reasons=reasons,
    )  # fmt: skip


@action(Permission.PAIR_HELPERS)
def match_helper(
    *, by: Member, at: datetime, pairing_id: UUID, version: int, helper_id: UUID, note: str = ""
) -> None:
    """Match somebody with a helper of the team; refused, with every reason, where a check does not hold or they do not suit."""
    paired = of_side(pairing_id, by, PairingSide.HELPERS, version=version)
    Helper.objects.select_for_update().filter(id=helper_id).first()
    chosen = next((one for one in helpers_for(paired, on=day_of(at)) if one.helper.id == helper_id), None)
    if chosen is None:
        raise Refused(f"That is no {paired.row.kind} whom your team offers.", field="helper_id")
    if not chosen.fit.fits:
        words = ". ".join(_sentence(one.because) for one in chosen.fit.against)
        raise Refused(f"{words} ({chosen.fit.against[0].clause}).", field="helper_id")
    take_step(
        paired, PairingState.MATCHED, Through.CHOICE, PairingSide.HELPERS, by=by, at=at, note=note, helper_id=helper_id
    )  # fmt: skip
    ledger.remember([_decided_fit(paired, chosen, at)], who=ledger.Who(member_id=by.id), at=at)


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]


def _decided_fit(paired: Paired, chosen: HelperMatched, at: datetime) -> Decided:
    checks = {one.kind.value: one.stands.value for one in chosen.fit.checks}
    return Decided(
        about="helper", about_id=paired.row.id, rule="helper fits", edition=helper_terms(day_of(at)).name, person_id=paired.row.person_id,
        inputs={"helper": chosen.helper.id, "checks": checks, "in custody": paired.in_custody}, outcome={"fits": True},
        reasons=[str(one.finding) for one in chosen.fit.checks],
    )  # fmt: skip


@action(Permission.PAIR_HELPERS)
def move_pairing(
    *, by: Member, at: datetime, pairing_id: UUID, version: int, to: PairingState, reason: str, note: str = ""
) -> None:
    """Move a pairing by hand, as the helpers' team: say that nobody can help, look for another helper, or end it."""
    paired = of_side(pairing_id, by, PairingSide.HELPERS, version=version)
    take_step(paired, to, Through.HAND, PairingSide.HELPERS, by=by, at=at, reason=reason, note=note)


@action(Permission.REFER_TO_SERVICE)
def withdraw_pairing(
    *, by: Member, at: datetime, pairing_id: UUID, version: int, reason: str, note: str = ""
) -> None:
    """Withdraw a pairing, as the team that asked: the helpers' team sees the person no longer."""
    paired = of_side(pairing_id, by, PairingSide.SENDER, version=version)
    take_step(
        paired,
        PairingState.WITHDRAWN,
        Through.HAND,
        PairingSide.SENDER,
        by=by,
        at=at,
        reason=reason,
        note=note,
    )
