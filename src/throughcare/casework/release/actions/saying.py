"""What is said of a release: the law each sentence falls under, the prison's days, days added, facts inside, needs, and looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.casework.planning.actions import NewStep, add_goal
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.ledger import Decided
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import MOST_DAYS, DaysSaid, Figure, InsideSaid, Looked, NeedSaid, TermSaid
from ..rules import DateKind, EarlyReason, Group, NeedKind, NeedState, check_need
from ..store import Stands
from .steps import at_most, check_number, said, stands_open


def _decided(rule: str, stands: Stands, about: UUID, inputs: object, reasons: list[str]) -> Decided:
    worked = stands.worked
    return Decided(
        about="release", rule=rule, edition=_edition(stands),
        inputs={"case": stands.case.id, "said": inputs},
        outcome={"days": stands.days, "tranches": dict(worked.tranches) if worked else {}},
        reasons=reasons, person_id=stands.case.person_id, about_id=about,
    )  # fmt: skip


def _edition(stands: Stands) -> str:
    found = stands.worked.release if stands.worked else None
    return str(found.finding.clause)[:80] if found else "no day of release"


def _remember(stands: Stands, rule: str, about: UUID, inputs: object, by: Member, at: datetime) -> None:
    """Keep the days as they now stand, by which rules, and from what."""
    worked = stands.worked
    reasons = [str(one.finding) for one in worked.dates.values()] + list(worked.unknown) if worked else []
    ledger.remember([_decided(rule, stands, about, inputs, reasons)], who=ledger.Who(member_id=by.id), at=at)


@action(Permission.RECORD_RELEASE)
def say_term(
    *, by: Member, at: datetime, case_id: UUID, sentence_id: UUID, group: Group, because: str, youth: bool = False,
    credit_days: int | None = None, seen: int | None = None,
) -> UUID:  # fmt: skip
    """Say which law of release a sentence falls under and how many days count towards it; its days are worked out anew.

    ``credit_days`` None: as the court said. ``seen`` is the number of the saying that was read, nought where there was none.
    """
    stands = stands_open(case_id, by, at)
    if str(sentence_id) not in {one.key for one in stands.terms}:
        raise Refused("That is no sentence of custody of this person's that runs.", field="sentence_id")
    if credit_days is not None and not 0 <= credit_days <= MOST_DAYS:
        raise Refused(f"Expected a number of days from 0 to {MOST_DAYS}.", field="credit_days")
    before = stands.facts.terms.get(sentence_id)
    check_number(seen, before.number if before else 0)
    row = TermSaid(
        id=new_id(), person_id=stands.case.person_id, case_id=case_id, number=(before.number if before else 0) + 1,
        sentence_id=sentence_id, group=group.value, youth=youth, credit_days=credit_days,
        because=said(because, "because", "Say how it is known: the order of the court, the prison's sheet."), at=at, member_id=by.id,
    )  # fmt: skip
    insert_all([row])
    inputs = {"sentence": sentence_id, "group": group.value, "youth": youth, "credit_days": credit_days}
    _remember(stands_open(case_id, by, at), "law of release", row.id, inputs, by, at)
    return row.id


@action(Permission.RECORD_RELEASE)
def record_figure(
    *, by: Member, at: datetime, case_id: UUID, kind: DateKind, on: date | None, given_on: date, source: str,
    seen: int | None = None,
) -> UUID:  # fmt: skip
    """Record a day as the prison gives it, of which document; it stands beside ours, and is what is worked towards."""
    stands = stands_open(case_id, by, at)
    if given_on > day_of(at):
        raise Refused(
            f"{given_on:%-d %B %Y} lies ahead. Expected the day of the prison's document.", field="given_on"
        )
    first = min(one.passed_on for one in stands.terms)
    if on is not None and on < first:
        raise Refused(f"{on:%-d %B %Y} is before the sentence was passed, on {first:%-d %B %Y}.", field="on")
    before = stands.facts.figures.get(kind)
    check_number(seen, before.number if before else 0)
    row = Figure(
        id=new_id(), person_id=stands.case.person_id, case_id=case_id, number=(before.number if before else 0) + 1,
        kind=kind.value, on=on, given_on=given_on, source=said(source, "source", "Say from which document.", 200),
        at=at, member_id=by.id,
    )  # fmt: skip
    insert_all([row])
    ours = stands.worked.on(kind) if stands.worked else None
    inputs = {"kind": kind.value, "prison": on, "ours": ours, "given_on": given_on}
    _remember(stands_open(case_id, by, at), "prison's day", row.id, inputs, by, at)
    return row.id


@action(Permission.RECORD_RELEASE)
def say_days_added(*, by: Member, at: datetime, case_id: UUID, days: int, because: str) -> UUID:
    """Record days added to what is served, or given back (below nought)."""
    stands = stands_open(case_id, by, at)
    if days == 0 or abs(days) > MOST_DAYS:
        raise Refused("Expected a number of days added, or below nought given back.", field="days")
    if sum(one.days for one in stands.facts.days) + days < 0:
        raise Refused("More days would be given back than were added.", field="days")
    words = said(because, "because", "Say why, and by which decision.")
    row = DaysSaid(
        id=new_id(), person_id=stands.case.person_id, case_id=case_id, number=len(stands.facts.days) + 1, days=days,
        because=words, at=at, member_id=by.id,
    )  # fmt: skip
    insert_all([row])
    _remember(stands_open(case_id, by, at), "days added", row.id, {"days": days}, by, at)
    return row.id


@dataclass(frozen=True)
class InsideFacts:
    """What is known of somebody's time inside; None: not known."""

    early_reasons: Sequence[EarlyReason] = ()
    early_agreed: bool | None = None
    managed_together: bool | None = None
    womens_prison: bool | None = None
    open_since: date | None = None
    immigration: bool | None = None
    more_to_come: bool | None = None
    no_curfew: bool | None = None
    confirmed_release: date | None = None


