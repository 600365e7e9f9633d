"""Making a process ready: its kind said, the database running, Django set up."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from .database.cluster import the_cluster
from .database.urls import is_embedded


@contextmanager
def ready(kind: str, *, with_database: bool = True) -> Iterator[None]:
    """Be a process of this kind (web, worker, owner) with Django set up; the embedded server runs inside."""
    os.environ["THROUGHCARE_ROLE"] = kind
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughcare.config.settings")
    server = the_cluster().lease() if with_database and is_embedded() else nullcontext()
    with server:
        import django

        django.setup()
        yield
        close_connections()


def close_connections() -> None:
    """Give every connection back, and end the threads of its pool."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
