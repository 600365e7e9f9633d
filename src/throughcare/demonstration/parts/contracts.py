"""Agreements of the local commissioner with one provider: one healthy, one slipping, one disputed, and a change that waits."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from throughcare.casework.interventions import queries as interventions
from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.rules.monthly import month_after
from throughcare.foundation.access import actions as access
from throughcare.foundation.access import queries as members
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from ..days import instant
from ..history import History
from ..part import Finish, Part

_BACK, _STATED, _TERM = 4, 3, 36
_TERMS = """# Made up, for the demonstration.
agreement: {title}
kind: contract
lots: [{lot}]
services: [{services}]
starts: {starts}
ends: {ends}
extension: 12
fee: {{a_year: 96000.00, learning: 1, indexation: 2}}
prices: {{referral accepted: 60.00, session attended: 18.00}}
levels:
  - {{level: Referrals answered in time, measure: referrals answered, within: {answer}, leaves_out: [withdrawn before it was due], target: 90, floor: 50, most: 5, earn_back: 2}}
  - {{level: First session in time, measure: first sessions attended, within: {start}, leaves_out: [withdrawn before it was due, absent before it was due], target: 80, floor: 30, most: 5}}
credit_cap: 8
"""


def agreements(history: History, given: Finish) -> None:
    """Three agreements stated for three months, in the area where a commissioner signs in."""
    at = instant(history.as_at, 8)
    buyer, lead = (history.staff.signed_in(role, at) for role in ("commissioner", "provider lead"))
    finance = history.staff.signed_in("finance officer", at)
    if buyer is None or lead is None or finance is None:
        return
    sides = (buyer, _second(history, buyer), lead, _second(history, lead))
    with viewing(lead, at):
        ours = sorted(one.facts.reference for one in interventions.catalogue() if one.unit_id == lead.unit_id)
    if not ours:
        return
    first = _agree(history, sides, "Help with homes, money and work", ours, answer=10, start=60)
    second = _agree(history, sides, "A service that starts at once", ours[:1], answer=1, start=3)
    third = _agree(history, sides, "A grant for the whole town", ours[-1:], answer=10, start=60)
    for one in (first, second):
        with viewing(finance, at):
            drawn = [seen for seen in queries.statements_seen() if seen.agreement_id == one]
        for seen in drawn[1:]:
            actions.approve_statement(by=finance, at=at, statement_id=seen.stands.row.id)
    _dispute(history, lead, third)
    _change(history, lead, first)


def _second(history: History, one: Member) -> Member:
    """Somebody else of a team who signs with them."""
    at = instant(history.as_at, 8)
    others = [
        m for m in members.members_of([one.unit_id], at=at) if m.id != one.id and m.may(May.SIGN_AGREEMENT)
    ]
    if others:
        return others[0]
    name, since = f"Second {one.role}", instant(history.as_at - timedelta(days=200), 9)
    account = access.make_account(
        by=history.staff.by, at=since, email=f"second.{one.role.replace(' ', '.')}@contracts.example", name=name, password=None
    )  # fmt: skip
    made = access.add_member(
        by=history.staff.by, at=since, unit_id=one.unit_id, role=one.role, name=name, account_id=account
    )
    found = members.member(made, at=at)
    assert found is not None
    return found


def _month(history: History, months: int) -> date:
    return month_after(history.as_at.replace(day=1), months)


def _terms(history: History, title: str, services: list[str], answer: int, start: int) -> str:
    starts = _month(history, -_BACK)
    ends = month_after(starts, _TERM) - timedelta(days=1)
    return _TERMS.format(
        title=title, lot=history.staff.bodies.trust.code, services=", ".join(services), starts=starts, ends=ends,
        answer=answer, start=start,
    )  # fmt: skip


def _agree(
    history: History, sides: tuple[Member, ...], title: str, services: list[str], *, answer: int, start: int
) -> UUID:
    buyer, _, lead, _ = sides
    at = instant(_month(history, -_BACK) - timedelta(days=20), 10)
    made = actions.draw_up_agreement(
        by=buyer, at=at, terms=_terms(history, title, services, answer, start), provider_unit=lead.unit_id,
        because="Carried on from before the catalogue was kept here.",
    )  # fmt: skip
    with viewing(buyer, at):
        [terms] = queries.agreement(made, buyer, at=at).stands.terms
    for number, who in enumerate(sides, 1):
        actions.sign_terms(by=who, at=at + timedelta(hours=number), terms_id=terms.row.id)
    for number in range(_STATED):
        month = _month(history, number - _BACK)
        drawn = instant(month_after(month) + timedelta(days=3), 9)
        actions.draw_statement(by=buyer, at=drawn, agreement_id=made, month=month)
    return made


def _dispute(history: History, lead: Member, agreement: UUID) -> None:
    at = instant(history.as_at - timedelta(days=2), 11)
    with viewing(lead, at):
        last = queries.statements_of(agreement)[0]
    actions.dispute_line(
        by=lead,
        at=at,
        line_id=last.lines[-1].row.id,
        because="Two sessions held on the last day are not counted.",
    )


def _change(history: History, lead: Member, agreement: UUID) -> None:
    at = instant(history.as_at - timedelta(days=1), 11)
    with viewing(lead, at):
        text = queries.agreement(agreement, lead, at=at).stands.latest.row.text
    actions.propose_change(
        by=lead, at=at, agreement_id=agreement, terms=text.replace("a_year: 96000.00", "a_year: 102000.00"),
        starts=month_after(day_of(at), 2), because="Rents rose faster than was foreseen.",
    )  # fmt: skip


PART = Part(at_the_end={74: agreements})
