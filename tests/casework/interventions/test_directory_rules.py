"""A public directory's document or tables become services with their public facts alone, and ours are told in the same form."""

import json
from datetime import date
from uuid import UUID, uuid4

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.directory_samples import a_listing, joined
from support.shared import shared_path

from throughcare.casework.interventions.rules import OpenTo, PlacesFacts, SiteFacts, Standing, read_contract
from throughcare.casework.interventions.rules.directory import (
    Offered,
    assemble,
    check_tables,
    columns_of,
    organization_document,
    page_of,
    read_documents,
    service_document,
    service_line,
    table_named,
    tables,
)
from throughcare.casework.interventions.rules.directory.shapes import misspelt_name

ON = date(2026, 11, 29)
CONTRACT = {
    "contract_reference": "PRJ_1", "contract_type_id": "ACC", "pcc_region_code": "cleveland", "allows_female": "True",
    "allows_male": "False", "minimum_age": "18", "hide_before": "2024-04-01", "hide_after": "2027-03-31",
    "prime_provider_code": "INGEUS_UK_LIMITED", "intervention_title": "Homes for women",
}  # fmt: skip


def read(*documents):
    return read_documents(documents, ON)


def only(document):
    [found], refused = read(document)
    return found, refused


def told(document):
    found, _ = only(document)
    return service_document(Offered(uuid4(), found.service, found.told), ON)


def test_a_listing_is_a_service_open_to_anybody_with_its_site_and_places():
    found, refused = only(a_listing())
    facts = found.service
    assert refused == []
    assert (facts.needs, facts.areas, facts.prime) == (("money",), ("E06000002",), "Tees Advice")
    assert (facts.youngest, facts.oldest, facts.open_to) == (16, None, OpenTo.ANYBODY)
    assert facts.takes_women is None and facts.takes_men is None  # nobody said: not known, and not "no"
    assert facts.sites[0].postcode == "TS1 2AA" and facts.sites[0].latitude == 54.57
    assert facts.places == (PlacesFacts("places a week", 3, 8, date(2026, 11, 20)),)


def test_nothing_that_names_a_person_is_kept_or_told():
    found, _ = only(a_listing())
    assert "Ann Persona" not in json.dumps(found.told) and "somebody@" not in json.dumps(found.told)
    assert "Ann Persona" not in json.dumps(told(a_listing()))


@pytest.mark.parametrize("around", ["page", "list", "organisation", "place", "nested list"])
def test_a_service_is_found_wherever_documents_hold_it(around):
    listing = a_listing()
    organization, [place] = listing["organization"], listing["service_at_locations"]
    documents = {
        "page": {"contents": [listing]},
        "list": [listing],
        "nested list": [[listing]],
        "organisation": organization | {"services": [{**listing, "organization": None}]},
        "place": place | {"service": {**listing, "service_at_locations": []}},
    }
    found, refused = only(documents[around])
    assert refused == [] and found.service.prime == "Tees Advice" and len(found.service.sites) == 1


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"status": "open"}, "status", "Expected active, inactive, defunct or temporarily closed; found “open”."),
        ({"name": None}, "name", "This is missing"),
        ({"name": 7}, "name", "Expected words; found “7”."),
        ({"name": "x" * 201}, "name", "At most 200"),
        ({"id": ""}, "id", "This is missing"),
        ({"id": "x" * 41}, "id", "At most 40"),
        ({"minimum_age": "old"}, "minimum_age", "Expected a number"),
        ({"minimum_age": True}, "minimum_age", "Expected a number; found true."),
        ({"minimum_age": -1}, "minimum_age", "from 0 to 120"),
        ({"minimum_age": 30, "maximum_age": 20}, "maximum_age", "younger"),
        ({"minimum_age": float("nan")}, "minimum_age", "too large"),
        ({"organization": {"id": "o"}}, "organization", "nothing stands without it"),
        ({"description": "a\0b"}, "description", "cannot be stored"),
        ({"description": "a\ud800"}, "description", "cannot be stored"),
    ],
)  # fmt: skip
def test_a_service_with_a_fault_of_its_own_is_refused_in_words(changed, field, words):
    found, refused = read(a_listing(**changed))
    assert found == []
    said = [
        (fault.field, fault.because) for part in refused for fault in part.faults if part.where == "service"
    ]
    assert any(name == field and words in because for name, because in said), said


