"""A provider that could not go on: in distress for months, a plan that lapsed, said to have failed, and everything it had passed to the public service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from throughcare.casework.interventions import actions as interventions
from throughcare.casework.interventions import queries as catalogue
from throughcare.casework.interventions.rules.catalogue import areas_of_police
from throughcare.casework.interventions.rules.words import reference
from throughcare.casework.supervision import queries as supervision
from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.rules.ending import FailureGround, LastResort
from throughcare.commissioning.contracts.rules.monthly import month_after
from throughcare.foundation.access import actions as access
from throughcare.foundation.access import queries as members
from throughcare.foundation.access.rules import Member, OrganisationKind, Sector
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of

from .days import instant
from .history import History
from .outside import outside_since

TITLE = "Back to work, in the towns"
_NEED = "employment"
_PEOPLE, _LOOKED_AT = 6, 150
"""How many are referred to it, and how many cases are looked at for them."""
_REFERRED, _FAILED, _PASSED = 33, 4, 3
"""Days before the last one on which the first was referred, it was said to have failed, and everything passed."""
_TERMS = """# Made up, for the demonstration: every figure is invented.
agreement: {title}
kind: contract
lots: [{lot}]
services: [{service}]
starts: {starts}
ends: {ends}
extension: 12
fee: {{a_year: 84000.00, indexation: 2}}
prices: {{referral accepted: 55.00, session attended: 20.00}}
levels:
  - {{level: First session in time, measure: first sessions attended, within: 5, leaves_out: [withdrawn before it was due], target: 80, floor: 30, most: 5}}
credit_cap: 8
supply_chain: [{{subcontractor: Quayside Training, share: 55}}]
exit_plan:
  - Hands over the record of each person, and what is planned for them, within five working days
  - Leaves the rooms in use open until the month is over
