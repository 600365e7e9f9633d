"""How tables are written to Parquet so that they are read again with the least work.

Columns that may not be empty say so, which spares a reader one flag a value. Days are split by
byte: they pack as small as in a dictionary and need no look-up. Words are dictionaries.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .schema import SCHEMAS

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq


def schema_of(name: str, schema: pa.Schema) -> pa.Schema:
    """The schema of one table with every column that may not be empty marked so."""
    import pyarrow as pa

    never_empty = {column.name for column in SCHEMAS[name].columns if not column.may_be_null}
    return pa.schema([field.with_nullable(field.name not in never_empty) for field in schema])


def writer(path: Path, name: str, schema: pa.Schema) -> pq.ParquetWriter:
    """A writer of one table's rows; each table given to it must have ``schema_of`` that schema."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    days = [field.name for field in schema if pa.types.is_date32(field.type)]
    numbers = [field.name for field in schema if pa.types.is_integer(field.type)]
    return pq.ParquetWriter(
        path,
        schema_of(name, schema),
        compression="lz4",
        use_dictionary=[field.name for field in schema if field.name not in {*days, *numbers}],
        column_encoding={**dict.fromkeys(days, "BYTE_STREAM_SPLIT"), **dict.fromkeys(numbers, "PLAIN")},
    )