@pytest.mark.parametrize(
    ("path", "value"),
    [("latitude", 100), ("longitude", 181), ("latitude", "north"), ("location_type", "moon"), ("id", None)],
)
def test_a_site_that_cannot_be_is_refused_and_its_service_stands(path, value):
    listing = a_listing()
    listing["service_at_locations"][0]["location"][path] = value
    found, refused = only(listing)
    assert found.service.sites == () and found.service.needs == ("money",)
    assert {part.where for part in refused} == {
        "service.service_at_locations[0].location",
        "service.service_at_locations[0]",
    }


@pytest.mark.parametrize("document", [None, 7, "text", [], {}, [None], {"contents": [3]}, {"id": "x"}])
def test_what_is_no_service_is_refused_and_never_breaks(document):
    found, refused = read(document)
    assert found == [] and (refused or document == [])


def test_a_second_service_of_the_same_id_is_refused():
    listing = a_listing()
    found, refused = read([listing, listing | {"name": "Another"}])
    assert [one.service.title for one in found] == ["Debt clinic"]
    assert "same id" in refused[0].faults[0].because and refused[0].line == 2


@pytest.mark.parametrize(
    ("area", "codes"),
    [
        ({"uri": "https://example.test/id/E06000002"}, {"E06000002"}),
        ({"extent": "E06000001, E06000002"}, {"E06000001", "E06000002"}),
        ({"name": " hartlepool "}, {"E06000001"}),
        ({"name": "Narnia"}, set()),
        ({"uri": "E06999999"}, set()),
    ],
)
def test_areas_are_known_by_code_or_name_and_else_not_known(area, codes):
    found, _ = only(a_listing(service_areas=[{"id": "a", **area}]))
    assert set(found.service.areas) == codes


def test_a_whole_nation_is_all_its_areas():
    found, _ = only(a_listing(service_areas=[{"id": "a", "name": "Wales"}]))
    assert len(found.service.areas) == 22 and all(code[0] == "W" for code in found.service.areas)


def test_tables_that_hold_together_say_the_same_as_a_document():
    [(row, document)] = assemble(check_tables(joined()))
    found, refused = only(document)
    assert (row.line, refused) == (2, [])
    assert (found.service.needs, found.service.areas) == (("money",), ("E06000002",))
    assert found.service.sites[0].name == "The library"


def faults_of(package):
    return {
        (row.file_name, row.line): [f"{fault.field}: {fault.because}" for fault in row.faults]
        for row in check_tables(package)
        if row.faults
    }


def test_a_row_that_points_to_nothing_is_refused_and_so_is_what_rests_on_it():
    package = joined()
    package["organizations.csv"][0]["parent_organization_id"] = "o9"
    found = faults_of(package)
    assert "“o9” is no row of organizations." in found["organizations.csv", 2][0]
    assert "Row 2 of organizations.csv, to which this points, was refused." in found["services.csv", 2][0]
    assert ("service_areas.csv", 2) in found and ("locations.csv", 2) not in found
    assert assemble(check_tables(package)) == []


def test_a_row_of_a_part_never_takes_its_service_with_it():
    package = joined()
    package["locations.csv"][0]["latitude"] = "north"
    assert set(faults_of(package)) == {("locations.csv", 2), ("service_at_location.csv", 2)}
    [(_, document)] = assemble(check_tables(package))
    assert "service_at_locations" not in document


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("services.csv", "services"), ("folder/service.csv", "services"), ("address.csv", "addresses"),
        ("taxonomy.csv", "taxonomies"), ("schedule.csv", "schedules"), ("service_at_location.csv", "service_at_location"),
        ("service_areas", "service_areas"), ("people.csv", None), ("", None),
    ],
)  # fmt: skip
def test_a_table_is_known_by_its_name_in_the_singular_too(name, table):
    assert table_named(name) == table


def test_every_table_points_only_to_tables_there_are():
    assert {column.points_to for name in tables() for column in columns_of(name).values()} - {
        ""
    } <= tables().keys()


def of_a_contract():
    facts = read_contract(CONTRACT)
    return Offered(uuid4(), facts, {})


def test_a_contract_is_told_by_its_terms_and_reads_back_the_same():
    offered = of_a_contract()
    document = service_document(offered, ON)
    assert document["status"] == "active" and document["eligibility_description"] == "For women."
    assert document["organization"] == organization_document(offered)
    back, refused = only(document)
    assert refused == []
    same = ("title", "needs", "areas", "prime", "youngest", "oldest", "standing")
    assert [getattr(back.service, name) for name in same] == [getattr(offered.facts, name) for name in same]
    assert service_document(offered, date(2027, 4, 1))["status"] == "inactive"


