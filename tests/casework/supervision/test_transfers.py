"""A transfer has two sides: the sender answers for the case until the receiver accepts it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cases import another_team, at_once, moved
from support.people import joins
from support.service import a_person, a_service, managed

from throughcare.casework.supervision import queries
from throughcare.casework.supervision.actions import (
    accept_transfer,
    close_case,
    end_temporary_move,
    offer_transfer,
    refuse_transfer,
    withdraw_transfer,
)
from throughcare.casework.supervision.models import Gap, Responsibility, Tenure, Transfer
from throughcare.casework.supervision.rules import (
    TRANSFER_MOVES,
    TenureKind,
    TransferKind,
    TransferState,
    check_transfer_can_become,
    clocks_of,
)
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, WorkingCalendar
from throughcare.foundation.operating_model.rules import BodyKind

ROLES = (TenureKind.OFFENDER_MANAGER, TenureKind.SUPERVISOR, TenureKind.RESPONSIBLE_OFFICER)


@pytest.fixture(scope="module")
def service():
    return a_service("england-and-wales-2021")


@pytest.fixture(scope="module")
def ours(service):
    return service.teams[BodyKind.PUBLIC_PROVIDER]


@pytest.fixture(scope="module")
def theirs(service):
    return another_team(service)


@pytest.fixture
def person(service):
    service.later()
    return managed(a_person(service), *ROLES)


def offered(person, ours, theirs, **how):
    return offer_transfer(
        by=ours.senior, at=person.service.later(), case_id=person.case, to_unit=theirs.unit,
        because="She has moved house", **how,
    )  # fmt: skip


def stored(transfer):
    return Transfer.objects.using("owner").get(id=transfer)


def answering(person, at):
    return Responsibility.objects.using("owner").get(case=person.case, during__contains=at).unit_id


def test_the_sender_answers_for_the_case_until_it_is_accepted_and_the_receiver_from_then_on(
    person, ours, theirs
):
    transfer = offered(person, ours, theirs)
    assert answering(person, person.service.at) == person.row.unit_id == ours.unit
    at = person.service.later()
    accept_transfer(by=theirs.senior, at=at, transfer_id=transfer, answer="Welcome")
    assert answering(person, at) == person.row.unit_id == theirs.unit
    assert answering(person, at - timedelta(microseconds=1)) == ours.unit
    assert (stored(transfer).state, stored(transfer).answer) == ("accepted", "Welcome")


def test_the_receiver_sees_the_person_only_while_the_offer_stands(person, ours, theirs):
    assert person.seen_by(theirs.senior) is None
    transfer = offered(person, ours, theirs)
    assert person.seen_by(theirs.senior) is not None
    refuse_transfer(by=theirs.senior, at=person.service.later(), transfer_id=transfer, because="No room")
    assert person.seen_by(theirs.senior) is None
    assert person.seen_by(ours.senior) is not None


def test_the_sender_no_longer_sees_whom_it_gave_away_and_its_tenures_are_gaps_there(person, ours, theirs):
    moved(person, ours, theirs)
    assert person.seen_by(ours.senior) is None
    assert not Tenure.objects.using("owner").filter(case=person.case, during__upper_inf=True).exists()
    gaps = Gap.objects.using("owner").filter(case=person.case, during__upper_inf=True)
    assert {(gap.kind, gap.unit_id) for gap in gaps} == {(kind.value, theirs.unit) for kind in ROLES}


def test_a_refusal_needs_a_reason_and_leaves_the_case_where_it_is(person, ours, theirs):
    transfer = offered(person, ours, theirs)
    with pytest.raises(Refused, match="Say why the transfer is refused"):
        refuse_transfer(by=theirs.senior, at=person.service.later(), transfer_id=transfer, because="  ")
    refuse_transfer(by=theirs.senior, at=person.service.later(), transfer_id=transfer, because="No room")
    assert person.row.unit_id == ours.unit
    with viewing(ours.senior, person.service.at):
        newest = queries.timeline(person.id, kind="transfer").entries[0]
    assert (newest.what.partition(" by ")[0], newest.note) == ("Refused", "No room")


def test_an_offer_is_withdrawn_by_its_sender_alone(person, ours, theirs):
    transfer = offered(person, ours, theirs)
    with pytest.raises(Refused, match="Only the team that answers for the case can withdraw its offer"):
        withdraw_transfer(by=theirs.senior, at=person.service.later(), transfer_id=transfer)
    withdraw_transfer(by=ours.senior, at=person.service.later(), transfer_id=transfer)
    assert stored(transfer).state == "withdrawn"
    assert person.seen_by(theirs.senior) is None


def test_only_the_team_it_was_offered_to_answers(person, ours, theirs):
    transfer = offered(person, ours, theirs)
    with pytest.raises(Refused, match="Only the team it was offered to"):
        accept_transfer(by=ours.senior, at=person.service.later(), transfer_id=transfer)
    stranger = another_team(person.service)
    with pytest.raises(Refused, match="not yours to see"):
        accept_transfer(by=stranger.senior, at=person.service.later(), transfer_id=transfer)


def test_only_the_team_that_answers_offers_a_case(person, ours, theirs):
    transfer = offered(person, ours, theirs)
    withdraw_transfer(by=ours.senior, at=person.service.later(), transfer_id=transfer)
    transfer = offered(person, ours, theirs)
    third = another_team(person.service)
    with pytest.raises(Refused, match="offer it to another"):
        offer_transfer(
            by=theirs.senior, at=person.service.later(), case_id=person.case, to_unit=third.unit, because="on"
        )


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"because": " "}, "Say why the case should move"),
        ({"kind": TransferKind.TEMPORARY}, "has a last day"),
        ({"until": date(2027, 1, 1)}, "has a last day"),
        ({"kind": TransferKind.TEMPORARY, "until": date(2026, 1, 1)}, "cannot have passed"),
    ],
)
def test_an_offer_that_says_too_little_or_too_much_is_refused_in_words(person, ours, theirs, how, said):
    given_ = {"because": "moved"} | how
    with pytest.raises(Refused, match=said):
        offer_transfer(
            by=ours.senior, at=person.service.later(), case_id=person.case, to_unit=theirs.unit, **given_
        )
    assert not Transfer.objects.using("owner").filter(case=person.case).exists()


def test_an_offer_to_ones_own_team_or_to_nobody_is_refused(person, ours):
    for unit, said in ((ours.unit, "already with that team"), (person.case, "no such team")):
        with pytest.raises(Refused, match=said):
            offer_transfer(
                by=ours.senior, at=person.service.later(), case_id=person.case, to_unit=unit, because="why"
            )


def test_a_case_cannot_go_to_a_body_the_model_does_not_name(person, ours):
    prison = person.service.teams[BodyKind.PRISON]
    with pytest.raises(Refused, match=r"is answered for by public probation provider .*, not by prison"):
        offered(person, ours, prison)


def test_a_second_offer_waits_for_the_first(person, ours, theirs):
    offered(person, ours, theirs)
    with pytest.raises(Refused, match="already offered to another team"):
        offered(person, ours, another_team(person.service))


def test_a_temporary_move_lends_sight_to_the_last_day_and_moves_nothing(person, ours, theirs):
    service = person.service
    until = service.at.date() + timedelta(days=14)
    transfer = offered(person, ours, theirs, kind=TransferKind.TEMPORARY, until=until)
    accept_transfer(by=theirs.senior, at=service.later(), transfer_id=transfer)
    assert person.row.unit_id == ours.unit
    assert Tenure.objects.using("owner").filter(case=person.case, during__upper_inf=True).count() == 3
    assert person.seen_by(theirs.senior)
    service.later(days=13)
    assert person.seen_by(theirs.senior)
    service.later(days=2)
    assert person.seen_by(theirs.senior) is None
    assert person.seen_by(ours.senior)


def test_a_temporary_move_ends_when_either_team_says_so(service, ours, theirs):
    for team in (ours, theirs):
        person = managed(a_person(service))
        until = service.at.date() + timedelta(days=14)
        transfer = offered(person, ours, theirs, kind=TransferKind.TEMPORARY, until=until)
        accept_transfer(by=theirs.senior, at=service.later(), transfer_id=transfer)
        end_temporary_move(by=team.senior, at=service.later(), transfer_id=transfer)
        assert stored(transfer).state == "returned"
        assert person.seen_by(theirs.senior) is None


def test_a_team_that_is_neither_cannot_end_a_temporary_move(person, ours, theirs):
    until = person.service.at.date() + timedelta(days=14)
    transfer = offered(person, ours, theirs, kind=TransferKind.TEMPORARY, until=until)
    accept_transfer(by=theirs.senior, at=person.service.later(), transfer_id=transfer)
    in_court = joins(person.service.court_unit, "senior probation officer")
    with pytest.raises(Refused, match="Only one of the two teams"):
        end_temporary_move(by=in_court, at=person.service.later(), transfer_id=transfer)


def test_a_case_taken_over_for_good_is_not_given_back_as_if_it_had_been_lent(person, ours, theirs):
    transfer = offered(person, ours, theirs)
    accept_transfer(by=theirs.senior, at=person.service.later(), transfer_id=transfer)
    with pytest.raises(Refused, match="taken over for good"):
        end_temporary_move(by=theirs.senior, at=person.service.later(), transfer_id=transfer)
    assert stored(transfer).state == "accepted"


def test_a_temporary_move_is_not_accepted_after_its_last_day(person, ours, theirs):
    until = person.service.at.date()
    transfer = offered(person, ours, theirs, kind=TransferKind.TEMPORARY, until=until)
    with pytest.raises(Refused, match="last day of this temporary move has passed"):
        accept_transfer(by=theirs.senior, at=person.service.later(days=2), transfer_id=transfer)


def test_an_offer_is_not_accepted_as_of_a_time_before_somebody_was_appointed(person, ours, theirs):
    held = Tenure.objects.using("owner").filter(case=person.case, during__upper_inf=True)
    before = min(tenure.during.lower for tenure in held) - timedelta(microseconds=1)
    transfer = offer_transfer(
        by=ours.senior, at=before, case_id=person.case, to_unit=theirs.unit, because="She has moved house"
    )
    with pytest.raises(Refused, match="Something later is recorded on this case already"):
        accept_transfer(by=theirs.senior, at=before, transfer_id=transfer, answer="Welcome")
    assert answering(person, person.service.at) == ours.unit
    assert held.count() == len(ROLES)
    assert not Gap.objects.using("owner").filter(case=person.case, during__upper_inf=True).exists()


def test_closing_a_case_ends_a_temporary_move_and_the_sight_it_lent(person, ours, theirs):
    until = person.service.at.date() + timedelta(days=14)
    transfer = offered(person, ours, theirs, kind=TransferKind.TEMPORARY, until=until)
    accept_transfer(by=theirs.senior, at=person.service.later(), transfer_id=transfer)
    close_case(
        by=ours.senior, at=person.service.later(), case_id=person.case, version=person.row.version,
        because="Order ended",
    )  # fmt: skip
    person.service.later()
    assert stored(transfer).state == "returned"
    assert person.seen_by(theirs.senior) is None


def test_two_who_accept_at_once_take_it_over_once(person, ours, theirs):
    transfer, at = offered(person, ours, theirs), person.service.later()
    second = joins(theirs.unit, "senior probation officer")
    gave = at_once(
        *(lambda by=by: accept_transfer(by=by, at=at, transfer_id=transfer) for by in (theirs.senior, second))
    )
    (lost,) = [one for one in gave if isinstance(one, Refused)]
    assert gave.count(None) == 1
    assert "This transfer is accepted, so it cannot become accepted" in lost.because
    assert Responsibility.objects.using("owner").filter(case=person.case).count() == 2


def test_of_acceptance_and_refusal_at_once_one_wins_and_the_other_is_told_plainly(person, ours, theirs):
    transfer, at = offered(person, ours, theirs), person.service.later()
    gave = at_once(
        lambda: accept_transfer(by=theirs.senior, at=at, transfer_id=transfer),
        lambda: refuse_transfer(by=theirs.senior, at=at, transfer_id=transfer, because="No room"),
    )
    (lost,) = [one for one in gave if isinstance(one, Refused)]
    assert gave.count(None) == 1
    assert "cannot become" in lost.because or "not yours to see" in lost.because
    assert stored(transfer).state in {"accepted", "refused"}
    assert person.row.unit_id == (theirs.unit if stored(transfer).state == "accepted" else ours.unit)


def test_of_acceptance_and_withdrawal_at_once_one_wins(person, ours, theirs):
    transfer, at = offered(person, ours, theirs), person.service.later()
    gave = at_once(
        lambda: accept_transfer(by=theirs.senior, at=at, transfer_id=transfer),
        lambda: withdraw_transfer(by=ours.senior, at=at, transfer_id=transfer),
    )
    assert sorted(type(one).__name__ for one in gave) == ["NoneType", "Refused"]
    assert person.row.unit_id == (theirs.unit if stored(transfer).state == "accepted" else ours.unit)


def test_two_offers_at_once_leave_one(person, ours, theirs):
    third, at = another_team(person.service), person.service.later()
    gave = at_once(
        *(
            lambda unit=unit: offer_transfer(
                by=ours.senior, at=at, case_id=person.case, to_unit=unit, because="moved"
            )
            for unit in (theirs.unit, third.unit)
        )
    )
    (lost,) = [one for one in gave if isinstance(one, Refused)]
    assert "already offered to another team" in lost.because
    assert Transfer.objects.using("owner").filter(case=person.case).count() == 1


def test_the_clocks_run_ten_and_twenty_working_days_over_christmas_and_new_year():
    """Counted on a wall calendar: 25 December 2026 is a Friday, its neighbour's substitute is Monday 28."""
    clocks = clocks_of(date(2026, 12, 14), WorkingCalendar())
    assert (clocks.address_by, clocks.whole_by) == (date(2026, 12, 30), date(2027, 1, 14))


