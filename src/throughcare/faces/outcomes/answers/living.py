"""What the pilot foresees of models that are in force, to be set against how their areas' people were managed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .piloting import design_named
from .work import Found, reached

if TYPE_CHECKING:
    from throughcare.evidence.pilot.design import Design

PEOPLE, YEARS, REPLICATIONS = 6_000, 2, 4
CHANGES, WITHOUT = "Changes of manager", "Weeks without a manager"


def lived(*, models: str, made: str) -> Found:
    """Run each model, by the name its text is kept under, as it stands in one area; what it foresees by year and person."""
    names = [name for name in models.split(",") if name]
    shown = {}
    for done, name in enumerate(names, 1):
        shown[name] = foreseen_of(design_named(name))
        reached(done, len(names))
    return Found(shown)


def foreseen_of(design: Design, people: int = PEOPLE) -> dict[str, float]:
    """Changes of manager, and weeks without one, for each person and year under a model that has settled."""
    from throughcare.evidence.pilot.comparing import figures_of
    from throughcare.evidence.pilot.running import Spec, run_design

    settled = replace(design, before=design.after, areas={"one area": people}, changes_on={})
    figures = figures_of(run_design(settled, Spec(weeks=52 * YEARS, replications=REPLICATIONS)))
    return {name: float(figures[name].mean()) for name in (CHANGES, WITHOUT)}
