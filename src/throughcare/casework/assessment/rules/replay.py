"""Derives a stored decision again: from the rule, the edition and the inputs that its ledger row holds.

Inputs are kept as canonical JSON, so that the same inputs are always the same text.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from throughcare.foundation.kernel import Edition, Refused

from .editions import Table
from .predictors import FIELDS, INSTRUMENTS, Basis, Given, Kind, Scored, Value, score
from .tier import TierResult, V2Facts, V3Facts, tier_v2, tier_v3

_FORCE = "force"
_TIERS = {"tier-v2": V2Facts, "tier-v3": V3Facts}


def rule_names() -> tuple[str, ...]:
    """Every rule whose decisions can be replayed."""
    return (*INSTRUMENTS, *_TIERS)


def canonical(
    inputs: Mapping[str, Given | Value | None] | V2Facts | V3Facts, force: Basis | None = None
) -> str:
    """The inputs of a decision as canonical JSON: answers with day and source, or a tier's facts."""
    if isinstance(inputs, V2Facts | V3Facts):
        facts = {one.name: getattr(inputs, one.name) for one in dataclasses.fields(inputs)}
        return _text({name: _plain(value) for name, value in facts.items()})
    whole = {name: one if isinstance(one, Given) else Given(one) for name, one in inputs.items()}
    plain = {
        name: {"on": _plain(one.on), "source": one.source, "value": _plain(one.value)}
        for name, one in whole.items()
    }
    return _text({"answers": plain, _FORCE: force.value if force else None})


def _text(plain: object) -> str:
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    return dict(value) if isinstance(value, Mapping) else value


def replay(
    rule_name: str,
    edition_name: str,
    inputs: str | Mapping[str, Any],
    *,
    among: Sequence[Edition[Table]] | None = None,
) -> Scored | TierResult:
    """The decision again; ``among`` replaces the packaged editions of an instrument.

    Raises Refused for a rule or edition that is not known, and as the rule itself does.
    """
    stored = json.loads(inputs) if isinstance(inputs, str) else dict(inputs)
    if rule_name in _TIERS:
        return _tier(rule_name, edition_name, stored)
    if rule_name not in INSTRUMENTS:
        raise Refused(f"There is no rule called {rule_name}.", field="rule")
    answers = answers_kept(stored)
    force = Basis(stored[_FORCE]) if stored.get(_FORCE) else None
    return score(rule_name, answers, edition=edition_name, force=force, among=among)


def answers_kept(stored: Mapping[str, Any]) -> dict[str, Given]:
    """What an instrument was given, as its decision keeps it."""
    return {name: _given(name, one) for name, one in stored["answers"].items()}


def _given(name: str, stored: Mapping[str, Any]) -> Given:
    on = date.fromisoformat(stored["on"]) if stored["on"] else None
    return Given(_value(name, stored["value"]), on, stored["source"])


def _value(name: str, stored: Any) -> Value | None:
    if name not in FIELDS or stored is None:
        return stored  # type: ignore[no-any-return]
    if FIELDS[name].kind is Kind.DATE:
        return date.fromisoformat(stored)
    return frozenset(stored) if FIELDS[name].kind is Kind.SET else stored


def _tier(rule_name: str, edition_name: str, stored: Mapping[str, Any]) -> TierResult:
    facts = dict(stored)
    for name in ("assessed_on", "released_on", "on"):
        if facts.get(name):
            facts[name] = date.fromisoformat(facts[name])
    if rule_name == "tier-v3":
        return tier_v3(V3Facts(**facts), edition=edition_name)
    facts["registrations"] = frozenset(facts.get("registrations") or ())
    return tier_v2(V2Facts(**facts), edition=edition_name)
