"""A member who can run SQL of their own, inside their own session: the functions that act as the owner give nothing away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, connections
from support.people import NOW, Office, a_founder, a_record, an_office, an_uncertain_pair, joins, record
from support.service import Person, Service, a_person, a_service

from throughcare.casework.people.actions import decide_review
from throughcare.casework.people.models import Override, Review
from throughcare.casework.people.models import Person as Record
from throughcare.casework.supervision.actions import draw_sample
from throughcare.casework.supervision.models import Sample, Sampled
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.models import Grant
from throughcare.foundation.access.queries import may_see
from throughcare.foundation.access.rules import Member, OrganisationKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id


def asked(member: Member, sql: str, values: Sequence[Any] = (), *, at: datetime = NOW) -> list[Any]:
    """What a member's own SQL answers, as the web role."""
    with viewing(member, at), connections["default"].cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall()) if cursor.description else []


def a_review(office: Office) -> Review:
    """A review that waits in an office's queue."""
    known, unsure = an_uncertain_pair()
    record(office, known)
    found = record(office, unsure)[0].person_id
    return Review.objects.using("owner").get(person_id=found)


def test_a_review_cannot_be_pointed_at_somebody_else_to_have_their_record_merged():
    """A reviewer may merge a rival whom they cannot see: so whom a review is about is not theirs to write."""
    office, stranger = an_office(), record(an_office(), a_record())[0].person_id
    review = a_review(office)
    with pytest.raises(ProgrammingError, match="permission denied"):
        asked(office.manager, "UPDATE people_review SET rival_id = %s WHERE id = %s", [stranger, review.id])
    answer = asked(
        office.admin, "SELECT people_merge_records(%s, %s, %s, %s, %s, 'x')",
        [new_id(), new_id(), review.person_id, stranger, review.id],
    )  # fmt: skip
    assert answer == [('"hidden"',)]
    assert Record.objects.using("owner").get(id=stranger).state == "current"


def test_a_decided_review_is_not_decided_again():
    office = an_office()
    review = a_review(office)
    decide_review(
        by=office.admin, at=NOW, review_id=review.id, version=review.version, same=False, because="Two people"
    )
    before = Review.objects.using("owner").filter(id=review.id).values().get()
    ids = [new_id() for _ in range(5)]
    answer = asked(office.admin, "SELECT people_rule_different(%s, %s::uuid[], 'again')", [review.id, ids])
    assert answer == [(False,)]
    assert Review.objects.using("owner").filter(id=review.id).values().get() == before
    assert not Override.objects.using("owner").filter(id__in=ids).exists()


@pytest.fixture(scope="module")
def service() -> Service:
    return a_service("england-and-wales-2021", local=("E06000001", "TS24"))


@pytest.fixture(scope="module")
def people(service: Service) -> list[Person]:
    return [a_person(service) for _ in range(2)]


def test_the_seed_of_a_draw_is_the_databases_own_whatever_the_row_said(
    service: Service, people: list[Person]
):
    at, organisation = service.later(), people[0].team.organisation
    inspector = an_inspector(organisation, at=at)
    made = a_sample_row(inspector, organisation, at, {"seed": 17})
    asked(inspector, "SELECT supervision_draw(%s)", [made], at=at)
    assert Sample.objects.using("owner").get(id=made).seed != 17


def an_inspector(
    shared_by: UUID | None = None, *, until: datetime | None = None, at: datetime = NOW
) -> Member:
    """An inspector, with whom an organisation shares for inspection."""
    founder, name = a_founder(), f"Inspectorate {new_id()}"
    body = access.record_organisation(by=founder, at=at, name=name, kind=OrganisationKind.INSPECTORATE)
    unit = access.record_unit(by=founder, at=at, organisation_id=body, name=name, kind="team")
    if shared_by:
        access.agree_to_share(
            by=founder, at=at, shared_by=shared_by, shared_with=body, purpose="inspection", basis="an Act",
            until=until,
        )  # fmt: skip
    return joins(unit, "inspector")


