"""Statements from people really served to a line approved: drilled, disputed, ruled on, approved by a second person, walled."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction
from support.agreements import Sides, first_of
from support.people import a_founder, an_office, as_worker, joins
from support.service import a_person, a_service, managed
from support.services import a_provider, an_offer, refer, row_of
from support.wall_visits import browser
from typer.testing import CliRunner

from throughcare.casework.interventions import actions as interventions
from throughcare.casework.interventions.rules.words import WithdrawalReason
from throughcare.casework.supervision.rules.attendance import Outcome
from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.models import Counted, Drawing, Entry, Line, Statement
from throughcare.commissioning.contracts.rules.exporting import exported
from throughcare.commissioning.contracts.rules.gaming import GamingTest
from throughcare.commissioning.contracts.rules.stating import recomputed
from throughcare.commissioning.contracts.tasks import draw
from throughcare.faces.contracts.console import app
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.queries import member
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

MORE = """prices: {referral accepted: 100.00, session attended: 20.00}
levels: [{level: Answered, measure: referrals answered, within: 2, target: 95, floor: 45, most: 10}]
"""


class Served:
    """An agreement whose services people are referred to: two accepted, one of them late, with sessions."""

    def __init__(self) -> None:
        self.service = a_service()
        self.provider = a_provider(self.service)
        self.offered = an_offer(self.provider, self.service)
        self.sides = Sides(
            at=self.service.at, provider=self.provider.unit, service=self.offered.reference, months=0
        )
        self.agreement = self.sides.agreed(self.sides.terms(MORE), at=self.service.at)
        self.month = self.sides.starts
        self.finance = joins(self.sides.buyers.unit, "finance officer")
        self.person = managed(a_person(self.service))
        self.referral = refer(self.person, self.offered)
        self.does(interventions.accept_referral)

    def does(self, act, *, by=None, **more) -> None:
        """One step on the referral, by the provider's lead unless somebody else is named."""
        act(
            by=by or self.provider.lead,
            at=self.service.later(),
            referral_id=self.referral,
            version=row_of(self.referral).version,
            **more,
        )

    def serves(self, *outcomes: Outcome, days: int = 0) -> None:
        """Plan and record sessions with these outcomes, all on the day that it is."""
        if row_of(self.referral).sessions is None:
            self.does(interventions.assign_referral, worker=self.provider.worker.id)
            self.does(interventions.send_plan, goals=["A home"], sessions=10)
            self.does(interventions.approve_plan, by=self.person.team.officer)
        self.service.later(days=days, minutes=1)
        for outcome in outcomes:
            self.does(interventions.record_session, on=day_of(self.service.at), outcome=outcome)

    def states(self, months: int = 0):
        """The statement of the month that lies so many after the first."""
        return self.sides.states(self.agreement, first_of(self.month, months))

    def lines(self, statement) -> list[tuple[str, str, int]]:
        """What a statement's lines are for, and their pence."""
        with viewing(self.sides.buyer, self.service.at):
            return [
                (one.row.what, one.row.name, one.row.pence)
                for one in queries.statement(statement).stands.lines
            ]


@pytest.fixture(scope="module")
def served(database):
    made = Served()
    made.serves(Outcome.ATTENDED, Outcome.LATE, Outcome.ABSENT_UNACCEPTABLE)
    made.first = made.states()
    return made


def test_a_month_is_stated_from_what_was_really_done_and_each_line_is_drilled_to_its_rows(served):
    assert served.lines(served.first) == [
        ("fee", "", 10_000_00),
        ("price", "referral accepted", 100_00),
        ("price", "session attended", 40_00),
    ]
    with viewing(served.sides.lead, served.service.at):
        seen = queries.statement(served.first).stands
        assert seen.row.pence == 10_140_00
        assert seen.lines[1].row.sources == [str(served.referral)]
        assert len(seen.lines[2].row.sources) == 2
        [level] = queries.levels_of(served.first)
        assert (level.due, level.in_time) == ((served.referral,), (served.referral,))


