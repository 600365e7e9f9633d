"""Pages asked for all day: what the ORM reads for them is planned once for each connection, not for each page.

Django binds on the client, so every statement is a text of its own and is planned anew, row policies and all. On the pages
that are declared ``asked_often`` what the ORM reads is sent with its values apart, and psycopg has the database prepare a
text that a connection has sent a few times. Statements written by hand, and those of other pages, go as they were: with
values apart the database would have to guess the types of some. A plan holds no value and no viewer: the policies read the
viewer's settings each time it is run.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar

import psycopg
from django.db.backends.postgresql.base import Cursor
from psycopg._queries import PostgresClientQuery, PostgresQuery

PREPARED_FROM = 3
"""How often a connection has sent a text before it is prepared; psycopg's own default is five."""
R = TypeVar("R")
_apart: Any = psycopg.Cursor
_written: Any = Cursor
_often: ContextVar[bool] = ContextVar("asked_often", default=False)


def asked_often(view: Callable[..., R]) -> Callable[..., R]:
    """Have what the ORM reads for a page prepared."""

    @functools.wraps(view)
    def prepared(*given: Any, **named: Any) -> R:
        token = _often.set(True)
        try:
            return view(*given, **named)
        finally:
            _often.reset(token)

    return prepared


def is_of_the_orm(statement: object) -> bool:
    """Whether a statement reads and was made by the ORM, which quotes every name."""
    return isinstance(statement, str) and statement.startswith('SELECT "')


class PreparingCursor(Cursor):
    """Binds on the server what the ORM reads with for a page that is asked often, and on the client everything else."""

    _apart = False

    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        """Run a statement, its values apart or written into it."""
        self._apart = _often.get() and is_of_the_orm(query)
        self._query_cls = PostgresQuery if self._apart else PostgresClientQuery
        return _written.execute(self, query, params, **how)

    def _execute_send(self, query: Any, **how: Any) -> None:
        if self._apart:
            _apart._execute_send(self, query, **how)
        else:
            _written._execute_send(self, query, **how)

    def _get_prepared(self, pgq: Any, prepare: bool | None = None) -> Any:
        if self._apart:
            return _apart._get_prepared(self, pgq, prepare)
        return _written._get_prepared(self, pgq, prepare)
