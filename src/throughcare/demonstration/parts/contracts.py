"""Agreements of the local commissioner: healthy, slipping, disputed, a grant, one within service levels, one by hours and nights, a change, and a step-in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.rules.agreed import PLACES_TO_LIVE, UNPAID_WORK, AgreementKind
from throughcare.commissioning.contracts.rules.ending import FailureGround, LastResort
from throughcare.commissioning.contracts.rules.measuring import Expected
from throughcare.commissioning.contracts.rules.monthly import month_after
from throughcare.commissioning.contracts.rules.result_reading import written
from throughcare.commissioning.contracts.rules.staff_transfer import Post, PostKind
from throughcare.commissioning.contracts.rules.statement import PeriodResult
from throughcare.commissioning.contracts.rules.tally import Tally
from throughcare.foundation.access import actions as access
from throughcare.foundation.access import queries as members
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Period
from throughcare.foundation.kernel import Permission as May

from ..days import instant
from ..history import History
from ..part import Finish, Part
from ..stepping_in import step_in

_UNREFERRED = (UNPAID_WORK, PLACES_TO_LIVE)
_STATED, _TERM = 3, 36
"""Months stated, the first so many before this one; and months of each term."""
_TERMS = """# Made up, for the demonstration: every figure is invented.
agreement: {title}
kind: {kind}
lots: [{lot}]
services: [{services}]
starts: {starts}
ends: {ends}
extension: 12
fee: {{a_year: {fee}.00, learning: 1, indexation: 2}}
{more}"""
_LEVELS = """prices: {{referral accepted: 60.00, session attended: 18.00}}
levels:
  - {{level: Referrals answered in time, measure: referrals answered, within: {answer}, leaves_out: [withdrawn before it was due], target: 90, floor: 50, most: 5, earn_back: 2}}
  - {{level: First session in time, measure: first sessions attended, within: {start}, leaves_out: [withdrawn before it was due, absent before it was due], target: 80, floor: 30, most: 5}}
