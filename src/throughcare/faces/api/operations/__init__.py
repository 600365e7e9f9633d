"""The operations, by subject; importing this package registers them all."""

from . import assessment, cases, courts, foundation, people

__all__ = ["assessment", "cases", "courts", "foundation", "people"]
