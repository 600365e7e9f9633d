"""Each act of a competition that is public gives a release that keeps to the standard; together they come to its record."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import ocdsmerge
import pytest
from hypothesis import given
from support.shared import shared_path

from throughcare.commissioning.publication.rules import compiled, read
from throughcare.commissioning.publication.rules.own import extensions_of, own_extension
from throughcare.commissioning.publication.rules.packaging import (
    COLUMNS,
    record,
    record_package,
    release_package,
    row,
)
from throughcare.commissioning.publication.rules.releasing import money, releases
from throughcare.commissioning.publication.rules.standard_schema import overlaid, with_extensions
from throughcare.commissioning.publication.rules.told import Act, Taken, acts, register

from .told import (
    CALLED_OFF,
    DECIDED,
    FALLEN,
    NOTHING,
    NOTICED,
    PUBLISHED,
    PUBLISHER,
    SIGNED,
    STAGES,
    START,
    TAKING,
    competitions,
)

OFFICIAL = ("lots", "bid", "suitability", "awardCriteria", "enquiry")


def package(told):
    return release_package(
        releases(told, PUBLISHER.prefix), PUBLISHER, at=START, path="/open-contracting/releases"
    )


def faults(document):
    return [str(one) for one in read(json.dumps(document)).faults]


@pytest.mark.parametrize("stage", STAGES)
def test_what_is_published_at_each_stage_keeps_to_the_standard_and_to_our_extension(stage):
    told = STAGES[stage]
    assert faults(package(told)) == []
    assert faults(record_package([told], PUBLISHER, at=START, path="/open-contracting/records")) == []


@given(competitions())
def test_any_competition_is_published_by_the_standard_and_its_record_is_what_the_standards_merge_makes_of_it(
    told,
):
    found = releases(told, PUBLISHER.prefix)
    assert faults(package(told)) == []
    assert [one["date"] for one in found] == sorted(one["date"] for one in found)
    assert record(told, PUBLISHER)["compiledRelease"] == compiled(found, (own_extension(),))


@given(competitions())
def test_the_record_equals_what_ocdsmerge_makes_of_the_releases(told):
    schema = json.loads(
        shared_path("vectors/commissioning/ocds/schema/dereferenced-release-schema.json").read_text()
    )
    found = releases(told, PUBLISHER.prefix)
    theirs = ocdsmerge.Merger(schema).create_compiled_release(found)
    assert record(told, PUBLISHER)["compiledRelease"] == theirs


@pytest.mark.parametrize("stage", STAGES)
def test_what_is_published_keeps_to_the_official_extensions_too(stage):
    folder = shared_path("vectors/commissioning/ocds/extensions")
    official = [json.loads((folder / one / "release-schema.json").read_text()) for one in OFFICIAL]
    own = overlaid(own_extension(), {"definitions": {"Lot": None}})
    for one in releases(STAGES[stage], PUBLISHER.prefix):
        assert read(json.dumps(one), [*official, own]).faults == ()
    assert "bids" in with_extensions(official)["properties"]


@pytest.mark.parametrize(
    ("told", "tags", "status"),
    [
        (PUBLISHED, [["planning", "tender"]], "planned"),
        (TAKING, [["planning", "tender"], ["tenderUpdate"]], "active"),
        (DECIDED, [["planning", "tender"], ["tenderUpdate"], ["award"]], "complete"),
        (NOTHING, [["planning", "tender"], ["tenderUpdate"], ["tenderUpdate"]], "unsuccessful"),
        (CALLED_OFF, [["planning", "tender"], ["tenderUpdate"], ["tenderCancellation"]], "cancelled"),
        (
            SIGNED,
            [["planning", "tender"], ["tenderUpdate"], ["award"], ["awardUpdate"], ["awardUpdate", "contract"]],
            "complete",
        ),
        (
            FALLEN,
            [
                ["planning", "tender"], ["tenderUpdate"], ["award"], ["awardUpdate"],
                ["tenderCancellation", "awardCancellation"],
            ],
            "cancelled",
        ),
    ],
)  # fmt: skip
def test_each_act_gives_one_release_and_the_last_says_how_it_stands(told, tags, status):
    found = releases(told, PUBLISHER.prefix)
    assert [one["tag"] for one in found] == tags
    now = compiled(found)
    assert now["tender"]["status"] == status
    assert len({one["id"] for one in found}) == len(found)


def test_an_award_names_its_supplier_its_lots_and_the_end_of_its_standstill_once_its_notice_was_given():
    [before] = compiled(releases(DECIDED, PUBLISHER.prefix))["awards"]
    assert before["status"] == "pending" and "standstillEndDate" not in before
    [award] = compiled(releases(NOTICED, PUBLISHER.prefix))["awards"]
    assert (award["package"], award["relatedLots"]) == ("Both", ["North", "South"])
    assert (award["status"], award["standstillEndDate"]) == ("pending", "2026-03-11")
    assert award["suppliers"][0]["name"] == "Ash, A charity"
    assert compiled(releases(DECIDED, PUBLISHER.prefix))["tender"]["evaluation"]["cost"] == money(18_000_000)


def test_an_award_whose_standstill_was_given_up_is_published_without_one():
    told = replace(NOTICED, decided=replace(NOTICED.decided, sign_from=NOTICED.dates.noticed.date()))
    [award] = compiled(releases(told, PUBLISHER.prefix))["awards"]
    assert award["status"] == "active" and "standstillEndDate" not in award


def test_what_was_signed_is_a_contract_of_its_award_and_what_fell_is_no_award_any_more():
    now = compiled(releases(SIGNED, PUBLISHER.prefix))
    assert [one["status"] for one in now["awards"]] == ["active"]
    assert [(one["awardID"], one["status"]) for one in now["contracts"]] == [
        (now["awards"][0]["id"], "active")
    ]
    assert [one["status"] for one in compiled(releases(FALLEN, PUBLISHER.prefix))["awards"]] == ["cancelled"]


def test_what_was_published_does_not_change_when_more_happens():
    early, late = releases(TAKING, PUBLISHER.prefix), releases(DECIDED, PUBLISHER.prefix)
    assert late[: len(early)] == early
    assert releases(DECIDED, PUBLISHER.prefix, [Act.DECIDED]) == late[2:]
    assert [act for _, act in acts(CALLED_OFF.dates)] == [Act.PUBLISHED, Act.TAKING_BIDS, Act.CALLED_OFF]


def test_a_price_is_in_pounds_to_the_penny():
    assert money(18_000_000) == {"amount": 180_000, "currency": "GBP"}
    assert json.dumps(money(1_000_005)["amount"]) == "10000.05"


def test_the_register_says_how_each_stands_with_the_latest_first_and_no_cell_is_a_formula():
    later = replace(
        NOTHING, dates=replace(NOTHING.dates, published=START + timedelta(minutes=1)), title="=1+1"
    )
    found = register([DECIDED, later, CALLED_OFF])
    assert [one.status for one in found] == ["nothing was awarded", "awarded", "called off"]
    cells = dict(zip(COLUMNS, row(found[0], PUBLISHER.prefix), strict=True))
    assert (cells["title"], cells["cost"]) == ("'=1+1", "")
    won = dict(zip(COLUMNS, row(found[1], PUBLISHER.prefix), strict=True))
    assert (won["awarded_to"], won["cost"], won["ocid"][:12]) == (
        "Ash, A charity",
        "180000.00",
        "ocds-000000-",
    )


def test_two_packages_of_one_name_are_two_awards():
    two = (Taken("P", "Ash", ("North",)), Taken("P", "Birch", ("South",)))
    told = replace(DECIDED, decided=replace(DECIDED.decided, taken=two))
    assert len(compiled(releases(told, PUBLISHER.prefix))["awards"]) == 2
    assert faults(package(told)) == []


def test_our_extension_is_known_by_its_address_and_what_breaks_it_is_named():
    document = package(DECIDED)
    assert extensions_of(document) == (own_extension(),)
    assert extensions_of({"extensions": ["https://example.org/other/extension.json"]}) == ()
    document["releases"][2]["tender"]["lots"][0]["keptInHouse"] = "no"
    document["releases"][0]["tender"]["evaluation"]["objective"] = "luck"
    assert faults(document) == [
        "releases[0].tender.evaluation.objective: is “luck”; expected one of lowest cost, highest quality",
        "releases[2].tender.lots[0].keptInHouse: is “no”; expected true or false",
    ]
