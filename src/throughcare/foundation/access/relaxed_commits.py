"""Commits that do not wait for the disk, for what begins again from nothing when it is cut off half-way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


@contextmanager
def hurrying() -> Iterator[None]:
    """Let commits inside not wait for the disk."""
    hurry()
    try:
        yield
    finally:
        connection_created.disconnect(dispatch_uid=__name__)
        connection.close()


def hurry() -> None:
    """The same to the end of this process."""
    connection_created.connect(_do_not_wait, dispatch_uid=__name__)
    connection.close()


def _do_not_wait(connection: BaseDatabaseWrapper, **_: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
