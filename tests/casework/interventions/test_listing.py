"""A directory's file fills the catalogue with what anybody may use; what is refused is kept, and what we add by hand stays."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from support.directory_samples import a_listing, joined, zipped
from support.service import NOW, a_service
from support.services import a_contract, a_provider, as_contracts
from support.shared import shared_path

from throughcare.casework.interventions.actions import describe_service, import_contracts, import_services
from throughcare.casework.interventions.models import RefusedService
from throughcare.casework.interventions.models import Service as Offered
from throughcare.casework.interventions.queries import catalogue, listed_service, listed_services
from throughcare.casework.interventions.rules import OpenTo, PlacesFacts, SiteFacts
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of


@pytest.fixture(scope="module")
def keeper():
    return a_provider(a_service(), agreed=False).commissioner


def bring(keeper, content, name="directory.json", at=NOW):
    given = content if isinstance(content, bytes) else json.dumps(content).encode()
    return import_services(by=keeper, at=at, content=given, file_name=name)


def counted(report):
    return report.added, report.changed, report.repeated, report.refused


def row_of(reference):
    return Offered.objects.using("owner").get(reference=reference)


def waiting(reference):
    return RefusedService.objects.using("owner").filter(reference=reference, settled=False)


def test_a_listing_is_taken_once_and_a_change_changes_it(keeper):
    listing = a_listing()
    assert counted(bring(keeper, listing)) == (1, 0, 0, 0)
    later = NOW + timedelta(days=3)
    assert counted(bring(keeper, listing, at=later)) == (0, 0, 1, 0)
    assert counted(bring(keeper, listing | {"status": "temporarily closed"}, at=later)) == (0, 1, 0, 0)
    row = row_of(listing["id"])
    assert (row.open_to, row.standing, row.offered.lower) == (
        OpenTo.ANYBODY,
        "temporarily closed",
        day_of(NOW),
    )


def test_one_that_is_refused_stops_no_other_and_is_kept_until_it_comes_right(keeper):
    good, bad = a_listing(), a_listing(status="perhaps")
    assert counted(bring(keeper, [good, bad])) == (1, 0, 0, 1)
    bring(keeper, [good, bad])
    [kept] = waiting(bad["id"])
    assert kept.line == 2 and kept.faults[0]["field"] == "service: status"
    bring(keeper, bad | {"status": "active"})
    assert waiting(bad["id"]).count() == 0


def test_tables_in_a_zip_say_the_same(keeper):
    package = joined()
    key = package["services.csv"][0]["id"]
    assert counted(bring(keeper, zipped(package), "tables.zip")) == (1, 0, 0, 0)
    with viewing(keeper, NOW):
        assert key in {one.facts.reference for one in catalogue(need="money", area="E06000002")}


def test_the_official_tables_are_refused_whole_and_every_row_is_named(keeper):
    path = shared_path("vectors/commissioning/hsds/examples_3.0/tabular.json")
    report = bring(keeper, path.read_bytes(), "official.json")
    assert report.added == 0 and report.rows == 21 and report.refused == 19
    kept = RefusedService.objects.using("owner").filter(file_name="official.json", settled=False)
    assert {row.faults[0]["field"].partition(":")[0] for row in kept} >= {"organizations.csv", "services.csv"}
    assert not any("Ann Persona" in json.dumps(row.row) for row in kept)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "neither JSON nor a zip"),
        (b"{", "line 1"),
        (b"\xff\xfe", "Byte 1 is not UTF-8"),
        (b"PK\3\4 broken", "cannot be opened"),
        (zipped({"people.csv": [{"id": "1"}]}), "no table of services"),
        (b'{"services.csv": {"id": 1}}', "list of rows"),
        (b"[" * 100_000, "too deep"),
        (b" " * (11 << 20), "larger than 10 MB"),
    ],
    ids=["nothing", "cut short", "not text", "broken zip", "no services", "no rows", "deep", "large"],
)
def test_a_file_that_cannot_be_read_is_refused_in_words_and_nothing_is_kept(keeper, content, words):
    before = Offered.objects.using("owner").count()
    with pytest.raises(Refused, match=words):
        bring(keeper, content)
    assert Offered.objects.using("owner").count() == before


def test_a_listing_cannot_take_over_a_contract_nor_a_contract_a_listing(keeper):
    contract = a_contract()
    import_contracts(by=keeper, at=NOW, content=as_contracts(contract), file_name="c.csv")
    listing = a_listing()
    assert bring(keeper, [a_listing(id=contract["contract_reference"]), listing]).refused == 1
    taken = a_contract(contract_reference=listing["id"])
    report = import_contracts(by=keeper, at=NOW, content=as_contracts(taken), file_name="c.csv")
    assert report.refused == 1
    assert row_of(contract["contract_reference"]).open_to == OpenTo.REFERRED
    assert row_of(listing["id"]).open_to == OpenTo.ANYBODY


def describe(keeper, row, **given):
    said = {"needs": list(row.needs), "sites": [], "places": None} | given
    describe_service(by=keeper, at=NOW, service_id=row.id, version=row.version, **said)


def test_what_is_said_by_hand_stays_when_the_file_says_nothing_of_it(keeper):
    listing = a_listing(attributes=[], service_at_locations=[], capacities=[])
    bring(keeper, listing)
    site = SiteFacts(str(uuid4()), "The hall", "TS1 2AA", None, None)
    describe(
        keeper, row_of(listing["id"]), needs=["family"], sites=[site], places=PlacesFacts("beds", 2, 4, None)
    )
    bring(keeper, listing | {"description": "Changed"})
    row = row_of(listing["id"])
    assert (row.needs, row.sites[0]["name"], row.places[0]["free"]) == (["family"], "The hall", 2)


def test_describing_is_refused_in_words_and_to_whoever_is_second(keeper):
    listing = a_listing()
    bring(keeper, listing)
    row = row_of(listing["id"])
    with pytest.raises(Refused, match="not a need"):
        describe(keeper, row, needs=["treasure"])
    with pytest.raises(Refused, match="More places are free"):
        describe(keeper, row, places=PlacesFacts("beds", 5, 4, None))
    describe(keeper, row)
    with pytest.raises(Refused, match="Somebody else changed"):
        describe(keeper, row)
    with pytest.raises(Refused, match="no such service"):
        describe_service(by=keeper, at=NOW, service_id=uuid4(), version=1, needs=[], sites=[], places=None)


def test_only_whoever_keeps_the_catalogue_brings_in_or_describes(keeper):
    lead = a_provider(a_service(), agreed=False).lead
    with pytest.raises(Refused, match="may not"):
        bring(lead, a_listing())
    listing = a_listing()
    bring(keeper, listing)
    with pytest.raises(Refused, match="may not"):
        describe(lead, row_of(listing["id"]))


def test_anybody_reads_the_list_a_page_at_a_time(keeper):
    mark = uuid4().hex[:12]
    bring(keeper, [a_listing(name=f"{mark} {number}") for number in range(5)])
    with viewing(None, NOW):
        first = listed_services(page=1, size=2, words=mark, on=day_of(NOW))
        last = listed_services(page=3, size=2, words=mark, on=day_of(NOW))
        assert (first.total, len(first.services), len(last.services)) == (5, 2, 1)
        shown = first.services[0]
        assert listed_service(uuid4()) is None
        assert listed_service(UUID(shown.told["id"])) == shown
