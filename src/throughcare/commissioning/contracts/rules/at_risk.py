"""How much of a contract hangs on results: the most it may pay, less the fee that was bid."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from throughcare.foundation.kernel import Money, Refused


@dataclass(frozen=True)
class AtRisk:
    """An area's money for a year: the most it may earn, its fee, and the rest, which hangs on results."""

    area: str
    maximum: Money
    fee: Money

    def __post_init__(self) -> None:
        if self.maximum < self.fee or self.fee < Money(Decimal(0)):
            raise Refused(f"{self.area}: the fee must lie between nothing and the maximum", field="fee")

    @property
    def pool(self) -> Money:
        """The money that hangs on results."""
        return self.maximum - self.fee

    @property
    def share(self) -> Decimal:
        """The part of the maximum that hangs on results, 0 to 1; 0 where the maximum is nothing."""
        if self.maximum.amount == 0:
            return Decimal(0)
        return self.pool.amount / self.maximum.amount