def a_sample_row(inspector: Member, organisation: UUID, at: datetime, other: dict[str, Any]) -> UUID:
    """A sample's row as an inspector may insert it, past the action."""
    made = new_id()
    row = {
        "id": made, "unit_id": inspector.unit_id, "member_id": inspector.id, "at": at, "organisation_id": organisation,
        "seed": 1, "size": 5, "until": at + timedelta(days=5), "because": "x",
    } | other  # fmt: skip
    with viewing(inspector, at):
        Sample.objects.bulk_create([Sample(**row)])
    return made


@pytest.mark.parametrize(
    "other",
    [
        {"until": timedelta(days=4000)},
        {"at": timedelta(days=-400)},
    ],
    ids=["for ten years", "made last year"],
)
def test_a_draw_past_the_action_keeps_its_limits(
    other: dict[str, Any], service: Service, people: list[Person]
):
    at = service.later()
    organisation = people[0].team.organisation
    inspector = an_inspector(organisation, at=service.at - timedelta(hours=1))
    moved = {name: at + value if isinstance(value, timedelta) else value for name, value in other.items()}
    with pytest.raises(ProgrammingError, match=r"a sample is drawn|row-level security"):
        drawn = a_sample_row(inspector, organisation, at, moved)
        asked(inspector, "SELECT supervision_draw(%s)", [drawn], at=at)
    assert not Sampled.objects.using("owner").filter(sample__unit_id=inspector.unit_id).exists()


def test_a_draw_without_an_agreement_does_not_even_tell_how_many_cases_there_are(
    service: Service, people: list[Person]
):
    at = service.later()
    inspector = an_inspector()
    drawn = a_sample_row(inspector, people[0].team.organisation, at, {})
    with pytest.raises(ProgrammingError, match="a sample is drawn"):
        asked(inspector, "SELECT supervision_draw(%s)", [drawn], at=at)


def sees(member: Member, person: UUID, at: datetime) -> bool:
    with viewing(member, at):
        return may_see(person)


def test_what_an_agreement_opened_closes_when_the_agreement_ends(service: Service, people: list[Person]):
    at, organisation = service.later(), people[0].team.organisation
    ends = at + timedelta(days=2)
    inspector = an_inspector(organisation, until=ends, at=service.at - timedelta(minutes=30))
    until = (at + timedelta(days=20)).date()
    draw_sample(
        by=inspector,
        at=at,
        organisation_id=organisation,
        size=5,
        until=until,
        because="an inspection",
    )
    for person in people:
        assert sees(inspector, person.id, ends - timedelta(minutes=1))
        assert not sees(inspector, person.id, ends)
        grant = Grant.objects.using("owner").get(person_id=person.id, unit_id=inspector.unit_id)
        assert grant.during.upper == ends


def test_an_agreement_that_goes_on_from_another_keeps_open_what_that_opened(
    service: Service, people: list[Person]
):
    at, organisation = service.later(), people[0].team.organisation
    middle, ends = at + timedelta(days=2), at + timedelta(days=4)
    inspector = an_inspector(organisation, until=middle, at=service.at - timedelta(minutes=30))
    access.agree_to_share(
        by=a_founder(), at=middle, shared_by=organisation, shared_with=inspector.organisation_id,
        purpose="inspection", basis="a renewal", until=ends,
    )  # fmt: skip
    draw_sample(
        by=inspector, at=at, organisation_id=organisation, size=5, because="an inspection",
        until=(at + timedelta(days=20)).date(),
    )  # fmt: skip
    assert sees(inspector, people[0].id, middle + timedelta(hours=1))
    assert not sees(inspector, people[0].id, ends)


def renewed(inspector: Member, organisation: UUID, at: datetime, until: datetime | None = None) -> UUID:
    return access.agree_to_share(
        by=a_founder(), at=at, shared_by=organisation, shared_with=inspector.organisation_id, purpose="inspection",
        basis="a renewal", until=until,
    )  # fmt: skip


