"""A competition's wall certificate: given when nothing crossed, and withheld, by name, for each leak that is planted by a superuser."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from support.competition import ASH, ASH_JUDGED, BIRCH, BIRCH_JUDGED, Competition
from support.database import Database
from support.people import NOW, a_founder, an_office, joins
from support.wall_visits import browser
from support.wall_world import superuser
from typer.testing import CliRunner

from throughcare.commissioning.competition import actions, queries
from throughcare.commissioning.competition.models import OpenedBid
from throughcare.commissioning.competition.rules.certificate import Crossed
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.queries import member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import new_id
from throughcare.server.database.urls import Role


@pytest.fixture(scope="module")
def over(database: Database) -> Competition:
    """A competition that is decided, with two bids."""
    made = Competition()
    made.bids(made.ash, ASH)
    made.bids(made.birch, BIRCH)
    made.turns(0)
    made.turns(1)
    return made


@pytest.fixture(scope="module")
def judged(database: Database) -> Competition:
    """A competition whose answers were scored, agreed and signed, and whose prices were opened and decided."""
    made = Competition(asks=True)
    made.bids(made.ash, ASH_JUDGED)
    made.bids(made.birch, BIRCH_JUDGED)
    made.opens()
    for turn, who in enumerate(made.evaluators):
        made.scores(who, made.ash, 3 + turn, 3)
        made.scores(who, made.birch, 4, 4)
        made.hands_in(who)
    made.agrees(made.ash, "Help", 3)
    made.signs()
    made.opens()
    made.decides()
    return made


@pytest.fixture
def planting(database: Database):
    """A connection on which leaks are planted and never kept."""
    with superuser(database.access, database.name) as opened:
        yield opened
        opened.rollback()


def crossed(c: Any, over: Competition) -> list[Crossed]:
    made = queries.certify(c, over.id, end=over.closes + timedelta(days=1))
    assert made is not None
    return list(made.crossed)


def kinds(c: Any, over: Competition) -> set[str]:
    return {one.kind for one in crossed(c, over)}


def test_a_wall_that_held_is_certified_from_the_owners_connection(database, over):
    with database.connect(Role.OWNER) as owner:
        made = queries.certify(owner, over.id, end=over.closes + timedelta(days=1))
        nothing = queries.certify(owner, new_id(), end=over.closes)
    assert made is not None and made.crossed == ()
    assert (made.bids, made.hats, made.keys) == (2, 4, 2) and made.lines >= 6
    assert nothing is None


@pytest.mark.parametrize(
    ("leak", "kind", "named"),
    [
        ("CREATE ROLE spy; GRANT SELECT ON competition_openedbid TO spy", "grant", "spy may SELECT on competition_openedbid"),
        ("GRANT SELECT ON competition_bid TO PUBLIC", "grant", "everybody may SELECT on competition_bid"),
        ("CREATE ROLE spy; GRANT SELECT (said) ON competition_openedbid TO spy", "grant", "of said on competition_openedbid"),
        ("GRANT UPDATE ON competition_bid TO throughcare_web", "grant", "throughcare_web may UPDATE"),
        ("CREATE ROLE spy BYPASSRLS", "role", "spy passes every policy"),
        ("CREATE ROLE spy SUPERUSER", "role", "spy passes every policy"),
        ("CREATE ROLE spy; GRANT throughcare_owner TO spy", "role", "spy may become throughcare_owner"),
        ("CREATE ROLE spy; GRANT pg_read_all_data TO spy", "role", "spy may become pg_read_all_data"),
        ("UPDATE access_role_reach SET permissions = permissions || 'open bids'::text WHERE role = 'provider lead'", "role", "a provider lead may open bids"),
        ("ALTER TABLE competition_openedbid DISABLE ROW LEVEL SECURITY", "policy", "row policies are off on competition_openedbid"),
        ("CREATE POLICY all_of_them ON competition_openedbid FOR SELECT USING (true)", "policy", "all_of_them on competition_openedbid"),
        ("ALTER POLICY select_by_grant ON competition_openedbid USING (true)", "policy", "select_by_grant on competition_openedbid"),
        ("ALTER POLICY auditor_reads ON competition_openedbid TO PUBLIC", "policy", "auditor_reads on competition_openedbid"),
        ("CREATE VIEW everything AS SELECT * FROM competition_openedbid", "view", "everything shows rows of competition_openedbid"),
        ("CREATE MATERIALIZED VIEW everything AS SELECT said FROM competition_openedbid", "view", "everything shows rows"),
        ("CREATE FUNCTION leak() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER AS 'SELECT said FROM competition_openedbid'", "function", "leak()"),
        ("CREATE OR REPLACE FUNCTION competition_apart(competition uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER AS 'SELECT true'", "function", "competition_apart(uuid) is not as"),
        ("CREATE FUNCTION tells() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TRIGGER tells AFTER INSERT ON competition_openedbid FOR EACH ROW EXECUTE FUNCTION tells()", "function", "tells runs when rows"),
        ("CREATE TABLE kept AS SELECT * FROM competition_openedbid", "copy", "kept has the columns of the papers"),
        ("CREATE SCHEMA elsewhere; CREATE TABLE elsewhere.restored AS SELECT * FROM competition_bid", "copy", "elsewhere.restored"),
        ("CREATE PUBLICATION out FOR TABLE competition_openedbid", "copy", "competition_openedbid is published as out"),
        ("ALTER ROLE throughcare_web SET log_statement = 'all'", "log", "log_statement=all is set for throughcare_web"),
        ("ALTER ROLE ALL SET log_min_duration_statement = 0", "log", "log_min_duration_statement=0"),
    ],
)  # fmt: skip
def test_a_way_left_open_in_the_catalogue_is_named(planting, over, leak, kind, named):
    planting.execute(leak)
    assert any(one.kind == kind and named in one.what for one in crossed(planting, over)), crossed(
        planting, over
    )


JUDGED_PAPERS = (
    "competition_openedanswers",
    "competition_score",
    "competition_agreed",
    "competition_summary",
    "competition_priceasked",
    "competition_priceanswered",
    "competition_priceruled",
)


def test_a_wall_that_held_while_answers_were_judged_is_certified(database, judged):
    with database.connect(Role.OWNER) as owner:
        made = queries.certify(owner, judged.id, end=judged.closes + timedelta(days=1))
    assert made is not None and made.crossed == ()
    assert made.hats == 7


@pytest.mark.parametrize("table", JUDGED_PAPERS)
@pytest.mark.parametrize(
    ("leak", "kind", "named"),
    [
        ("CREATE ROLE spy; GRANT SELECT ON {table} TO spy", "grant", "spy may SELECT on {table}"),
        ("ALTER TABLE {table} DISABLE ROW LEVEL SECURITY", "policy", "row policies are off on {table}"),
        ("CREATE POLICY all_of_them ON {table} FOR SELECT USING (true)", "policy", "all_of_them on {table}"),
        ("ALTER POLICY select_by_grant ON {table} USING (true)", "policy", "select_by_grant on {table}"),
        ("CREATE VIEW everything AS SELECT * FROM {table}", "view", "everything shows rows of {table}"),
        ("CREATE TABLE kept AS SELECT * FROM {table}", "copy", "kept has the columns of the papers"),
        ("CREATE PUBLICATION out FOR TABLE {table}", "copy", "{table} is published as out"),
    ],
)
def test_a_way_left_open_to_answers_scores_and_what_bidders_are_told_is_named(
    planting, judged, table, leak, kind, named
):
    planting.execute(leak.format(table=table))
    told = crossed(planting, judged)
    assert any(one.kind == kind and named.format(table=table) in one.what for one in told), told


def test_a_policy_that_shows_scores_before_all_have_handed_in_is_named(planting, judged):
    planting.execute(
        "ALTER POLICY select_by_grant ON competition_score USING (competition_apart(competition_score.round_id))"
    )
    told = crossed(planting, judged)
    assert any(one.kind == "policy" and "select_by_grant on competition_score" in one.what for one in told)


@pytest.mark.parametrize(
    ("leak", "kind", "named"),
    [
        ("UPDATE access_role_reach SET permissions = permissions || 'score answers'::text WHERE role = 'provider lead'", "role", "a provider lead may score answers"),
        ("UPDATE access_role_reach SET permissions = permissions || 'moderate scores'::text WHERE role = 'provider lead'", "role", "a provider lead may moderate scores"),
        ("UPDATE competition_turned SET at = '{before}' WHERE round_id = '{round}' AND envelope = 'answers'", "key", "before the close"),
        ("UPDATE competition_openedanswers SET at = '{before}' WHERE round_id = '{round}'", "key", "the answers of bid"),
        ("UPDATE competition_signedquality SET at = '{after}' WHERE round_id = '{round}'", "key", "on prices before quality was signed"),
        ("UPDATE competition_score SET at = '{after}' WHERE round_id = '{round}'", "key", "scored after quality was signed"),
        ("DELETE FROM competition_hat WHERE round_id = '{round}' AND hat = 'evaluator'", "hat", "wears no evaluator's hat"),
    ],
)  # fmt: skip
def test_what_was_done_out_of_its_turn_while_answers_were_judged_is_named(
    planting, judged, leak, kind, named
):
    after = judged.closes + timedelta(hours=1)
    planting.execute(leak.format(before=judged.at, after=after, round=judged.id))
    told = crossed(planting, judged)
    assert any(one.kind == kind and named in one.what for one in told), told


def test_a_job_that_carries_an_answer_or_a_score_is_named(planting, judged):
    answers = judged.answers_of(judged.ash)
    for told in ("Birch knows the charities", str(answers)):
        planting.execute("DELETE FROM procrastinate_jobs WHERE queue_name = 'planted'")
        planting.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('planted', 'send', %s)",
            [json.dumps({"text": told})],
        )
        assert kinds(planting, judged) == {"job"}


def _plant_hats(c: psycopg.Connection[Any], over: Competition) -> None:
    c.execute("ALTER TABLE competition_hat DROP CONSTRAINT one_hat_of_each_in_a_competition")
    c.execute(
        "INSERT INTO competition_hat (id, round_id, hat, member_id, account_id, unit_id, given_by, at)"
        " SELECT %s, round_id, 'adviser', member_id, account_id, %s, given_by, at FROM competition_hat WHERE round_id = %s AND member_id = %s",
        [new_id(), over.buyers.unit, over.id, over.ash.id],
    )


def test_a_hat_on_each_side_is_named(planting, over):
    _plant_hats(planting, over)
    assert "hat" in kinds(planting, over)


def test_a_hat_under_an_account_that_is_not_the_wearers_is_named(planting, over):
    planting.execute(
        "UPDATE competition_hat SET account_id = %s WHERE round_id = %s AND member_id = %s",
        [joins(over.theirs.unit, "provider lead").account_id, over.id, over.ash.id],
    )
    assert any("not theirs" in one.what for one in crossed(planting, over))


def test_a_membership_on_each_side_is_named_even_without_a_hat(planting, over):
    planting.execute(
        "INSERT INTO access_membership (id, account_id, unit_id, role, name, during, version)"
        " SELECT %s, account_id, %s, 'provider worker', 'x', tstzrange(%s, NULL), 1 FROM access_membership WHERE id = %s",
        [new_id(), over.ours.unit, over.at, over.other.id],
    )
    assert kinds(planting, over) == {"membership"}


@pytest.mark.parametrize(
    "leak",
    [
        "UPDATE competition_turned SET at = '{before}' WHERE round_id = '{round}'",
        "UPDATE competition_openerkey SET member_id = '{ash}' WHERE round_id = '{round}' AND member_id = '{other}'",
        "UPDATE competition_openedbid SET at = '{before}' WHERE round_id = '{round}'",
    ],
)
def test_a_key_out_of_its_turn_or_in_other_hands_is_named(planting, over, leak):
    planting.execute(leak.format(before=over.at, round=over.id, ash=over.ash.id, other=over.other.id))
    assert "key" in kinds(planting, over)


@pytest.mark.parametrize(("how", "kind"), [("looked", "look"), ("did", "export")])
def test_a_look_or_an_export_of_anothers_papers_is_named(planting, over, how, kind):
    bid = OpenedBid.objects.using("owner").get(round=over.id, unit_id=over.theirs.unit).bid_id

    def line(member: Any, unit: Any) -> None:
        planting.execute(
            "INSERT INTO audit_entry (id, at, kind, act, role, people, subject, because, txid, unit_id, member_id)"
            " VALUES (%s, %s, %s, 'opened_bids', 'x', '{}', %s, '', 1, %s, %s)",
            [new_id(), over.closes, how, json.dumps({"papers": [str(bid)]}), unit, member],
        )

    line(over.birch.id, over.theirs.unit)
    assert kinds(planting, over) == set()
    line(over.ash.id, over.ours.unit)
    assert kinds(planting, over) == {kind}


def test_a_job_that_carries_papers_is_named(planting, over):
    said = OpenedBid.objects.using("owner").get(round=over.id, unit_id=over.theirs.unit).said
    for told in (said, said.splitlines()[1]):
        planting.execute("DELETE FROM procrastinate_jobs WHERE queue_name = 'planted'")
        planting.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('planted', 'send', %s)",
            [json.dumps({"text": told})],
        )
        assert kinds(planting, over) == {"job"}


def test_what_two_people_let_across_is_told_apart_from_what_crossed(database):
    made = Competition()
    made.bids(made.ash, ASH)
    made.turns(0)
    made.turns(1)
    at, adviser = made.closes, joins(made.buyers.unit, "inspector")
    asked = actions.ask_to_cross(
        by=made.birch, at=at, competition_id=made.id, because="A court asks", until=at + timedelta(hours=5)
    )  # fmt: skip
    approvers = (made.buyer, adviser)
    for who in approvers:
        actions.approve_crossing(by=who, at=at + timedelta(hours=1), crossing_id=asked)
    with viewing(made.birch, at + timedelta(hours=2)):
        assert [one.row.bidder for one in queries.bids_told(made.id)] != []
    with viewing(made.birch, at + timedelta(hours=5)):
        assert queries.bids_told(made.id) == []
    with database.connect(Role.OWNER) as owner:
        found = queries.certify(owner, made.id, end=at + timedelta(days=1))
    assert found is not None and found.held
    assert [(one.member, one.because) for one in found.let_across] == [(made.birch.id, "A court asks")]


def test_the_page_prints_it_for_whoever_certifies_and_for_no_bidder(over):
    page = browser(over.buyer).get(f"/competition/rounds/{over.id}/certificate").content.decode()
    assert "The wall held" in page and "Lines of the audit" in page
    inspector = joins(an_office().unit, "inspector")
    assert (
        "The wall held"
        in browser(inspector).get(f"/competition/rounds/{over.id}/certificate").content.decode()
    )
    assert browser(over.ash).get(f"/competition/rounds/{over.id}/certificate").status_code == 403
    spy = joins(over.ours.unit, "commissioner")
    assert browser(spy).get(f"/competition/rounds/{over.id}/certificate").status_code == 404


def test_the_console_prints_it_and_fails_on_a_log_or_another_database_that_tells(database, over, tmp_path):
    from throughcare.faces.access.console.walls import app

    log = tmp_path / "web.log"
    log.write_text("started\n")
    held = CliRunner().invoke(app, ["certificate", str(over.id), "--log", str(log)])
    assert held.exit_code == 0, held.output
    assert "The wall held" in held.output

    said = OpenedBid.objects.using("owner").get(round=over.id, unit_id=over.theirs.unit).said
    log.write_text(f"started\nsent {said.splitlines()[1]}\n")
    told = CliRunner().invoke(app, ["certificate", str(over.id), "--log", str(log)])
    assert told.exit_code == 1 and "log: line 2 of web.log" in told.output

    restored = f"restored_{new_id().hex}"
    with superuser(database.access, database.name) as opened:
        opened.autocommit = True
        opened.execute(f"CREATE DATABASE {restored}")
        try:
            with superuser(database.access, restored) as there:
                there.execute("CREATE TABLE competition_round (id uuid)")
                there.execute("GRANT SELECT ON competition_round TO PUBLIC")
                there.execute("INSERT INTO competition_round VALUES (%s)", [over.id])
            found = CliRunner().invoke(app, ["certificate", str(over.id)])
            assert found.exit_code == 1 and f"database {restored} holds a copy" in found.output
        finally:
            opened.execute(f"DROP DATABASE {restored} WITH (FORCE)")


def test_a_member_of_both_teams_reads_neither_side(database):
    made = Competition()
    made.bids(made.ash, ASH)
    made.turns(0)
    made.turns(1)
    assert len(made.opened_by(made.other)) == 1
    both = access.add_member(
        by=a_founder(), at=NOW - timedelta(days=1), unit_id=made.ours.unit, role="provider lead", name="Both",
        account_id=made.other.account_id,
    )  # fmt: skip
    hat = member(both, at=made.closes)
    assert hat is not None
    assert made.opened_by(made.other) == made.opened_by(hat) == []
    assert len(made.opened_by(made.buyer)) == 1
