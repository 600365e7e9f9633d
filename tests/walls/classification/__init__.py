"""Every table of the database, written out by hand: what guards it, and what the web and the worker may try on it.

One file for each context, found by being here. A new table needs a line. ``TABLES`` gives each table's kind of wall
and the privileges of web and of the worker; ``plumbing`` alone has no row-level security. ``ONCE`` gives
the columns of each table that may be changed at all that are written once. ``BESIDES`` gives what the worker may try besides
what the web may, and ``IN_JOBS`` the columns that the worker alone changes. ``DEFINERS`` gives every
function that runs as the owner, and who may call it.
"""

from __future__ import annotations

from ..discovered import gathered
from .kinds import BOTH

TABLES: dict[str, tuple[str, str]] = gathered(__name__, __path__, "TABLES")
ONCE: dict[str, str] = gathered(__name__, __path__, "ONCE")
BESIDES: dict[str, str] = gathered(__name__, __path__, "BESIDES")
IN_JOBS: dict[str, str] = gathered(__name__, __path__, "IN_JOBS")
DEFINERS: dict[str, frozenset[str]] = gathered(__name__, __path__, "DEFINERS")

__all__ = ["BESIDES", "BOTH", "DEFINERS", "IN_JOBS", "ONCE", "TABLES"]
