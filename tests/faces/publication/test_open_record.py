"""Competitions at an open address: read without signing in, nothing sealed in them, nobody named who works in them."""

from __future__ import annotations

import csv
import io
import json

import ocdsmerge
import pytest
from django.test import Client, override_settings
from support.competition import ASH, BIRCH, PASSES, Competition
from support.shared import shared_path
from typer.testing import CliRunner

from throughcare.commissioning.competition import actions
from throughcare.commissioning.publication.rules import read
from throughcare.commissioning.publication.rules.own import own_extension
from throughcare.faces.publication.console import app
from throughcare.foundation.kernel import new_id

BASE = "/open-contracting"


@pytest.fixture
def round_(database):
    return Competition()


def got(address, **given):
    return Client().get(f"{BASE}{address}", **given)


def every_release(size=100):
    """All pages of releases, one after another by their links."""
    found, address = [], f"/releases?page=1&per_page={size}"
    while address:
        package = got(address).json()
        found += package["releases"]
        address = package["links"].get("next", "").partition(BASE)[2]
    return found


def of(round_):
    return [one for one in every_release() if one["ocid"].endswith(str(round_.id))]


def all_that_anybody_reads(round_):
    """Whatever is told of one competition at the open address, as it is sent."""
    record = got(f"/records/{round_.id}").content
    line = [one for one in got("/register.csv").content.splitlines() if str(round_.id).encode() in one]
    page = got("").content
    at = page.index(str(round_.id).encode())
    return record, json.dumps(of(round_)), line, page[at : page.index(b"</tr>", at)]


def test_nothing_changes_at_the_open_address_while_bids_are_sent_sealed_and_half_opened(round_):
    before = all_that_anybody_reads(round_)
    round_.bids(round_.ash, ASH)
    assert all_that_anybody_reads(round_) == before
    round_.bids(round_.birch, BIRCH)
    actions.withdraw_bid(by=round_.birch, at=round_.at, competition_id=round_.id)
    assert all_that_anybody_reads(round_) == before
    round_.bids(round_.birch, BIRCH)
    round_.turns(0)
    assert all_that_anybody_reads(round_) == before


def test_nobody_who_works_in_it_and_no_losing_bid_is_told_even_after_it_was_decided(round_):
    round_.bids(round_.ash, ASH.replace("100000.00", "123456.78"))
    round_.bids(round_.birch, BIRCH)
    round_.opens()
    round_.decides()
    said = str(all_that_anybody_reads(round_))
    members = (round_.buyer, round_.other, round_.ash, round_.birch)
    barred = [
        *(str(one.id) for one in members), *(one.name for one in members), *PASSES, str(round_.ash.unit_id),
        round_.ash.unit_name, "A1", "123456", "12345678", "120000",
    ]  # fmt: skip
    assert [one for one in barred if one in said] == []


def test_why_it_was_called_off_is_told_to_its_bidders_and_not_here(round_):
    because = f"Mrs Persona {new_id()} has lost her key"
    actions.call_off_competition(by=round_.buyer, at=round_.at, competition_id=round_.id, because=because)
    assert "Persona" not in str(all_that_anybody_reads(round_))
    record = got(f"/records/{round_.id}").json()["records"][0]["compiledRelease"]
    assert record["tender"]["status"] == "cancelled"


def test_each_public_act_gives_a_release_and_the_record_is_what_they_come_to(round_):
    assert [one["tag"] for one in of(round_)] == [["planning", "tender"], ["tenderUpdate"]]
    early = of(round_)
    round_.bids(round_.birch, BIRCH)
    round_.opens()
    round_.decides()
    found = of(round_)
    assert found[:2] == early
    assert [one["tag"] for one in found[2:]] == [["award"]]
    actions.publish_award(by=round_.buyer, at=round_.closes, competition_id=round_.id)
    later = of(round_)
    assert later[:3] == found and [one["tag"] for one in later[3:]] == [["awardUpdate"]]
    found = later
    document = got(f"/records/{round_.id}").json()["records"][0]
    assert document["releases"] == found
    schema = json.loads(
        shared_path("vectors/commissioning/ocds/schema/dereferenced-release-schema.json").read_text()
    )
    assert document["compiledRelease"] == ocdsmerge.Merger(schema).create_compiled_release(found)


def test_what_is_published_is_checked_by_our_own_command_without_a_fault(round_, tmp_path):
    for name, address in (("releases", "/releases?per_page=100"), ("records", f"/records/{round_.id}")):
        (tmp_path / f"{name}.json").write_bytes(got(address).content)
    done = CliRunner().invoke(app, ["check", str(tmp_path)])
    assert done.exit_code == 0, done.output


def test_pages_go_from_first_to_last_by_their_links_and_tell_each_release_once(round_):
    Competition()
    once = [one["id"] for one in every_release(size=5)]
    assert len(once) == len(set(once))
    dates = [one["date"] for one in every_release()]
    assert dates == sorted(dates)
    beyond = got("/releases?page=99999").json()
    assert (beyond["releases"], "next" in beyond["links"]) == ([], False)
    assert got("/releases?page=x&per_page=-5").status_code == 200


def test_an_empty_page_is_no_fault_of_the_server_and_says_when_it_changed_last():
    assert got("/records?page=99999").json()["records"] == []


def test_the_register_is_a_table_that_programs_and_people_read(round_):
    answer = got("/register.csv")
    assert answer["Content-Type"].startswith("text/csv")
    [line] = [
        one for one in csv.DictReader(io.StringIO(answer.content.decode())) if one["title"] == round_.title
    ]
    assert (line["status"], line["lots"], line["decided"]) == ("taking bids until it closes", "2", "")
    page = got("").content.decode()
    assert round_.title in page and "Taking bids until it closes" in page


def test_the_extension_stands_at_the_address_that_packages_name():
    address = got("/releases").json()["extensions"][0].partition(BASE)[2]
    assert got(address).json()["schemas"] == ["release-schema.json"]
    assert got("/extension/release-schema.json").json() == own_extension()
    refusal = got("/extension/other.json")
    assert refusal.status_code == 404 and "Expected extension.json" in refusal.json()["because"]


def test_other_sites_may_read_it_nobody_may_write_and_what_is_not_there_is_said():
    assert got("/releases")["Access-Control-Allow-Origin"] == "*"
    assert Client().post(f"{BASE}/releases").status_code == 405
    missing = got(f"/records/{new_id()}")
    assert missing.status_code == 404 and "no such competition" in missing.json()["because"]


@override_settings(OPEN_DIRECTORY_A_MINUTE=2)
def test_one_address_reads_so_many_times_a_minute():
    codes = [got("/extension/extension.json", REMOTE_ADDR="203.0.113.77").status_code for _ in range(6)]
    assert 429 in codes and codes[0] == 200


def test_it_is_published_under_the_name_and_prefix_of_the_service(round_):
    with override_settings(OCDS_PUBLISHER="A regional buyer", OCDS_PREFIX="ocds-abc123"):
        package = got(f"/records/{round_.id}").json()
    assert package["publisher"] == {"name": "A regional buyer"}
    assert package["records"][0]["ocid"] == f"ocds-abc123-{round_.id}"
    assert read(json.dumps(package)).faults == ()
