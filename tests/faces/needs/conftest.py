"""Whoever looks at need, signed in, in a client and in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from throughcare.foundation.access.rules import Member


@pytest.fixture
def signed_in(database: object) -> Callable[[Member], Client]:
    """A client signed in as a member, both steps done."""
    from support.wall_visits import browser

    return browser
