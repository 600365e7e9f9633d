"""A sealed line that is changed, removed or moved by SQL is named exactly; late commits are sealed too."""

import random
import threading
from datetime import UTC, datetime

import pytest
from django.db import connections
from support.people import a_founder

from throughcare.foundation.access.actions import record_organisation
from throughcare.foundation.access.rules import OrganisationKind
from throughcare.foundation.audit import sealing
from throughcare.foundation.kernel import new_id

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


class RolledBack(Exception):
    """Ends a test's tampering without leaving a trace."""


@pytest.fixture
def owner():
    return connections["owner"]


def some_acts(n=8):
    for _ in range(n):
        record_organisation(by=a_founder(), at=NOW, name=f"Body {new_id()}", kind=OrganisationKind.POLICE)


def seal_what_has_ended(owner):
    while sealing.seal(owner):
        pass


def seal_everything(owner):
    """Seal every line written so far, once no transaction of any database of this server is older than they."""
    with owner.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        (next_one,) = cursor.fetchone()
        for _ in range(1200):
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint >= %s", [next_one])
            if cursor.fetchone()[0]:
                break
            cursor.execute("SELECT pg_sleep(0.05)")
    seal_what_has_ended(owner)


def sealed_lines(owner, last=200):
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT position, batch_id, line_id FROM audit_seal WHERE ledger = 'entry' ORDER BY position DESC LIMIT %s",
            [last],
        )
        return cursor.fetchall()


def tampered(owner, *statements):
    """What verify says after some SQL, which is then undone."""
    from django.db import transaction

    try:
        with transaction.atomic(using="owner"), owner.cursor() as cursor:
            for sql, values in statements:
                cursor.execute(sql, values)
                assert cursor.rowcount != 0, sql
            said = sealing.verify(owner)
            raise RolledBack
    except RolledBack:
        return said


def test_untouched_ledgers_verify_and_the_head_counts_every_line(owner):
    some_acts()
    seal_everything(owner)
    sound, flaw = sealing.verify(owner)
    assert flaw is None
    assert sealing.head(owner).position == sound >= 8


