"""A provider fails: its agreement ends that day, everything is rehearsed, then passes whole; by page, by a program, and walled."""

from __future__ import annotations

from datetime import timedelta
from json import loads

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from support.agreements import Sides, asking, first_of, posted
from support.people import an_office, as_worker, joins
from support.service import a_person, a_service, managed
from support.services import a_provider, an_offer, refer, row_of
from support.wall_visits import browser

from throughcare.casework.interventions import actions as interventions
from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.models import Ending, Handover
from throughcare.commissioning.contracts.rules.ending import FailureGround, LastResort
from throughcare.commissioning.contracts.rules.signing import Standing
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of


class Failing:
    """An agreement with a provider to whom people are referred, and a neighbour that takes over."""

    def __init__(self, people: int = 3) -> None:
        self.service = a_service()
        self.first, self.second = (a_provider(self.service) for _ in range(2))
        self.offered = an_offer(self.first, self.service)
        self.sides = Sides(
            at=self.service.at, provider=self.first.unit, service=self.offered.reference, months=0
        )
        self.agreement = self.sides.agreed(at=self.service.at)
        self.people = [managed(a_person(self.service)) for _ in range(people)]
        self.referrals = [refer(one, self.offered) for one in self.people]
        for one in self.referrals[1:]:
            interventions.accept_referral(
                by=self.first.lead, at=self.service.later(), referral_id=one, version=row_of(one).version
            )

    @property
    def given(self) -> dict[str, object]:
        """Who acts now, on what."""
        return {"by": self.sides.buyer, "at": self.service.later(), "agreement_id": self.agreement}

    def to(self, unit=None) -> dict[str, object]:
        """To whom it passes."""
        return {
            "to_unit": unit or self.second.unit,
            "way": LastResort.NEIGHBOUR,
            "because": "In administration.",
        }

    def fails(self) -> None:
        """It fails today."""
        self.sides.fails(self.agreement, at=self.service.later())

    def passes(self, to=None):
        """Everything passes, by two people."""
        return self.sides.hands_over(
            self.agreement, to or self.second.unit, LastResort.NEIGHBOUR, at=self.service.later()
        )

    def held(self, by=None) -> list[queries.HandoverSeen]:
        """The hand-overs that somebody sees."""
        with viewing(by or self.sides.buyer, self.service.at):
            return queries.handovers(self.agreement)


def counts(seen: queries.HandoverSeen) -> dict[str, tuple[int, int]]:
    return {one.kind: (one.before, one.passed) for one in seen.certificate}


def test_everything_passes_on_one_day_once_rehearsed_and_nothing_is_lost(database):
    one = Failing()
    actions.rehearse_handover(**one.given, **one.to())
    assert {row_of(made).to_unit for made in one.referrals} == {one.first.unit}
    with pytest.raises(Refused, match="goes on"):
        one.passes()
    one.fails()
    one.passes()
    assert {row_of(made).to_unit for made in one.referrals} == {one.second.unit}
    really, rehearsed = one.held()
    assert counts(really) == counts(rehearsed)
    assert counts(really)["open referral"] == (3, 3) and counts(really)["service"] == (1, 1)
    assert counts(really)["sight of somebody referred"] == (3, 3)
    assert all(kind.is_whole for kind in really.certificate)
    assert not really.row.rehearsal and rehearsed.row.rehearsal
    with pytest.raises(Refused, match="handed over already"):
        one.passes()
    assert [len(one.held(who)) for who in (one.second.lead, one.first.lead)] == [2, 2]
    assert one.held(joins(an_office().unit, "provider lead")) == []


def test_without_a_rehearsal_to_that_team_nothing_passes(database):
    one = Failing(people=1)
    one.fails()
    third = a_provider(one.service)
    actions.rehearse_handover(**one.given, **one.to(third.unit))
    with pytest.raises(Refused, match="Rehearse it first"):
        one.passes()
    assert row_of(one.referrals[0]).to_unit == one.first.unit


def test_where_the_new_team_may_not_see_the_people_a_rehearsal_says_so_and_keeps_nothing(database):
    one = Failing(people=2)
    alone = a_provider(one.service, agreed=False)
    with pytest.raises(Refused, match="see 2 of the 2 people"):
        actions.rehearse_handover(**one.given, **one.to(alone.unit))
    assert one.held() == []


