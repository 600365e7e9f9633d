"""A contract becomes a service or says what is wrong with it; every published spelling of a way of working is one of few."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.interventions.rules import (
    CatalogueFault,
    Method,
    ServiceFacts,
    methods_of,
    need_areas,
    need_of,
    read_contract,
)
from throughcare.casework.interventions.rules.catalogue import (
    areas_of_police,
    areas_of_region,
    contract_types,
    providers,
)
from throughcare.casework.interventions.rules.words import reference

PUBLISHED = Path(__file__).with_name("published")
GOOD = {
    "contract_reference": "PRJ_1", "contract_type_id": "ACC", "nps_region_code": "", "pcc_region_code": "cleveland",
    "allows_female": "False", "allows_male": "True", "minimum_age": "18", "maximum_age": "", "hide_before": "2024-04-01",
    "hide_after": "2026-03-31", "prime_provider_code": "INGEUS_UK_LIMITED", "subcontractor_codes": "ST_GILES_TRUST",
    "intervention_title": "Accommodation in Cleveland", "short_description": "",
}  # fmt: skip


def published(name):
    return list(csv.DictReader((PUBLISHED / name).read_text("utf-8").splitlines()))


def test_every_published_contract_is_a_service_with_a_place_and_a_need():
    found = [read_contract(row) for row in published("contracts.csv")]
    assert len(found) == 196
    for one in found:
        assert isinstance(one, ServiceFacts), one
        assert one.areas and one.needs and one.title and one.prime
        assert all(need in need_areas() for need in one.needs)


def test_a_contract_reads_as_its_columns_say():
    found = read_contract(GOOD)
    assert isinstance(found, ServiceFacts)
    assert (found.takes_women, found.takes_men, found.youngest, found.oldest) == (False, True, 18, None)
    assert (found.offered.start, found.offered.end) == (date(2024, 4, 1), date(2026, 4, 1))
    assert found.areas == areas_of_police("cleveland") and "E06000002" in found.areas
    assert found.subcontractors == (providers()["ST_GILES_TRUST"]["name"],)
    assert found.needs == ("accommodation",)


def test_the_last_day_of_an_offer_is_londons():
    late = read_contract(GOOD | {"hide_after": "2026-03-31T23:30:00+00"})
    assert isinstance(late, ServiceFacts)
    assert late.offered.end == date(2026, 4, 2)  # half past midnight of the first of April in London


def test_a_region_holds_the_districts_of_its_police_areas():
    assert set(areas_of_police("cleveland")) < set(areas_of_region("A"))
    assert all(areas_of_region(row["code"]) for row in reference("probation_regions.csv"))
    assert all(areas_of_police(row["code"]) for row in reference("police_areas.csv"))


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"contract_reference": ""}, "contract_reference", "empty"),
        ({"contract_type_id": "XYZ"}, "contract_type_id", "“XYZ” is not in the list"),
        ({"prime_provider_code": ""}, "prime_provider_code", "empty"),
        ({"subcontractor_codes": "NOBODY_LTD"}, "subcontractor_codes", "“NOBODY_LTD”"),
        ({"pcc_region_code": "", "nps_region_code": ""}, "pcc_region_code", "one and not both"),
        ({"nps_region_code": "A"}, "pcc_region_code", "one and not both"),
        ({"pcc_region_code": "atlantis"}, "pcc_region_code", "“atlantis”"),
        ({"allows_female": "maybe"}, "allows_female", "“maybe”"),
        ({"allows_male": "False"}, "allows_female", "takes nobody"),
        ({"minimum_age": "adult"}, "minimum_age", "whole years"),
        ({"minimum_age": "-1"}, "minimum_age", "whole years"),
        ({"minimum_age": "26", "maximum_age": "25"}, "maximum_age", "younger"),
        ({"open_to": "everyone"}, "open_to", "Expected “anybody” or “people referred”"),
        ({"hide_before": ""}, "hide_before", "empty"),
        ({"hide_before": "31/03/2024"}, "hide_before", "Expected a day"),
        ({"hide_after": "2023-01-01"}, "hide_after", "end before it begins"),
    ],
)
def test_each_fault_is_named_by_its_field(given, field, says):
    faults = read_contract(GOOD | given)
    assert isinstance(faults, tuple)
    assert any(fault.field == field and says in fault.because for fault in faults), faults


def test_every_fault_of_a_row_is_named_at_once():
    faults = read_contract(GOOD | {"contract_type_id": "", "minimum_age": "x", "hide_after": "soon"})
    assert isinstance(faults, tuple)
    assert {fault.field for fault in faults} == {"contract_type_id", "minimum_age", "hide_after"}


def test_how_a_service_works_and_whom_it_is_open_to_are_read_where_they_are_said():
    plain = read_contract(GOOD)
    said = read_contract(GOOD | {"delivery_method": "1:1 and groupwork", "open_to": "Anybody"})
    assert isinstance(plain, ServiceFacts) and isinstance(said, ServiceFacts)
    assert (plain.methods, plain.open_to) == ((), "people referred")
    assert (said.methods, said.open_to) == ((Method.ONE_TO_ONE, Method.GROUP), "anybody")


def test_nothing_said_of_sex_or_age_is_not_known_and_not_no():
    found = read_contract(GOOD | {"allows_female": "", "allows_male": "", "minimum_age": ""})
    assert isinstance(found, ServiceFacts)
    assert (found.takes_women, found.takes_men, found.youngest) == (None, None, None)


@given(st.dictionaries(st.sampled_from(sorted(GOOD)), st.text(max_size=60)))
def test_no_words_in_any_field_are_more_than_a_fault(changed):
    found = read_contract(GOOD | changed)
    assert isinstance(found, ServiceFacts) or all(isinstance(fault, CatalogueFault) for fault in found)


def test_the_other_names_of_columns_read_alike():
    other = {"contract_type": "ACC", "pcc_region": "cleveland", "min_age": "18", "prime": "INGEUS_UK_LIMITED"}
    kept = {"contract_reference": "PRJ_1", "hide_before": "2024-04-01"}
    assert isinstance(read_contract(kept | other), ServiceFacts)


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("1-2-1", [Method.ONE_TO_ONE]),
        ("1:1", [Method.ONE_TO_ONE]),
        ("1:2:1, Group, Digital", [Method.ONE_TO_ONE, Method.GROUP, Method.ONLINE]),
        ("Delivery method -121", [Method.ONE_TO_ONE]),
        ("1-to- 1; Group", [Method.ONE_TO_ONE, Method.GROUP]),
        ("One to one/Groupwork", [Method.ONE_TO_ONE, Method.GROUP]),
        (
            "Group / 1-2-1 / remote (phone)",
            [Method.ONE_TO_ONE, Method.GROUP, Method.ONLINE, Method.TELEPHONE],
        ),
        ("1:1 support, drop ins and community", [Method.ONE_TO_ONE, Method.DROP_IN]),
        ("36893", []),
        ("", []),
    ],
)
def test_the_many_spellings_are_one_vocabulary(written, means):
    assert list(methods_of(written)) == means


def test_all_but_a_handful_of_the_published_spellings_name_a_way_of_working():
    unnamed = [row["written"] for row in published("delivery_methods.csv") if not methods_of(row["written"])]
    assert len(unnamed) == 6, (
        unnamed
    )  # empty, two dates of a spreadsheet and its like, and two that name none


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Finance, Benefit & Debt (2) Medium Intensity", "money"),
        ("Family & Significant Others\n", "family"),
        ("Social Inclusion Pre-release", "inclusion"),
        ("Education, Training & Employment (3) High Complexity", "employment"),
        ("Dependency & Recovery (1), Low Complexity", "recovery"),
        ("Custody Support", None),
    ],
)
def test_a_need_is_known_whatever_is_said_after_it(written, code):
    assert need_of(written) == code


def test_every_kind_of_contract_is_for_needs_that_there_are():
    for kind in contract_types().values():
        assert set(kind["needs"].split(";")) <= set(need_areas())
