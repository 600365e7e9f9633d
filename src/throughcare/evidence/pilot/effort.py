"""Whom effort goes to in a design: what it follows, and the payment rules that it can follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from throughcare.commissioning.contracts.rules.terms import PaymentRule


class Follows(StrEnum):
    """What effort follows where it is not even."""

    NEED = "need"
    PAYMENT = "payment"


@dataclass(frozen=True)
class Effort:
    """How effort is shared out: evenly (None), by predicted chance everywhere, or by what a rule pays where a body is paid."""

    follows: Follows | None = None
    rule: str = ""


EVEN: Final = Effort()
"""Effort that goes to everybody alike."""


def rules_payable() -> Mapping[str, PaymentRule]:
    """The rules that effort can follow, by name."""
    from .payable import payable

    return {rule.name: rule for rule in payable()}
