"""Exact money."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

GBP = "GBP"
_PENNY = Decimal("0.01")


@dataclass(frozen=True)
class Money:
    """An exact amount in one currency; sums never mix currencies and never pass through floats."""

    amount: Decimal
    currency: str = GBP

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError("money is made from Decimal, never from a float")

    def _same(self, other: Money) -> Decimal:
        if self.currency != other.currency:
            raise ValueError(f"cannot mix {self.currency} and {other.currency}")
        return other.amount

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __mul__(self, times: int | Decimal) -> Money:
        return Money(self.amount * times, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def to_the_penny(self) -> Money:
        """Rounded to the penny, halves away from zero."""
        return Money(self.amount.quantize(_PENNY, ROUND_HALF_UP), self.currency)

    def __str__(self) -> str:
        sign = "£" if self.currency == GBP else f"{self.currency} "
        rounded = self.to_the_penny().amount
        return f"{'-' if rounded < 0 else ''}{sign}{abs(rounded):,.2f}"
