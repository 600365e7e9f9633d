"""What a court's sentencers are told tells of nobody: by the page, by the query and by SQL of one's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import ProgrammingError, connections
from django.urls import reverse
from django.utils import timezone
from hypothesis import assume, example, given
from hypothesis import strategies as st
from support.database import Database
from support.people import a_founder, joins
from support.service import COURT, Service, a_result, a_service, import_rows
from support.wall_visits import browser

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.rules import SentenceState
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.rules import Member, OrganisationKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Count, disclose, new_id
from throughcare.server.database.urls import Role

# Courts no other test sends results of; each test here has one to itself.
COURTS = iter(
    [
        "TEESCC",
        "HRTLMC",
        "HRTLYC",
        "ACCRMC",
        "ABRYMC",
        "ABGVMC",
        "AMERCC",
        "ANTCC1",
        "ANTMC1",
        "ASHTMC",
        "ASHTYC",
    ]
)


@pytest.fixture(scope="module")
def service() -> Service:
    return a_service("england-and-wales-2021", at=timezone.now() - timedelta(hours=3))


@pytest.fixture(scope="module")
def sentencer(service: Service) -> Member:
    founder, at = a_founder(), service.at - timedelta(hours=1)
    body = access.record_organisation(
        by=founder, at=at, name=f"Court {new_id()}", kind=OrganisationKind.COURT
    )
    unit = access.record_unit(by=founder, at=at, organisation_id=body, name=f"Bench {new_id()}", kind="team")
    return joins(unit, "sentencer")


@pytest.fixture
def court() -> str:
    return next(COURTS)


def asked(member: Member, at: datetime, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """What a member is answered who asks by SQL of their own, as the web role."""
    with viewing(member, at), connections["default"].cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def a_day_told_of(member: Member, at: datetime) -> date:
    with viewing(member, at):
        told_of = courts.told_of_period()
    assert told_of.end is not None
    return told_of.end - timedelta(days=20)


def passed_on(court: str, day: date, many: int) -> list[dict[str, str]]:
    offence = (day - timedelta(days=60)).isoformat()
    given = {"court_code": court, "hearing_date": day.isoformat(), "offence_date": offence}
    return [a_result(**given) for _ in range(many)]


def told(member: Member, at: datetime, court: str) -> list[courts.BecameOf]:
    with viewing(member, at):
        return courts.became_of(court)


def test_few_are_not_told_of_at_all_and_many_are_rounded(service: Service, sentencer: Member, court: str):
    at = service.later()
    day = a_day_told_of(sentencer, at)
    import_rows(service, *passed_on(court, day, 9))
    assert told(sentencer, at, court) == []
    assert asked(sentencer, at, "SELECT * FROM courts_became(%s)", [court]) == []
    page = reverse("court_figures", kwargs={"code": court})
    assert "No figure of that time reaches 10" in browser(sentencer).get(page).content.decode()

    import_rows(service, *passed_on(court, day, 4))
    [row] = told(sentencer, at, court)
    assert (row.kind, row.passed.value, row.all_shown) == ("community order", 15, False)
    assert row.now[SentenceState.IN_FORCE].value == 15
    assert row.now[SentenceState.COMPLETED].value is None
    shown = browser(sentencer).get(page).content.decode()
    assert "Community order" in shown and "At least 15" in shown and "Fewer than 10" in shown


def test_what_ends_or_is_breached_in_the_running_quarter_is_told_of_in_the_next_alone(
    service: Service, sentencer: Member, court: str, database: Database
):
    """Asked each day, a figure that moved with one person's sentence would tell of it."""
    day = a_day_told_of(sentencer, service.at)
    import_rows(service, *passed_on(court, day, 24))
    before, today = told(sentencer, service.later(), court), service.at.date()
    with database.connect(Role.OWNER) as owner:
        ids = [id for (id,) in owner.execute(
            "SELECT s.id FROM courts_sentence s JOIN courts_appearance a ON a.id = s.appearance_id WHERE a.court_code = %s", [court]
        ).fetchall()]  # fmt: skip
        end = "UPDATE courts_sentence SET state = %s, ended_on = %s WHERE id = ANY (%s)"
        owner.execute(end, ["completed", today, ids[:7]])
        owner.execute(end, ["in breach", None, ids[7:14]])
        owner.commit()
        assert told(sentencer, service.later(), court) == before
        owner.execute(end, ["completed", day + timedelta(days=2), ids[:12]])
    [row] = told(sentencer, service.later(), court)
    assert row.now[SentenceState.COMPLETED].value == row.now[SentenceState.IN_FORCE].value == 10


