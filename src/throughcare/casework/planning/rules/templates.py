"""Plans that are laid on a person: modules, how much of each by risk, what they cost, and which are left out with why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from throughcare.foundation.kernel import Refused

from .words import Whose


@dataclass(frozen=True)
class Module:
    """One module: the goal it serves, for which section of need, who does it, and sessions by risk of serious harm."""

    key: str
    goal: str
    need: str
    step: str
    whose: Whose
    sessions: Mapping[str, int]


@dataclass(frozen=True)
class PlanTemplate:
    """A plan that can be laid on a person; ``pence`` is what a session costs."""

    key: str
    name: str
    source: str
    basis: str
    pence: int
    days: int
    modules: tuple[Module, ...]


@dataclass(frozen=True)
class Laid:
    """One goal of a template as it is laid: its module, its step in words with the dose, and the sessions of it."""

    module: Module
    step: str
    sessions: int


@lru_cache(maxsize=1)
def plan_templates() -> Mapping[str, PlanTemplate]:
    """Every template in the package, by key."""
    text = files(__package__).joinpath("editions", "plan_templates.yaml").read_text("utf-8")
    found = [
        PlanTemplate(
            one["key"], one["name"], one["source"], one["basis"], one["pence_a_session"], one["days"],
            tuple(
                Module(key, m["goal"], m["need"], m["step"], Whose(m["whose"]), m["sessions"])
                for key, m in one["modules"].items()
            ),
        )
        for one in yaml.safe_load(text)
    ]  # fmt: skip
    return {one.key: one for one in found}


def laid(template: PlanTemplate, risk: str, left_out: Mapping[str, str]) -> tuple[Laid, ...]:
    """What of a template is laid on somebody at a risk; modules are left out by key, each with a reason.

    Refused where the risk is not known, for then nobody can say how much of anything is right, and where a reason is
    missing, a module is not of the template, or nothing would be left.
    """
    _check(template, left_out)
    found = [module for module in template.modules if module.key not in left_out]
    if not found:
        raise Refused("Every part is left out, so nothing would be laid.", field="left_out")
    if any(risk not in module.sessions for module in found):
        raise Refused("The risk of serious harm is not assessed, so how much of each is right is not known.")
    return tuple(_laid(module, module.sessions[risk]) for module in found)


def _laid(module: Module, sessions: int) -> Laid:
    return Laid(module, f"{sessions} {'session' if sessions == 1 else 'sessions'}: {module.step}", sessions)


def _check(template: PlanTemplate, left_out: Mapping[str, str]) -> None:
    known = {module.key for module in template.modules}
    for key, reason in left_out.items():
        if key not in known:
            raise Refused(f"{template.name} has no part “{key[:30]}”.", field="left_out")
        if not reason.strip():
            raise Refused("Say why for each part that is left out.", field="reason")


def cost_of(template: PlanTemplate, goals: tuple[Laid, ...]) -> int:
    """What the sessions of a laid template cost, in pence."""
    return template.pence * sum(one.sessions for one in goals)
