"""Decides what of a code still lets somebody in, and what was typed."""

from .codes import (
    CODE_LASTS,
    LETTERS,
    MOST_TRIES,
    VISIT_LASTS,
    CodeState,
    code_state,
    code_typed,
    reference_typed,
)

__all__ = [
    "CODE_LASTS",
    "LETTERS",
    "MOST_TRIES",
    "VISIT_LASTS",
    "CodeState",
    "code_state",
    "code_typed",
    "reference_typed",
]