def test_the_clocks_of_an_offer_are_kept_with_it_and_count_down(person, ours, theirs):
    transfer = stored(offered(person, ours, theirs))
    clocks = clocks_of(transfer.offered_at.date(), WorkingCalendar())
    assert (transfer.address_by, transfer.whole_by) == (clocks.address_by, clocks.whole_by)
    with viewing(theirs.senior, person.service.at):
        (waiting,) = [
            w
            for w in queries.transfers_waiting([theirs.unit], at=person.service.at)
            if w.transfer.id == transfer.id
        ]
    assert waiting.working_days_left == 20
    late = person.service.at + timedelta(days=60)
    with viewing(theirs.senior, late):
        (waiting,) = [
            w for w in queries.transfers_waiting([theirs.unit], at=late) if w.transfer.id == transfer.id
        ]
    assert waiting.working_days_left < 0


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_the_clocks_end_on_working_days_the_address_first(day):
    calendar = WorkingCalendar()
    clocks = clocks_of(day, calendar)
    assert day < clocks.address_by < clocks.whole_by
    assert calendar.between(clocks.address_by, clocks.whole_by) == 10


@given(st.sampled_from(TransferState), st.sampled_from(TransferState))
def test_a_transfer_becomes_only_what_the_table_says(now, then):
    if then in TRANSFER_MOVES[now]:
        check_transfer_can_become(now, then)
    else:
        with pytest.raises(Refused, match=f"is {now}, so it cannot become {then}"):
            check_transfer_can_become(now, then)