def test_sites_and_places_that_a_page_says_are_told_too():
    offered = of_a_contract()
    site = SiteFacts(str(uuid4()), "The library", "TS1 2AA", 54.57, -1.23)
    facts = offered.facts.__class__(
        **{**offered.facts.__dict__, "sites": (site,), "places": (PlacesFacts("beds", 2, 5, ON),)}
    )
    back, refused = only(service_document(Offered(offered.id, facts, {}), ON))
    assert refused == [] and back.service.places == facts.places
    assert back.service.sites[0].latitude == 54.57


KEPT = ("title", "needs", "areas", "prime", "youngest", "oldest", "sites", "standing", "summary")


@settings(max_examples=60, deadline=None)
@given(
    st.fixed_dictionaries(
        {
            "name": st.text(min_size=1, max_size=50).filter(lambda said: "\0" not in said),
            "status": st.sampled_from([one.value for one in Standing]),
            "minimum_age": st.integers(0, 60) | st.none(),
            "maximum_age": st.floats(60, 120, allow_nan=False) | st.none(),
            "description": st.text(max_size=50).filter(lambda said: "\0" not in said),
        }
    )
)
def test_what_is_read_and_told_and_read_again_is_the_same(changed):
    found, _ = only(a_listing(**changed))
    again, refused = only(told(a_listing(**changed) | {"id": found.service.reference}))
    assert refused == []
    assert [getattr(again.service, name) for name in KEPT[:6]] == [
        getattr(found.service, name) for name in KEPT[:6]
    ]


def test_ids_that_are_no_uuid_are_told_as_ones_that_stay_the_same():
    document = told(a_listing(id="clinic-7"))
    assert UUID(document["id"]) and document["id"] == told(a_listing(id="clinic-7"))["id"]


def test_a_list_has_what_a_service_has_one_of():
    line = service_line(of_a_contract(), ON)
    assert line["organization"]["name"] and not [value for value in line.values() if isinstance(value, list)]


@pytest.mark.parametrize(
    ("total", "number", "pages", "last"), [(0, 1, 1, True), (5, 1, 3, False), (5, 3, 3, True)]
)
def test_a_page_says_where_it_stands(total, number, pages, last):
    made = page_of([{}] * min(2, total), number=number, size=2, total=total)
    assert (made["total_pages"], made["last_page"], made["empty"]) == (pages, last, total == 0)


@pytest.fixture(scope="module")
def published():
    schema = shared_path("vectors/commissioning/hsds/schema_3.0/compiled/service.json")
    return jsonschema.Draft202012Validator(
        json.loads(schema.read_text()), format_checker=jsonschema.FormatChecker()
    )


@pytest.mark.parametrize("make", [lambda: told(a_listing()), lambda: service_document(of_a_contract(), ON)])
def test_what_is_told_is_valid_by_the_published_schema(published, make):
    assert [error.message for error in published.iter_errors(make())] == []


def test_every_published_example_that_holds_a_service_is_read_and_told_validly(published):
    seen = 0
    for folder in ("vectors/commissioning/hsds/examples_3.0", "data/service_directory_oruk/examples"):
        for path in sorted(shared_path(folder).glob("*_full.json")):
            found, refused = only(json.loads(path.read_text()))
            assert {part.where for part in refused} <= {
                "service.service_at_locations[0]",
                "service.service_at_locations[0].location",  # at 100 degrees north
            }
            document = service_document(Offered(uuid4(), found.service, found.told), ON)
            assert [error.message for error in published.iter_errors(document)] == []
            seen += 1
    assert seen == 6


def test_the_official_tables_are_refused_with_their_rows_named():
    path = shared_path("vectors/commissioning/hsds/examples_3.0/tabular.json")
    package = {
        name: [{key: str(value) for key, value in row.items()} for row in rows]
        for name, rows in json.loads(path.read_text()).items()
    }
    found = faults_of(package)
    assert assemble(check_tables(package)) == []
    for name, words in {
        "organizations.csv": "cd09a387", "contacts.csv": "ae67a707", "locations.csv": "985e4a42",
        "taxonomy_terms.csv": "07ff6aee", "attributes.csv": "f28dd44b", "metadata.csv": "38960354",
    }.items():  # fmt: skip
        assert any(words in because and "is no row of" in because for because in found[name, 2]), name


def test_a_name_that_was_meant_for_ours_is_said_and_one_that_a_directory_has_besides_is_read_past():
    assert misspelt_name("services", ["name", "descripton"]).count("descripton") == 1
    assert misspelt_name("services", ["name", "description", "x_local_extension_of_ours"]) == ""
