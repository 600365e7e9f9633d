"""Pages asked for all day: what is read for them is planned once for each connection, not for each page.

Django binds on the client, so every statement is a text of its own and is planned anew, row policies and all. A text that says
it is ``Prepared``, and on the pages that are declared ``asked_often`` what the ORM reads, is sent by a cursor that sends values
apart, and the database keeps its plan. Other statements written by hand go as they were: with values apart the database would
have to guess the types of some. A plan holds no value and no viewer: the policies read the viewer's settings each time it is run.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar

import psycopg

from throughcare.foundation.access.asked_once import asking_once
from throughcare.foundation.access.gathered import Prepared

PREPARED_FROM = 3
"""How often a connection has sent a text of the ORM before it is prepared; psycopg's own default is five."""
R = TypeVar("R")
_often: ContextVar[bool] = ContextVar("asked_often", default=False)


def asked_often(view: Callable[..., R]) -> Callable[..., R]:
    """Have what the ORM reads for a page that only tells prepared, and each question of it asked once."""

    @functools.wraps(view)
    def prepared(*given: Any, **named: Any) -> R:
        token = _often.set(True)
        try:
            with asking_once():
                return view(*given, **named)
        finally:
            _often.reset(token)

    return prepared


def is_of_the_orm(statement: object) -> bool:
    """Whether a statement reads and was made by the ORM, which quotes every name."""
    return isinstance(statement, str) and statement.startswith('SELECT "')


class PreparingCursor(psycopg.ClientCursor[Any]):
    """Hands what is to be prepared to a cursor beside it, which binds on the server, and reads the answer from there."""

    _beside: psycopg.Cursor[Any] | None = None

    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        """Run a statement, its values apart or written into it."""
        is_written_so = isinstance(query, Prepared)
        if not is_written_so and not (_often.get() and is_of_the_orm(query)):
            self._beside = None
            return super().execute(query, params, **how)
        self._beside = psycopg.Cursor(self.connection)
        self._beside.execute(query, params, prepare=True if is_written_so else None)
        return self

    def executemany(self, query: Any, params_seq: Any, **how: Any) -> None:
        """Run a statement for each of many values, written into it."""
        self._beside = None
        super().executemany(query, params_seq, **how)

    def fetchone(self) -> Any:
        """The next row of whichever cursor ran the statement."""
        return super().fetchone() if self._beside is None else self._beside.fetchone()

    def fetchmany(self, size: int = 0) -> list[Any]:
        """The next rows of whichever cursor ran the statement."""
        return super().fetchmany(size) if self._beside is None else self._beside.fetchmany(size)

    def fetchall(self) -> list[Any]:
        """The rows that are left of whichever cursor ran the statement."""
        return super().fetchall() if self._beside is None else self._beside.fetchall()

    def __next__(self) -> Any:
        return super().__next__() if self._beside is None else next(self._beside)

    @property
    def description(self) -> Any:
        """The columns of the answer."""
        return super().description if self._beside is None else self._beside.description

    @property
    def rowcount(self) -> int:
        """How many rows the answer has."""
        return super().rowcount if self._beside is None else self._beside.rowcount

    def close(self) -> None:
        """Close both."""
        if self._beside is not None:
            self._beside.close()
        super().close()
