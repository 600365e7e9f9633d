"""Two records are found to be one person's: what courts and supervision hold follows, and goes back to the last row."""

from dataclasses import dataclass
from datetime import timedelta

import psycopg
import pytest
from django.db import connections
from support.people import a_founder, as_worker, joins
from support.service import Person, Service, Team, a_person, a_service, hear, managed

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.actions import record_breach
from throughcare.casework.courts.models import SentenceEvent
from throughcare.casework.people.actions import merge_people, unmerge_people
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.actions import (
    accept_transfer,
    close_case,
    offer_transfer,
    record_movement,
    record_on_timeline,
)
from throughcare.casework.supervision.models import Case, Gap, Tenure, TimelineEntry
from throughcare.casework.supervision.rules import TenureKind
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.access.actions import record_unit
from throughcare.foundation.access.follows import GoesWith, Moves, declared
from throughcare.foundation.access.models import Grant
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Announcement
from throughcare.foundation.audit.outbox import LISTENERS, Heard
from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.rules import BodyKind

WHY = "Same person: confirmed by the prison."
ROLES = (TenureKind.OFFENDER_MANAGER, TenureKind.SUPERVISOR, TenureKind.RESPONSIBLE_OFFICER)
TABLES = [
    model._meta.db_table
    for model, follows in declared()
    if model._meta.app_label in {"courts", "supervision"} and isinstance(follows, Moves | GoesWith)
]
CARRIES = ("throughcare.casework.courts.reactions", "throughcare.casework.supervision.reactions")


@dataclass
class Two:
    """Two records of one person in one service: the survivor-to-be, the other, and who may merge them."""

    service: Service
    kept: Person
    gone: Person
    admin: Member
    other_team: Team
    merge: object = None

    def merged(self):
        at = self.service.later()
        self.merge = merge_people(
            by=self.admin, at=at, survivor_id=self.kept.id, merged_id=self.gone.id, because=WHY
        )
        hear()
        self.service.later()
        return self

    def unmerged(self):
        unmerge_people(
            by=self.admin, at=self.service.later(), merge_id=self.merge, because="Two men after all."
        )
        hear()
        self.service.later()

    def everything(self):
        """Every row of both, whole, by table."""
        with connections["owner"].cursor() as cursor:
            found = {}
            for table in TABLES:
                cursor.execute(
                    f"SELECT to_jsonb(t) FROM {table} t WHERE person_id = ANY (%s) ORDER BY id",
                    [[self.kept.id, self.gone.id]],
                )
                found[table] = {row[0]["id"]: row[0] for row in map(as_json, cursor.fetchall())}
        return found


def as_json(row):
    import json

    return tuple(json.loads(value) if isinstance(value, str) else value for value in row)


@pytest.fixture(scope="module")
def service():
    return a_service("england-and-wales-2021")


def another_team(service):
    """A second team of the organisation that answers for cases here."""
    first = service.teams[BodyKind.PUBLIC_PROVIDER]
    unit = record_unit(
        by=a_founder(), at=service.at, organisation_id=first.organisation, name=f"Second team {service.later()}",
        kind="team",
    )  # fmt: skip
    return Team(
        first.body, first.organisation, unit, joins(unit, "senior probation officer"), joins(unit, "offender manager")
    )  # fmt: skip


@pytest.fixture
def two(service):
    """Both have an open case with a full record, in two teams; the court's administrator sees both."""
    service.later()
    kept, gone = managed(a_person(service), *ROLES), managed(a_person(service), *ROLES)
    other = another_team(service)
    moved(gone, other)
    return Two(service, kept, gone, joins(service.court_unit, "case administrator"), other)


def moved(person, team):
    service = person.service
    offered = offer_transfer(
        by=person.team.senior,
        at=service.later(),
        case_id=person.case,
        to_unit=team.unit,
        because="moved house",
    )
    accept_transfer(by=team.senior, at=service.later(), transfer_id=offered)
    record_on_timeline(
        by=team.senior, at=service.later(), case_id=person.case, kind="note", what="Seen in the new office"
    )


def breached(person, by):
    with viewing(by, person.service.at):
        sentence = courts.sentences_of(person.id)[0]
    record_breach(
        by=by, at=person.service.later(), sentence_id=sentence.id, version=sentence.version,
        on=person.service.at.date(), because="Missed three appointments",
    )  # fmt: skip
    hear()


def without_tidings(rows):
    """Rows but the timeline's lines about merging, which stay as history."""
    kept = {id: row for id, row in rows["supervision_timelineentry"].items() if row["kind"] != "merge"}
    return rows | {"supervision_timelineentry": kept}


def persons(rows):
    return {table: {row["person_id"] for row in found.values()} for table, found in rows.items() if found}


