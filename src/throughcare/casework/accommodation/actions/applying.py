"""Asking for a place for somebody, and each move of an application by hand: by the side that gives it, and by the side that asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
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

from ..models import Application
from ..rules import (
    AccommodationKind,
    ApplicationState,
    Eligible,
    Notice,
    PlacingSide,
    Priority,
    Regime,
    Through,
    accommodation_terms,
    assumed_arrival,
    check_characteristics,
    check_reason,
    eligible,
    notice_of,
    priority_of,
)
from ..store import asking_for
from .steps import by_hand, change, first_move, of_side, said, take_move

MAY_ASK = ("offender manager", "supervisor", "prison manager")


@dataclass(frozen=True)
class Asked:
    """What is asked for: kind and way in, why, when (None: not known) and for how many nights (None: the usual number), with what.

    ``contingency`` says what happens if it goes wrong, and is needed where there is little notice; ``exception`` why somebody is to
    be placed for whom it is not meant; ``parole_decided`` the day of the Parole Board's decision, from which an arrival is assumed.
    """

    kind: AccommodationKind
    route: str
    because: str
    arrival: date | None = None
    nights: int | None = None
    regime: Regime = Regime.NORMAL
    needs: Collection[str] = ()
    contingency: str = ""
    exception: str = ""
    why_longer: str = ""
    parole_decided: date | None = None


@action(Permission.REFER_TO_SERVICE)
def apply_for_place(
    *, by: Member, at: datetime, person_id: UUID, asked: Asked, unit_id: UUID | None = None
) -> UUID:
    """Ask for a place to live for somebody, of a team of whoever gives such places under the model in force. Returns the application.

    Without a team it is the one that serves the area; it sees the person while the application is open. Refused when something known
    speaks against it, with every reason; what is not known is kept on the decision and stops nothing.
    """
    reason = said(asked.because, "because", "Say why they need a place, and why this kind.", 1000)
    check_characteristics(frozenset(asked.needs), field="needs")
    case = _case(person_id, by, at)
    told = _deliverer(case, asked.kind, at)
    team = _team(told, unit_id)
    _check_not_to_oneself(case, team, by)
    found = _eligible(person_id, asked, at)
    notice, arrival = _notice(asked, at)
    band, why = priority_of(case.risk, notice, on=day_of(at))
    made = Application(
        id=new_id(), person_id=person_id, case_id=case.id, kind=asked.kind, regime=asked.regime, route=asked.route,
        from_unit=by.unit_id, to_unit=team, shared_by=case.organisation_id if told.organisation_id != case.organisation_id else None,
        sent_by=by.id, sent_at=at, because=reason, contingency=asked.contingency.strip(), exception=asked.exception.strip(),
        why_longer=asked.why_longer.strip(), needs=sorted(asked.needs), arrival=arrival, nights=found.nights or 1, notice=notice,
        priority=band, priority_because=why.because, clock_from=at, moved_at=at, sight=TimestamptzRange(at, None),
    )  # fmt: skip
    insert_all([made])
    if derive_grants("accommodation", [made.id]) == 0:
        raise Refused(
            f"No agreement lets {told.organisation} see this person for a referral. Ask an administrator."
        )
    insert_all([first_move(made, by, at)])
    who = ledger.Who(member_id=by.id)
    ledger.remember([_decided_eligible(made, asked, found, at), _decided_deliverer(made, told), _decided_priority(made, why.because, case.risk)], who=who, at=at)  # fmt: skip
    add_to_line(application=made.id, kind=asked.kind.value)
    return made.id


def _case(person_id: UUID, by: Member, at: datetime) -> OpenCase:
    """The open case, of which the member holds a role or whose team they are."""
    seen = supervision.case_of(person_id, at=at)
    case = supervision.open_cases_of([person_id]).get(person_id)
    if seen is None or case is None:
        raise Refused("This person has no open case that you may see.")
    concerns(person_id)
    holding = any(held.member_id == by.id for kind, held in seen.now.items() if kind in MAY_ASK)
    if not holding and case.unit_id not in units_below(by.unit_id):
        raise Refused(
            "Only somebody who holds a role in this case, or the team that answers for it, can ask for a place."
        )
    return case


def _deliverer(case: OpenCase, kind: AccommodationKind, at: datetime) -> Deliverer:
    function = accommodation_terms(day_of(at)).table.kinds[kind].function
    told = supervision.deliverer_of(case, function, at=at)
    if isinstance(told, Unheld):
        raise Refused(
            f"{kind[0].upper()}{kind[1:]}: {told.value}. Until somebody gives such places here, none can be asked for."
        )
    return told


def _team(told: Deliverer, unit_id: UUID | None) -> UUID:
    if unit_id is None:
        if told.unit_id is None:
            raise Refused(
                f"{told.organisation} gives such places here and has no team. Ask an administrator."
            )
        return told.unit_id
    if unit_id not in {unit.id for unit in access.units_of(told.organisation_id)}:
        raise Refused(
            f"{told.organisation} gives such places here ({told.finding.clause}). Choose a team of theirs.",
            field="unit_id",
        )
    return unit_id


def _check_not_to_oneself(case: OpenCase, team: UUID, by: Member) -> None:
    own = units_below(by.unit_id)
    if team in own and case.unit_id not in own:
        raise Refused("That is your own team. The team that answers for the case asks for this place.")


def _eligible(person_id: UUID, asked: Asked, at: datetime) -> Eligible:
    what = asking_for(
        person_id, asked.kind, asked.route, regime=asked.regime, nights=asked.nights, why_longer=asked.why_longer,
        exception=asked.exception,
    )  # fmt: skip
    found = eligible(what, on=day_of(at))
    if not found.yes:
        words = ". ".join(_sentence(one.because) for one in found.against)
        raise Refused(
            f"{words} ({found.against[0].clause}).", field=_FIELD.get(found.against[0].rule, "kind")
        )
    return found


_FIELD = {"nights": "nights", "route": "route", "regime": "regime"}


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]


def _notice(asked: Asked, at: datetime) -> tuple[Notice, date | None]:
    """How much notice there is, and the day they would arrive; little notice asks what happens if it goes wrong."""
    today, terms = day_of(at), accommodation_terms(day_of(at)).table
    arrival = asked.arrival
    if arrival is None and asked.parole_decided is not None:
        arrival = assumed_arrival(asked.parole_decided, terms)
    if arrival is not None and arrival < today:
        raise Refused(f"{arrival:%-d %B %Y} is past. Expected today or a later day.", field="arrival")
    found = notice_of((arrival - today).days if arrival else None, terms)
    if found is not Notice.STANDARD and not asked.contingency.strip():
        raise Refused(f"This is {found} notice: say what happens if it goes wrong.", field="contingency")
    return found, arrival


def _decided_eligible(row: Application, asked: Asked, found: Eligible, at: datetime) -> Decided:
    return Decided(
        about="accommodation", about_id=row.id, rule="eligible", edition=accommodation_terms(day_of(at)).name,
        person_id=row.person_id, inputs={"asked": asdict(asked), "on": day_of(at)},
        outcome={"nights": row.nights, "unsure": bool(found.unknown), "by exception": bool(found.excepted)},
        reasons=[str(one) for one in found.every],
    )  # fmt: skip


def _decided_deliverer(row: Application, told: Deliverer) -> Decided:
    return Decided(
        about="accommodation", about_id=row.id, rule="deliverer", edition=told.finding.rule, person_id=row.person_id,
        inputs={"case": row.case_id, "kind": row.kind}, outcome={"organisation": told.organisation_id, "team": row.to_unit},
        reasons=[str(told.finding)],
    )  # fmt: skip


def _decided_priority(row: Application, because: str, risk: str) -> Decided:
    return Decided(
        about="accommodation", about_id=row.id, rule="priority", edition=accommodation_terms(day_of(row.sent_at)).name,
        person_id=row.person_id, inputs={"risk": risk, "notice": row.notice}, outcome={"band": row.priority}, reasons=[because],
    )  # fmt: skip


@action(Permission.GIVE_PLACES)
def move_application(
    *,
    by: Member,
    at: datetime,
    application_id: UUID,
    version: int,
    to: ApplicationState,
    reason: str = "",
    note: str = "",
) -> None:
    """Move an application by hand, as the team that gives the place: assess it, ask for information, find it suitable or refuse it."""
    placing = of_side(application_id, by, PlacingSide.DELIVERER, version=version)
    by_hand(placing, to, PlacingSide.DELIVERER)
    if to is ApplicationState.ASKED:
        said(note, "note", "Say what is to be known.")
    take_move(placing, to, Through.HAND, by=by, at=at, reason=reason, note=note)


@action(Permission.REFER_TO_SERVICE)
def answer_application(
    *, by: Member, at: datetime, application_id: UUID, version: int, to: ApplicationState, reason: str = "", note: str = "",
    arrival: date | None = None,
) -> None:  # fmt: skip
    """Move an application by hand, as the team that asked: answer, ask again with another day of arrival, or withdraw it."""
    placing = of_side(application_id, by, PlacingSide.SENDER, version=version)
    by_hand(placing, to, PlacingSide.SENDER)
    columns: dict[str, object] = {}
    if to is ApplicationState.ASSESSED:
        said(note, "note", "Say what is to be known, or why it should be looked at again.")
    if arrival is not None:
        if arrival < day_of(at):
            raise Refused(f"{arrival:%-d %B %Y} is past. Expected today or a later day.", field="arrival")
        columns["arrival"] = arrival
    take_move(placing, to, Through.HAND, by=by, at=at, reason=reason, note=note, columns=columns)


@action(Permission.REFER_TO_SERVICE)
def plan_move_on(*, by: Member, at: datetime, application_id: UUID, version: int, move_on: str) -> None:
    """Say where a resident goes on to, as the team that asked; the latest answer stands."""
    placing = of_side(application_id, by, PlacingSide.SENDER, version=version)
    if placing.state is not ApplicationState.RESIDENT:
        raise Refused(f"This application is {placing.state}: where they go on to is said of a resident.")
    change(placing.row, move_on=check_reason("move on", move_on, field="move_on").key)


@action(Permission.GIVE_PLACES)
def set_priority(
    *, by: Member, at: datetime, application_id: UUID, version: int, priority: Priority, because: str
) -> None:
    """Put somebody in another band than the rule did, with a reason; what it was before is kept on the decision."""
    placing = of_side(application_id, by, PlacingSide.DELIVERER, version=version)
    words = said(because, "because", "Say why they go before or after others.", 300)
    row = placing.row
    if placing.state not in {
        ApplicationState.SENT,
        ApplicationState.ASSESSED,
        ApplicationState.WAITING,
        ApplicationState.NO_BED,
    }:
        raise Refused(f"This application is {placing.state}: nobody waits for a bed under it.")
    decided = Decided(
        about="accommodation", about_id=row.id, rule="priority by hand", edition="by hand", person_id=row.person_id,
        inputs={"before": row.priority, "because": row.priority_because}, outcome={"band": priority}, reasons=[words],
    )  # fmt: skip
    change(row, priority=priority, priority_because=words)
    ledger.remember([decided], who=ledger.Who(member_id=by.id), at=at)
