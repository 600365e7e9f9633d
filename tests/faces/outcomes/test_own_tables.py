"""Tables of one's own: sent by page, API or console, checked by a job, their organisation's alone, gone when removed."""

from __future__ import annotations

import io
import json
import re
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, OperationalError
from django.utils import timezone
from support.browser import assert_accessible, assert_no_sideways_scroll
from support.people import an_office, as_worker, joins
from support.wall_visits import caller

from throughcare.evidence.extracts import tasks
from throughcare.evidence.extracts.actions import (
    check_again,
    keep_received,
    note_not_taken,
    remove_tables,
    send_tables,
    sending,
)
from throughcare.evidence.extracts.models import SentFile, SentTables
from throughcare.evidence.extracts.queries import sent
from throughcare.evidence.outcomes.measure.sent import Sent, receive
from throughcare.faces.outcomes.answers import work
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id

ADDRESS = "/outcomes/tables"
OFFENCES = "person_id,offence_date,proven_date,breach,proved_by\n" + "".join(
    f"{n},2019-03-01,2019-04-01,no,conviction\n" for n in range(1, 60)
)
KNOWN_TO = {"known_to_day": "31", "known_to_month": "12", "known_to_year": "2021"}


def events(more: str = "") -> str:
    """Two hundred people of two areas, and whatever lines come after."""
    rows = (f"{n},{n},2019-01-05,court_order,{'North' if n % 2 else 'South'}\n" for n in range(1, 201))
    return "event_id,person_id,event_date,kind,area\n" + "".join(rows) + more


def files(**texts: str) -> list[Sent]:
    given = {"index_events": events(), "offences": OFFENCES, **texts}
    return [Sent(name, f"{name}.csv", text.encode()) for name, text in given.items()]


@pytest.fixture(scope="module")
def offices(database: object):
    """Two analysts of one organisation in two units, and one of another organisation."""
    here, there = an_office(), an_office()
    return {
        "sender": joins(here.unit, "analyst"), "colleague": joins(here.unit, "commissioner"),
        "head": joins(here.unit, "head of delivery unit"), "stranger": joins(there.unit, "analyst"), "officer": joins(here.unit, "offender manager"),
    }  # fmt: skip


def keep(member, **texts: str):
    """Tables sent and checked; their id."""
    kept = send_tables(
        by=member, at=timezone.now(), title="Ours", known_to=date(2021, 12, 31), files=files(**texts)
    )
    check(kept, member)
    return kept


def check(kept, member) -> None:
    with as_worker():
        tasks.check_tables(str(kept), str(member.id))


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_files_sent_by_the_page_are_checked_with_moving_progress_and_then_measured(
    offices, signed_in, answer, monkeypatch
):
    client = signed_in(offices["sender"])
    shown = client.get(ADDRESS).content.decode()
    key = re.search(r'name="idempotency_key" value="([^"]+)"', shown)[1]
    out = io.BytesIO()
    pq.write_table(pa.table({"person_id": list(range(1, 201)), "sex": ["female", "male"] * 100}), out)

    def send():
        given = {
            name: SimpleUploadedFile(f"{name}.csv", text.encode())
            for name, text in (
                ("index_events", events("201,,2019-01-05,caution,North\n")),
                ("offences", OFFENCES),
            )
        }
        given["people"] = SimpleUploadedFile("people.parquet", out.getvalue())
        return client.post(ADDRESS, {"title": " Our  trial ", "idempotency_key": key, **KNOWN_TO, **given})

    assert send().status_code == 302
    send()  # sent twice, kept once
    [kept] = SentTables.objects.using("owner").filter(member_id=offices["sender"].id, title="Our trial")
    here = f"{ADDRESS}/{kept.id}"
    assert "Being checked" in words(client.get(ADDRESS)) and "Measure these" not in words(client.get(here))
    seen = []
    real = sent.note_progress
    monkeypatch.setattr(
        sent,
        "note_progress",
        lambda row, done, of: (real(row, done, of), seen.append(words(client.get(here)))),
    )
    check(kept.id, offices["sender"])
    assert any("59 of" in one or "201 of" in one for one in seen) and len(set(seen)) > 1
    told = words(client.get(here))
    assert "Ready to measure" in told and "1 fault found" in told
    assert re.search(r"Events +202 +Person_id|Events .*202.*person_id.*Is empty", told)
    assert "1 row does not say whose it is" in told
    measured = answer(
        offices["sender"], f"/outcomes/measures?tables=own-{kept.id}&by=sex&definition=scotland"
    )
    assert "1 row does not say whose it is" in words(measured)
    assert re.search(r"Entries with complete follow-up +200", words(measured))