def case_row(case):
    return Case.objects.using("owner").get(id=case)


def test_every_row_of_both_contexts_stands_on_the_survivor_after_a_merge(two):
    before = two.everything()
    after = two.merged().everything()
    assert all(found == {str(two.kept.id)} for found in persons(after).values()), persons(after)
    for table in TABLES:
        assert before[table].keys() <= after[table].keys(), f"a row of {table} was lost"


def test_an_unmerge_restores_every_row_exactly_when_both_had_open_cases(two):
    breached(two.gone, two.service.officer_of_the_court)
    before = two.everything()
    filled = {table for table, rows in before.items() if rows}
    assert filled >= {"courts_sentenceevent", "courts_requirement", "supervision_transfer", "supervision_gap"}
    two.merged().unmerged()
    assert without_tidings(two.everything()) == before


def test_an_unmerge_restores_every_row_exactly_when_only_the_merged_record_had_an_open_case(two):
    close_case(
        by=two.kept.team.senior, at=two.service.later(), case_id=two.kept.case, version=two.kept.row.version,
        because="The order ended",
    )  # fmt: skip
    before = two.everything()
    two.merged()
    assert case_row(two.gone.case).closed_at is None
    assert case_row(two.gone.case).person_id == two.kept.id
    two.unmerged()
    assert without_tidings(two.everything()) == before


def test_of_two_open_cases_the_survivors_goes_on_and_the_other_is_closed_as_merged(two):
    two.merged()
    kept, closed = case_row(two.kept.case), case_row(two.gone.case)
    assert (kept.closed_at, closed.closed_because) == (None, "the record was merged")
    assert closed.closed_at is not None
    for model in (Tenure, Gap):
        assert not model.objects.using("owner").filter(case=closed, during__upper_inf=True).exists()


def test_the_closed_cases_timeline_and_sentences_are_read_from_the_survivor(two):
    two.merged()
    with viewing(two.kept.team.senior, two.service.at):
        said = {entry.what for entry in supervision.timeline(two.kept.id).entries}
        assert len(courts.sentences_of(two.kept.id)) == 2
    assert "Seen in the new office" in said


def test_both_teams_are_told_by_a_line_that_says_what_was_closed(two):
    two.merged()
    with viewing(two.kept.team.senior, two.service.at):
        shown = {entry.id for entry in supervision.timeline(two.kept.id, kind="merge").entries}
    told = list(TimelineEntry.objects.using("owner").filter(id__in=shown))
    assert {entry.case_id for entry in told} == {two.kept.case, two.gone.case}
    (ours,) = [entry for entry in told if entry.case_id == two.kept.case]
    assert "risk not assessed, community order, community" in ours.note


def test_the_merged_cases_team_may_read_the_survivor_for_a_year_and_then_not(two):
    assert two.gone.seen_by(two.other_team.senior)
    two.merged()
    seen = Person(two.kept.id, two.kept.case, two.service)
    assert seen.seen_by(two.other_team.senior) is not None
    with viewing(two.other_team.senior, two.service.at + timedelta(days=366)):
        assert supervision.case_of(two.kept.id, at=two.service.at) is None


def test_sight_follows_the_record_to_the_survivor_and_back(two):
    def sees(who, person):
        with viewing(who, two.service.at):
            return bool(courts.sentences_of(person.id))

    keeper, leaver = two.kept.team.senior, two.other_team.senior
    assert [sees(keeper, two.kept), sees(keeper, two.gone)] == [True, False]
    assert [sees(leaver, two.kept), sees(leaver, two.gone)] == [False, True]
    two.merged()
    assert [sees(leaver, two.kept), sees(leaver, two.gone)] == [True, False]
    two.unmerged()
    assert [sees(keeper, two.kept), sees(keeper, two.gone)] == [True, False]
    assert [sees(leaver, two.kept), sees(leaver, two.gone)] == [False, True]


def test_no_grant_of_a_cause_that_moved_still_stands_on_the_record_it_left(two):
    def standing(person):
        kinds = ["court date", "responsibility", "tenure", "transfer"]
        rows = Grant.objects.using("owner").filter(person_id=person.id, cause_kind__in=kinds)
        return rows.filter(during__contains=two.service.at).count()

    held = standing(two.gone)
    assert held
    two.merged()
    assert standing(two.gone) == 0
    two.unmerged()
    assert standing(two.gone) == held


def test_hearing_of_a_merge_twice_or_of_an_undoing_twice_changes_nothing_more(two):
    two.merged()
    once = two.everything()
    again(two, "PeopleMerged")
    assert two.everything() == once
    two.unmerged()
    back = two.everything()
    again(two, "PeopleUnmerged")
    again(two, "PeopleMerged")
    assert two.everything() == back


