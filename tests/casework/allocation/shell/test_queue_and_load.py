from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from casework.allocation.shell.shell_builders import allocating
from support.people import as_worker
from support.service import THERE, managed

from throughcare.casework.allocation import queries, tasks
from throughcare.casework.allocation.actions import (
    PastWeek,
    Terms,
    bring_in_history,
    end_reduction,
    reckon_workload,
    record_reduction,
    record_staff_terms,
)
from throughcare.casework.allocation.models import Reduction, ReductionEnd, WeeklyWorkload
from throughcare.casework.allocation.rules.history import monday_of
from throughcare.casework.allocation.rules.queue import Start, TierStanding
from throughcare.casework.allocation.rules.reductions import Standing
from throughcare.casework.courts.models import ReportRequest, Sentence
from throughcare.casework.supervision.rules import TenureKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused


def seen(world, ask, *args, by=None, **given):
    """What a query tells the senior (or another) now."""
    with viewing(by or world.senior, world.service.at):
        return ask(*args, at=world.service.at, **given)


def weeks_of(world, member, loads, available=2176):
    """History of whole weeks up to the last one, oldest first."""
    last = monday_of(world.service.at.date()) - timedelta(days=7)
    first = last - timedelta(days=7 * (len(loads) - 1))
    weeks = [
        PastWeek(member.id, first + timedelta(days=7 * n), load, available, load // 50)
        for n, load in enumerate(loads)
    ]
    bring_in_history(by=world.senior, at=world.service.at, weeks=weeks)


def test_a_case_with_no_tier_is_in_the_queue_from_the_first_minute_and_says_so():
    world = allocating()
    person = world.a_waiting_person()
    (one,) = seen(world, queries.waiting, [world.team.unit])
    assert (one.case_id, one.tier, one.standing) == (person.case, None, TierStanding.AWAITED)
    assert (one.working_days, one.start) == (0, Start.SENTENCE)


def test_the_queue_counts_age_in_working_days_and_puts_the_longest_wait_first():
    world = allocating()
    older = world.a_waiting_person()
    world.service.later(days=7)
    newer = world.a_waiting_person()
    queue = seen(world, queries.waiting, [world.team.unit])
    assert [one.case_id for one in queue] == [older.case, newer.case]
    assert [one.working_days for one in queue] == [5, 0]
    world.service.later(days=1)
    assert seen(world, queries.waiting, [world.team.unit])[0].is_late


def test_a_case_that_is_managed_does_not_wait():
    world = allocating()
    managed(world.a_waiting_person())
    assert seen(world, queries.waiting, [world.team.unit]) == []


def test_an_officer_of_another_team_sees_no_queue():
    world, other = allocating(), allocating(local=THERE)
    world.a_waiting_person()
    assert seen(world, queries.waiting, [world.team.unit], by=other.senior) == []


def test_a_reduction_takes_points_away_while_it_lasts_and_its_entry_is_never_changed():
    world = allocating()
    today = world.service.at.date()
    full = {one.member.id: one.available for one in seen(world, queries.team_load, [world.team.unit]).members}
    entry = record_reduction(
        by=world.senior, at=world.service.at, member_id=world.first.id, reason="disability", hours=Decimal("18.5"),
        start=today - timedelta(days=1), end=today + timedelta(days=30),
    )  # fmt: skip
    less = {one.member.id: one.available for one in seen(world, queries.team_load, [world.team.unit]).members}
    assert (full[world.first.id], less[world.first.id]) == (2176, 1088)
    assert less[world.second.id] == full[world.second.id]
    end_reduction(by=world.senior, at=world.service.at, reduction_id=entry, on=today, because="back early")
    assert Reduction.objects.using("owner").get(id=entry).ends_on == today + timedelta(days=30)
    with viewing(world.senior, world.service.at):
        (shown,) = queries.reductions_of(world.first.id, on=today)
    assert (shown.standing, shown.ended_early_on) == (Standing.WITHDRAWN, today)


def test_a_reduction_ends_once():
    world = allocating()
    today = world.service.at.date()
    entry = record_reduction(
        by=world.senior, at=world.service.at, member_id=world.first.id, reason="other", hours=Decimal(5),
        start=today - timedelta(days=7),
    )  # fmt: skip
    end_reduction(by=world.senior, at=world.service.at, reduction_id=entry, on=today)
    with pytest.raises(Refused, match="ended already"):
        end_reduction(by=world.senior, at=world.service.at, reduction_id=entry, on=today)
    assert ReductionEnd.objects.using("owner").filter(reduction=entry).count() == 1


@pytest.mark.parametrize(
    ("given", "because"),
    [
        ({"hours": Decimal(40)}, "between 0 and 37"),
        ({"reason": "holiday"}, "not a reason"),
        ({"reason": "trade_union_facility_time", "hours": Decimal(30)}, "at most 50%"),
        ({"reason": "maternity_leave"}, "at most 6 months"),
    ],
)
def test_a_reduction_beyond_what_its_reason_allows_is_refused(given, because):
    world = allocating()
    asked = {"reason": "other", "hours": Decimal(37), "start": world.service.at.date()} | given
    with pytest.raises(Refused, match=because):
        record_reduction(by=world.senior, at=world.service.at, member_id=world.first.id, **asked)


def test_a_grade_the_edition_does_not_know_is_refused():
    world = allocating()
    with pytest.raises(Refused, match="not a grade"):
        record_staff_terms(
            by=world.senior,
            at=world.service.at,
            terms=[Terms(world.first.id, "CEO", world.service.at.date())],
        )


def test_new_terms_end_the_old_ones_on_their_day():
    world = allocating()
    today = world.service.at.date()
    record_staff_terms(by=world.senior, at=world.service.at, terms=[Terms(world.first.id, "SPO", today)])
    found = seen(world, queries.member_seen, world.first.id, [world.team.unit])
    assert found.terms.grade == "SPO"
    assert [(row.grade, row.during.upper) for row in found.earlier] == [("PO", today)]
    assert found.terms.hours is None


def test_the_terms_of_another_service_cannot_be_written_or_read():
    world, other = allocating(), allocating(local=THERE)
    with pytest.raises(Refused, match="not in force in your teams"):
        record_staff_terms(
            by=other.senior, at=other.service.at, terms=[Terms(world.first.id, "PO", date(2026, 1, 5))]
        )
    with viewing(other.senior, other.service.at):
        assert queries.staff_at_work([world.team.unit], at=other.service.at) == []


def test_the_weekly_job_keeps_the_load_of_everybody_and_may_be_run_twice():
    world = allocating()
    person = managed(world.a_waiting_person())
    with as_worker():
        assert reckon_workload(by=world.senior, at=world.service.later()) == 2
        assert reckon_workload(by=world.senior, at=world.service.later()) == 2
    rows = {
        row.member_id: row for row in WeeklyWorkload.objects.using("owner").filter(unit_id=world.team.unit)
    }
    assert len(rows) == 2
    held = person.seen_by(world.senior).now[TenureKind.OFFENDER_MANAGER].member_id
    # A case without a tier weighs as tier C1 in the community: 50 points, and is counted as such.
    assert (rows[held].load, rows[held].cases, rows[held].without_tier) == (50, 1, 1)
    assert rows[held].capacity == Decimal("2.3")
    assert rows[held].monday == monday_of(world.service.at.date())


def test_over_110_per_cent_for_four_weeks_is_a_question_with_an_answer():
    world = allocating()
    weeks_of(world, world.first, [2400, 2400, 2400, 2400])
    weeks_of(world, world.second, [2400, 2400, 2100, 2400])
    found = seen(world, queries.over_capacity, [world.team.unit])
    assert [member.id for member, _ in found] == [world.first.id]
    assert "over 110% for 4 weeks" in found[0][1].because


def test_history_is_of_whole_weeks_that_are_over():
    world = allocating()
    with pytest.raises(Refused, match="whole weeks"):
        bring_in_history(
            by=world.senior, at=world.service.at,
            weeks=[PastWeek(world.first.id, monday_of(world.service.at.date()), 100, 2176, 2)],
        )  # fmt: skip


def test_the_forecast_knows_the_end_of_a_sentence_and_gives_an_interval_only_with_enough_history():
    world = allocating()
    managed(world.a_waiting_person(hearing_date="2026-11-02", sentence_length="3"))
    told = seen(world, queries.forecast_for, [world.team.unit])
    assert len(told.weeks) == 26
    assert told.weeks[0].known == 50
    assert told.weeks[-1].known == 0
    assert all(week.interval is None for week in told.weeks)
    weeks_of(world, world.first, [1000 + 13 * n % 40 for n in range(14)])
    told = seen(world, queries.forecast_for, [world.team.unit])
    assert all(week.interval is not None for week in told.weeks)
    assert told.weeks[0].available == 2 * 2176


def test_lean_evidence_of_a_few_cases_is_suppressed():
    world = allocating()
    managed(world.a_waiting_person())
    found = seen(world, queries.lean_evidence, [world.team.unit])
    assert found.contacts["awaited"].each is None
    assert set(found.per_officer) == {"lower_risk", "other"}


def test_the_team_table_names_those_whose_terms_nobody_recorded():
    from support.people import joins

    world = allocating()
    unknown = joins(world.team.unit, "offender manager")
    found = seen(world, queries.team_load, [world.team.unit])
    assert unknown.id in {one.id for one in found.without_terms}
    assert isinstance(found.members[0].member.id, UUID)


def test_the_monday_job_reckons_a_team_as_one_who_leads_it_and_nobody_elses():
    world, other = allocating(), allocating(local=THERE)
    with as_worker():
        tasks.reckon_team(member_id=str(world.senior.id))
    kept = WeeklyWorkload.objects.using("owner")
    assert {row.member_id for row in kept.filter(unit_id=world.team.unit)} == {
        world.first.id,
        world.second.id,
    }
    assert not kept.filter(unit_id=other.team.unit).exists()


def test_a_job_in_the_name_of_somebody_who_may_not_reckons_nothing():
    world = allocating()
    with as_worker():
        tasks.reckon_team(member_id=str(world.first.id))
    assert not WeeklyWorkload.objects.using("owner").filter(unit_id=world.team.unit).exists()


def test_a_report_the_court_awaits_weighs_in_the_month_before_it_is_due_on_the_page_and_in_the_week_kept():
    world = allocating()
    person = managed(world.a_waiting_person())
    due = world.service.at.date() + timedelta(days=10)
    appearance = Sentence.objects.using("owner").filter(person_id=person.id).get().appearance_id
    ReportRequest.objects.using("owner").create(
        person_id=person.id,
        appearance_id=appearance,
        kind="standard",
        requested_on=due - timedelta(days=20),
        due_on=due,
    )
    held = person.seen_by(world.senior).now[TenureKind.OFFENDER_MANAGER].member_id
    loads = {one.member.id: one.load for one in seen(world, queries.team_load, [world.team.unit]).members}
    # 50 points for the case, and 138 for a standard report.
    assert loads[held] == 188
    reckon_workload(by=world.senior, at=world.service.later())
    kept = WeeklyWorkload.objects.using("owner").get(member_id=held)
    assert (kept.case_points, kept.report_points, kept.load) == (50, 138, 188)
