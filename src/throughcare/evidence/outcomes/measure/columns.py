"""Columns of Arrow tables as arrays of whole numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

Array = Any
"""A numpy array of whole numbers unless said otherwise."""


def whole(column: pa.ChunkedArray) -> Array:
    """A column of whole numbers as it lies."""
    return column.to_numpy()


def days(column: pa.ChunkedArray) -> Array:
    """A column of days as whole numbers since 1970."""
    return _joined([part.view(pa.int32()).to_numpy() for part in column.chunks], np.int32)


def flags(column: pa.ChunkedArray) -> Array:
    """A column of yes or no as numpy has it."""
    return _joined([_unpacked(part) for part in column.chunks], np.bool_)


def _unpacked(part: pa.BooleanArray) -> Array:
    if part.null_count:
        raise ValueError("a column of yes or no holds empty cells")
    end = part.offset + len(part)
    bits = np.unpackbits(np.frombuffer(part.buffers()[1], np.uint8), bitorder="little", count=end)
    return bits[part.offset :].view(np.bool_)


def _joined(parts: list[Array], kind: type) -> Array:
    return parts[0] if len(parts) == 1 else np.concatenate([np.zeros(0, kind), *parts])


def coded(column: pa.ChunkedArray) -> tuple[Array, list[Any]]:
    """A column as whole numbers and the values they stand for, None among them when some are empty."""
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    array = column.unify_dictionaries().combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = (
            array.chunk(0)
            if array.num_chunks
            else pa.DictionaryArray.from_arrays(pa.array([], pa.int8()), [])
        )
    words = array.dictionary.to_pylist()
    codes = array.indices
    if codes.null_count:
        codes, words = codes.fill_null(len(words)), [*words, None]
    return codes.to_numpy(zero_copy_only=False).astype(np.int32), words


def hundredths(column: pa.ChunkedArray) -> Array:
    """Decimals of at most two places as whole hundredths; their low 64 bits hold every severity."""
    array = column.combine_chunks()
    parts = array.chunks if isinstance(array, pa.ChunkedArray) else [array]
    scale = 10 ** (2 - column.type.scale)
    low = [np.frombuffer(p.buffers()[1], np.int64)[2 * p.offset : 2 * (p.offset + len(p)) : 2] for p in parts]
    return np.concatenate(low) * scale if low else np.zeros(0, np.int64)
