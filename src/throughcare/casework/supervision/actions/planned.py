"""Who would hold what if a model came into force in an area on a day: the day's appointments under that model."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from throughcare.foundation.operating_model import queries as models
from throughcare.foundation.operating_model.queries import Holders, ModelInForce
from throughcare.foundation.operating_model.rules import InFlight

from ..models import Carrying
from ..store.steps import Atlas


@dataclass
class PlannedAtlas(Atlas):
    """An atlas of a day to come, in which one model is in force in the areas it would settle."""

    row: Carrying = field(kw_only=True)

    def holders(self, area: str) -> Holders:
        """Who would hold what in an area on the day."""
        if area not in self._holders:
            found = models.holders(area, self.row.day)
            planned = replace(found, in_force=self._planned())
            self._holders[area] = planned if area in self.row.areas else found
        return self._holders[area]

    def _planned(self) -> ModelInForce | None:
        found = models.adopted(self.row.model_id)
        if found is None:
            return None
        return ModelInForce(
            id=self.row.id,
            model_id=found.id,
            model=models.model_of(found),
            settled_in=self.row.area_code,
            start=self.row.day,
            end=None,
            in_flight=InFlight(self.row.in_flight),
            because="",
            waiting={},
        )
