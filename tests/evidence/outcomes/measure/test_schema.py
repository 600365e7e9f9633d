"""A bad table is refused with the column, the number of rows and the reason."""

import json
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from throughcare.evidence.outcomes.measure.schema import SCHEMAS, BadTables
from throughcare.evidence.outcomes.measure.tables import from_sources, load
from throughcare.foundation.kernel import Refused

from .building import KNOWN_TO, a_look, an_event, an_offence, arrow, tables

DAY = date(2019, 1, 10)


def refusal(**given):
    with pytest.raises(BadTables) as refused:
        tables(**{"events": [an_event(1, DAY)], **given})
    return [(p.table, p.column, p.rows) for p in refused.value.problems], str(refused.value)


def test_a_good_extract_is_let_through():
    assert "offences" in tables([an_event(1, DAY)], [an_offence(1, DAY)])


def test_proof_before_the_offence_is_named_with_its_rows():
    early = an_offence(1, DAY, proven=date(2018, 1, 1))
    found, words = refusal(offences=[early, early, an_offence(1, DAY)])
    assert found == [("offences", "proven_date", 2)]
    assert words == "offences.proven_date, 2 rows: is before the offence was committed"


def test_proof_after_the_day_it_is_known_to_is_a_fault():
    found, _ = refusal(offences=[an_offence(1, DAY)], known_to=date(2019, 1, 11))
    assert found == [("offences", "proven_date", 1)]


def test_an_empty_cell_in_a_column_that_needs_one_is_a_fault_and_not_a_zero():
    found, words = refusal(offences=[{**an_offence(1, DAY), "breach": None}])
    assert found == [("offences", "breach", 1)] and "is empty" in words


def test_a_chance_outside_nought_to_one_is_a_fault():
    assert refusal(events=[an_event(1, DAY, predicted=1.2)])[0] == [("index_events", "predicted", 1)]


def test_a_negative_severity_is_a_fault():
    assert refusal(offences=[an_offence(1, DAY, severity="-1")])[0] == [("offences", "severity", 1)]


def test_a_person_twice_in_people_is_a_fault():
    twice = [{"person_id": 1, "sex": "F"}, {"person_id": 1, "sex": "M"}]
    assert refusal(people=twice)[0] == [("people", "person_id", 1)]


def test_a_day_out_of_this_world_is_a_fault():
    assert refusal(events=[an_event(1, date(1066, 10, 14))])[0] == [("index_events", "event_date", 1)]


def test_every_fault_is_told_at_once():
    found, _ = refusal(
        events=[an_event(-1, DAY)],
        offences=[an_offence(1, DAY, severity="-1")],
        looks=[a_look(1, date(1800, 1, 1), True)],
    )
    assert [fault[:2] for fault in found] == [
        ("index_events", "person_id"),
        ("offences", "severity"),
        ("milestones", "observed_on"),
    ]


@pytest.mark.parametrize("column", [c.name for c in SCHEMAS["offences"].columns if c.required])
def test_a_missing_column_is_named_with_what_it_should_hold(column):
    sources = {
        "index_events": arrow("index_events", []),
        "offences": arrow("offences", []).drop_columns([column]),
    }
    with pytest.raises(BadTables, match=rf"offences\.{column}: is missing; it holds"):
        from_sources(sources, known_to=KNOWN_TO)


def test_a_column_of_the_wrong_type_is_named_with_what_was_expected():
    wrong = arrow("offences", []).set_column(1, "offence_date", pa.array([], pa.string()))
    with pytest.raises(BadTables, match=r"offences\.offence_date: holds string, expected day"):
        from_sources({"index_events": arrow("index_events", []), "offences": wrong}, known_to=KNOWN_TO)


def test_a_breakdown_may_not_bear_a_name_that_the_measure_makes():
    events = arrow("index_events", []).append_column("year", pa.array([], pa.int64()))
    with pytest.raises(BadTables, match=r"index_events\.year"):
        from_sources({"index_events": events, "offences": arrow("offences", [])}, known_to=KNOWN_TO)


def test_a_missing_or_unknown_table_is_refused():
    with pytest.raises(BadTables, match="offences"):
        from_sources({"index_events": arrow("index_events", [])}, known_to=KNOWN_TO)
    with pytest.raises(Refused, match="no table is called rumours"):
        from_sources({"rumours": arrow("offences", [])}, known_to=KNOWN_TO)


def test_a_folder_must_say_to_which_day_proofs_are_known(tmp_path):
    pq.write_table(arrow("index_events", []), tmp_path / "index_events.parquet")
    (tmp_path / "offences").mkdir()
    pq.write_table(arrow("offences", [an_offence(1, DAY)]), tmp_path / "offences" / "part-1.parquet")
    pq.write_table(arrow("offences", [an_offence(2, DAY)]), tmp_path / "offences" / "part-2.parquet")
    with pytest.raises(Refused, match="known_to"):
        load(tmp_path)
    (tmp_path / "extract.json").write_text(json.dumps({"known_to": "2020-01-01"}))
    found = load(tmp_path)
    assert found.known_to == date(2020, 1, 1)
    assert found.read("offences").num_rows == 2
    assert not found.by_person
