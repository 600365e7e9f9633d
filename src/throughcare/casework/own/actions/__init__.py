"""Does: gives a code and withdraws it."""

from .giving import Given, give_code, withdraw_code

__all__ = ["Given", "give_code", "withdraw_code"]