"""


@dataclass(frozen=True)
class _Failing:
    """The provider that fails: its team, the two who sign for it, and a worker."""

    organisation: UUID
    unit: UUID
    lead: Member
    second: Member
    worker: Member


def step_in(history: History, buyers: Sequence[Member], months: Sequence[date]) -> UUID:
    """Make the provider, its contract and its people; let it fail, and pass everything on. Returns the agreement."""
    failing = _provider(history, instant(months[0] - timedelta(days=60), 9))
    service = _service(history, failing, instant(months[0] - timedelta(days=50), 9))
    agreement = _agreed(history, failing, buyers, service, months)
    for number, (person, by) in enumerate(_people(history, service)):
        _refer(history, failing, service, person, by, number)
    _distress(history, failing, buyers, agreement, months)
    _fail(history, buyers, agreement)
    return agreement


def _provider(history: History, at: datetime) -> _Failing:
    by = history.staff.by
    body = access.record_organisation(
        by=by, at=at, name="Harbour Work and Skills", kind=OrganisationKind.COMMUNITY_PROVIDER, sector=Sector.PRIVATE
    )  # fmt: skip
    unit = access.record_unit(by=by, at=at, organisation_id=body, name="Harbour team", kind="team")
    public = members.units([history.staff.home_team])[history.staff.home_team].organisation.id
    for whose in dict.fromkeys(history.staff.bodies.organisations.values()):
        for receiver in (body, public):
            if whose != receiver and not members.may_share(whose, receiver, "referral", at=at):
                access.agree_to_share(
                    by=by, at=at, shared_by=whose, shared_with=receiver, purpose="referral", basis="Contract for services"
                )  # fmt: skip
    lead, second, worker = (
        _member(by, at, unit, role, name)
        for role, name in (
            ("provider lead", "Ada Harbour"),
            ("provider lead", "Ivor Quay"),
            ("provider worker", "Nia Jetty"),
        )
    )
    return _Failing(body, unit, lead, second, worker)


def _member(by: Member, at: datetime, unit: UUID, role: str, name: str) -> Member:
    email = f"{name.lower().replace(' ', '.')}@harbour.example"
    account = access.make_account(by=by, at=at, email=email, name=name, password=None)
    found = members.member(
        access.add_member(by=by, at=at, unit_id=unit, role=role, name=name, account_id=account), at=at
    )
    assert found is not None
    return found


def _service(history: History, failing: _Failing, at: datetime) -> UUID:
    """Its one service, in the catalogue by a file of contracts."""
    trust = history.staff.bodies.trust
    here, named = {local.code for local in trust.locals}, _reference(history)
    force = next(
        row["code"] for row in reference("police_areas.csv") if here & set(areas_of_police(row["code"]))
    )
    head = "contract_reference,contract_type_id,pcc_region_code,allows_female,allows_male,minimum_age,hide_before,prime_provider_code,intervention_title"
    row = f"{named},ETE,{force},True,True,18,{day_of(at)},INGEUS_UK_LIMITED,{TITLE.replace(',', '')}"
    interventions.import_contracts(
        by=history.staff.by, at=at, content=f"{head}\n{row}\n".encode(), file_name="one-more-contract.csv"
    )
    with viewing(history.staff.by, at):
        made = next(one for one in catalogue.catalogue() if one.facts.reference == named)
    interventions.name_receiving_team(
        by=history.staff.by, at=at, service_id=made.id, unit_id=failing.unit, version=made.version
    )
    return made.id


def _reference(history: History) -> str:
    return f"{history.staff.bodies.trust.code}-ETE-TOWNS"


def _agreed(
    history: History, failing: _Failing, buyers: Sequence[Member], service: UUID, months: Sequence[date]
) -> UUID:
    at = instant(months[0] - timedelta(days=20), 10)
    terms = _TERMS.format(
        title=TITLE, lot=history.staff.bodies.trust.code, service=_reference(history), starts=months[0],
        ends=month_after(months[0], 36) - timedelta(days=1),
    )  # fmt: skip
    made = actions.draw_up_agreement(
        by=buyers[0], at=at, terms=terms, provider_unit=failing.unit,
        because="Carried on from before the catalogue was kept here.",
    )  # fmt: skip
    with viewing(buyers[0], at):
        [first] = queries.agreement(made, buyers[0], at=at).stands.terms
    for number, who in enumerate((*buyers, failing.lead, failing.second), 1):
        actions.sign_terms(by=who, at=at + timedelta(hours=number), terms_id=first.row.id)
    return made


def _people(history: History, service: UUID) -> Iterator[tuple[UUID, Member]]:
    """Some whom the service is for and whose officer has had them since before they were referred, with that officer."""
    at, found = instant(history.as_at, 9), 0
    first = history.as_at - timedelta(days=_REFERRED)
    for held in history.ordered(lambda h: "offender manager" in h.holder)[-_LOOKED_AT:]:
        by = members.member(held.holder["offender manager"], at=at)
        if found == _PEOPLE or by is None:
            continue
        person = held.case.person_id
        with viewing(by, at):
            seen = supervision.case_of(person, at=at)
            now = seen.now.get("offender manager") if seen else None
            if seen is None or now is None or now.member_id != by.id or day_of(now.since) >= first:
                continue
            if not outside_since(person, first):
                continue
            fits = any(
                one.id == service and one.fit.is_sure
                for one in catalogue.services_for(person, _NEED, at=at).fitting
            )
        if fits:
            found += 1
            yield person, by


def _refer(history: History, failing: _Failing, service: UUID, person: UUID, by: Member, number: int) -> None:
    """Sent, taken on, and for all but the last given somebody to work with: then weeks without a first session."""
    day = history.as_at - timedelta(days=_REFERRED - 3 * number)
    made = interventions.send_referral(
        by=by, at=instant(day, 10), person_id=person, service_id=service, need=_NEED,
        because="Out of work since release, and wants to start again.",
    )  # fmt: skip
    interventions.accept_referral(
        by=failing.lead, at=instant(day + timedelta(days=4), 11), referral_id=made, version=1
    )
    if number < _PEOPLE - 1:
        interventions.assign_referral(
            by=failing.lead, at=instant(day + timedelta(days=6), 11), referral_id=made, version=2, worker=failing.worker.id
        )  # fmt: skip


def _distress(
    history: History, failing: _Failing, buyers: Sequence[Member], agreement: UUID, months: Sequence[date]
) -> None:
    """Cash and posts go month by month; a plan is made and not kept."""
    failed = history.as_at - timedelta(days=_FAILED)
    for month, cash, filled in zip(months, (120_000, 71_000, 18_000), ("7", "5.5", "3"), strict=True):
        day = month_after(month) + timedelta(days=6)
        if day < failed:
            actions.tell_of_provider(
                by=failing.lead, at=instant(day, 10), agreement_id=agreement, month=month, cash=cash * 100, spent=6_400_000,
                planned=Decimal("8"), filled=Decimal(filled), on_one=55,
            )  # fmt: skip
    actions.plan_to_put_right(
        by=buyers[0], at=instant(history.as_at - timedelta(days=45), 10), agreement_id=agreement,
        because="Cash covers less than two months, and posts stand empty.",
        points=[
            ("Cash covers three months of spending", history.as_at - timedelta(days=12)),
            ("All eight posts are filled", history.as_at - timedelta(days=6)),
        ],
    )  # fmt: skip


def _fail(history: History, buyers: Sequence[Member], agreement: UUID) -> None:
    """One proposes to say that it failed and another confirms; it is rehearsed that day, and everything passes on the next."""
    buyer, colleague = buyers
    said, passed = (history.as_at - timedelta(days=days) for days in (_FAILED, _PASSED))
    because = "Its directors wrote that wages cannot be paid after this week."
    proposed = actions.propose_failure(
        by=colleague, at=instant(said, 9), agreement_id=agreement, ground=FailureGround.CANNOT_GO_ON, last_day=said,
        because=because,
    )  # fmt: skip
    actions.declare_failure(by=buyer, at=instant(said, 11), agreement_id=agreement, proposal_id=proposed)
    home = history.staff.home_team
    actions.rehearse_handover(
        by=buyer,
        at=instant(said, 15),
        agreement_id=agreement,
        to_unit=home,
        way=LastResort.PUBLIC,
        because=because,
    )
    whole = actions.propose_handover(
        by=buyer,
        at=instant(passed, 8),
        agreement_id=agreement,
        to_unit=home,
        way=LastResort.PUBLIC,
        because=because,
    )
    actions.hand_over_everything(
        by=colleague, at=instant(passed, 9), agreement_id=agreement, proposal_id=whole
    )