def again(two, event):
    told = Announcement.objects.using("owner").filter(event=event, facts__merge_id=str(two.merge)).get()
    for name, listener in LISTENERS[event].items():
        if name.startswith(CARRIES):
            with as_worker(), viewing(two.admin, told.at):
                listener(Heard(told.id, told.at, told.facts, told.member_id))


def test_an_undoing_heard_before_its_merge_leaves_everything_where_it_is(two):
    before = two.everything()
    at = two.service.later()
    two.merge = merge_people(by=two.admin, at=at, survivor_id=two.kept.id, merged_id=two.gone.id, because=WHY)
    unmerge_people(by=two.admin, at=two.service.later(), merge_id=two.merge, because="A slip.")
    again(two, "PeopleUnmerged")
    hear()
    assert two.everything() == before


def test_what_is_hung_on_a_sentence_while_merged_goes_back_with_it(two):
    two.merged()
    with viewing(two.admin, two.service.at):
        newest = {s.id: s for s in courts.sentences_of(two.kept.id)}
    ours = courts_of(two.gone.case)
    record_breach(
        by=two.service.officer_of_the_court, at=two.service.later(), sentence_id=ours,
        version=newest[ours].version, on=two.service.at.date(), because="Missed three appointments",
    )  # fmt: skip
    hear()
    two.unmerged()
    (event,) = SentenceEvent.objects.using("owner").filter(sentence=ours)
    (line,) = TimelineEntry.objects.using("owner").filter(kind="breach", about_id=ours)
    assert event.person_id == line.person_id == two.gone.id


def courts_of(case):
    from throughcare.casework.supervision.models import Matter

    return Matter.objects.using("owner").get(case=case, kind="sentence").about_id


def test_days_in_custody_follow_to_the_survivor_and_go_back(two):
    record_movement(
        by=two.other_team.senior, at=two.service.later(), case_id=two.gone.case,
        version=case_row(two.gone.case).version, kind=MovementKind.RECEIVED, prison="LEI", because="remanded",
    )  # fmt: skip
    before = two.everything()["supervision_movement"]
    after = two.merged().everything()["supervision_movement"]
    assert len(before) == 1 and before.keys() == after.keys()
    assert {row["person_id"] for row in after.values()} == {str(two.kept.id)}
    two.unmerged()
    assert two.everything()["supervision_movement"] == before


def test_a_chain_of_merges_carries_everything_along_and_is_undone_from_the_last(two):
    third = a_person(two.service)
    first = two.merged()
    both = Two(two.service, third, two.kept, two.admin, two.other_team)
    carried = two.everything()
    both.merged()
    assert all(found == {str(third.id)} for found in persons(both.everything()).values())
    with pytest.raises(Refused):  # the record it was merged into stands no longer
        first.unmerged()
    both.unmerged()
    assert without_tidings(two.everything()) == without_tidings(carried)
    first.unmerged()
    assert case_row(two.gone.case).person_id == two.gone.id
    assert case_row(two.kept.case).person_id == two.kept.id


def test_the_web_role_may_not_move_records_itself(two, database):
    from throughcare.server.database.urls import Role

    two.merged()
    for call in ("people_follow_merge(%s, 'courts', '{}')", "people_follow_merge(%s, 'supervision', '{}')"):
        with (
            pytest.raises(psycopg.errors.InsufficientPrivilege),
            database.connect(Role.WEB) as web,
        ):
            web.execute(f"SELECT {call}", [two.merge])
        with pytest.raises(psycopg.errors.RaiseException), database.connect(Role.WORKER) as worker:
            worker.execute(f"SELECT {call}", [two.kept.id])


def test_the_ledger_of_what_moved_is_closed_to_web_and_worker(two, database):
    from throughcare.server.database.urls import Role

    for role in (Role.WEB, Role.WORKER):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), database.connect(role) as bare:
            bare.execute("SELECT * FROM people_followed")


def test_an_offer_of_the_merged_case_is_withdrawn_and_stands_again_when_undone(two):
    offered = offer_transfer(
        by=two.other_team.senior, at=two.service.later(), case_id=two.gone.case,
        to_unit=two.service.teams[BodyKind.PUBLIC_PROVIDER].unit, because="back again",
    )  # fmt: skip
    before = two.everything()["supervision_transfer"][str(offered)]
    during = two.merged().everything()["supervision_transfer"][str(offered)]
    assert (before["state"], during["state"], during["answer"]) == (
        "offered", "withdrawn", "the record was merged"
    )  # fmt: skip
    two.unmerged()
    assert two.everything()["supervision_transfer"][str(offered)] == before