def test_a_file_of_unknown_columns_is_refused_beside_its_box_with_the_nearest_and_nothing_is_kept(
    offices, signed_in
):
    client = signed_in(offices["sender"])
    before = SentTables.objects.using("owner").count()
    given = {
        "index_events": SimpleUploadedFile("mine.csv", events().replace("area", "aera").encode()),
        "offences": SimpleUploadedFile("offences.csv", OFFENCES.encode()),
    }
    page = client.post(ADDRESS, {"title": "Mine", "idempotency_key": str(new_id()), **KNOWN_TO, **given})
    assert "mine.csv: no such column: aera (did you mean area?)" in words(page)
    empty = words(client.post(ADDRESS, {"idempotency_key": str(new_id())}))
    assert "Select the events" in empty and "Enter the name" in empty
    assert SentTables.objects.using("owner").count() == before


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"title": " "}, "Give the tables a name"),
        ({"known_to": date(2199, 1, 1)}, "a day that has not come"),
        ({"files": files()[1:]}, "Send a file of index events"),
        ({"files": [Sent("index_events", "x.csv", b""), files()[1]]}, "x.csv is empty"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(change, because, offices):
    given = {"title": "Ours", "known_to": date(2021, 12, 31), "files": files()} | change
    with pytest.raises(Refused, match=because):
        send_tables(by=offices["sender"], at=timezone.now(), **given)


def test_there_are_limits_to_size_and_to_how_many_are_kept(offices, signed_in, monkeypatch):
    member = joins(an_office().unit, "analyst")
    keep(member)
    monkeypatch.setattr(sending, "MOST_KEPT", 1)
    with pytest.raises(Refused, match="keeps 1 sets of tables"):
        keep(member)
    monkeypatch.setattr(sending, "LARGEST_TOGETHER", 10)
    with pytest.raises(Refused, match="over 0 MB together"):
        keep(offices["sender"])


def test_only_the_senders_organisation_sees_measures_or_removes_them(offices, signed_in, answer):
    kept = keep(offices["sender"])
    for who, sees in (("sender", True), ("colleague", True), ("stranger", False)):
        client = signed_in(offices[who])
        assert client.get(f"{ADDRESS}/{kept}").status_code == (200 if sees else 404), who
        assert (f"own-{kept}" in client.get("/outcomes").content.decode()) == sees, who
        page = client.get(f"/outcomes/measures?tables=own-{kept}&definition=scotland")
        assert ("Select a valid choice" in words(page) or "is not one of" in words(page)) != sees, who
    assert signed_in(offices["officer"]).get(f"{ADDRESS}/{kept}").status_code == 403
    with pytest.raises(Refused, match="keeps no such tables"):
        remove_tables(by=offices["stranger"], at=timezone.now(), tables_id=kept)
    assert SentTables.objects.using("owner").filter(id=kept).exists()
    remove_tables(by=offices["colleague"], at=timezone.now(), tables_id=kept)


def test_by_sql_of_their_own_another_organisation_finds_and_writes_nothing(offices):
    kept = keep(offices["sender"])
    for who in ("stranger", "officer"):
        with viewing(offices[who], timezone.now()):
            assert not SentTables.objects.filter(id=kept).exists(), who
            assert not SentFile.objects.filter(sent_id=kept).exists(), who
            assert SentTables.objects.filter(id=kept).update(state="waiting") == 0
    planted = {"organisation_id": offices["stranger"].organisation_id, "table": "people", "file_name": "x"}
    with pytest.raises(DatabaseError), viewing(offices["stranger"], timezone.now()):
        SentFile.objects.create(sent_id=kept, content=b"x", **planted)
    with pytest.raises(DatabaseError), viewing(offices["sender"], timezone.now()):
        SentFile.objects.filter(sent_id=kept).update(content=b"other")


def test_removed_they_are_gone_with_every_file_and_every_answer(offices, signed_in, answer):
    kept = keep(offices["sender"])
    address = f"/outcomes/measures?tables=own-{kept}&by=area&definition=scotland"
    assert "Entries with complete follow-up" in words(answer(offices["sender"], address))
    about = cache.get(f"outcomes-of-own-{kept}")
    assert about and all(cache.get(key) for key in about)
    page = signed_in(offices["sender"])
    asked = page.post(f"{ADDRESS}/{kept}", {"remove": "ask"}).content.decode()
    assert "Nobody can bring them back" in asked and "Keep them" in asked
    assert page.get(f"{ADDRESS}/{kept}").status_code == 200, "asked is not answered"
    gone = page.post(f"{ADDRESS}/{kept}", {"remove": "yes"})
    assert (gone.status_code, gone.url) == (302, ADDRESS)
    assert not SentTables.objects.using("owner").filter(id=kept).exists()
    assert not SentFile.objects.using("owner").filter(sent_id=kept).exists()
    assert not any(cache.get(key) for key in about)


def test_an_answer_that_ends_after_they_were_removed_is_not_kept(offices):
    kept = keep(offices["sender"])
    asked = work.Asked("measure", {"tables": f"own-{kept}"})

    def reckon(**given: object) -> work.Found:
        remove_tables(by=offices["sender"], at=timezone.now(), tables_id=kept)
        return work.Found({"figures": 1}, {"cells": b"<svg/>"})

    with sent.asked_by(offices["sender"]):
        work.work_out(asked, reckon)
    assert cache.get(asked.key) is None and work.chart(asked, "cells") is None


def test_a_job_for_whoever_left_says_so_and_reads_nothing(offices):
    from throughcare.faces.outcomes.tasks import work_out_outcomes

    kept = keep(offices["sender"])
    asked = work.Asked("measure", {"tables": f"own-{kept}"})
    with as_worker():
        work_out_outcomes("measure", dict(asked.given), str(new_id()))
    assert "no longer in force" in json.loads(cache.get(asked.key))["failed"]


def test_a_failure_is_shown_with_its_reason_and_a_way_to_try_again(offices, signed_in, monkeypatch):
    member = offices["sender"]
    kept = send_tables(by=member, at=timezone.now(), title="Ours", known_to=date(2021, 12, 31), files=files())

    def falls(*given: object) -> None:
        raise KeyError("secret")

    monkeypatch.setattr(tasks, "receive", falls)
    with pytest.raises(KeyError):
        check(kept, member)
    client = signed_in(member)
    page = client.get(f"{ADDRESS}/{kept}")
    assert "Not taken" in words(page) and "It failed, and nothing of it was kept" in words(page)
    assert "secret" not in page.content.decode() and "Try again" in words(page)
    monkeypatch.undo()
    assert client.post(f"{ADDRESS}/{kept}", {"again": "yes"}).url == f"{ADDRESS}/{kept}"
    check(kept, member)
    assert "Ready to measure" in words(client.get(f"{ADDRESS}/{kept}"))
    with pytest.raises(Refused, match="no such tables that failed"):
        check_again(by=member, at=timezone.now(), tables_id=kept)


def test_a_database_that_is_away_settles_nothing_and_a_second_check_changes_nothing(offices, monkeypatch):
    member = offices["sender"]
    kept = send_tables(by=member, at=timezone.now(), title="Ours", known_to=date(2021, 12, 31), files=files())

    def away(*given: object) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(tasks, "receive", away)
    with pytest.raises(OperationalError):
        check(kept, member)
    assert SentTables.objects.using("owner").get(id=kept).state == "waiting"
    monkeypatch.undo()
    check(kept, member)
    told = SentTables.objects.using("owner").get(id=kept)
    check(kept, member)
    received = receive(files(), date(2021, 12, 31))
    with as_worker():
        keep_received(by=member, at=timezone.now(), tables_id=kept, received=received)
        note_not_taken(by=member, at=timezone.now(), tables_id=kept, because="too late")
    again = SentTables.objects.using("owner").get(id=kept)
    assert (again.state, again.checked_at) == ("ready", told.checked_at)


def test_a_program_sends_looks_and_removes(offices):
    client = caller(offices["head"])
    given = {
        one.table: SimpleUploadedFile(one.file_name, one.content)
        for one in files(index_events=events("7,900,never,caution,\n"))
    }
    made = client.post("/api/v1/outcomes/tables", {"title": "By program", "known_to": "2021-12-31", **given})
    assert made.status_code == 202, made.content
    kept = made.json()["id"]
    check(kept, offices["sender"])
    told = client.get(f"/api/v1/outcomes/tables/{kept}").json()
    assert (told["state"], told["people_aside"], told["faulty"]) == ("ready", 1, 2)
    assert {
        "table": "index_events",
        "line": 202,
        "column": "event_date",
        "because": "is not a day, such as 12 May 2019 or 12/05/2019",
    } in told["faults"]
    assert kept in [one["id"] for one in client.get("/api/v1/outcomes/tables").json()]
    assert client.post(f"/api/v1/outcomes/tables/{kept}/again").status_code == 422
    elsewhere = caller(joins(an_office().unit, "head of delivery unit"))
    assert elsewhere.get(f"/api/v1/outcomes/tables/{kept}").status_code == 404
    assert elsewhere.get("/api/v1/outcomes/tables").json() == []
    for title, status in (("Another", 422), ("By program", 204)):
        gone = client.post(
            f"/api/v1/outcomes/tables/{kept}/remove", {"title": title}, content_type="application/json"
        )
        assert gone.status_code == status
    assert client.get(f"/api/v1/outcomes/tables/{kept}").status_code == 404


def test_a_breakdown_that_they_do_not_hold_is_refused_with_those_they_do(offices, signed_in, answer):
    kept = keep(offices["sender"])
    page = signed_in(offices["sender"]).get(f"/outcomes/measures?tables=own-{kept}&by=ethnicity_group")
    assert "These tables are not told apart by ethnicity. Choose one of: Area, Kind of event, Year." in words(
        page
    )
    shown = words(answer(offices["sender"], f"/outcomes/measures?tables=own-{kept}&definition=scotland"))
    assert "By area" in shown and "these tables do not hold sex" in shown


@pytest.mark.parametrize("wide", [375, 1280])
def test_sending_and_what_was_sent_are_accessible_and_fit(wide, offices, in_browser):
    kept = keep(offices["sender"], index_events=events("7,900,never,caution,\n"))
    page = in_browser(offices["sender"])
    page.set_viewport_size({"width": wide, "height": 900})
    for address in (ADDRESS, f"{ADDRESS}/{kept}"):
        page.goto(address)
        for one in page.locator("details").all():
            one.evaluate("e => e.open = true")
        assert_accessible(page)
        assert_no_sideways_scroll(page)


def test_by_command_they_are_kept_checked_said_and_removed(offices, tmp_path, monkeypatch):
    from typer.testing import CliRunner

    from throughcare.faces.outcomes.console import own
    from throughcare.faces.outcomes.console.measuring import app
    from throughcare.foundation.access.models import Account

    monkeypatch.setattr(own, "make_ready", lambda *given, **more: None)  # the tests' database is ready
    email = Account.objects.using("owner").get(id=offices["sender"].account_id).email
    for one in files(index_events=events("7,900,never,caution,\n")):
        (tmp_path / one.file_name).write_bytes(one.content)
    given = ["--as", email, "--known-to", "2021-12-31"]
    with as_worker():
        done = CliRunner().invoke(app, ["send", str(tmp_path), "--title", "By command", *given])
        assert done.exit_code == 0, (done.output, done.exception)
        said = done.output
        assert "index_events, line 202, event_date: is not a day" in said
        assert "index_events: 200 rows to measure" in said and "1 person whom a bad row is about" in said
        kept = said.split("Kept as ")[1].split(".")[0]
        assert SentTables.objects.using("owner").get(id=kept).title == "By command"
        gone = CliRunner().invoke(app, ["remove", kept, "--as", email])
        assert gone.exit_code == 0 and not SentTables.objects.using("owner").filter(id=kept).exists()
        empty = CliRunner().invoke(app, ["send", str(tmp_path / "none"), *given])
        assert "holds no table" in str(empty.exception)
