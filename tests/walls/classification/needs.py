"""Tables of needs: figures that were withheld and rounded before they were stored, open to all."""

from .kinds import S

TABLES: dict[str, tuple[str, str]] = {"needs_needpublished": ("published", S)}