def test_how_long_sessions_took_and_whether_notes_repeat_is_counted_beside_them_and_no_word_of_a_note():
    made = Served()
    made.serves()
    day = day_of(made.service.at)
    for minutes, note in (
        (10, "He came. We talked!"),
        (None, "he came, we TALKED"),
        (45, "Another day"),
        (None, ""),
    ):
        made.does(interventions.record_session, on=day, outcome=Outcome.ATTENDED, minutes=minutes, note=note)
    for outcome, minutes, words in (
        (Outcome.ABSENT_UNACCEPTABLE, 5, "took part"), (Outcome.ATTENDED, 721, "from 1 to 720"), (Outcome.ATTENDED, 0, "from 1 to 720"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            made.does(interventions.record_session, on=day, outcome=outcome, minutes=minutes)
    made.states()
    with viewing(made.sides.buyer, made.service.at):
        [level] = queries.watched(made.agreement, at=made.service.at)
        kept = list(Counted.objects.filter(what="session attended").values_list("alike", flat=True))
    found = {one.test: (one.found, one.of) for one in level.tests}
    assert (found[GamingTest.SHORT], found[GamingTest.REPEATED]) == ((1, 2), (1, 3))
    assert len(set(kept)) == 3 and all(one is None or len(one) == 8 for one in kept)
    shown = browser(made.provider.lead).get(f"/referrals/{made.referral}").content.decode()
    assert "10 minutes" in shown


def test_a_referral_concluded_with_nobody_seen_is_counted_as_the_record_has_it():
    made = Served()
    made.serves()
    made.does(interventions.ask_to_end, by=made.person.team.officer, reason=WithdrawalReason.NOT_ENGAGED)
    made.does(interventions.conclude_referral, by=made.provider.worker, outcomes=[], note="Nobody was seen")
    made.states()
    with viewing(made.sides.buyer, made.service.at):
        [level] = queries.watched(made.agreement, at=made.service.at)
    [found] = [one for one in level.tests if one.test is GamingTest.UNSEEN]
    assert (found.found, found.of, found.chance) == (1, 1, None)


def test_a_month_is_stated_once_and_only_in_its_turn(served):
    assert served.states() == served.first
    with pytest.raises(Refused, match="The next statement is"):
        served.sides.states(served.agreement, first_of(served.month, 3))
    with as_worker(), pytest.raises(Refused, match="not over yet"):
        actions.draw_statement(
            by=served.sides.buyer,
            at=served.service.at,
            agreement_id=served.agreement,
            month=first_of(served.month, 1),
        )
    with viewing(served.sides.buyer, served.service.at):
        assert queries.month_to_state(served.agreement, at=served.service.at) is None


def test_what_is_entered_late_is_put_right_in_the_next_statement():
    late = Served()
    late.serves(Outcome.ATTENDED)
    first = late.states()
    late.does(interventions.record_session, on=day_of(late.service.at), outcome=Outcome.ATTENDED)
    second = late.states(1)
    assert ("price", "session attended", 20_00) in late.lines(first)
    assert late.lines(second) == [("price", "session attended", 20_00), ("fee", "", 10_000_00)]
    with viewing(late.sides.lead, late.service.at):
        put_right = queries.statement(second).stands.lines[0].row
        assert put_right.month == late.month and "stated before" in put_right.words
        assert Counted.objects.filter(statement=second).count() == 1


def test_another_providers_work_and_another_service_earn_nothing(served):
    other = Sides(at=served.service.at, service=served.offered.reference, months=0)
    made = other.agreed(other.terms(MORE), at=served.service.at)
    statement = other.states(made, other.starts)
    with viewing(other.buyer, served.service.at):
        assert [one.row.what for one in queries.statement(statement).stands.lines] == ["fee"]


def test_money_is_shown_to_both_sides_and_to_finance_and_to_nobody_else(served):
    for who in (served.sides.buyer, served.sides.lead, served.finance):
        with viewing(who, served.service.at):
            assert Statement.objects.filter(id=served.first).exists()
            assert Line.objects.filter(statement=served.first).count() == 3
    strangers = [
        joins(an_office().unit, role) for role in ("commissioner", "provider lead", "finance officer")
    ]
    for who in (*strangers, served.provider.worker, served.person.team.officer):
        with viewing(who, served.service.at):
            assert not Statement.objects.filter(id=served.first).exists()
            assert not Counted.objects.filter(statement=served.first).exists()
            with pytest.raises(Refused, match="no such statement"):
                queries.statement(served.first)


def test_finance_sees_money_and_neither_terms_nor_anybody(served):
    with viewing(served.finance, served.service.at):
        with pytest.raises(Refused, match="no such agreement"):
            queries.export_of(served.agreement)
        with connection.cursor() as cursor:
            for table in ("people_person", "interventions_referral", "interventions_referralstep"):
                cursor.execute(f"SELECT count(*) FROM {table}")
                assert cursor.fetchone() == (0,)


def test_a_line_is_disputed_ruled_on_and_approved_by_a_second_person_and_the_others_do_not_wait():
    one = Served()
    one.serves(Outcome.ATTENDED)
    statement, at = one.states(), one.service.at
    with viewing(one.sides.lead, at):
        fee, _, session = (line.row.id for line in queries.statement(statement).stands.lines)
    with pytest.raises(Refused, match="Nobody disputes"):
        actions.rule_on_line(by=one.sides.buyer, at=at, line_id=session, pence=1, because="x")
    actions.dispute_line(by=one.sides.lead, at=at, line_id=session, because="Two were held.")
    with pytest.raises(Refused, match="disputed already"):
        actions.dispute_line(by=one.sides.deputy, at=at, line_id=session, because="Again.")
    assert (
        actions.approve_statement(by=one.finance, at=at, statement_id=statement, pence=10_100_00) == 10_100_00
    )
    with pytest.raises(Refused, match="waits for a ruling"):
        actions.approve_statement(by=one.finance, at=at, statement_id=statement, pence=0)
    with pytest.raises(Refused, match="approved already"):
        actions.dispute_line(by=one.sides.lead, at=at, line_id=fee, because="Too low.")
    actions.rule_on_line(
        by=one.sides.colleague, at=at, line_id=session, pence=40_00, because="The register shows two."
    )
    with pytest.raises(Refused, match="changed since you looked"):
        actions.approve_statement(by=one.finance, at=at, statement_id=statement, pence=20_00)
    assert actions.approve_statement(by=one.finance, at=at, statement_id=statement, pence=40_00) == 40_00
    with viewing(one.sides.lead, at):
        assert queries.statement(statement).stands.approved == 10_140_00
    # The ruling stands, and what was ruled is not paid again when the second session comes into the record.
    assert one.lines(one.states(1)) == [("fee", "", 10_000_00)]
    one.does(interventions.record_session, on=day_of(at), outcome=Outcome.ATTENDED)
    assert ("price", "session attended", 0) in one.lines(one.states(2))


def test_a_line_that_a_later_statement_put_right_is_ruled_to_stand_and_what_is_wrong_now_is_disputed_there():
    one = Served()
    one.serves(Outcome.ATTENDED)
    first, at = one.states(), one.service.at
    with viewing(one.sides.lead, at):
        session = queries.statement(first).stands.lines[2].row
    actions.dispute_line(by=one.sides.lead, at=at, line_id=session.id, because="Two were held.")
    one.does(interventions.record_session, on=day_of(at), outcome=Outcome.ATTENDED)
    second, at = one.states(1), one.service.at
    ruled = {"by": one.sides.colleague, "at": at, "line_id": session.id, "because": "The register shows two."}
    with pytest.raises(Refused, match="later statement has put this line right"):
        actions.rule_on_line(**ruled, pence=60_00)
    actions.rule_on_line(**ruled, pence=session.pence)
    assert ("price", "session attended", 20_00) in one.lines(second)
    with viewing(one.sides.lead, at):
        assert recomputed(*again(queries.export_of(one.agreement))) == []


def again(text: str):
    """The editions and statements of an export, as the provider reads them."""
    read = exported(text, "export.json")
    return read.editions, read.kept, read.ended


def test_nobody_rules_on_what_they_disputed_nor_approves_what_their_own_team_is_paid():
    one = Served()
    one.serves(Outcome.ATTENDED)
    statement, at = one.states(), one.service.at
    with viewing(one.sides.lead, at):
        fee, *_ = (line.row for line in queries.statement(statement).stands.lines)
    paid_too = also(one.sides.lead, one.sides.buyers.unit, "finance officer", at)
    with pytest.raises(Refused, match="Nothing was changed"):
        actions.approve_statement(by=paid_too, at=at, statement_id=statement, pence=10_120_00)
    actions.dispute_line(by=one.sides.lead, at=at, line_id=fee.id, because="Too low.")
    for who in (one.sides.lead, one.sides.deputy):
        buys_too = also(who, one.sides.buyers.unit, "commissioner", at)
        with pytest.raises(Refused, match="Nothing was changed"):
            actions.rule_on_line(by=buys_too, at=at, line_id=fee.id, pence=1_000_000_00, because="So.")
    assert not Entry.objects.using("owner").filter(line=fee.id).exists()
    actions.rule_on_line(by=one.sides.colleague, at=at, line_id=fee.id, pence=fee.pence, because="It stands.")


def also(who: Member, unit: UUID, role: str, at: datetime) -> Member:
    """Somebody under another hat of their own account."""
    made = access.add_member(
        by=a_founder(), at=at - timedelta(days=1), unit_id=unit, role=role, name="the same", account_id=who.account_id
    )  # fmt: skip
    found = member(made, at=at)
    assert found is not None
    return found


def test_whoever_drew_a_statement_does_not_approve_it_under_any_hat_by_action_nor_by_sql(served):
    with viewing(served.sides.buyer, served.service.at):
        line = queries.statement(served.first).stands.lines[0].row
    sql = (
        "INSERT INTO contracts_entry (id, line_id, pence, unit_id, member_id, at)"
        " VALUES (gen_random_uuid(), %s, %s, app_unit(), app_member(), app_at())"
    )
    same = also(served.sides.buyer, served.sides.buyers.unit, "finance officer", served.service.at)
    with pytest.raises(Refused):
        actions.approve_statement(by=same, at=served.service.at, statement_id=served.first, pence=10_140_00)
    for who, pence in (
        (same, line.pence),
        (served.sides.buyer, line.pence),
        (served.sides.lead, line.pence),
        (served.finance, line.pence + 1),
    ):
        with viewing(who, served.service.at), pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute(sql, [line.id, pence])
    assert not Entry.objects.using("owner").filter(line=line.id).exists()


SQL = {
    "a statement": "INSERT INTO contracts_statement (id, agreement_id, title, month, pence, member_id, at)"
    " VALUES (gen_random_uuid(), %(agreement)s, 'x', '2026-01-01', 0, app_member(), app_at())",
    "a line": "INSERT INTO contracts_line (id, statement_id, place, month, what, name, pence, words, sources)"
    " VALUES (gen_random_uuid(), %(statement)s, 9, '2026-01-01', 'fee', 'x', 0, 'x', '[]')",
    "what was counted": "INSERT INTO contracts_counted (id, statement_id, source, what, since, removed)"
    " VALUES (gen_random_uuid(), %(statement)s, gen_random_uuid(), 'session attended', '2026-01-01', false)",
    "other pence": "UPDATE contracts_line SET pence = 1",
    "a ruling of its own": "INSERT INTO contracts_ruling (id, line_id, pence, because, unit_id, member_id, at)"
    " VALUES (gen_random_uuid(), %(line)s, 1, 'x', app_unit(), app_member(), app_at())",
    "what it earned": "SELECT * FROM interventions_earned(ARRAY['x'], %(agreement)s, '2030-01-01')",
}


@pytest.mark.parametrize("sql", SQL.values(), ids=SQL)
@pytest.mark.parametrize("who", ["lead", "buyer"])
def test_no_side_writes_what_is_owed_by_sql(served, sql, who):
    given = {"agreement": served.agreement, "statement": served.first}
    given["line"] = Line.objects.using("owner").filter(statement=served.first)[0].id
    with (
        viewing(getattr(served.sides, who), served.service.at),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        connection.cursor().execute(sql, given)


def test_a_statement_that_is_not_the_sum_of_its_lines_is_refused_by_the_database_whoever_writes(served):
    with (
        pytest.raises(IntegrityError, match="what its lines come to"),
        transaction.atomic(using="owner"),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute("UPDATE contracts_line SET pence = pence + 1 WHERE statement_id = %s", [served.first])


def test_either_side_works_every_statement_out_again_from_its_export_to_the_penny(served, tmp_path):
    with viewing(served.sides.lead, served.service.at):
        text = queries.export_of(served.agreement)
    assert str(served.person.id) not in text
    file = tmp_path / "ours.json"
    file.write_text(text)
    said = CliRunner().invoke(app, ["recompute", str(file)])
    assert said.exit_code == 0 and "the same to the penny" in said.output and "£10,140.00" in said.output
    read = exported(text, "ours.json")
    assert (read.title, len(read.editions), len(read.kept)) == (served.sides.title, 1, 1)


@pytest.mark.parametrize("what", ["pence", "left out"])
def test_a_line_that_differs_is_named(served, tmp_path, what):
    with viewing(served.sides.lead, served.service.at):
        content = json.loads(queries.export_of(served.agreement))
    if what == "pence":
        content["statements"][0]["lines"][0]["pence"] += 1
    else:
        content["statements"][0]["added"] = [
            one for one in content["statements"][0]["added"] if one["what"] != "session attended"
        ]
    file = tmp_path / "ours.json"
    file.write_text(json.dumps(content))
    said = CliRunner().invoke(app, ["recompute", str(file)])
    named = "fee of" if what == "pence" else "price session attended of"
    assert said.exit_code == 1 and named in said.output and "is stated as" in said.output


def test_a_months_statements_are_drawn_by_a_job_and_what_could_not_be_is_named():
    sides = Sides(months=-2)
    good = sides.agreed(sides.terms(months=24))
    other = sides.offers(sides.terms(title=f"{sides.title} unsigned", service="NOBODY-2"))
    asked = actions.ask_statements(by=sides.buyer, at=sides.at, month=sides.starts)
    with pytest.raises(Refused, match="being drawn already"):
        actions.ask_statements(by=sides.colleague, at=sides.at, month=sides.starts)
    with as_worker():
        draw(str(asked), str(sides.buyer.id))
        draw(str(asked), str(sides.buyer.id))
    with viewing(sides.buyer, sides.at):
        row = queries.last_drawing(sides.buyers.unit)
        assert (row.state, row.done, row.total) == ("done", 2, 2)
        assert list(row.refused) == [str(other)]
        assert [one.row.month for one in queries.statements_of(good)] == [sides.starts]
        assert queries.statements_of(other) == []
    with pytest.raises(Refused, match="a month that is over"):
        actions.ask_statements(by=sides.buyer, at=sides.at, month=first_of(sides.at.date()))


def test_a_drawing_whose_job_ended_says_why_and_can_be_asked_for_again():
    sides = Sides(months=-2)
    asked = actions.ask_statements(by=sides.buyer, at=sides.at, month=sides.starts)
    with as_worker():
        actions.note_drawing(by=sides.buyer, at=sides.at, drawing_id=asked, done=1, total=2, refused={})
        actions.note_drawing_ended(by=sides.buyer, at=sides.at, drawing_id=asked, because="It died.")
    assert Drawing.objects.using("owner").get(id=asked).because == "It died."
    actions.ask_statements(by=sides.buyer, at=sides.at, month=sides.starts)


def test_terms_changed_decide_from_their_month_and_old_statements_stay_the_same():
    sides = Sides(months=-3)
    made = sides.agreed(sides.terms(months=24))
    first = sides.states(made, sides.starts)
    later = first_of(sides.at.date(), 1)
    sides.proposes(made, sides.terms(months=24).replace("120000.00", "240000.00"), later)
    sides.sign(made)
    months = [first_of(sides.starts, n) for n in range(1, 5)]
    totals = []
    for month in months:
        statement = sides.states(made, month)
        with viewing(sides.lead, sides.at):
            totals.append(queries.statement(statement).stands.row.pence)
    assert totals == [10_000_00, 10_000_00, 10_000_00, 20_000_00]
    with viewing(sides.lead, sides.at):
        assert queries.statement(first).stands.row.pence == 10_000_00
        assert recomputed(*again(queries.export_of(made))) == []
