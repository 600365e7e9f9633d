"""Two records are found to be one person's, and the finding can be undone to the last row."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.people import NOW, a_name, a_pnc, a_record, an_office, an_uncertain_pair, record

from throughcare.casework.people import queries
from throughcare.casework.people.actions import (
    decide_review,
    keep_apart,
    lift_apart,
    merge_people,
    record_caring,
    record_contact,
    record_death,
    record_phone,
    unmerge_people,
)
from throughcare.casework.people.models import (
    Address,
    Alias,
    Caring,
    Contact,
    Disability,
    Identifier,
    Override,
    Person,
    Phone,
)
from throughcare.casework.people.rules import AliasRecord, HomeRecord, IdentifierKind, Outcome, PersonState
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused

WHY = "Same person: confirmed by the prison."
TABLES = (Alias, Identifier, Address, Phone, Contact, Disability, Caring, Override)


def everything_of(*people):
    """Every row of people, but the counters and stamps that may only grow."""
    rows = {
        t.__name__: list(t.objects.using("owner").filter(person_id__in=people).order_by("id").values())
        for t in TABLES
    }
    rows["Person"] = list(Person.objects.using("owner").filter(id__in=people).order_by("id").values())
    for row in rows["Person"]:
        row.pop("version")
    return rows


def compared_by(*people):
    """What people are compared by, once what is stale has been derived again."""
    record(an_office(), a_record())
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT * FROM people_matching WHERE person_id = ANY (%s) ORDER BY person_id", [list(people)]
        )
        return cursor.fetchall()


def two_records(where, **second):
    one = a_record(aliases=(AliasRecord("Sammy", a_name()),), disabilities=("D", "AUTI"))
    other = a_record(disabilities=("D",), **second)
    return [made.person_id for made in record(where, one, other)]


def test_the_survivor_has_what_both_had():
    ours = an_office()
    survivor, merged = two_records(ours)
    merge_people(by=ours.admin, at=NOW, survivor_id=survivor, merged_id=merged, because=WHY)
    with viewing(ours.admin, NOW):
        page = queries.person_page(survivor, on=NOW.date())
        gone = queries.person_page(merged, on=NOW.date())
    assert len(page.numbers) == 2
    assert {kind for _, _, kind in page.aliases} == {"alias", "name of a merged record"}
    assert {home.kind for home in page.homes} == {"home", "home of a merged record"}
    assert len(page.disabilities) == 2
    assert (gone.state, gone.merged_into) == (PersonState.MERGED, survivor)
    assert gone.numbers == ()


def test_merging_then_undoing_restores_every_row():
    ours = an_office()
    survivor, merged = two_records(ours)
    for person in (survivor, merged):
        record_phone(by=ours.admin, at=NOW, person_id=person, number="01642 000000", safe_to_use="no")
        record_contact(by=ours.admin, at=NOW, person_id=person, name="Next Kin", relationship="sister")
        record_caring(by=ours.admin, at=NOW, person_id=person, whom="child", how_many=2)
    before = everything_of(survivor, merged), compared_by(survivor, merged)
    merge = merge_people(by=ours.admin, at=NOW, survivor_id=survivor, merged_id=merged, because=WHY)
    assert everything_of(survivor, merged) != before[0]
    undone = unmerge_people(by=ours.admin, at=NOW, merge_id=merge, because="It was his brother.")
    assert undone == merged
    assert (everything_of(survivor, merged), compared_by(survivor, merged)) == before


numbers = st.sets(st.sampled_from(["2008/0056560Z", "2010/0000001X", "A1234AA", "X123456"]), max_size=4)


@given(st.data())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_two_records_are_restored_exactly_whatever_they_share(data):
    ours = an_office()
    shared = a_pnc()
    drawn = [
        a_record(
            aliases=tuple(AliasRecord("Al", a_name()) for _ in range(data.draw(st.integers(0, 2)))),
            disabilities=tuple(data.draw(st.sets(st.sampled_from(["D", "AUTI", "LD"])))),
            home=data.draw(
                st.sampled_from([None, HomeRecord("", "TS1 2AB"), HomeRecord(no_fixed_abode=True)])
            ),
            identifiers=data.draw(st.sampled_from([(), ((IdentifierKind.CASE_REFERENCE, "X123456"),)])),
            sentenced_on=tuple(data.draw(st.lists(st.just(NOW.date()), max_size=1))),
        )
        for _ in range(2)
    ]
    assert shared
    survivor, merged = (made.person_id for made in record(ours, *drawn))
    before = everything_of(survivor, merged)
    merge = merge_people(by=ours.admin, at=NOW, survivor_id=survivor, merged_id=merged, because=WHY)
    unmerge_people(by=ours.admin, at=NOW, merge_id=merge, because=WHY)
    assert everything_of(survivor, merged) == before


def test_what_came_after_the_merge_stays_with_the_survivor():
    ours = an_office()
    survivor, merged = two_records(ours)
    merge = merge_people(by=ours.admin, at=NOW, survivor_id=survivor, merged_id=merged, because=WHY)
    record_phone(by=ours.admin, at=NOW, person_id=survivor, number="01642 111111")
    unmerge_people(by=ours.admin, at=NOW, merge_id=merge, because=WHY)
    with viewing(ours.admin, NOW):
        assert len(queries.person_page(survivor, on=NOW.date()).phones) == 1
        assert queries.person_page(merged, on=NOW.date()).phones == ()


def test_records_arriving_for_the_merged_one_join_the_survivor():
    ours = an_office()
    surname, pnc = a_name(), a_pnc()
    known = a_record(surname=surname, identifiers=((IdentifierKind.PNC, pnc),))
    made, other = record(ours, known, a_record(identifiers=()))
    merge_people(by=ours.admin, at=NOW, survivor_id=other.person_id, merged_id=made.person_id, because=WHY)
    (again,) = record(ours, replace(known, ref="again"))
    assert (again.outcome, again.person_id) == (Outcome.JOINED, other.person_id)


def test_the_merged_name_finds_the_survivor_and_only_them():
    ours = an_office()
    survivor, merged = two_records(ours)
    with viewing(ours.admin, NOW):
        surname = queries.person_page(merged, on=NOW.date()).name.split()[-1]
    merge_people(by=ours.admin, at=NOW, survivor_id=survivor, merged_id=merged, because=WHY)
    with viewing(ours.admin, NOW):
        assert [found.id for found in queries.search(words=surname)] == [survivor]


def test_nobody_is_merged_into_themselves():
    ours = an_office()
    survivor, _ = two_records(ours)
    with pytest.raises(Refused, match="into itself"):
        merge_people(by=ours.admin, at=NOW, survivor_id=survivor, merged_id=survivor, because=WHY)


def test_a_merged_record_is_merged_no_further_and_no_circle_closes():
    ours = an_office()
    survivor, merged = two_records(ours)
    merge_people(by=ours.admin, at=NOW, survivor_id=survivor, merged_id=merged, because=WHY)
    for one, other in ((survivor, merged), (merged, survivor)):
        with pytest.raises(Refused, match="merged already"):
            merge_people(by=ours.admin, at=NOW, survivor_id=one, merged_id=other, because=WHY)


def test_merges_are_undone_last_first():
    ours = an_office()
    first, second = two_records(ours)
    third, fourth = two_records(ours)
    one = merge_people(by=ours.admin, at=NOW, survivor_id=first, merged_id=second, because=WHY)
    before = everything_of(first, second, third)
    two = merge_people(by=ours.admin, at=NOW, survivor_id=third, merged_id=first, because=WHY)
    with pytest.raises(Refused, match="Undo the later one first"):
        unmerge_people(by=ours.admin, at=NOW, merge_id=one, because=WHY)
    unmerge_people(by=ours.admin, at=NOW, merge_id=two, because=WHY)
    assert everything_of(first, second, third) == before
    unmerge_people(by=ours.admin, at=NOW, merge_id=one, because=WHY)
    assert fourth


def test_a_merge_is_undone_once():
    ours = an_office()
    survivor, merged = two_records(ours)
    merge = merge_people(by=ours.admin, at=NOW, survivor_id=survivor, merged_id=merged, because=WHY)
    unmerge_people(by=ours.admin, at=NOW, merge_id=merge, because=WHY)
    with pytest.raises(Refused, match="undone before"):
        unmerge_people(by=ours.admin, at=NOW, merge_id=merge, because=WHY)


def test_a_merge_needs_a_reason():
    ours = an_office()
    survivor, merged = two_records(ours)
    with pytest.raises(Refused, match="Say why"):
        merge_people(by=ours.admin, at=NOW, survivor_id=survivor, merged_id=merged, because="  ")


def test_nobody_merges_a_person_they_cannot_see():
    ours, theirs = an_office(), an_office()
    survivor, _ = two_records(ours)
    hidden, _ = two_records(theirs)
    for one, other in ((survivor, hidden), (hidden, survivor)):
        with pytest.raises(Refused, match="not yours to see"):
            merge_people(by=ours.admin, at=NOW, survivor_id=one, merged_id=other, because=WHY)


def test_a_court_officer_may_rule_on_matches_but_not_merge_at_will():
    ours = an_office()
    survivor, merged = two_records(ours)
    with pytest.raises(Refused, match="may not merge people"):
        merge_people(by=ours.court, at=NOW, survivor_id=survivor, merged_id=merged, because=WHY)


def under_review(known_to, arriving_at):
    arrived, unsure = an_uncertain_pair()
    (known,) = record(known_to, arrived)
    (waiting,) = record(arriving_at, unsure)
    assert waiting.outcome is Outcome.REVIEW
    return known.person_id, waiting.person_id, waiting.reviews[0], unsure


def test_a_record_that_may_be_somebody_held_elsewhere_is_judged_by_those_who_see_them():
    ours, theirs = an_office(), an_office()
    known, arrived, review, _ = under_review(theirs, ours)
    with viewing(ours.court, NOW):
        assert queries.open_reviews() == [] and queries.review(review) is None
    with viewing(theirs.court, NOW):
        (waiting,) = queries.open_reviews()
        assert waiting.person is not None and waiting.rival is not None
    merge = decide_review(by=theirs.court, at=NOW, review_id=review, version=1, same=True, because=WHY)
    assert merge is not None
    with viewing(theirs.admin, NOW):
        page = queries.person_page(known, on=NOW.date())
    assert [m.merged_id for m in page.merges] == [arrived]


def test_a_death_that_only_the_newer_record_tells_of_stands_when_a_reviewer_finds_the_two_to_be_one():
    office = an_office()
    known, arrived, review, _ = under_review(office, office)
    record_death(by=office.admin, at=NOW, person_id=arrived, version=1, died_on=NOW.date())
    decide_review(by=office.admin, at=NOW, review_id=review, version=1, same=True, because=WHY)
    states = dict(Person.objects.using("owner").filter(id__in=[known, arrived]).values_list("id", "state"))
    assert states == {arrived: PersonState.DIED, known: PersonState.MERGED}


@pytest.mark.parametrize("ruled_on_first", [True, False])
def test_two_ruled_never_to_be_one_are_not_made_one_by_way_of_a_third(ruled_on_first):
    office = an_office()
    first, second, third = (found.person_id for found in record(office, a_record(), a_record(), a_record()))
    by = {"by": office.admin, "at": NOW, "because": WHY}
    one, other = (first, second) if ruled_on_first else (second, first)
    ruling = keep_apart(person_id=one, other_id=other, **by)
    merge_people(survivor_id=third, merged_id=first, **by)
    for survivor, merged in ((third, second), (second, third)):
        with pytest.raises(Refused, match="never one person"):
            merge_people(survivor_id=survivor, merged_id=merged, **by)
    with viewing(office.admin, NOW):
        assert [one.other_id for one in queries.kept_apart(third)] == [second]
    lift_apart(ruling_id=ruling, **by)
    assert merge_people(survivor_id=third, merged_id=second, **by)


def test_whoever_sent_a_record_does_not_rule_that_it_is_somebody_they_do_not_see():
    ours, theirs = an_office(), an_office()
    known, _, review, _ = under_review(theirs, ours)
    for member in (ours.court, ours.admin):
        with pytest.raises(Refused, match="no such review in your queue"):
            decide_review(by=member, at=NOW, review_id=review, version=1, same=True, because=WHY)
        with viewing(member, NOW):
            assert queries.person_page(known, on=NOW.date()) is None


def test_what_a_review_showed_is_shown_until_it_is_ruled_and_no_longer():
    ours, theirs = an_office(), an_office()
    _, arrived, review, _ = under_review(theirs, ours)
    later = NOW + timedelta(minutes=1)
    with viewing(theirs.court, later):
        assert queries.person_page(arrived, on=NOW.date()) is not None
    decide_review(by=theirs.court, at=later, review_id=review, version=1, same=False, because="Cousins.")
    with viewing(theirs.court, later + timedelta(minutes=1)):
        assert queries.person_page(arrived, on=NOW.date()) is None


def test_the_unit_that_recorded_the_merged_record_now_sees_the_survivor():
    ours, theirs = an_office(), an_office()
    known, _, review, _ = under_review(theirs, ours)
    later = NOW + timedelta(minutes=1)
    merge = decide_review(by=theirs.court, at=NOW, review_id=review, version=1, same=True, because=WHY)
    with viewing(ours.admin, later):
        assert queries.person_page(known, on=NOW.date()) is not None
    unmerge_people(by=ours.admin, at=later, merge_id=merge, because=WHY)
    with viewing(ours.admin, later + timedelta(minutes=1)):
        assert queries.person_page(known, on=NOW.date()) is None


def test_people_ruled_different_are_never_offered_again():
    ours = an_office()
    known, arrived, review, unsure = under_review(ours, ours)
    assert (
        decide_review(by=ours.court, at=NOW, review_id=review, version=1, same=False, because="Cousins.")
        is None
    )
    (again,) = record(ours, replace(unsure, ref="third"))
    assert (again.outcome, again.person_id) == (Outcome.JOINED, arrived)
    with viewing(ours.admin, NOW):
        assert queries.open_reviews() == []
    assert known != arrived


def test_a_review_is_decided_once():
    ours = an_office()
    _, _, review, _ = under_review(ours, ours)
    decide_review(by=ours.court, at=NOW, review_id=review, version=1, same=False, because="Cousins.")
    with pytest.raises(Refused, match="already decided"):
        decide_review(by=ours.court, at=NOW, review_id=review, version=1, same=True, because=WHY)


def test_a_review_of_another_unit_is_nobodys_here():
    ours, theirs = an_office(), an_office()
    _, _, review, _ = under_review(theirs, theirs)
    with pytest.raises(Refused, match="no such review in your queue"):
        decide_review(by=ours.court, at=NOW, review_id=review, version=1, same=True, because=WHY)
