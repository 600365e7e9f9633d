"""Making one record of two opens nothing: who was kept from either is kept from the one that stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from support.people import NOW, Office, a_record, an_office, an_uncertain_pair, joins, record
from support.wall_visits import browser, caller

from throughcare.casework.people.actions import decide_review, keep_apart, merge_people, unmerge_people
from throughcare.casework.people.models import KeptApart, Review
from throughcare.casework.people.queries import kept_apart
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.models import Kin, Restriction
from throughcare.foundation.access.queries import may_see, memberships_of
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id

WHY = "Same person: confirmed by the prison."


@pytest.fixture(scope="module")
def office() -> Office:
    return an_office()


def two(office: Office) -> tuple[UUID, UUID]:
    one, other = record(office, a_record(), a_record())
    return one.person_id, other.person_id


def sees(member: Member, person: UUID, at: datetime = NOW) -> bool:
    with viewing(member, at):
        return may_see(person)


def merged(office: Office, survivor: UUID, gone: UUID) -> UUID:
    return merge_people(by=office.admin, at=NOW, survivor_id=survivor, merged_id=gone, because=WHY)


def kin_of(person: UUID) -> set[UUID]:
    return set(Kin.objects.using("owner").filter(person_id=person).values_list("member_id", flat=True))


def restricted(office: Office, person: UUID, by: Member, *open_to: Member) -> UUID:
    return access.restrict_record(
        by=by,
        at=NOW,
        person_id=person,
        because="A member of staff is a victim",
        open_to=[m.id for m in open_to],
    )


def test_ones_kin_stays_closed_when_their_record_is_merged_into_another(office: Office):
    survivor, gone = two(office)
    access.declare_kin(by=office.manager, at=NOW, person_id=gone)
    assert sees(office.manager, survivor)
    undo = merged(office, survivor, gone)
    assert not sees(office.manager, survivor) and not sees(office.manager, gone)
    assert browser(office.manager).get(f"/people/{survivor}").status_code == 404
    assert caller(office.manager).get(f"/api/v1/people/{survivor}").status_code == 404
    assert sees(office.admin, survivor)

    unmerge_people(by=office.admin, at=NOW, merge_id=undo, because="Two people after all")
    assert sees(office.manager, survivor) and not sees(office.manager, gone)


def test_kin_declared_of_both_stay_declared_of_both_when_the_merge_is_undone(office: Office):
    survivor, gone = two(office)
    for person in (survivor, gone):
        access.declare_kin(by=office.manager, at=NOW, person_id=person)
    undo = merged(office, survivor, gone)
    unmerge_people(by=office.admin, at=NOW, merge_id=undo, because="Two people after all")
    assert kin_of(survivor) == kin_of(gone) == {office.manager.id}


def test_kin_follow_through_two_merges(office: Office):
    first, second = two(office)
    third = record(office, a_record())[0].person_id
    access.declare_kin(by=office.manager, at=NOW, person_id=first)
    merged(office, second, first)
    last = merged(office, third, second)
    assert not sees(office.manager, third)
    unmerge_people(by=office.admin, at=NOW, merge_id=last, because="Two people after all")
    assert sees(office.manager, third) and not sees(office.manager, second)


def test_kin_of_any_hat_are_closed_to_every_hat_after_a_merge(office: Office):
    survivor, gone = two(office)
    assert office.manager.account_id is not None
    access.declare_kin(by=office.manager, at=NOW, person_id=gone)
    merged(office, survivor, gone)
    for hat in memberships_of(office.manager.account_id, at=NOW):
        assert not sees(hat, survivor)


@pytest.fixture
def senior(office: Office) -> Member:
    return joins(office.unit, "senior probation officer")


def test_a_restricted_record_stays_restricted_when_it_is_merged_into_an_open_one(
    office: Office, senior: Member
):
    survivor, gone = two(office)
    restricted(office, gone, senior, office.admin)
    assert sees(office.manager, survivor) and not sees(office.manager, gone)
    undo = merged(office, survivor, gone)
    assert not sees(office.manager, survivor)
    assert browser(office.manager).get(f"/people/{survivor}").status_code == 404
    assert sees(senior, survivor) and sees(office.admin, survivor)

    unmerge_people(by=office.admin, at=NOW, merge_id=undo, because="Two people after all")
    assert sees(office.manager, survivor) and not sees(office.manager, gone)


def test_of_two_restricted_records_only_those_to_whom_both_are_open_see_the_one(
    office: Office, senior: Member
):
    survivor, gone = two(office)
    other = joins(office.unit, "senior probation officer")
    kept = restricted(office, survivor, senior, office.admin, office.manager)
    restricted(office, gone, other, office.admin)
    before = Restriction.objects.using("owner").get(id=kept).open_to
    undo = merged(office, survivor, gone)
    assert sees(office.admin, survivor)
    assert not any(sees(member, survivor) for member in (senior, other, office.manager))

    unmerge_people(by=office.admin, at=NOW, merge_id=undo, because="Two people after all")
    assert Restriction.objects.using("owner").get(id=kept).open_to == before
    assert sees(senior, survivor) and not sees(other, survivor)
    assert sees(other, gone) and not sees(senior, gone)


def test_a_restriction_that_was_lifted_before_comes_along_with_nothing(office: Office, senior: Member):
    survivor, gone = two(office)
    restricted(office, gone, senior, office.admin)
    access.lift_restriction(by=senior, at=NOW, person_id=gone)
    merged(office, survivor, gone)
    assert sees(office.manager, survivor)


def test_a_restriction_lifted_from_the_survivor_is_not_put_back_by_undoing(office: Office, senior: Member):
    survivor, gone = two(office)
    restricted(office, gone, senior, office.admin)
    undo = merged(office, survivor, gone)
    access.lift_restriction(by=senior, at=NOW, person_id=survivor)
    assert sees(office.manager, survivor)
    unmerge_people(by=office.admin, at=NOW, merge_id=undo, because="Two people after all")
    assert sees(office.manager, survivor) and not sees(office.manager, gone)


def test_what_was_closed_while_two_were_one_is_closed_of_both_when_they_part(office: Office, senior: Member):
    survivor, gone = two(office)
    undo = merged(office, survivor, gone)
    later = NOW + timedelta(minutes=1)
    access.declare_kin(by=office.manager, at=later, person_id=survivor)
    access.restrict_record(
        by=senior, at=later, person_id=survivor, because="A victim", open_to=[office.admin.id]
    )
    unmerge_people(by=office.admin, at=later, merge_id=undo, because="Two people after all")
    assert kin_of(gone) == kin_of(survivor) == {office.manager.id}
    for person in (survivor, gone):
        assert sees(senior, person, later) and not sees(office.court, person, later)


def test_nobody_merges_a_record_that_is_closed_to_them(office: Office, senior: Member):
    survivor, gone = two(office)
    restricted(office, gone, senior)
    with pytest.raises(Refused, match="not yours to see"):
        merged(office, survivor, gone)


def test_kin_are_kept_from_a_record_that_a_reviewer_merged(office: Office):
    known, unsure = an_uncertain_pair()
    record(office, known)
    found = record(office, unsure)[0].person_id
    review = Review.objects.using("owner").get(person_id=found)
    access.declare_kin(by=office.manager, at=NOW, person_id=found)
    decide_review(
        by=office.admin, at=NOW, review_id=review.id, version=review.version, same=True, because=WHY
    )
    assert not sees(office.manager, review.rival_id)


@pytest.mark.parametrize("where", ["kin", "restrict"])
def test_nothing_is_closed_by_closing_a_record_that_was_merged(office: Office, senior: Member, where: str):
    """Whoever opens the old record by its address is sent to the one that stands, and does not believe it closed."""
    survivor, gone = two(office)
    merged(office, survivor, gone)
    client = browser(senior)
    answer = client.post(f"/people/{gone}/{where}", {"because": "x", "idempotency_key": str(new_id())})
    assert answer.status_code == 422 and "Open the record that survived" in answer.content.decode()
    assert kin_of(gone) == set() and not Restriction.objects.using("owner").filter(person_id=gone).exists()
    assert client.get(f"/people/{survivor}/{where}").status_code == 200


def test_that_two_are_never_one_is_told_to_nobody_who_sees_but_one_of_them(office: Office, senior: Member):
    why = f"A twin of {new_id()}, held at another prison."
    for closed in (0, 1):
        one = two(office)
        ruling = keep_apart(by=office.admin, at=NOW, person_id=one[0], other_id=one[1], because=why)
        open_one, hidden = one[1 - closed], one[closed]
        with viewing(office.manager, NOW):
            assert [ruled.other_id for ruled in kept_apart(open_one)] == [hidden]
        restricted(office, hidden, senior, office.admin)
        shown = browser(office.manager).get(f"/people/{open_one}/identity").content.decode()
        assert why not in shown and str(hidden) not in shown
        with viewing(office.manager, NOW):
            assert kept_apart(open_one) == [] and not KeptApart.objects.filter(id=ruling).exists()
        with viewing(office.admin, NOW):
            assert [ruled.because for ruled in kept_apart(open_one)] == [why]
