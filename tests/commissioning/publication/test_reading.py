"""Whatever is published is read as far as it goes, and what is wrong with it is said with where it is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.shared import shared_path

from throughcare.commissioning.publication.rules import read
from throughcare.commissioning.publication.rules.reading import Kind
from throughcare.foundation.kernel import Refused

REAL = "data/procurement_ocds/contracts_finder_2025"
EXAMPLES = "vectors/commissioning/ocds/fictional_1.1"


def a_release(**more):
    return {
        "ocid": "ocds-1-1", "id": "1", "date": "2026-01-01T00:00:00Z", "tag": ["tender"], "initiationType": "tender",
        "parties": [{"id": "b", "name": "Buyer", "roles": ["buyer"]}], "buyer": {"id": "b", "name": "Buyer"},
        "tender": {"id": "t"}, **more,
    }  # fmt: skip


def a_package(*releases):
    return {
        "uri": "https://example.org/1", "version": "1.1", "publishedDate": "2026-01-01T00:00:00Z",
        "publisher": {"name": "A buyer"}, "releases": list(releases),
    }  # fmt: skip


def faults(document):
    return [str(one) for one in read(json.dumps(document)).faults]


def test_every_real_release_is_read_and_only_what_is_wrong_with_it_is_named():
    found = {path.name: read(path.read_text("utf-8")) for path in sorted(shared_path(REAL).glob("*.json"))}
    assert {len(one.processes) for one in found.values()} == {1}
    without_an_id = {
        n for n, one in found.items() if ("id", "is missing") in [(f.where, f.what) for f in one.faults]
    }
    assert without_an_id == {
        n for n in found if "id" not in json.loads((shared_path(REAL) / n).read_text("utf-8"))
    }
    assert sum(bool(one.faults) for one in found.values()) < len(without_an_id) + 10


def test_every_example_of_the_standard_is_read_without_a_fault():
    paths = [one for one in shared_path(EXAMPLES).rglob("*.json") if "blank" not in one.parent.name]
    for path in paths:
        found = read(path.read_text("utf-8"))
        assert (found.faults, len(found.processes)) == ((), 1), path.name


def test_a_good_release_a_package_and_lines_of_them_are_read():
    assert (faults(a_release()), faults(a_package(a_release()))) == ([], [])
    lines = (
        "\n".join(json.dumps(a_release(id=str(n), ocid=f"ocds-1-{n}")) for n in range(3)) + "\n\nnot json\n"
    )
    found = read(lines)
    assert (found.kind, len(found.processes)) == (Kind.LINES, 3)
    assert [str(one) for one in found.faults] == ["line 4: is not an object; expected a release"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ocid": None}, "ocid: is null; expected text"),
        ({"tag": ["tendr"]}, "tag[0]: is “tendr”; expected one of planning"),
        ({"date": "yesterday"}, "date: is “yesterday”; expected an instant"),
        ({"date": "2026-01-01"}, "date: is “2026-01-01”; expected an instant"),
        ({"tender": {"title": "x"}}, "tender.id: is missing"),
        ({"tender": {"id": "t", "titel": "x"}}, "tender: has no such field: titel (did you mean title?)"),
        ({"tender": {"id": "t", "value": {"amount": "12k", "currency": "GBP"}}}, "tender.value.amount: is “12k”; expected a number"),
        ({"tender": {"id": "t", "value": {"amount": 1.005, "currency": "GBP"}}}, "tender.value.amount: is 1.005; expected at most two decimals"),
        ({"tender": {"id": "t", "value": {"amount": -1, "currency": "GBP"}}}, "tender.value.amount: is -1; expected nothing below 0"),
        ({"tender": {"id": "t", "tenderPeriod": {"startDate": "2026-02-01T00:00:00Z", "endDate": "2026-01-01T00:00:00Z"}}}, "tender.tenderPeriod: ends on"),
        ({"tender": {"id": "t", "items": [{"id": "1"}, {"id": "1"}]}}, "tender.items: "),
        ({"buyer": {"id": "z", "name": "Z"}}, "buyer: is “z”, which is no id in parties"),
        ({"awards": [{"id": "a", "suppliers": [{"id": "s", "name": "S"}]}]}, "awards[0].suppliers[0]: is “s”"),
        ({"tender": {"id": "t", "lots": [{"id": "l"}]}, "awards": [{"id": "a", "relatedLots": ["m"]}]}, "awards[0]: is of lot “m”"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_where_it_is_with_what_was_expected(changed, said):
    assert any(one.startswith(said) for one in faults(a_release(**changed))), faults(a_release(**changed))
    inside = faults(a_package(a_release(**changed)))
    assert any(one.startswith(f"releases[0].{said}") for one in inside), inside


def test_one_bad_release_stops_no_other():
    found = read(
        json.dumps(
            a_package(a_release(), "a release", a_release(ocid=""), a_release(ocid="ocds-1-2", id="2"))
        )
    )
    assert [one["ocid"] for one in found.processes] == ["ocds-1-1", "ocds-1-2"]
    assert {one.where for one in found.faults} == {"releases[1]", "releases[2].ocid"}


def test_two_releases_of_one_id_are_named():
    assert "have the id “1”" in faults(a_package(a_release(), a_release(date="2026-01-02T00:00:00Z")))[0]


def test_a_package_that_holds_nothing_or_lacks_its_frame_is_named():
    assert faults(a_package()) == ["releases: is empty; expected at least one of them"]
    assert faults({"releases": [a_release()]}) == [
        "publishedDate: is missing", "publisher: is missing", "uri: is missing", "version: is missing"
    ]  # fmt: skip
    assert faults(a_package() | {"releases": "none"}) == [
        "releases: is not a list; expected at least one of them"
    ]


def a_record(*releases, **more):
    record = {"ocid": "ocds-1-1", "releases": list(releases), **more}
    return {key: value for key, value in a_package().items() if key != "releases"} | {"records": [record]}


def test_a_record_whose_compiled_release_is_not_what_its_releases_come_to_is_named():
    one, two = a_release(), a_release(id="2", date="2026-01-02T00:00:00Z", tender={"id": "t", "title": "New"})
    compiled = {
        **a_release(),
        "id": "ocds-1-1-2026-01-02",
        "date": two["date"],
        "tag": ["compiled"],
        "tender": two["tender"],
    }
    assert faults(a_record(one, two, compiledRelease=compiled)) == []
    stale = compiled | {"tender": one["tender"]}
    assert faults(a_record(one, two, compiledRelease=stale)) == [
        "records[0].compiledRelease.tender: is not what the releases of the record come to"
    ]
    assert (
        "is “ocds-1-1”, and a release in it is of “ocds-2”"
        in faults(a_record(one, a_release(ocid="ocds-2", id="3")))[0]
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "It is empty"), ("   \n", "It is empty"), ("[1, 2", "cut short"), ('{"ocid": "x", ', "cut short"),
        ('{"releases": [}', "at line 1, column"), ("5", "no object"), ("{}", "Expected a release"),
        ('{"ocid": NaN}', "NaN"), ("[" * 100_000, "too deep"), ('{"ocid": Infinity}', "Infinity"),
    ],
)  # fmt: skip
def test_what_is_no_record_is_refused_in_words(text, said):
    with pytest.raises(Refused, match=said):
        read(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from(["id", "ocid", "tender", "items", "date", "tag", "value", "amount", "x"]), inside, max_size=4), max_leaves=12
)  # fmt: skip


@given(
    st.dictionaries(
        st.sampled_from(["ocid", "tender", "awards", "releases", "records", "parties", "bids", "date"]),
        json_values,
    )
)
def test_nothing_that_is_json_breaks_the_reader(document):
    try:
        found = read(json.dumps(document))
    except Refused:
        return
    assert all(isinstance(one.get("ocid"), str) for one in found.processes)