@action(Permission.RECORD_RELEASE)
def say_inside(
    *, by: Member, at: datetime, case_id: UUID, facts: InsideFacts, seen: int | None = None
) -> UUID:
    """Say what is known of somebody's time inside: by it the handover, the curfew and the day of release are worked out anew."""
    stands = stands_open(case_id, by, at)
    if facts.open_since is not None and facts.open_since > day_of(at):
        raise Refused(f"{facts.open_since:%-d %B %Y} lies ahead.", field="open_since")
    before = stands.facts.inside
    check_number(seen, before.number if before else 0)
    row = InsideSaid(
        id=new_id(), person_id=stands.case.person_id, case_id=case_id, number=(before.number if before else 0) + 1,
        early_reasons=sorted(one.value for one in facts.early_reasons), early_agreed=facts.early_agreed,
        managed_together=facts.managed_together, womens_prison=facts.womens_prison, open_since=facts.open_since,
        immigration=facts.immigration, more_to_come=facts.more_to_come, no_curfew=facts.no_curfew,
        confirmed_release=facts.confirmed_release, at=at, member_id=by.id,
    )  # fmt: skip
    insert_all([row])
    now = stands_open(case_id, by, at)
    inputs = {
        "early": [one.value for one in facts.early_reasons],
        "handover": str(now.handover.finding) if now.handover else "",
    }
    _remember(now, "handover", row.id, inputs, by, at)
    return row.id


@action(Permission.RECORD_RELEASE)
def look_at_days(*, by: Member, at: datetime, case_id: UUID, days: dict[str, str] | None = None) -> UUID:
    """Say that the days of a release were looked at, and what hangs on them; ``days`` are those that were on the page.

    Refused when they have moved since the page was read.
    """
    stands = stands_open(case_id, by, at)
    if days is not None and days != stands.days:
        raise Refused("A day moved while you had the page open. Look again.")
    before = stands.facts.looked
    row = Looked(
        id=new_id(), person_id=stands.case.person_id, case_id=case_id, number=(before.number if before else 0) + 1,
        days=stands.days, handover_on=stands.handover.on if stands.handover else None,
        responsible=stands.handover.responsible(day_of(at)).value if stands.handover else "", at=at, member_id=by.id,
    )  # fmt: skip
    insert_all([row])
    add_to_line(looked=row.id)
    return row.id


_PLANNED = {
    NeedKind.ACCOMMODATION: "Have somewhere to sleep on the night of release",
    NeedKind.IDENTITY: "Have proof of identity",
    NeedKind.BANK: "Have a bank account",
    NeedKind.BENEFITS: "Have a claim for benefits ready for the day of release",
    NeedKind.DOCTOR: "Be registered with a doctor",
    NeedKind.MEDICINES: "Have medicines for the first days",
    NeedKind.WORK: "Have work or learning to go to",
    NeedKind.FAMILY: "Be in touch with family and children",
    NeedKind.DEBTS: "Have debts in hand",
    NeedKind.ORDERS: "Know which orders stand, and what they mean",
}


@action(Permission.RECORD_RELEASE)
def say_need(
    *, by: Member, at: datetime, case_id: UUID, kind: NeedKind, state: NeedState, what: str = "",
    due: date | None = None, owner_id: UUID | None = None, seen: int | None = None,
) -> UUID:  # fmt: skip
    """Say what is known of a need for the day of release; where help is needed, whose it is, and by which day.

    Help that is needed stands as a goal on the plan as well, for whoever may write one.
    """
    stands, today = stands_open(case_id, by, at), day_of(at)
    words = at_most(what, "what")
    check_need(state, due=due, what=words, today=today)
    before = stands.facts.needs.get(kind)
    check_number(seen, before.number if before else 0)
    needed = state is NeedState.NEEDED
    owner = _owner(owner_id or by.id) if needed else None
    goal = before.goal_id if before else None
    if needed and goal is None and by.may(Permission.WRITE_PLAN):
        step = NewStep(words or _PLANNED[kind], "their officer", due)
        goal = add_goal(by=by, at=at, case_id=case_id, words=_PLANNED[kind], wanted_by=due, steps=[step])
    row = NeedSaid(
        id=new_id(), person_id=stands.case.person_id, case_id=case_id, number=(before.number if before else 0) + 1,
        kind=kind.value, state=state.value, what=words, due=due if not state.is_settled else None, owner_id=owner,
        goal_id=goal, at=at, member_id=by.id,
    )  # fmt: skip
    insert_all([row])
    add_to_line(need=row.id, kind=kind.value)
    return row.id


def _owner(member_id: UUID) -> UUID:
    if member_id not in access.member_names([member_id]):
        raise Refused("There is no such member. Choose who owes it.", field="owner_id")
    return member_id
