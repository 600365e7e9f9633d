"""The record of a process is what its releases come to: the same as the standard's own merge, whatever their order."""

from __future__ import annotations

import json

import ocdsmerge
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.shared import shared_path

from throughcare.commissioning.publication.rules import compiled
from throughcare.commissioning.publication.rules.standard_schema import (
    RELEASE,
    overlaid,
    release_node,
    standard,
    with_extensions,
)

SCHEMA = "vectors/commissioning/ocds/schema/dereferenced-release-schema.json"
EXAMPLE = "data/procurement_ocds/fictional_1.1_ocds-213czf-000-00001.json"


@pytest.fixture(scope="module")
def theirs():
    return ocdsmerge.Merger(json.loads(shared_path(SCHEMA).read_text()))


def test_the_standards_example_comes_to_its_official_record(theirs):
    releases = json.loads(shared_path(EXAMPLE).read_text())["releases"]
    official = json.loads(
        shared_path("vectors/commissioning/ocds/fictional_1.1/record/ocds-213czf-000-00001.json").read_text()
    )["records"][0]["compiledRelease"]
    ours = compiled(releases)
    assert ours == theirs.create_compiled_release(releases)
    assert ours.keys() == official.keys()
    assert {key: ours[key] for key in ours if key != "id"} == {
        key: official[key] for key in official if key != "id"
    }


def test_releases_in_any_order_come_to_the_same():
    releases = json.loads(shared_path(EXAMPLE).read_text())["releases"]
    assert compiled(reversed(releases)) == compiled(releases)


texts = st.text("abc", max_size=3)
items = st.fixed_dictionaries(
    {"id": st.sampled_from(["1", "2", "3"])},
    optional={"description": st.none() | texts, "quantity": st.integers(0, 5)},
)
lots = st.lists(items, max_size=3, unique_by=lambda one: one["id"])
tenders = st.fixed_dictionaries(
    {"id": st.just("t")},
    optional={
        "title": st.none() | texts,
        "value": st.fixed_dictionaries({"amount": st.integers(0, 9)}, optional={"currency": st.just("GBP")}),
        "submissionMethod": st.lists(texts, max_size=2),
        "additionalProcurementCategories": st.lists(texts, max_size=2),
        "items": lots,
        "milestones": lots,
    },
)  # fmt: skip
releases = st.lists(tenders, min_size=1, max_size=4).map(
    lambda found: [
        {
            "ocid": "ocds-1", "id": str(n), "date": f"2026-01-0{n + 1}T00:00:00Z", "tag": ["tender"],
            "initiationType": "tender", "tender": tender,
        }
        for n, tender in enumerate(found)
    ]
)  # fmt: skip


@given(releases)
def test_any_releases_come_to_what_the_standards_own_merge_makes_of_them(theirs, found):
    assert compiled(found) == theirs.create_compiled_release(found)


def test_an_extension_is_laid_over_the_standard_and_nothing_else_is_changed():
    over = {
        "definitions": {
            "Tender": {"properties": {"walls": {"type": "array", "wholeListMerge": True}, "title": None}}
        }
    }
    schema = with_extensions([over])
    assert overlaid(standard(RELEASE), over) == schema
    node = release_node([over]).of("tender")
    assert not node.of("walls").merges([{"id": "1"}]) and node.of("items").merges([{"id": "1"}])
    assert "title" not in node.fields and "title" in release_node().of("tender").fields
    assert release_node().of("id").is_left_out


def test_null_takes_an_object_away_whole():
    """Their merge leaves what was inside it; the standard says that null removes the field."""
    frame = {"ocid": "ocds-1", "tag": ["tender"], "initiationType": "tender"}
    one = frame | {"id": "1", "date": "2026-01-01T00:00:00Z", "tender": {"id": "t", "value": {"amount": 1}}}
    two = frame | {"id": "2", "date": "2026-01-02T00:00:00Z", "tender": {"id": "t", "value": None}}
    assert compiled([one, two])["tender"] == {"id": "t"}


def test_no_releases_come_to_nothing():
    assert compiled([]) == {}
