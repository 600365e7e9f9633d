"""A sample of cases for inspection: drawn by seed, readable by whoever drew it and nobody else, until a day."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connections
from support.people import a_founder, joins
from support.service import Person, Service, a_person, a_service

from throughcare.casework.people import queries as people
from throughcare.casework.supervision.actions import close_case, draw_sample, end_sample
from throughcare.casework.supervision.models import Case, Sample, Sampled
from throughcare.casework.supervision.queries import case_of, sampled_cases, samples
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.queries import who_could_see
from throughcare.foundation.access.rules import Member, OrganisationKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id


@dataclass
class Inspection:
    """An inspectorate that may read the cases of a service's trust, and the people whose cases those are."""

    service: Service
    inspector: Member
    people: list[Person]

    @property
    def organisation(self) -> UUID:
        return self.people[0].team.organisation

    def draw(self, **given) -> UUID:
        """Draw a sample at a moment of its own."""
        at = self.service.later()
        asked = {
            "organisation_id": self.organisation, "size": 2, "until": (at + timedelta(days=10)).date(),
            "because": "an inspection of the area",
        }  # fmt: skip
        return draw_sample(by=self.inspector, at=at, **(asked | given))

    def drawn(self, sample: UUID) -> list[UUID]:
        """Whom a sample named, in the order drawn, whoever may see them."""
        rows = Sampled.objects.using("owner").filter(sample_id=sample).order_by("place")
        return [row.person_id for row in rows]

    def sees(self, person: UUID, *, by: Member | None = None, days: float = 0) -> bool:
        """Whether the inspector may open a record so many days from now."""
        at = self.service.later() + timedelta(days=days)
        with viewing(by or self.inspector, at):
            return people.person_page(person, on=at.date()) is not None


def an_inspection(how_many: int = 4) -> Inspection:
    service = a_service("england-and-wales-2021")
    found = [a_person(service) for _ in range(how_many)]
    founder, at = a_founder(), service.at - timedelta(hours=1)
    body = access.record_organisation(by=founder, at=at, name=f"Inspectorate {new_id()}", kind=OrganisationKind.INSPECTORATE)  # fmt: skip
    unit = access.record_unit(by=founder, at=at, organisation_id=body, name="Inspectors", kind="team")
    inspection = Inspection(service, joins(unit, "inspector"), found)
    access.agree_to_share(
        by=founder, at=at, shared_by=inspection.organisation, shared_with=body, purpose="inspection",
        basis="the inspectorate's statutory powers",
    )  # fmt: skip
    return inspection


@pytest.fixture(scope="module")
def inspection():
    return an_inspection()


def test_before_a_draw_an_inspector_sees_nobody(inspection):
    fresh = joins(inspection.inspector.unit_id, "inspector")
    unseen = an_inspection(1)
    assert not unseen.sees(unseen.people[0].id)
    assert not inspection.sees(unseen.people[0].id, by=fresh)


def test_a_draw_opens_exactly_the_cases_it_names_and_no_other(inspection):
    mine = an_inspection()
    drawn = mine.drawn(mine.draw(size=2))
    assert len(drawn) == 2
    assert {p.id for p in mine.people if mine.sees(p.id)} == set(drawn)


def test_a_draw_opens_the_case_and_its_timeline_too():
    mine = an_inspection(1)
    [person] = mine.drawn(mine.draw(size=5))
    at = mine.service.later()
    with viewing(mine.inspector, at):
        seen = case_of(person, at=at)
    assert seen is not None and seen.case.id == mine.people[0].case


def seed_of(sample: UUID) -> int:
    return Sample.objects.using("owner").get(id=sample).seed


def test_the_order_of_a_draw_is_the_digest_of_the_seed_and_the_case_so_anybody_can_repeat_it(inspection):
    for _ in range(3):
        sample = inspection.draw(size=3)
        frame = Case.objects.using("owner").filter(organisation_id=inspection.organisation, closed_at=None)
        seed = seed_of(sample)
        expected = sorted(frame, key=lambda c: hashlib.sha256(f"{seed} {c.id}".encode()).digest())
        assert inspection.drawn(sample) == [c.person_id for c in expected[:3]]