def test_one_person_alone_ends_nothing_and_hands_nothing_over(database):
    one = Failing(people=1)
    proposed = actions.propose_failure(
        **one.given, ground=FailureGround.ADMINISTRATION, last_day=day_of(timezone.now()), because="In administration."
    )  # fmt: skip
    with pytest.raises(Refused, match="Somebody else of your team"):
        actions.declare_failure(**one.given, proposal_id=proposed)
    with pytest.raises(Refused, match="not proposed"):
        actions.declare_failure(**one.given, proposal_id=new_id())
    page = browser(one.sides.colleague).get("/").content.decode()
    address = f"/contracts/{one.agreement}/proposals/{proposed}"
    assert address in page and address not in browser(one.sides.buyer).get("/").content.decode()
    assert "You proposed this" in browser(one.sides.buyer).get(address).content.decode()
    assert browser(one.sides.lead).get(address).status_code == 403
    said = posted(one.sides.colleague, address, follow=True).content.decode()
    assert "both sides see it" in said
    given = {**one.given, "at": timezone.now()}
    actions.rehearse_handover(**given, **one.to())
    asked = actions.propose_handover(**given, **one.to())
    with pytest.raises(Refused, match="Somebody else of your team"):
        actions.hand_over_everything(**given, proposal_id=asked)
    assert row_of(one.referrals[0]).to_unit == one.first.unit


PASS = "SELECT contracts_pass(%(agreement)s, %(to)s, 'a_neighbour', 'x', current_date, %(proposal)s)"


def test_by_sql_a_rehearsal_is_undone_and_nobody_passes_anything_alone(database):
    one = Failing(people=1)
    one.fails()
    actions.rehearse_handover(**one.given, **one.to())
    asked = actions.propose_handover(**one.given, **one.to())
    given = {"agreement": one.agreement, "to": one.second.unit, "proposal": None}
    with viewing(one.sides.buyer, one.service.at), connection.cursor() as cursor:
        cursor.execute(PASS, given)
        assert loads(cursor.fetchone()[0])["people"] == 1
    assert row_of(one.referrals[0]).to_unit == one.first.unit
    for who, proposal, to in (
        (one.sides.buyer, asked, one.second.unit),
        (one.sides.lead, None, one.second.unit),
        (one.sides.buyer, None, one.sides.buyers.unit),
    ):
        with viewing(who, one.service.at), pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute(PASS, given | {"proposal": proposal, "to": to})
    for alone in (
        "supervision_pass(%s, %s, 'x')",
        "unpaid_work_pass(%s, %s)",
        "accommodation_pass(%s, %s, 'x')",
        "helpers_pass(%s, %s, 'x')",
    ):
        with viewing(one.sides.buyer, one.service.at), pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute(f"SELECT {alone}", [one.first.unit, one.second.unit])


def test_only_the_buyer_says_that_a_provider_failed_and_either_side_gives_notice(database):
    sides = Sides(months=-1)
    made = sides.agreed(sides.terms(months=24))
    given = {"at": sides.at, "agreement_id": made, "because": "Rents."}
    with pytest.raises(Refused):
        actions.propose_failure(
            **given, by=sides.lead, ground=FailureGround.CANNOT_GO_ON, last_day=day_of(sides.at)
        )
    last = first_of(sides.at.date(), 3) - timedelta(days=1)
    actions.give_notice(**given, by=sides.lead, last_day=last)
    with pytest.raises(Refused, match="already"):
        actions.give_notice(**given, by=sides.buyer, last_day=last)
    shown = browser(sides.buyer).get(f"/contracts/{made}").content.decode()
    assert "It ends early" in shown and "By notice" in shown and "Rents." in shown
    unsigned = sides.offers(sides.terms(title=f"Other {new_id()}", service="NOBODY-2"))
    with pytest.raises(Refused, match="not agreed"):
        actions.give_notice(**{**given, "agreement_id": unsigned}, by=sides.buyer, last_day=last)


def test_a_service_is_free_for_another_agreement_from_the_day_after_an_early_end(database):
    one = Failing(people=0)
    later = Sides(at=one.service.at, provider=one.first.unit, service=one.offered.reference)
    offered = later.offers()
    later.sign(offered, [later.buyer, later.colleague])
    with pytest.raises(Refused, match="nothing is paid for twice"):
        later.sign(offered, [later.lead])
    one.fails()
    assert later.sign(offered, [later.lead, later.deputy], at=one.service.later())[-1] is Standing.AGREED


def test_the_last_statement_pays_the_days_until_the_failure(database):
    one = Failing(people=0)
    one.fails()
    today = day_of(one.service.at)
    days = (first_of(today, 1) - first_of(today)).days
    made = one.sides.states(one.agreement, one.sides.starts)
    with viewing(one.sides.lead, one.service.at):
        fee = queries.statement(made).stands.row.pence
    last = today + timedelta(days=1) == first_of(today, 1)
    assert abs(fee - 10_000_00 * today.day / days) <= 1 and (fee < 10_000_00 or last)
    with as_worker(), pytest.raises(Refused, match="Every month"):
        actions.draw_statement(
            by=one.sides.buyer, at=one.service.at + timedelta(days=70), agreement_id=one.agreement,
            month=first_of(today, 1),
        )  # fmt: skip


