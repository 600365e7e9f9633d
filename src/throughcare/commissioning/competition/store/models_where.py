"""The operating models under which a body buys."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from throughcare.foundation.operating_model import queries as models
from throughcare.foundation.operating_model.rules.model import OperatingModel


def models_where(organisation_id: UUID, on: date) -> list[OperatingModel]:
    """The models in force on a day in the areas where a body is appointed, each once."""
    areas = models.areas_of_organisation(organisation_id, on)
    found = [one.model for area in areas if (one := models.model_in_force(area, on)) is not None]
    return [model for place, model in enumerate(found) if model not in found[:place]]
