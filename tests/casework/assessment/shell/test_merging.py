"""Two records are found to be one person's: what was assessed of them follows, and goes back as it stood."""

from dataclasses import dataclass

import psycopg
import pytest
from django.db import connections
from support.assessing import Assessed, being_assessed, signed, the_service
from support.people import joins
from support.service import hear

from throughcare.casework.assessment import actions, queries
from throughcare.casework.assessment.actions import Registering
from throughcare.casework.assessment.models import Assessment, Registration, Score, StepTaken, Tier
from throughcare.casework.people.actions import merge_people, unmerge_people
from throughcare.foundation.access.rules import Member

TABLES = ("assessment", "answersaved", "steptaken", "score", "registration")
WHY = "Same person: confirmed by the prison."


@dataclass
class Two:
    """Two records of one person, each with what was assessed of it, and who may merge them."""

    kept: Assessed
    gone: Assessed
    admin: Member
    merge: object = None

    def merged(self):
        self.merge = merge_people(
            by=self.admin, at=self.kept.now(), survivor_id=self.kept.id, merged_id=self.gone.id, because=WHY
        )
        hear()
        return self

    def unmerged(self):
        unmerge_people(by=self.admin, at=self.kept.now(), merge_id=self.merge, because="Two men after all.")
        hear()
        return self

    def everything(self):
        """Every row of both but their tiers, whole, by table."""
        with connections["owner"].cursor() as cursor:
            found = {}
            for table in TABLES:
                cursor.execute(
                    f"SELECT id::text, to_jsonb(t)::text FROM assessment_{table} t WHERE person_id = ANY (%s)",
                    [[self.kept.id, self.gone.id]],
                )
                found[table] = dict(cursor.fetchall())
        return found


def two(make_kept=signed, make_gone=signed):
    the_service().takes_its_area()
    kept, gone = make_kept(), make_gone()
    return Two(kept, gone, joins(kept.service.court_unit, "case administrator"))


def of(model, person):
    return model.objects.using("owner").filter(person_id=person)


def running_tier(person):
    return of(Tier, person).filter(during__upper_inf=True).first()


def registers(one, kind, value="", **when):
    with_ = [Registering(one.id, kind, value)]
    actions.record_registrations(by=one.officer, at=one.now(**when), registrations=with_)


@pytest.fixture(scope="module")
def plain():
    """Both were assessed and scored; merged, with what stood before and stands after."""
    found = two()
    before = found.everything()
    after = found.merged().everything()
    return found, before, after


def test_every_row_of_both_stands_on_the_survivor_and_none_is_lost(plain):
    found, before, after = plain
    assert all(before[table] for table in ("assessment", "answersaved", "steptaken", "score"))
    for table in TABLES:
        assert before[table].keys() == after[table].keys(), table
    assert not any(
        of(model, found.gone.id).exists() for model in (Assessment, Score, Registration, StepTaken)
    )


def test_of_two_present_scores_of_an_instrument_the_later_stands(plain):
    found, _, _ = plain
    present = {row.instrument: row for row in of(Score, found.kept.id).filter(current=True)}
    latest = {}
    for row in of(Score, found.kept.id).order_by("scored_at", "id"):
        latest[row.instrument] = row.scored_at
    assert {name: row.scored_at for name, row in present.items()} == latest
    assert all(row.assessment_id == found.gone.assessment for row in present.values())


def test_the_merged_record_has_no_tier_any_more_and_the_survivor_has_one(plain):
    found, _, _ = plain
    assert running_tier(found.gone.id) is None
    assert of(Tier, found.gone.id).exists()
    assert running_tier(found.kept.id) is not None


def test_whoever_manages_the_survivor_reads_both_assessments(plain):
    found, _, _ = plain
    seen = found.kept.ask(queries.assessments_of, found.kept.id)
    assert {one.id for one in seen} >= {found.kept.assessment, found.gone.assessment}


def test_undone_every_row_stands_exactly_as_it_did():
    found = two()
    before = found.everything()
    had = {person: running_tier(person).tier for person in (found.kept.id, found.gone.id)}
    found.merged().unmerged()
    assert found.everything() == before
    assert {person: running_tier(person).tier for person in had} == had


