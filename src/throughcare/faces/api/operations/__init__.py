"""The operations, by subject; importing this package registers them all."""

from . import cases, courts, foundation, people

__all__ = ["cases", "courts", "foundation", "people"]