def test_ten_sentences_of_one_person_are_not_told_of(
    service: Service, sentencer: Member, court: str, database: Database
):
    """Sentences are counted, and people protected: one person's ten would tell of that person."""
    import_rows(service, *passed_on(court, a_day_told_of(sentencer, service.at), 10))
    with database.connect(Role.OWNER) as owner, owner.transaction(force_rollback=True):
        [(one,)] = owner.execute("SELECT person_id FROM courts_sentence LIMIT 1").fetchall()
        owner.execute("SELECT set_config('app.permissions', %s, true)", ["{look at a court's figures}"])
        owner.execute("SELECT set_config('app.at', %s, true)", [service.later().isoformat()])
        before = owner.execute("SELECT count(*) FROM courts_became(%s)", [court]).fetchone()
        owner.execute("UPDATE courts_sentence SET person_id = %s", [one])
        after = owner.execute("SELECT count(*) FROM courts_became(%s)", [court]).fetchone()
    assert before == (1,) and after == (0,)


def test_the_days_told_of_are_not_the_askers_to_choose(service: Service, sentencer: Member):
    with pytest.raises(ProgrammingError, match="does not exist"):
        asked(sentencer, service.later(), "SELECT * FROM courts_became(%s, %s::date)", [COURT, "2026-11-01"])


def test_a_sentence_of_the_running_quarter_changes_nothing(service: Service, sentencer: Member, court: str):
    at = service.later()
    today = service.at.date()
    with viewing(sentencer, at):
        told_of = courts.told_of_period()
    assert told_of.end is not None and told_of.end <= today
    import_rows(service, *passed_on(court, a_day_told_of(sentencer, at), 12))
    before = told(sentencer, at, court)
    import_rows(service, *passed_on(court, today, 20))
    assert told(sentencer, at, court) == before != []


@pytest.mark.parametrize(
    ("now", "first", "end"),
    [
        ("2026-11-22T12:00:00+00:00", date(2024, 1, 1), date(2026, 10, 1)),
        ("2026-10-01T00:30:00+01:00", date(2024, 1, 1), date(2026, 10, 1)),
        ("2026-09-30T22:30:00+00:00", date(2024, 1, 1), date(2026, 7, 1)),
        ("2026-09-30T23:30:00+00:00", date(2024, 1, 1), date(2026, 10, 1)),  # already October in London
        ("2027-01-01T00:00:00+00:00", date(2025, 1, 1), date(2027, 1, 1)),
        ("2028-02-29T09:00:00+00:00", date(2026, 1, 1), date(2028, 1, 1)),
    ],
)
def test_the_period_is_of_whole_quarters_by_londons_clock(
    now: str, first: date, end: date, database: Database
):
    with database.connect(Role.OWNER) as owner, owner.transaction(force_rollback=True):
        owner.execute("SELECT set_config('app.at', %s, true)", [now])
        assert owner.execute("SELECT * FROM courts_figures_period()").fetchone() == (first, end)


def appeared(member: Member, at: datetime, court: str) -> list[tuple[int, int | None, int, int | None]]:
    with viewing(member, at):
        return [(a.year, a.quarter, a.sittings, a.people.value) for a in courts.appeared(court)]


def days_of_quarters(year: int) -> list[date]:
    return [date(year, month, 10) for month in (2, 5, 8, 11)]


def test_a_sitting_is_listed_without_how_many_came(service: Service, sentencer: Member, court: str):
    at, day = service.later(), service.at.date() - timedelta(days=3)
    import_rows(service, *passed_on(court, day, 17))
    rows = asked(sentencer, at, "SELECT * FROM courts_sat(%s, %s, 99)", [court, service.at.date()])
    assert rows == [(day, "morning")]


def test_quarters_that_are_large_are_told_and_a_year_with_a_small_one_is_told_as_a_whole(
    service: Service, sentencer: Member, court: str
):
    at = service.later()
    year = a_day_told_of(sentencer, at).year - 1
    quarters = days_of_quarters(year)
    import_rows(service, *[row for day in quarters[:3] for row in passed_on(court, day, 12)])
    import_rows(service, *passed_on(court, quarters[3], 4))
    told = [row for row in appeared(sentencer, at, court) if row[0] == year]
    assert told == [(year, None, 4, 40)], "40 people, and nothing beside it to subtract from"
    import_rows(service, *passed_on(court, quarters[3], 7))
    told = [row for row in appeared(sentencer, at, court) if row[0] == year]
    assert told == [(year, quarter, 1, 10) for quarter in (4, 3, 2, 1)]
    shown = browser(sentencer).get(reverse("court_figures", kwargs={"code": court})).content.decode()
    assert f"October to December {year}" in shown and f"January to March {year}" in shown


def test_a_year_of_few_is_told_without_their_number(service: Service, sentencer: Member, court: str):
    at = service.later()
    year = a_day_told_of(sentencer, at).year - 1
    import_rows(service, *passed_on(court, date(year, 5, 10), 9))
    assert [row for row in appeared(sentencer, at, court) if row[0] == year] == [(year, None, 1, None)]


