"""Acts that the model in force may not allow: tried, and let be where they are refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from throughcare.foundation.kernel import Refused

T = TypeVar("T")


def may(act: Callable[..., T], **given: object) -> T | None:
    """What an act gives, or nothing where it is refused."""
    try:
        return act(**given)
    except Refused:
        return None


def tried(act: Callable[..., object], **given: object) -> bool:
    """Whether an act was allowed and done."""
    try:
        act(**given)
    except Refused:
        return False
    return True