credit_cap: 8
"""
_BY_HOURS = """prices: {hour of unpaid work worked: 11.40, night of a stay: 68.00, night that a bed was lost: 20.00}
"""
_CHAIN = """supply_chain: [{subcontractor: Riverside Women's Centre, share: 20}, {subcontractor: Harbour Debt Advice, share: 15}]
exit_plan:
  - Names within a week who holds each open referral, and what is planned for them
  - Works beside whoever takes over for the last month
"""
_RESULTS = "results: {scheme: linear, pool: 12000.00}\n"
_VOLUME = """prices: {session attended: 25.00}
volumes: {weights: {referral accepted: 1}, lower: 20, upper: 60, above: [{price: 150.00}], below: 90.00, fixed_share: 70}
"""


@dataclass(frozen=True)
class _Offered:
    """One agreement of the demonstration: its title, kind, which of the area's services, a year's fee in pounds, and what else it says."""

    title: str
    kind: AgreementKind
    services: tuple[str, ...]
    fee: int
    more: str = ""


_HEALTHY = _Offered(
    "Help with homes and money", AgreementKind.CONTRACT, ("ACC", "ACC-TOO"), 96_000,
    _LEVELS.format(answer=10, start=60) + _RESULTS + _CHAIN,
)  # fmt: skip
_SLIPPING = _Offered(
    "Work that starts at once",
    AgreementKind.CONTRACT,
    ("ETE", "PWB"),
    60_000,
    _LEVELS.format(answer=1, start=3),
)
_DISPUTED = _Offered("Recovery, close to home", AgreementKind.CONTRACT, ("DNR-NE",), 72_000, _VOLUME)
_GRANT = _Offered("A grant for the women's centre", AgreementKind.GRANT, ("WOS",), 30_000)
_LEVEL = _Offered(
    "Money and debt, by service levels", AgreementKind.SERVICE_LEVEL, ("FBD-NE",), 24_000, _LEVELS.format(answer=5, start=30)
)  # fmt: skip
_HOURS = _Offered(
    "Hours of unpaid work, and nights in premises", AgreementKind.CONTRACT, (UNPAID_WORK, PLACES_TO_LIVE), 12_000, _BY_HOURS
)  # fmt: skip


def agreements(history: History, given: Finish) -> None:
    """Six agreements with one provider and one with another that failed, stated for three months, in the area where a commissioner signs in."""
    at = instant(history.as_at, 8)
    buyer, lead = (history.staff.signed_in(role, at) for role in ("commissioner", "provider lead"))
    finance = history.staff.signed_in("finance officer", at)
    if buyer is None or lead is None or finance is None:
        return
    sides = (buyer, _second(history, buyer), lead, _second(history, lead))
    made = {
        one: _agree(history, sides, one) for one in (_HEALTHY, _SLIPPING, _DISPUTED, _GRANT, _LEVEL, _HOURS)
    }
    failed = step_in(history, sides[:2], _months(history))
    for month in _months(history):
        drawn = instant(min(month_after(month) + timedelta(days=3), history.as_at), 7)
        for agreement in (*made.values(), failed):
            actions.draw_statement(by=sides[1], at=drawn, agreement_id=agreement, month=month)
    _dispute(history, sides, made[_DISPUTED])
    for agreement in (*made.values(), failed):
        _approve(history, finance, agreement)
    _pay(history, finance, made[_HEALTHY])
    _change(history, lead, made[_HEALTHY])
    _tell(history, made[_HEALTHY])
    _tell_of_providers(history, lead, made)
    _put_right(history, sides, made)
    _tell_of_staff(history, lead, made[_SLIPPING])
    _rehearse(history, buyer, made[_SLIPPING])
    actions.propose_failure(
        by=sides[1], at=instant(history.as_at, 8, 40), agreement_id=made[_SLIPPING], ground=FailureGround.TERMS_BROKEN,
        last_day=history.as_at + timedelta(days=7), because="Three months below target, and the plan to mend it was not kept.",
    )  # fmt: skip


def _second(history: History, one: Member) -> Member:
    """Somebody else of a team who was there to sign with them."""
    at, then = instant(history.as_at, 8), instant(_months(history)[0] - timedelta(days=20), 9)
    others = [
        m for m in members.members_of([one.unit_id], at=then) if m.id != one.id and m.may(May.SIGN_AGREEMENT)
    ]
    if others:
        return others[0]
    name, since = f"Second {one.role}", instant(history.as_at - timedelta(days=300), 9)
    account = access.make_account(
        by=history.staff.by, at=since, email=f"second.{one.role.replace(' ', '.')}@contracts.example", name=name, password=None
    )  # fmt: skip
    made = access.add_member(
        by=history.staff.by, at=since, unit_id=one.unit_id, role=one.role, name=name, account_id=account
    )
    found = members.member(made, at=at)
    assert found is not None
    return found


def _months(history: History) -> list[date]:
    """The months that are stated: the last that are over."""
    this = history.as_at.replace(day=1)
    return [month_after(this, number - _STATED) for number in range(_STATED)]


def _terms(history: History, one: _Offered) -> str:
    code, starts = history.staff.bodies.trust.code, _months(history)[0]
    ends = month_after(starts, _TERM) - timedelta(days=1)
    return _TERMS.format(
        title=one.title, kind=one.kind.value, lot=code, services=", ".join(name if name in _UNREFERRED else f"{code}-{name}" for name in one.services),
        starts=starts, ends=ends, fee=one.fee, more=one.more,
    )  # fmt: skip


def _agree(history: History, sides: Sequence[Member], one: _Offered) -> UUID:
    """Draw one up without a competition, some weeks before it begins, and have all four sign it."""
    buyer, _, lead, _ = sides
    at = instant(_months(history)[0] - timedelta(days=20), 10)
    made = actions.draw_up_agreement(
        by=buyer, at=at, terms=_terms(history, one), provider_unit=lead.unit_id,
        because="Carried on from before the catalogue was kept here.",
    )  # fmt: skip
    with viewing(buyer, at):
        [terms] = queries.agreement(made, buyer, at=at).stands.terms
    for number, who in enumerate(sides, 1):
        actions.sign_terms(by=who, at=at + timedelta(hours=number), terms_id=terms.row.id)
    return made


def _dispute(history: History, sides: Sequence[Member], agreement: UUID) -> None:
    """The first line of the last statement is disputed; of the one before it, disputed and ruled on."""
    buyer, _, lead, _ = sides
    with viewing(lead, instant(history.as_at, 7)):
        last, before, *_ = queries.statements_of(agreement)
    for days, statement in ((9, before), (2, last)):
        at = max(instant(history.as_at - timedelta(days=days), 11), statement.row.at)
        line = statement.lines[-1].row
        actions.dispute_line(
            by=lead, at=at, line_id=line.id, because="A session held on the last day is not in it."
        )
        if statement is before:
            actions.rule_on_line(
                by=buyer, at=at + timedelta(hours=1), line_id=line.id, pence=line.pence,
                because="It was entered in the month after, and is stated there.",
            )  # fmt: skip


def _approve(history: History, finance: Member, agreement: UUID) -> None:
    """Approve what stands of every statement but the last, which waits."""
    at = instant(history.as_at, 8)
    with viewing(finance, at):
        drawn = [one.stands for one in queries.statements_seen() if one.agreement_id == agreement]
    for one in drawn[1:]:
        if any(line.is_payable for line in one.lines):
            actions.approve_statement(by=finance, at=at, statement_id=one.row.id, pence=one.ready)


def _change(history: History, lead: Member, agreement: UUID) -> None:
    """A change that the provider proposes and that waits for the buyer."""
    at = instant(history.as_at - timedelta(days=1), 11)
    with viewing(lead, at):
        text = queries.agreement(agreement, lead, at=at).stands.latest.row.text
    actions.propose_change(
        by=lead, at=at, agreement_id=agreement, terms=text.replace("a_year: 96000.00", "a_year: 102000.00"),
        starts=month_after(history.as_at.replace(day=1), 2), because="Rents rose faster than was foreseen.",
    )  # fmt: skip


def _pay(history: History, finance: Member, agreement: UUID) -> None:
    """The first invoice is paid; the next waits."""
    at = instant(history.as_at, 8, 10)
    with viewing(finance, at):
        first = [one.stands for one in queries.statements_seen() if one.agreement_id == agreement][-1]
    actions.record_payment(
        by=finance, at=at, statement_id=first.row.id, number=1, paid_on=history.as_at, reference="BACS 0001"
    )


def _tell(history: History, agreement: UUID) -> None:
    """A provisional result of the first month's cohort, told by whoever measures for the buyer's body."""
    at = instant(history.as_at, 8, 20)
    analyst = history.staff.signed_in("needs analyst", at)
    if analyst is None:
        return
    first, second, *_ = _months(history)
    cohort = PeriodResult(
        f"{first:%B %Y}",
        Period(first, second),
        Tally(120, 52, 131, 402),
        {"binary": Expected(Decimal("0.46"))},
        "0" * 64,
    )
    actions.record_result(
        by=analyst, at=at, agreement_id=agreement, result=written(cohort, "made up"), official=False
    )


def _tell_of_providers(history: History, lead: Member, made: Mapping[_Offered, UUID]) -> None:
    """What the provider told of itself month by month: one that does well, one whose posts go; of one contract the last month is still owed."""
    told = {
        _HEALTHY: (410_000, 96_000, "12", "11.5", 0),
        _SLIPPING: (74_000, 81_000, "8", "5.5", 45),
        _DISPUTED: (150_000, 70_000, "9", "8.5", None),
    }
    for number, month in enumerate(_months(history)):
        at = min(instant(month_after(month) + timedelta(days=7), 10), instant(history.as_at, 8, 25))
        for one, (cash, spent, planned, filled, on_one) in told.items():
            if one is not _DISPUTED or month != _months(history)[-1]:
                gone = Decimal(number) / 2 if one is _SLIPPING else Decimal(0)
                actions.tell_of_provider(
                    by=lead, at=at, agreement_id=made[one], month=month, cash=cash * 100, spent=spent * 100, planned=Decimal(planned),
                    filled=Decimal(filled) - gone, on_one=on_one,
                )  # fmt: skip


def _put_right(history: History, sides: Sequence[Member], made: Mapping[_Offered, UUID]) -> None:
    """A plan that lapsed with the provider that slips, one point of it kept; and one under way with another, of which a point waits to be looked at."""
    buyer, colleague, lead, _ = sides
    then = instant(history.as_at - timedelta(days=40), 10)
    lapsed = actions.plan_to_put_right(
        by=buyer, at=then, agreement_id=made[_SLIPPING], because="First sessions come weeks late, and posts stand empty.",
        points=[
            ("Every referral is answered on the day it comes", history.as_at - timedelta(days=20)),
            ("All eight posts are filled", history.as_at - timedelta(days=4)),
        ],
    )  # fmt: skip
    actions.say_point_is_done(
        by=lead,
        at=then + timedelta(days=14),
        plan_id=lapsed,
        number=1,
        because="A duty worker answers each morning.",
    )
    actions.agree_point_is_done(
        by=colleague,
        at=then + timedelta(days=16),
        plan_id=lapsed,
        number=1,
        because="Read in the last statement.",
    )
    open_ = actions.plan_to_put_right(
        by=buyer, at=instant(history.as_at - timedelta(days=15), 11), agreement_id=made[_DISPUTED],
        because="Two sites have one worker who can run a group.",
        points=[
            ("A second worker at each site can run a group", history.as_at + timedelta(days=6)),
            ("Cash covers three months", history.as_at + timedelta(days=60)),
        ],
    )  # fmt: skip
    actions.say_point_is_done(
        by=lead,
        at=instant(history.as_at - timedelta(days=1), 16),
        plan_id=open_,
        number=1,
        because="Both were trained last week.",
    )


def _tell_of_staff(history: History, lead: Member, agreement: UUID) -> None:
    """The posts of the one that slips, told before anybody asked."""
    case = [Post(PostKind.CASE_MANAGER, Decimal("37"), 28_500_00 + 500_00 * n, n != 3, 100) for n in range(4)]
    posts = [
        *case,
        Post(PostKind.MANAGER, Decimal("37"), 41_000_00, True, 50),
        Post(PostKind.ADMINISTRATOR, Decimal("22.5"), 15_200_00, True, 80),
    ]
    actions.tell_of_staff(by=lead, at=instant(history.as_at, 8, 35), agreement_id=agreement, posts=posts)


def _rehearse(history: History, buyer: Member, agreement: UUID) -> None:
    """What would pass to the public service if the one that slips failed: rehearsed, and undone."""
    actions.rehearse_handover(
        by=buyer, at=instant(history.as_at, 8, 30), agreement_id=agreement, to_unit=history.staff.home_team,
        way=LastResort.PUBLIC, because="Asked for by the board, after three months below target.",
    )  # fmt: skip


PART = Part(at_the_end={74: agreements})