ENDED = (
    "INSERT INTO contracts_ending (id, agreement_id, kind, ground, last_day, because, unit_id, member_id, at) VALUES"
    " (gen_random_uuid(), %(agreement)s, %(kind)s, %(ground)s, %(last)s, 'x', app_unit(), app_member(), app_at())"
)
HANDED = (
    "INSERT INTO contracts_handover (id, agreement_id, from_unit, to_unit, way, clause, rehearsal, certificate, because, unit_id,"
    " member_id, at) VALUES (gen_random_uuid(), %(agreement)s, app_unit(), app_unit(), 'a_neighbour', 'x', true, '[]', 'x',"
    " app_unit(), app_member(), app_at())"
)


def test_a_provider_says_by_sql_neither_that_it_failed_nor_that_it_ended_before_nor_hands_anything_over(
    database,
):
    sides = Sides(months=-1)
    made = sides.agreed(sides.terms(months=24))
    today = day_of(sides.at)
    for sql, kind, ground, last in (
        (ENDED, "failure", "in administration", today),
        (ENDED, "notice", "", today - timedelta(days=1)),
        (HANDED, "", "", today),
    ):
        given = {"agreement": made, "kind": kind, "ground": ground, "last": last}
        with viewing(sides.lead, sides.at), pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute(sql, given)
    stranger = joins(an_office().unit, "commissioner")
    with viewing(stranger, sides.at), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(HANDED, {"agreement": made})
    with viewing(sides.lead, sides.at), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM interventions_held(%s)", [sides.provider])
        assert cursor.fetchone() == (0,)
    assert not Ending.objects.using("owner").filter(agreement=made).exists()
    assert not Handover.objects.using("owner").filter(agreement=made).exists()


def test_by_page_and_by_a_program(database):
    one = Failing(people=1)
    address, api = f"/contracts/{one.agreement}", f"/api/v1/contracts/{one.agreement}"
    buyer, today = one.sides.buyer, day_of(timezone.now())
    page = browser(buyer).get(address).content.decode()
    for step in ("notice", "failure", "handover"):
        assert f"{address}/{step}" in page
    assert f"{address}/failure" not in browser(one.sides.lead).get(address).content.decode()
    sent = {"to_unit": str(one.second.unit), "way": "a_neighbour", "because": "It fails."}
    said = posted(buyer, f"{address}/handover", sent, follow=True).content.decode()
    assert "It is rehearsed, and nothing has passed." in said and "Open referral" in said
    body = {"ground": "in administration", "last_day": str(today), "because": "It fails."}
    json = {"content_type": "application/json"}
    colleague = one.sides.colleague
    made = asking(colleague).post(f"{api}/failure", body, **json).json()["id"]
    [waits] = asking(buyer).get(f"{api}/proposals").json()
    assert (waits["id"], waits["may_confirm"]) == (made, True)
    assert asking(buyer).post(f"{api}/failure/{made}", {}, **json).status_code == 204
    assert asking(buyer).post(f"{api}/rehearsals", sent, **json).status_code == 201
    said = posted(buyer, f"{address}/handover", {**sent, "do": "propose"}, follow=True).content.decode()
    assert "It is proposed." in said
    made = asking(buyer).post(f"{api}/handovers", sent, **json).json()["id"]
    assert asking(buyer).post(f"{api}/handovers/{made}", {}, **json).status_code == 422
    assert asking(colleague).post(f"{api}/handovers/{made}", {}, **json).status_code == 201
    assert asking(colleague).post(f"{api}/handovers", sent, **json).status_code == 422
    shown = asking(one.sides.lead).get(f"{api}/handovers").json()
    assert [row["rehearsal"] for row in shown] == [False, True, True]
    assert row_of(one.referrals[0]).to_unit == one.second.unit
    other = Sides(months=-1)
    made = other.agreed(other.terms(months=24))
    last = first_of(today, 3) - timedelta(days=1)
    day = {"last_day_day": last.day, "last_day_month": last.month, "last_day_year": last.year}
    said = posted(other.lead, f"/contracts/{made}/notice", {**day, "because": "No."}, follow=True)
    assert "both sides see it" in said.content.decode()
    third = Sides(months=-1)
    made = third.agreed(third.terms(months=24))
    form = {"last_day_day": today.day, "last_day_month": today.month, "last_day_year": today.year}
    said = posted(
        third.buyer,
        f"/contracts/{made}/failure",
        {**form, "ground": "in administration", "because": "x"},
        follow=True,
    )
    assert "It is proposed." in said.content.decode()
    assert (
        "to say that the provider failed"
        in browser(third.colleague).get(f"/contracts/{made}").content.decode()
    )
    body = {"last_day": str(last), "because": "No."}
    fourth = Sides(months=-1)
    made = fourth.agreed(fourth.terms(months=24))
    assert asking(fourth.lead).post(f"/api/v1/contracts/{made}/notice", body, **json).status_code == 204