def test_of_two_assessments_under_way_the_merged_records_is_locked_as_it_is_and_opens_again_when_undone():
    found = two(being_assessed, being_assessed)
    before = found.everything()
    found.merged()
    states = dict(of(Assessment, found.kept.id).values_list("id", "state"))
    assert states[found.gone.assessment] == "locked incomplete"
    assert states[found.kept.assessment] == "draft"
    step = of(StepTaken, found.kept.id).get(assessment=found.gone.assessment, step="lock incomplete")
    assert "under way" in step.because
    found.unmerged()
    assert found.everything() == before


def test_one_assessment_under_way_goes_on_under_the_survivor():
    found = two(signed, being_assessed).merged()
    assert of(Assessment, found.kept.id).get(id=found.gone.assessment).state == "draft"
    found.unmerged()
    assert of(Assessment, found.gone.id).get(id=found.gone.assessment).state == "draft"


def test_what_was_scored_since_for_an_assessment_that_goes_back_goes_with_it():
    found = two(signed, signed)
    found.merged()
    new = Score.objects.using("owner").filter(assessment=found.gone.assessment).count()
    found.unmerged()
    assert of(Score, found.gone.id).filter(assessment=found.gone.assessment).count() == new
    assert not of(Score, found.kept.id).filter(assessment=found.gone.assessment).exists()
    for person in (found.kept.id, found.gone.id):
        names = list(of(Score, person).filter(current=True).values_list("instrument", flat=True))
        assert len(names) == len(set(names)) > 0


@pytest.fixture(scope="module")
def registered():
    """Both were registered at a level of MAPPA, the merged record later; only it for something else."""
    found = two(being_assessed, being_assessed)
    registers(found.kept, "mappa", "1")
    registers(found.gone, "mappa", "2")
    registers(found.gone, "iom")
    return found


def levels(person, at):
    rows = of(Registration, person).filter(during__contains=at)
    return sorted((row.kind, row.value) for row in rows)


def test_of_two_registrations_of_a_kind_the_later_stands_and_all_go_back_when_undone(registered):
    found = registered
    before, at = found.everything(), found.kept.now()
    found.merged()
    assert levels(found.kept.id, found.kept.now()) == [("iom", ""), ("mappa", "2")]
    assert levels(found.gone.id, found.kept.now()) == []
    earlier = of(Registration, found.kept.id).get(kind="mappa", value="1")
    later = of(Registration, found.kept.id).get(kind="mappa", value="2")
    assert earlier.during.upper == later.during.lower <= at
    found.unmerged()
    assert found.everything() == before


def test_hearing_of_a_merge_twice_changes_nothing_more(plain):
    from support.people import as_worker

    from throughcare.casework.assessment.models import UNDER_WAY
    from throughcare.casework.people.events import follow_merge
    from throughcare.foundation.access.session import viewing

    found, _, after = plain
    with as_worker(), viewing(found.admin, found.kept.service.at):
        assert follow_merge(found.merge, "assessment", under_way=UNDER_WAY) == ("nothing to do", {})
    assert found.everything() == after


def test_the_web_role_cannot_carry_anything_over(plain):
    found, _, _ = plain
    with pytest.raises(Exception) as wrong, connections["default"].cursor() as cursor:
        cursor.execute("SELECT people_follow_merge(%s, 'assessment', '{}')", [found.merge])
    assert isinstance(wrong.value.__cause__, psycopg.errors.InsufficientPrivilege)
    connections["default"].close()


def test_a_chain_of_merges_comes_undone_from_the_last():
    found = two()
    third = Two(signed(), found.kept, found.admin)
    first, last = found.everything(), None
    found.merged()
    third.merged()
    assert (
        of(Assessment, third.kept.id).filter(id__in=[found.kept.assessment, found.gone.assessment]).count()
        == 2
    )
    third.unmerged()
    found.unmerged()
    last = found.everything()
    assert last == first
