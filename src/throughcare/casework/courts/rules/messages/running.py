"""How the sentences of one message run beside one another: the link of each, or why it cannot be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..runs import Link, in_a_ring, reach
from ..terms import NoTerm, Term, read_term, read_two_terms
from ..words import Runs, SentenceKind
from .beside import Said, Which, runs_beside_another, what_it_names
from .disposals import HowItRuns, Passed
from .matter import OF_THE_RESULT, Matter, ResultSaid
from .prompts import columns_of, parts_of

_WHICH = "that runs after another, and which that is is not understood"
_NO_LENGTH = "and its length is not understood"
_FIRST = "that runs after one of which not all is understood"
_RING = "that would begin when another has ended which begins when this one has"
_NOT_CUSTODY = "in custody that runs after an order, which is not served first"
_TOTAL = "and the total that the court gave is not what its terms come to"
_UNSAID = "the court did not say how this term runs beside the other: taken to run from the day it was passed"
_TAKEN = "the court did not say after which sentence this one runs: taken for the other that was passed"


@dataclass(eq=False)
class Part:
    """One row to be: the matter it is a part of, itself, and what was passed in it."""

    whole: Matter
    matter: Matter
    passed: Passed
    runs: Runs = Runs.ALONE
    named: Part | None = None
    columns: dict[str, str] | None = None
    because: str = ""
    asks: str = ""
    several: list[Part] = field(default_factory=list)

    @property
    def kind(self) -> SentenceKind:
        """What was passed, where one sentence was."""
        return self._one[0]

    @property
    def result(self) -> ResultSaid:
        """The result that passed it."""
        return self._one[1]

    @property
    def _one(self) -> tuple[SentenceKind, ResultSaid]:
        assert self.passed.one_sentence is not None
        return self.passed.one_sentence

    @property
    def is_read(self) -> bool:
        """Whether it can be recorded, as far as is known yet."""
        return self.columns is not None and not self.because

    @property
    def terms(self) -> tuple[Term, ...]:
        """Its parts as they are served; empty for life, or where they are no lengths."""
        said = self.columns or {}
        try:
            parts = read_two_terms(
                said["sentence_length"].partition(" less ")[0], said.get("sentence_unit", "")
            )
        except (NoTerm, KeyError):
            return ()
        return tuple(part for part in parts if part)

    def link(self) -> Link[str]:
        """It as a link of a run."""
        named = self.named.matter.ref if self.named else None
        return Link(self.kind, min(day.on for day in self.matter.days), self.terms, self.runs, named)

    def how_it_runs(self) -> HowItRuns:
        """What its row says of it."""
        if not self.is_read:
            return HowItRuns(because=self.because or _NO_LENGTH)
        columns = dict(self.columns or {})
        if self.named is not None:
            columns |= {"runs": self.runs.value, "runs_with": self.named.matter.ref}
        return HowItRuns(columns, asks=self.asks)


def link_together(those: Sequence[Part]) -> None:
    """Say of each part with a sentence how it runs beside the others of the same defendant in the message."""
    by_defendant: dict[str, list[Part]] = defaultdict(list)
    for part in those:
        if part.passed.one_sentence:
            fields = part.matter.fields
            by_defendant[
                fields.get("master_defendant_id") or fields.get("defendant_id") or part.matter.ref
            ].append(part)
    for group in by_defendant.values():
        _Group(group).link()


class _Group:
    """The sentences of one defendant in one message."""

    def __init__(self, those: list[Part]) -> None:
        self.those = those
        self.matters = list({part.whole.ref: part.whole for part in those}.values())
        self.said: dict[int, Said | None] = {}

    def link(self) -> None:
        custodial = [part for part in self.those if part.kind.is_custodial]
        for part in self.those:
            several = part.kind.is_custodial and len(custodial) > 1
            part.columns = columns_of(part.kind, parts_of(part.result), one_of_several=several)
            self.said[id(part)] = what_it_names(part.result, part.whole, self.matters)
        for part in self.those:
            self._after_what_is_named(part)
        self._after_one_of_several()
        self._after_the_other()
        for part in self.those:
            self._beside(part)
        self._leave_what_cannot_be()
        self._hold_against_the_total(custodial)

    def _after_what_is_named(self, part: Part) -> None:
        said = self.said[id(part)]
        if said is None:
            return
        if said.which is Which.THE_ONE_BEFORE:
            peers = self._peers(part)
            place = peers.index(part)
            named = peers[place - 1 : place]
        else:
            named = self._named(part, said)
        if said.which is Which.NOT_UNDERSTOOD or (
            said.which in {Which.NAMED, Which.THE_ONE_BEFORE} and (not named or part in named)
        ):
            part.because = _WHICH
        elif len(named) > 1:
            part.several = named
        elif named:
            part.runs, part.named = Runs.CONSECUTIVE, named[0]

    def _named(self, part: Part, said: Said) -> list[Part]:
        """The sentences of the offences that are named; empty where one of them has none."""
        found = [self._of_offence(ref, id) for ref, id in said.offences]
        return list({one.matter.ref: one for one in found if one}.values()) if all(found) else []

    def _of_offence(self, ref: str, id: str) -> Part | None:
        for part in self.those:
            if part.whole.ref == ref and any(offence.id == id for offence in part.matter.offences):
                return part
        return None

    def _after_one_of_several(self) -> None:
        """A sentence said to run after several begins when the last of them has ended."""
        for part in self.those:
            if part.several:
                part.runs, part.named = Runs.CONSECUTIVE, self._last(part.several)
                part.because = part.because or ("" if part.named else _WHICH)

    def _after_the_other(self) -> None:
        """Sentences said to be consecutive and no more: after the one that is not, where there is one such alone."""
        waiting = [u for u in self.those if (s := self.said[id(u)]) and not u.because and s.which in _BARE]
        for part in waiting:
            peers = self._peers(part)
            heads = [one for one in peers if self.said[id(one)] is None]
            if not heads and all(self._said_each_other(one) for one in peers) and len(peers) > 1:
                self.said[id(peers[0])] = None
                heads = peers[:1]
            if part in heads:
                continue
            run = [one for one in peers if one.named is not None or one in heads]
            last = self._last(run) if len(heads) == 1 else None
            if last is None:
                part.because = _WHICH
                continue
            part.runs, part.named, part.asks = Runs.CONSECUTIVE, last, _TAKEN

    def _said_each_other(self, part: Part) -> bool:
        said = self.said[id(part)]
        return said is not None and said.which is Which.EACH_OTHER

    def _peers(self, part: Part) -> list[Part]:
        return [
            one
            for one in self.those
            if one.whole is part.whole and one.kind.is_custodial == part.kind.is_custodial
        ]

    def _last(self, those: Iterable[Part]) -> Part | None:
        """Of several sentences the one that ends last; None where one of them has no end that can be worked out."""
        links, ends = self._links(), {}
        for part in those:
            ends[part.matter.ref] = (self._end(part, links), part)
        known = [(end, part) for end, part in ends.values() if end is not None]
        return max(known, key=lambda one: one[0])[1] if known and len(known) == len(ends) else None

    def _end(self, part: Part, links: Mapping[str, Link[str]]) -> date | None:
        if not part.kind.is_custodial:
            length = part.terms[0] if part.terms else None
            return length.last_day(links[part.matter.ref].imposed_on) if length else None
        try:
            return reach(part.matter.ref, links).ends_on
        except OverflowError:
            return None

    def _links(self) -> dict[str, Link[str]]:
        return {part.matter.ref: part.link() for part in self.those}

    def _beside(self, part: Part) -> None:
        """A term of custody that follows none runs beside the first that follows none, unless the court named another."""
        peers = self._peers(part)
        heads = [one for one in peers if self.said[id(one)] is None and not one.because]
        if not part.kind.is_custodial or part not in heads or part is heads[0]:
            return
        said = what_it_names(part.result, part.whole, self.matters, after=False)
        named = self._named(part, said) if said else []
        one = named[0] if len(named) == 1 and named[0].kind.is_custodial else heads[0]
        beside = heads[0] if _leads_to(one, part) else one
        part.runs, part.named = Runs.CONCURRENT, beside
        if not runs_beside_another(part.result) and not runs_beside_another(heads[0].result):
            part.asks = _UNSAID

    def _leave_what_cannot_be(self) -> None:
        links = self._links()
        for part in self.those:
            if part.named is not None and in_a_ring(part.matter.ref, links):
                part.because = part.because or _RING
            elif part.runs is Runs.CONSECUTIVE and part.named and not _can_follow(part, part.named):
                part.because = part.because or _NOT_CUSTODY
        self._leave_what_follows()

    def _leave_what_follows(self) -> None:
        for _ in self.those:
            for part in self.those:
                if part.named is not None and not part.named.is_read:
                    if part.runs is Runs.CONCURRENT:
                        part.runs, part.named = Runs.ALONE, None
                    else:
                        part.because = part.because or _FIRST

    def _hold_against_the_total(self, custodial: list[Part]) -> None:
        """Where the court gave a total, it is the whole of the terms, or else none of them is as it was understood."""
        said = {total for part in custodial if (total := parts_of(part.result).by_part.get("total"))}
        if len(custodial) < 2 or not said or not all(part.is_read for part in custodial):
            return
        if len(said) > 1 or not self._comes_to(said.pop(), custodial):
            for part in custodial:
                part.because = _TOTAL

    def _comes_to(self, total: str, custodial: list[Part]) -> bool:
        last = self._last(custodial)
        links = self._links()
        try:
            return last is not None and read_term(total).last_day(
                links[last.matter.ref].imposed_on
            ) == self._end(last, links)
        except (NoTerm, OverflowError):
            return False


_BARE = frozenset({Which.THE_OTHER, Which.EACH_OTHER})


def _leads_to(part: Part, other: Part) -> bool:
    """Whether one comes to another through those that it names."""
    seen: list[Part] = []
    at: Part | None = part
    while at is not None and at not in seen:
        if at is other:
            return True
        seen.append(at)
        at = at.named
    return False


def _can_follow(part: Part, named: Part) -> bool:
    return named.kind.is_custodial == part.kind.is_custodial


def without_lost_links(rows: Sequence[tuple[Part, dict[str, str]]]) -> list[tuple[Part, dict[str, str]]]:
    """The rows, where one names a sentence of the message that could not be recorded, without what it passed.

    Beside such a sentence a term stands alone; after one it waits with the court's words, and so does what follows it.
    """
    made = {part.matter.ref: (part, dict(row)) for part, row in rows}
    for _ in rows:
        for part, row in made.values():
            named = row.get("runs_with", "")
            if named not in made or made[named][1].get("outcome") == "sentenced":
                continue
            if row["runs"] == Runs.CONSECUTIVE:
                part.matter.ask("result", part.result.words, f"a {part.kind} was passed {_FIRST}: record it")
                for column in OF_THE_RESULT:
                    row.pop(column, None)
                row["outcome"] = "listed"
            row.pop("runs", None)
            row.pop("runs_with", None)
    return list(made.values())