def test_the_seed_is_the_servers_own_and_another_each_time(inspection):
    with pytest.raises(TypeError, match="seed"):
        inspection.draw(seed=3)
    assert len({seed_of(inspection.draw(size=4)) for _ in range(3)}) == 3


def test_all_draws_under_one_agreement_together_are_of_no_more_than_one_may_be():
    mine = an_inspection(3)
    mine.draw(size=3)
    with pytest.raises(Refused, match="500 cases may be drawn in all, and 3 were: ask for at most 497"):
        mine.draw(size=498)
    assert len(mine.drawn(mine.draw(size=497))) == 3


def test_what_may_be_drawn_in_all_holds_below_the_action_too():
    mine = an_inspection(2)
    mine.draw(size=2)
    at = mine.service.later()
    with pytest.raises(Exception, match="no more than that lets be drawn"), viewing(mine.inspector, at):
        row = Sample(
            unit_id=mine.inspector.unit_id, member_id=mine.inspector.id, at=at, organisation_id=mine.organisation,
            seed=1, size=499, until=at + timedelta(days=3), because="x",
        )  # fmt: skip
        Sample.objects.bulk_create([row])
        connections["default"].cursor().execute("SELECT supervision_draw(%s)", [row.id])


def test_a_sample_says_who_drew_it_when_with_which_seed_and_of_how_many(inspection):
    sample = inspection.draw(size=3, because="a thematic inspection")
    row = Sample.objects.using("owner").get(id=sample)
    assert (row.size, row.member_id, row.because) == (3, inspection.inspector.id, "a thematic inspection")
    at = inspection.service.later()
    with viewing(inspection.inspector, at):
        [seen] = [s for s in samples(at=at) if s.id == sample]
    assert (seen.drawn, seen.drawn_from, seen.member, seen.over) == (3, 4, inspection.inspector.name, False)
    assert seen.seed == row.seed


def test_who_could_see_names_the_sample_as_the_cause_and_the_agreement_as_the_basis():
    mine = an_inspection(1)
    [person] = mine.drawn(mine.draw())
    with viewing(mine.people[0].team.senior, mine.service.later()):
        [line] = [c for c in who_could_see(person) if c.cause == "sample"]
    assert (line.purpose, line.basis) == ("inspection", "the inspectorate's statutory powers")
    assert line.until is not None


def test_a_sample_ends_with_its_last_day_in_london():
    mine = an_inspection(1)
    [person] = mine.drawn(mine.draw(until=(mine.service.at + timedelta(days=3)).date()))
    assert mine.sees(person, days=2.9)
    assert not mine.sees(person, days=4.1)


def test_an_ended_sample_is_closed_at_once_and_cannot_be_ended_again():
    mine = an_inspection(2)
    sample = mine.draw(size=2)
    assert end_sample(by=mine.inspector, at=mine.service.later(), sample_id=sample) == 2
    assert not any(mine.sees(p.id) for p in mine.people)
    with pytest.raises(Refused, match="already ended"):
        end_sample(by=mine.inspector, at=mine.service.later(), sample_id=sample)


def test_another_sample_keeps_open_what_the_first_closes():
    mine = an_inspection(1)
    first, _second = mine.draw(), mine.draw()
    end_sample(by=mine.inspector, at=mine.service.later(), sample_id=first)
    assert mine.sees(mine.people[0].id)


def test_another_unit_neither_reads_a_sample_nor_ends_it():
    mine, theirs = an_inspection(1), an_inspection(1)
    sample = mine.draw()
    assert not mine.sees(mine.people[0].id, by=theirs.inspector)
    with pytest.raises(Refused, match="another unit"):
        end_sample(by=theirs.inspector, at=theirs.service.later(), sample_id=sample)


