"""A matter parted by what its offences came to: each sentence, and each thing that became of the rest, a row of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from ..words import Outcome, SentenceKind
from .beside import runs_after_another
from .matter import Matter, ResultSaid
from .meanings import CodeList, Meaning, Meanings, Means, key_of
from .prompts import parts_of

# Of several outcomes at one hearing, the first of these says what became of the matter.
FIRST_OF_OUTCOMES = (
    Outcome.SENTENCED, Outcome.COMMITTED, Outcome.WARRANT, Outcome.REPORT_REQUESTED, Outcome.ADJOURNED,
    Outcome.NOT_PROBATION, Outcome.DISMISSED,
)  # fmt: skip
_NOT_WHOSE = (
    "a requirement was set, more than one order was made at this hearing, and which it belongs to is not said"
)
_Key: TypeAlias = tuple[str, ...]
_Results: TypeAlias = Sequence[ResultSaid]


def meaning_of(result: ResultSaid, meanings: Meanings) -> Meaning | None:
    """What a result means by its code, or by its label where the code says nothing."""
    for which, code in ((CodeList.RESULT_CODE, result.code), (CodeList.RESULT_LABEL, result.label)):
        if code and (found := meanings.get(key_of(which, code))):
            return found
    return None


def told_apart(kind: str, result: ResultSaid) -> tuple[str, str]:
    """What tells one sentence of a matter from another: terms alike are one said twice, unless one runs after another."""
    alike = result.words if runs_after_another(result) else str(sorted(parts_of(result).by_part.items()))
    return kind, alike


def divided(matter: Matter, meanings: Meanings) -> list[Matter]:
    """A matter as rows: one for each sentence with the offences it is for, and one for each outcome of the others.

    A term of custody is passed for each offence. An order in the same words for several offences is one order. What was
    said of no offence, and offences of which nothing was said, stay with the first sentence. A matter of one sentence, or
    of none, stays one. The row that holds the first offence by its id keeps the matter's reference, so that the
    same message in another order of offences names the same rows.
    """
    division = _Division(matter, meanings)
    division.gather()
    return division.rows() if len(division.groups) > 1 and division.sentences else [matter]


@dataclass
class _Division:
    matter: Matter
    meanings: Meanings
    groups: dict[_Key, list[str]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    said: dict[str, list[ResultSaid]] = field(default_factory=dict)

    @property
    def sentences(self) -> list[_Key]:
        """The keys of the groups that hold a sentence, in the order of the message."""
        return [key for key in self.groups if key[0] == Means.SENTENCE]

    @property
    def orders(self) -> list[_Key]:
        """The keys of the groups that hold an order, under which requirements can be set."""
        return [key for key in self.sentences if any(not kind.is_custodial for kind in self._kinds(key))]

    def gather(self) -> None:
        """Put each offence, and what was said of the whole defendant, with those that came to the same."""
        for id in [*(offence.id for offence in self.matter.offences), ""]:
            self.said.setdefault(id, [])
        for id, result in dict.fromkeys(self.matter.results):
            self.said.setdefault(id, []).append(result)
        self._drop_what_is_said_of_an_offence_too()
        for id, results in self.said.items():
            key = self._key(id, results)
            if key is None:
                self.left.append(id)
            else:
                self.groups.setdefault(key, []).append(id)

    def rows(self) -> list[Matter]:
        """The rows, each a matter of its own; the groups are filled with what was left first."""
        main, orders = self.sentences[0], self.orders
        not_whose: list[ResultSaid] = []
        for id in self.left:
            required = [r for r in self.said[id] if self._means(r) == Means.REQUIREMENT]
            with_it = orders[0] if required and len(orders) == 1 else main
            self.groups[with_it].append(id)
            if required and len(orders) > 1:
                not_whose += required
                self.said[id] = [r for r in self.said[id] if r not in required]
        first = min((id for ids in self.groups.values() for id in ids if id), default="")
        made = {key: self._row(ids, first) for key, ids in self.groups.items()}
        for result in not_whose:
            made[main].ask("result", result.words, _NOT_WHOSE)
        return list(made.values())

    def _row(self, ids: list[str], first: str) -> Matter:
        own = min((id for id in ids if id), default="")
        keeps = own == first
        return replace(
            self.matter,
            ref=self.matter.ref if keeps else f"{self.matter.ref}/{_short(own)}",
            fields=dict(self.matter.fields),
            offences=[offence for offence in self.matter.offences if offence.id in ids],
            results=[(id, result) for id in ids for result in self.said[id]],
            asked=list(self.matter.asked) if keeps else [],
        )

    def _key(self, id: str, results: _Results) -> _Key | None:
        means = [(meaning_of(result, self.meanings), result) for result in results]
        passed = {told_apart(m.value, r): r for m, r in means if m and m.means == Means.SENTENCE}
        if passed:
            (kind, alike), result = next(iter(passed.items()))
            is_one_order = not SentenceKind(kind).is_custodial and not runs_after_another(result)
            if len(passed) == 1 and is_one_order:
                return Means.SENTENCE, kind, alike
            return Means.SENTENCE, "", id
        if not id or any(m and m.means == Means.REQUIREMENT for m, _ in means):
            return None
        outcomes = {Outcome(m.value) for m, _ in means if m and m.means == Means.OUTCOME}
        first = next((one for one in FIRST_OF_OUTCOMES if one in outcomes), None)
        return (Means.OUTCOME, first.value) if first else None

    def _drop_what_is_said_of_an_offence_too(self) -> None:
        """A sentence said of the whole defendant and of an offence in the same words was passed once."""
        of_offences = {
            told_apart(m.value, r) for id, results in self.said.items() if id for r in results if (m := self._sentence(r))
        }  # fmt: skip
        self.said[""] = [
            r
            for r in self.said[""]
            if not ((m := self._sentence(r)) and told_apart(m.value, r) in of_offences)
        ]

    def _sentence(self, result: ResultSaid) -> Meaning | None:
        found = meaning_of(result, self.meanings)
        return found if found and found.means == Means.SENTENCE else None

    def _means(self, result: ResultSaid) -> str:
        found = meaning_of(result, self.meanings)
        return found.means if found else ""

    def _kinds(self, key: _Key) -> list[SentenceKind]:
        return [
            SentenceKind(m.value)
            for id in self.groups[key]
            for result in self.said[id]
            if (m := self._sentence(result))
        ]


def _short(id: str) -> str:
    return hashlib.sha256(id.encode()).hexdigest()[:12]
