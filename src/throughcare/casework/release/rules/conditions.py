"""The policy list of licence conditions: words with gaps that are filled, and what each means in plain ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from throughcare.foundation.kernel import Edition, Period, Refused, edition_on

from .law import read_edition
from .words import ConditionKind

_GAP = re.compile(r"\{(\w+)\}")
LONGEST = 600


@dataclass(frozen=True)
class Condition:
    """One condition of the list; ``approver`` is who agrees to it besides whoever approves the licence, empty for nobody.

    ``on_map`` says that the outline of an area goes with it.
    """

    code: str
    kind: ConditionKind
    category: str
    words: str
    plain: str
    approver: str = ""
    on_map: bool = False

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is to be filled in, in the order it is written."""
        return tuple(dict.fromkeys(_GAP.findall(self.words)))


@dataclass(frozen=True)
class PolicyList:
    """The conditions of one edition, by code."""

    source: str
    basis: str
    of: Mapping[str, Condition]

    @property
    def standard(self) -> tuple[Condition, ...]:
        """Those that stand on every licence."""
        return tuple(one for one in self.of.values() if one.kind is ConditionKind.STANDARD)

    @property
    def categories(self) -> tuple[str, ...]:
        """The kinds of additional conditions, in the order of the list."""
        return tuple(
            dict.fromkeys(one.category for one in self.of.values() if one.kind is ConditionKind.ADDITIONAL)
        )


@lru_cache(maxsize=1)
def condition_editions() -> tuple[Edition[PolicyList], ...]:
    """Every edition of the policy list."""
    return tuple(
        Edition(
            one["name"],
            Period(one["from"], one["until"]),
            PolicyList(one["source"], one["basis"], _conditions(one)),
        )
        for one in read_edition("conditions")
    )


def _conditions(one: Mapping[str, list[Mapping[str, str]]]) -> dict[str, Condition]:
    kinds = {"standard": ConditionKind.STANDARD, "additional": ConditionKind.ADDITIONAL}
    return {
        said["code"]: Condition(
            said["code"],
            kind,
            said.get("category", "standard"),
            said["words"],
            said["plain"],
            said.get("approver", ""),
            bool(said.get("map", False)),
        )
        for name, kind in kinds.items()
        for said in one[name]
    }


def policy_list(on: date) -> Edition[PolicyList]:
    """The policy list in force on a day."""
    return edition_on(condition_editions(), on)


def policy_list_named(name: str) -> Edition[PolicyList]:
    """An edition of the policy list by its name."""
    return next(one for one in condition_editions() if one.name == name)


def filled(condition: Condition, said: Mapping[str, str]) -> tuple[str, str]:
    """A condition's words and their plain meaning with every gap filled; refused where one is left, or is not one of its own."""
    given = {name: " ".join(words.split()) for name, words in said.items()}
    missing = [name for name in condition.gaps if not given.get(name)]
    if missing:
        raise Refused(f"This condition is not whole: say {' and '.join(missing)}.", field="said")
    strange = [name for name, words in given.items() if words and name not in condition.gaps]
    if strange:
        known = ", ".join(condition.gaps) or "nothing"
        raise Refused(
            f"This condition does not ask for {strange[0][:40]}: it asks for {known}.", field="said"
        )
    whole = [_GAP.sub(lambda found: given[found[1]], words) for words in (condition.words, condition.plain)]
    if any(len(one) > LONGEST for one in whole):
        raise Refused(f"At most {LONGEST} characters with everything filled in.", field="said")
    return whole[0], whole[1]


def chosen(code: str, listed: PolicyList) -> Condition:
    """An additional condition of a list by its code; refused where the list has none."""
    found = listed.of.get(code)
    if found is None or found.kind is not ConditionKind.ADDITIONAL:
        raise Refused(
            "That is no additional condition of the policy list. Choose one, or write a bespoke one.",
            field="code",
        )
    return found


def bespoke(words: str, plain: str) -> tuple[str, str]:
    """A condition of somebody's own making: words and what they mean, both needed."""
    said, means = " ".join(words.split()), " ".join(plain.split())
    for given, field, which in (
        (said, "words", "the condition"),
        (means, "plain", "what it means, in plain words"),
    ):
        if not given:
            raise Refused(f"Write {which}.", field=field)
        if len(given) > LONGEST:
            raise Refused(f"At most {LONGEST} characters; this has {len(given)}.", field=field)
    return said, means


def approvers(conditions: Iterable[Condition], *, any_bespoke: bool) -> tuple[str, ...]:
    """Who agrees besides whoever approves the licence: for each condition that asks it, and for any bespoke one."""
    found = [one.approver for one in conditions if one.approver]
    return tuple(
        dict.fromkeys([*found, *(["the public protection casework section"] if any_bespoke else [])])
    )