def test_a_closed_case_and_a_restricted_record_are_not_drawn():
    mine = an_inspection(3)
    closed, restricted, left = mine.people
    senior = closed.team.senior
    close_case(
        by=senior, at=mine.service.later(), case_id=closed.case, version=closed.row.version, because="done"
    )
    access.restrict_record(
        by=senior, at=mine.service.later(), person_id=restricted.id, because="a threat", open_to=[]
    )
    assert mine.drawn(mine.draw(size=10)) == [left.id]


def test_a_record_restricted_after_the_draw_is_closed_to_the_inspector():
    mine = an_inspection(1)
    [person] = mine.drawn(mine.draw())
    access.restrict_record(
        by=mine.people[0].team.senior,
        at=mine.service.later(),
        person_id=person,
        because="a threat",
        open_to=[],
    )
    assert not mine.sees(person)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"size": 0}, "size"),
        ({"size": 501}, "size"),
        ({"size": -3}, "size"),
        ({"because": "  "}, "because"),
        ({"organisation_id": new_id()}, "organisation_id"),
    ],
)
def test_a_draw_that_cannot_be_made_is_refused_and_records_nothing(wrong, field, inspection):
    before = Sample.objects.using("owner").count()
    with pytest.raises(Refused) as refusal:
        inspection.draw(**wrong)
    assert refusal.value.field == field
    assert Sample.objects.using("owner").count() == before


@pytest.mark.parametrize("days", [-1, 400])
def test_a_sample_ends_between_today_and_a_year_from_now(days, inspection):
    with pytest.raises(Refused, match="a year from now"):
        inspection.draw(until=(inspection.service.at + timedelta(days=days)).date())


def test_without_an_agreement_in_force_nothing_is_drawn(inspection):
    elsewhere = an_inspection(1)
    with pytest.raises(Refused, match="No agreement"):
        inspection.draw(organisation_id=elsewhere.organisation)


@pytest.mark.parametrize(
    "role", ["offender manager", "head of delivery unit", "police partner", "administrator"]
)
def test_only_an_inspector_draws(role, inspection):
    other = joins(inspection.inspector.unit_id, role)
    with pytest.raises(Refused, match="may not draw a sample"):
        draw_sample(
            by=other, at=inspection.service.later(), organisation_id=inspection.organisation, size=1,
            until=inspection.service.at.date() + timedelta(days=1), because="curiosity",
        )  # fmt: skip


def test_a_sample_cannot_be_drawn_twice_nor_by_whoever_did_not_record_it():
    mine = an_inspection(1)
    sample = mine.draw()
    for member in (mine.inspector, joins(mine.inspector.unit_id, "inspector"), mine.people[0].team.senior):
        with pytest.raises(Exception, match="drawn once"), viewing(member, mine.service.later()):
            connections["default"].cursor().execute("SELECT supervision_draw(%s)", [sample])
    assert len(mine.drawn(sample)) == 1


def test_a_case_is_unread_until_somebody_of_the_unit_opens_the_record():
    from throughcare.foundation.audit import ledger

    mine = an_inspection(2)
    mine.draw(size=2)
    first = mine.people[0].id
    at = mine.service.later()
    with viewing(mine.inspector, at):
        assert [c.opened for c in sampled_cases(at=at)] == [False, False]
        who = ledger.Who(
            mine.inspector.id, mine.inspector.unit_id, mine.inspector.organisation_id, "inspector"
        )
        ledger.enter("looked", "home", who=who, at=at, people=[p.id for p in mine.people])
        ledger.enter("looked", "person", who=who, at=at, people=[first])
    with viewing(mine.inspector, at):
        assert {c.person_id: c.opened for c in sampled_cases(at=at)} == {
            first: True,
            mine.people[1].id: False,
        }


def test_the_draw_is_in_the_audit_with_its_seed_and_the_people_drawn():
    mine = an_inspection(2)
    sample = mine.draw(size=2)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT subject->>'seed', people FROM audit_entry WHERE subject->>'sample' = %s AND kind = 'did'",
            [str(sample)],
        )
        [(seed, seen)] = cursor.fetchall()
    assert seed == str(seed_of(sample)) and set(seen) == set(mine.drawn(sample))
