"""What the log says of a fault: where it was and of which kind, never its own words, which may quote a record."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from types import TracebackType

_Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutWords(logging.Formatter):
    """Formats a fault by its places and kinds alone: a database's own message holds the row that it refused."""

    def formatException(self, ei: _Fault) -> str:  # noqa: N802
        """The places a fault went through and its kind, then those of what it came from."""
        return "\nIt came from:\n".join(_told(fault) for fault in _chain(ei[1]))


def _told(fault: BaseException) -> str:
    return "".join(traceback.format_tb(fault.__traceback__)) + type(fault).__qualname__


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        yield fault
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
