"""A file of contracts fills the catalogue: good rows are taken, bad ones are kept with their faults, the same twice changes nothing."""

from pathlib import Path

import pytest
from support.people import a_founder
from support.service import NOW, a_service
from support.services import a_contract, a_provider, as_contracts

from throughcare.casework.interventions.actions import import_contracts, name_receiving_team
from throughcare.casework.interventions.models import RefusedService, Service
from throughcare.casework.interventions.queries import catalogue, refused_services
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused

PUBLISHED = Path(__file__).with_name("published") / "contracts.csv"


@pytest.fixture(scope="module")
def buyer():
    return a_provider(a_service(), agreed=False).commissioner


def bring(buyer, *rows, name="contracts.csv"):
    return import_contracts(by=buyer, at=NOW, content=as_contracts(*rows), file_name=name)


def test_the_196_published_contracts_load_and_load_again(buyer):
    content = PUBLISHED.read_bytes()
    first = import_contracts(by=buyer, at=NOW, content=content, file_name="published.csv")
    assert (first.rows, first.refused) == (196, 0)
    again = import_contracts(by=buyer, at=NOW, content=content, file_name="published.csv")
    assert (again.added, again.changed, again.repeated) == (0, 0, 196)
    with viewing(buyer, NOW):
        assert len(catalogue()) >= 196
        assert catalogue(need="accommodation", area="E06000002")
        assert all("recovery" in one.facts.needs for one in catalogue(need="recovery"))


def test_a_bad_row_never_stops_a_good_one_and_is_kept_until_it_comes_right(buyer):
    good, bad = a_contract(), a_contract(contract_type_id="XYZ", minimum_age="old")
    report = bring(buyer, good, bad, name="two.csv")
    assert (report.rows, report.added, report.refused) == (2, 1, 1)
    with viewing(buyer, NOW):
        kept = next(row for row in refused_services() if row.reference == bad["contract_reference"])
    assert kept.line == 3 and {field for field, _ in kept.faults} == {"contract_type_id", "minimum_age"}
    bring(buyer, good, bad, name="two.csv")
    waiting = RefusedService.objects.using("owner").filter(reference=bad["contract_reference"], settled=False)
    assert waiting.count() == 1
    bring(buyer, bad | {"contract_type_id": "ACC", "minimum_age": "18"})
    assert waiting.count() == 0


def test_a_contract_that_changed_changes_its_service_and_keeps_its_team(buyer):
    provider = a_provider(a_service(), agreed=False)
    row = a_contract()
    bring(buyer, row)
    found = Service.objects.using("owner").get(reference=row["contract_reference"])
    name_receiving_team(by=buyer, at=NOW, service_id=found.id, unit_id=provider.unit, version=found.version)
    report = bring(buyer, row | {"intervention_title": "Homes for all"})
    found.refresh_from_db(using="owner")
    assert (report.changed, found.title, found.unit_id, found.version) == (
        1,
        "Homes for all",
        provider.unit,
        3,
    )


def test_one_reference_twice_in_a_file_is_taken_once_and_the_second_refused(buyer):
    row = a_contract()
    report = bring(buyer, row, row | {"intervention_title": "Another"})
    assert (report.added, report.refused) == (1, 1)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe\x00", "is not UTF-8"),
        (b"", "missing: contract_reference"),
        (
            b"contract_referense,contract_type_id,prime_provider_code,hide_before\n",
            r"contract_referense \(did you mean contract_reference\?\)",
        ),
        (
            b"contract_reference,contract_type_id,prime_provider_code,hide_before,contract_type\n",
            "named twice: contract_type_id",
        ),
    ],
)
def test_a_file_that_is_none_is_refused_whole_in_words(buyer, content, says):
    with pytest.raises(Refused, match=says):
        import_contracts(by=buyer, at=NOW, content=content, file_name="x.csv")


def test_the_second_of_two_who_change_a_service_is_told(buyer):
    row = a_contract()
    bring(buyer, row)
    found = Service.objects.using("owner").get(reference=row["contract_reference"])
    name_receiving_team(by=buyer, at=NOW, service_id=found.id, unit_id=None, version=found.version)
    with pytest.raises(Refused, match="Somebody else changed this service"):
        name_receiving_team(by=buyer, at=NOW, service_id=found.id, unit_id=None, version=found.version)


def test_only_whoever_keeps_the_catalogue_changes_it(buyer):
    with pytest.raises(Refused, match="may not"):
        import_contracts(
            by=a_founder_of_nothing(), at=NOW, content=as_contracts(a_contract()), file_name="x.csv"
        )


def a_founder_of_nothing():
    from support.people import joins

    provider = a_provider(a_service(), agreed=False)
    return joins(provider.unit, "offender manager")


def test_the_founder_may_load_what_the_service_begins_with():
    assert (
        import_contracts(by=a_founder(), at=NOW, content=as_contracts(a_contract()), file_name="x.csv").added
        == 1
    )
