"""Tables written for quick reading hold the same rows, say what is never empty, and open elsewhere too."""

import duckdb
import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from throughcare.evidence.outcomes.measure import layout, synth
from throughcare.evidence.outcomes.measure.schema import SCHEMAS

MADE = synth.chunk_tables(11, 0, 400, 1)


@pytest.fixture(params=sorted(MADE))
def written(request, tmp_path):
    table, path = MADE[request.param], tmp_path / "one.parquet"
    with layout.writer(path, request.param, table.schema) as writer:
        writer.write_table(table.cast(writer.schema))
    return request.param, table, path


def plain(table):
    return {name: table[name].to_pylist() for name in table.column_names}


def test_the_rows_are_those_that_were_written(written):
    _, table, path = written
    assert plain(pq.read_table(path)) == plain(table)


def test_a_column_says_that_it_is_never_empty_only_where_the_schema_says_so(written):
    name, table, path = written
    told = {column.name: column.may_be_null for column in SCHEMAS[name].columns}
    for field in pq.read_schema(path):
        assert field.nullable is told.get(field.name, True), field.name
    assert pq.read_schema(path).names == table.column_names


def test_other_programs_read_the_same_days_and_numbers(written):
    _, table, path = written
    for column in table.column_names:
        if pa.types.is_dictionary(table[column].type):
            continue
        expected = table[column].to_pylist()
        assert [row[0] for row in duckdb.sql(f"select {column} from '{path}'").fetchall()] == expected
        assert polars.read_parquet(path, columns=[column])[column].to_list() == expected


def test_an_empty_cell_where_none_may_be_is_not_written(tmp_path):
    offences = MADE["offences"].slice(0, 1)
    holes = offences.set_column(0, "person_id", pa.array([None], pa.int32()))
    with pytest.raises(ValueError, match="null"):
        holes.cast(layout.schema_of("offences", holes.schema))