def test_whoever_comes_often_is_counted_once_in_a_stretch(service: Service, sentencer: Member, court: str):
    """Ten appearances of few people are few people."""
    at = service.later()
    year = a_day_told_of(sentencer, at).year - 1
    rows = passed_on(court, date(year, 2, 10), 3)
    again = [
        {**row, "hearing_date": f"{year}-0{month}-10", "result_ref": a_result()["result_ref"]}
        for month in (3, 4, 5, 6)
        for row in rows
    ]
    import_rows(service, *rows, *again)
    assert [row for row in appeared(sentencer, at, court) if row[0] == year] == [(year, None, 5, None)]


def test_the_running_quarter_is_not_in_what_is_told(service: Service, sentencer: Member, court: str):
    at, today = service.later(), service.at.date()
    before = appeared(sentencer, at, court)
    import_rows(service, *passed_on(court, today, 20))
    assert appeared(sentencer, at, court) == before


@pytest.mark.parametrize("role", ["offender manager", "court officer", "police partner", "administrator"])
def test_whoever_is_no_sentencer_is_told_nothing_even_by_sql(role: str, service: Service):
    member = joins(service.court_unit, role)
    assert browser(member).get(reverse("court_figures", kwargs={"code": COURT})).status_code == 403
    for sql in (
        "courts_heard_from()",
        f"courts_became('{COURT}')",
        f"courts_sat('{COURT}', '2030-01-01', 9)",
        f"courts_appeared('{COURT}')",
    ):
        assert asked(member, service.later(), f"SELECT * FROM {sql}") == []


def test_nobody_on_the_web_may_call_the_rule_itself(sentencer: Member, service: Service):
    with pytest.raises(ProgrammingError, match="permission denied"):
        asked(sentencer, service.later(), "SELECT courts_disclosed(12, 12)")


def test_a_court_that_never_sent_a_result_has_no_page(sentencer: Member):
    page = reverse("court_figures", kwargs={"code": "NOWHERE"})
    assert browser(sentencer).get(page).status_code == 404


def test_the_database_discloses_by_the_same_rule_as_the_kernel(database: Database):
    with database.connect(Role.OWNER) as owner:
        rows = owner.execute("SELECT n, courts_disclosed(n, n) FROM generate_series(0, 400) n").fetchall()
    assert rows == [(n, disclose(Count(n)).value) for n in range(401)]


counts = st.dictionaries(
    st.tuples(st.sampled_from(["community order", "custody", "life sentence"]), st.sampled_from([s.value for s in SentenceState if s.counts])),
    st.integers(0, 40), max_size=12,
)  # fmt: skip


def published(truth: dict[tuple[str, str], int]) -> list[courts.BecameOf]:
    """What is told when this is the truth."""
    figures = ((kind, state, disclose(Count(many)).value) for (kind, state), many in truth.items())
    return courts.tabulated((kind, state, figure) for kind, state, figure in figures if figure is not None)


@given(counts)
def test_no_figure_under_ten_is_shown_and_each_is_near_the_truth(truth: dict[tuple[str, str], int]):
    shown = Counter[str]()
    for row in published(truth):
        for state, figure in row.now.items():
            true = truth.get((row.kind, state.value), 0)
            assert (figure.value is None) == (true < 10)
            assert figure.value is None or abs(figure.value - true) <= 2
            shown[row.kind] += figure.value or 0
        assert row.passed.value == shown[row.kind] > 0
    assert set(shown) == {kind for (kind, _), many in truth.items() if many >= 10}


@given(counts, st.data())
@example({("custody", s.value): 13 for s in list(SentenceState)[:4]}, None)
def test_whatever_a_suppressed_figure_is_the_table_is_the_same(truth: dict[tuple[str, str], int], data: Any):
    """Nobody can work it out: by subtraction from a total, by the order, or by which rows are there."""
    small = [(kind, s.value) for kind in ("community order", "custody") for s in SentenceState if s.counts]
    small = [cell for cell in small if truth.get(cell, 0) < 10]
    assume(small)
    chosen = small if data is None else [data.draw(st.sampled_from(small))]
    for cell in chosen:
        assert all(published(truth | {cell: many}) == published(truth) for many in range(10))


def test_the_figures_are_of_the_courts_own_sentences(service: Service, sentencer: Member, court: str):
    at = service.later()
    import_rows(service, *passed_on(court, a_day_told_of(sentencer, at), 11))
    assert [row.passed.value for row in told(sentencer, at, court)] == [10]
    assert told(sentencer, at, "ABRYYC") == []


def test_a_connection_of_ones_own_without_a_session_is_told_nothing(database: Database):
    with database.connect(Role.WEB) as web:
        assert web.execute("SELECT * FROM courts_became(%s)", [COURT]).fetchall() == []
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("SELECT count(*) FROM people_followed")
