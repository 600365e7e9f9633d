"""What other rules read of somebody's public protection; what nobody recorded stays not known."""

from __future__ import annotations

from dataclasses import dataclass

from .moves import CHAIRED
from .words import Category, ProtectionLevel


@dataclass(frozen=True)
class ProtectionKnown:
    """A person's confirmed category and registered level; None and not set where nobody recorded one that the viewer may read."""

    category: Category | None = None
    level: ProtectionLevel = ProtectionLevel.NOT_SET

    @property
    def in_category_4(self) -> bool | None:
        """Whether they are in category 4; None where no category is confirmed."""
        return None if self.category is None else self.category is Category.TERRORIST

    @property
    def at_level_2_or_3(self) -> bool | None:
        """Whether they are managed at level 2 or 3; None where no level is set."""
        return None if self.level is ProtectionLevel.NOT_SET else self.level in CHAIRED