EDITS = {
    "act": "UPDATE audit_entry SET act = act || '.' WHERE id = %s",
    "people": "UPDATE audit_entry SET people = people || gen_random_uuid() WHERE id = %s",
    "time": "UPDATE audit_entry SET at = at + interval '1 microsecond' WHERE id = %s",
    "member": "UPDATE audit_entry SET member_id = gen_random_uuid() WHERE id = %s",
    "reason": "UPDATE audit_entry SET because = 'nothing to see' WHERE id = %s",
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_line_that_was_edited_is_named(owner, edit):
    some_acts()
    seal_everything(owner)
    for position, batch, line in random.sample(sealed_lines(owner), 4):
        _, flaw = tampered(owner, (EDITS[edit], [line]))
        assert flaw is not None
        assert (flaw.position, flaw.batch, flaw.line_id) == (position, batch, line)
        assert "changed" in flaw.what


def test_a_line_that_was_deleted_is_named(owner):
    some_acts()
    seal_everything(owner)
    for position, _, line in random.sample(sealed_lines(owner), 4):
        _, flaw = tampered(owner, ("DELETE FROM audit_entry WHERE id = %s", [line]))
        assert flaw is not None
        assert (flaw.position, flaw.line_id) == (position, line)
        assert "deleted" in flaw.what


def test_two_lines_that_were_swapped_are_found_at_the_first(owner):
    some_acts()
    seal_everything(owner)
    (later, _, line_b), (earlier, _, line_a) = sealed_lines(owner)[0], sealed_lines(owner)[3]
    swap = "UPDATE audit_entry SET id = %s WHERE id = %s"
    passing = new_id()
    _, flaw = tampered(owner, (swap, [passing, line_a]), (swap, [line_a, line_b]), (swap, [line_b, passing]))
    assert flaw is not None
    assert flaw.position == earlier < later


def test_a_line_and_its_seal_removed_together_leave_a_hole(owner):
    some_acts()
    seal_everything(owner)
    position, _, line = sealed_lines(owner)[4]
    _, flaw = tampered(
        owner,
        ("DELETE FROM audit_seal WHERE position = %s", [position]),
        ("DELETE FROM audit_entry WHERE id = %s", [line]),
    )
    assert flaw is not None
    assert flaw.position == position
    assert "missing" in flaw.what


def test_seals_cut_off_at_the_end_are_missed_by_their_batch(owner):
    some_acts()
    seal_everything(owner)
    position, _, _ = sealed_lines(owner)[0]
    last = sealing.head(owner).position
    _, flaw = tampered(owner, ("DELETE FROM audit_seal WHERE position >= %s", [position]))
    assert flaw is not None
    assert flaw.position == position <= last


def test_a_total_rewrite_is_found_only_by_a_head_kept_elsewhere(owner):
    some_acts()
    seal_everything(owner)
    kept = sealing.head(owner)
    rewritten = sealing.Head(kept.batch, kept.position, bytes(32))
    assert sealing.verify(owner, kept=kept)[1] is None
    _, flaw = sealing.verify(owner, kept=rewritten)
    assert flaw is not None
    assert "kept elsewhere" in flaw.what


def test_a_chain_shorter_than_the_head_kept_elsewhere_is_found(owner):
    some_acts(1)
    seal_everything(owner)
    now = sealing.head(owner)
    _, flaw = sealing.verify(owner, kept=sealing.Head(now.batch, now.position + 5, now.chain))
    assert flaw is not None
    assert "shorter" in flaw.what


def test_an_exported_head_reads_back(owner):
    some_acts(1)
    seal_everything(owner)
    head = sealing.head(owner)
    assert sealing.Head.parse(str(head)) == head
    with pytest.raises(ValueError):
        sealing.Head.parse("not a head")


def test_a_line_whose_transaction_commits_late_waits_and_is_sealed(owner):
    """A line written early and committed late must neither be skipped nor sealed before it exists."""
    seal_everything(owner)
    wrote, go = threading.Event(), threading.Event()
    line = new_id()

    def slow():
        from django.db import connection, transaction

        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT access_open_session(%s, %s)", [None, NOW])
            cursor.execute(
                "INSERT INTO audit_entry (id, at, kind, act, role, people, subject, because, txid)"
                " VALUES (%s, %s, 'did', 'late', '', '{}', '{}', '', pg_current_xact_id()::text::bigint)",
                [line, NOW],
            )
            wrote.set()
            go.wait(30)
        connection.close()

    running = threading.Thread(target=slow)
    running.start()
    assert wrote.wait(30)
    some_acts(2)
    seal_what_has_ended(owner)
    assert line not in {found for _, _, found in sealed_lines(owner, 50)}
    go.set()
    running.join()
    seal_everything(owner)
    assert line in {found for _, _, found in sealed_lines(owner, 50)}
    assert sealing.verify(owner)[1] is None


@pytest.mark.parametrize("table", ["audit_entry", "audit_decision", "audit_seal", "audit_batch"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_web_and_worker_can_neither_change_nor_remove_a_line(table, statement):
    from django.db import ProgrammingError, connection

    column = {"audit_entry": "act", "audit_decision": "rule", "audit_seal": "ledger", "audit_batch": "lines"}[
        table
    ]
    for alias in ("default", "worker"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            connections[alias].cursor() as cursor,
        ):
            cursor.execute(statement.format(table, column, column))
    assert connection.alias == "default"


def test_nobody_adds_a_line_in_another_name():
    from django.db import ProgrammingError, connection, transaction

    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT access_open_session(%s, %s)", [a_founder().id, NOW])
        cursor.execute(
            "INSERT INTO audit_entry (id, at, kind, act, member_id, role, people, subject, because, txid)"
            " VALUES (gen_random_uuid(), now(), 'did', 'x', gen_random_uuid(), '', '{}', '{}', '',"
            " pg_current_xact_id()::text::bigint)"
        )


COPY = """INSERT INTO audit_entry (id, at, kind, act, member_id, unit_id, organisation_id, role, people, subject, because,
    request_id, txid, written_at) SELECT gen_random_uuid(), at, kind, 'a forged act', member_id, unit_id,
    organisation_id, role, people, subject, because, request_id, {txid}, {written} FROM audit_entry WHERE id = %s"""
THIS_TRANSACTION = "pg_current_xact_id()::text::bigint"
FORGERIES = {
    "a copy of an old line": (COPY.format(txid="txid", written="written_at"), "all sealed before"),
    "an old transaction, written now": (COPY.format(txid="txid", written="now()"), "all sealed before"),
    "of now, written long ago": (
        COPY.format(txid=THIS_TRANSACTION, written="now() - interval '3 days'"),
        "was not there",
    ),
    "of now, written nobody knows when": (
        COPY.format(txid=THIS_TRANSACTION, written="NULL"),
        "does not say when",
    ),
    "of now, written tomorrow": (
        COPY.format(txid=THIS_TRANSACTION, written="now() + interval '1 day'"),
        "after this moment",
    ),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_line_put_in_behind_our_back_is_never_sealed_and_is_named(owner, forgery):
    from throughcare.foundation.audit import forged

    some_acts(2)
    seal_everything(owner)
    sql, what = FORGERIES[forgery]
    before = {stray.line_id for stray in forged.strays(owner)}
    with owner.cursor() as cursor:
        cursor.execute(sql, [sealed_lines(owner, 1)[0][2]])
    some_acts(2)
    seal_everything(owner)
    try:
        (stray,) = [stray for stray in forged.strays(owner) if stray.line_id not in before]
        assert what in str(stray) and stray.ledger == "entry"
        assert stray.line_id not in {line for _, _, line in sealed_lines(owner)}
        assert sealing.verify(owner)[1] is None  # the chain itself is whole
    finally:
        with owner.cursor() as cursor:
            cursor.execute("DELETE FROM audit_entry WHERE act = 'a forged act'")
    assert {stray.line_id for stray in forged.strays(owner)} == before
