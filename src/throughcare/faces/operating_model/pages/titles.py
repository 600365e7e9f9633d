"""The models in force, named as their documents name them."""

from __future__ import annotations

from datetime import date

from throughcare.foundation.operating_model import queries


def titles_in_force(on: date) -> dict[str, str]:
    """The title of the model in force in every area that has one on a day."""
    names = queries.names_in_force(on)
    latest = {one.name: one for one in reversed(queries.adopted_models())}
    titles = {name: queries.model_of(latest[name]).title for name in set(names.values())}
    return {code: titles[name] for code, name in names.items()}