def drawn_under_an_agreement(service: Service, organisation: UUID) -> tuple[Member, datetime, datetime]:
    """An inspector whose agreement ends in two days and whose sample is read for twenty; now, and when it ends."""
    at = service.later()
    ends = at + timedelta(days=2)
    inspector = an_inspector(organisation, until=ends, at=service.at - timedelta(minutes=30))
    draw_sample(
        by=inspector, at=at, organisation_id=organisation, size=5, because="an inspection",
        until=(at + timedelta(days=20)).date(),
    )  # fmt: skip
    return inspector, at, ends


def test_an_agreement_renewed_before_it_ends_goes_on_and_so_does_what_it_opened(
    service: Service, people: list[Person]
):
    organisation = people[0].team.organisation
    inspector, at, ends = drawn_under_an_agreement(service, organisation)
    renewed(inspector, organisation, at + timedelta(hours=1), ends + timedelta(days=3))
    renewed(inspector, organisation, at + timedelta(hours=2), ends + timedelta(days=5))
    for days in (0, 2, 4):
        assert sees(inspector, people[0].id, ends + timedelta(days=days, hours=1)), days
    assert not sees(inspector, people[0].id, ends + timedelta(days=5))


def test_a_renewal_after_the_end_opens_nothing_of_what_had_closed(service: Service, people: list[Person]):
    organisation = people[0].team.organisation
    inspector, _, ends = drawn_under_an_agreement(service, organisation)
    renewed(inspector, organisation, ends + timedelta(hours=1))
    assert not sees(inspector, people[0].id, ends + timedelta(hours=2))


def test_an_agreement_within_one_that_lasts_longer_is_refused(service: Service, people: list[Person]):
    organisation = people[0].team.organisation
    inspector, at, ends = drawn_under_an_agreement(service, organisation)
    with pytest.raises(Refused, match="already have an agreement"):
        renewed(inspector, organisation, at + timedelta(hours=1), ends)


def test_whoever_may_not_agree_to_share_makes_nothing_go_on(service: Service, people: list[Person]):
    organisation = people[0].team.organisation
    inspector, at, ends = drawn_under_an_agreement(service, organisation)
    agreement = renewed(inspector, organisation, ends)
    grants = Grant.objects.using("owner").filter(unit_id=inspector.unit_id)
    grants.update(during=(at, ends))  # as if the renewal had gone by them
    asked(inspector, "SELECT access_go_on_sharing(%s)", [agreement], at=at)
    assert {grant.during.upper for grant in grants} == {ends}


def test_a_sample_ended_at_the_very_instant_of_its_draw_is_closed(service: Service, people: list[Person]):
    """An empty time has no beginning by which to find the agreement, and closes what was open all the same."""
    from throughcare.casework.supervision.actions import end_sample

    at, organisation = service.later(), people[0].team.organisation
    inspector = an_inspector(organisation, at=service.at - timedelta(minutes=30))
    drawn = draw_sample(
        by=inspector, at=at, organisation_id=organisation, size=5, because="an inspection",
        until=(at + timedelta(days=20)).date(),
    )  # fmt: skip
    end_sample(by=inspector, at=at, sample_id=drawn)
    assert not any(sees(inspector, person.id, at + timedelta(hours=1)) for person in people)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT access_end_strays('tenure', '{}')",
        "SELECT * FROM access_caused('tenure', '{}')",
        "SELECT access_follow('people', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '{}', NULL)",
        "SELECT access_close_as_merged(gen_random_uuid(), gen_random_uuid())",
        "SELECT * FROM people_fitting('smith', NULL, NULL, 0.1::real)",
        "SELECT * FROM people_named('smith', 0.1::real)",
        "SELECT people_born('1990-01-01')",
        "SELECT people_candidates('{}')",
        "SELECT supervision_running(gen_random_uuid())",
        "SELECT * FROM access_role_reach",
        "SELECT * FROM audit_entry",
        "UPDATE access_grant SET unit_id = unit_id",
        "DELETE FROM people_person",
        "CREATE TABLE mine (id int)",
        "SET ROLE throughcare_worker",
    ],
)
def test_what_is_not_for_the_web_is_not_for_a_member_there(sql: str):
    office = an_office()
    with pytest.raises(ProgrammingError, match="permission denied"):
        asked(office.admin, sql)
