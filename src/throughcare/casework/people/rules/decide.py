"""What becomes of each incoming record: it joins somebody, is somebody new, or waits for a person to look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .model import MatchModel

_ANOTHERS = "the sending agency's own id is one person's, and all else another's"
MOST_RIVALS = 5  # assumed: more than these, best first, nobody looks through


class Outcome(StrEnum):
    """The three ways in."""

    JOINED = "joined"
    NEW = "new"
    REVIEW = "review"


class Verdict(StrEnum):
    """What is to become of a pair."""

    JOIN = "join"
    REVIEW = "review"
    APART = "apart"


@dataclass(frozen=True)
class Judged:
    """What is to become of a pair and why; in doubt where something known tells against one person."""

    verdict: Verdict
    because: str
    doubt: bool = False


@dataclass(frozen=True)
class Link:
    """A pair of records, incoming with existing or with each other: its weight in bits, and how it was judged.

    One not judged stands by its weight alone.
    """

    left: str
    right: str
    bits: float
    judged: Judged | None = None


def by_weight(bits: float, model: MatchModel) -> Judged:
    """What the weight alone says: from the join weight up joined, from the fracture weight up for a person to look."""
    if bits >= model.join:
        return Judged(Verdict.JOIN, f"{bits:.1f} points, at least {model.join:g}")
    if bits >= model.fracture:
        return Judged(Verdict.REVIEW, f"between {model.fracture:g} and {model.join:g} points")
    return Judged(Verdict.APART, f"nobody reaches {model.fracture:g} points")


@dataclass(frozen=True)
class Decision:
    """What becomes of one record.

    ``person`` is the existing person's id, or the id of the record that began the person in this batch
    (its own when it is new or waits for review); ``rivals`` are the persons a reviewer must look at.
    """

    record: str
    outcome: Outcome
    person: str
    because: str
    bits: float | None = None
    rivals: tuple[tuple[str, float], ...] = ()


def decide(
    records: Sequence[str], links: Iterable[Link], model: MatchModel, *, known: Mapping[str, str]
) -> list[Decision]:
    """Settle a batch in its order.

    ``known`` says which records their own source already tied to a person, or to an earlier record.
    One tied so is theirs, unless all else joins it to somebody else and not to them: then a person looks.
    One person to join and nothing in doubt: joined. More than one: review, for a record must not
    pull two people together unseen. Somebody a person must look at: review. Otherwise new.
    """
    reaching = _by_record(records, links)
    settled: dict[str, Decision] = {}
    for record in records:
        persons = _persons(reaching.get(record, []), settled, model)
        tied = known.get(record)
        owner = settled[tied].person if tied in settled else tied
        settled[record] = _settle(record, persons, model, owner)
    return [settled[record] for record in records]


@dataclass(frozen=True)
class _Rival:
    person: str
    bits: float
    judged: Judged


def _by_record(records: Sequence[str], links: Iterable[Link]) -> dict[str, list[tuple[str, Link]]]:
    place = {record: n for n, record in enumerate(records)}
    reaching: dict[str, list[tuple[str, Link]]] = {}
    for link in links:
        later, earlier = sorted((link.left, link.right), key=lambda r: place.get(r, -1), reverse=True)
        reaching.setdefault(later, []).append((earlier, link))
    return reaching


def _persons(
    links: list[tuple[str, Link]], settled: Mapping[str, Decision], model: MatchModel
) -> list[_Rival]:
    of_person: dict[str, list[_Rival]] = {}
    for other, link in links:
        person = settled[other].person if other in settled else other
        judged = link.judged or by_weight(link.bits, model)
        of_person.setdefault(person, []).append(_Rival(person, link.bits, judged))
    return sorted((_one(found) for found in of_person.values()), key=lambda r: (-r.bits, r.person))


def _one(found: list[_Rival]) -> _Rival:
    """What several records of one person say together: joined when one says so and none is in doubt."""
    found = sorted(found, key=lambda r: (-r.bits, r.judged.because))
    doubts = [r for r in found if r.judged.doubt]
    joins = [r for r in found if r.judged.verdict is Verdict.JOIN]
    looks = [r for r in found if r.judged.verdict is Verdict.REVIEW]
    first = (doubts or joins or looks or found)[0]
    return _Rival(found[0].person, found[0].bits, first.judged)


def _settle(record: str, persons: list[_Rival], model: MatchModel, known: str | None) -> Decision:
    sure = [r for r in persons if r.judged.verdict is Verdict.JOIN]
    if known is not None and sure and known not in {r.person for r in sure}:
        bits = next((r.bits for r in persons if r.person == known), 0.0)
        tied = _Rival(known, bits, Judged(Verdict.REVIEW, _ANOTHERS, doubt=True))
        return _review(record, [tied, *sure], _ANOTHERS)
    if known is not None:
        return Decision(record, Outcome.JOINED, known, "the sending agency's own id is already this person's")
    unsure = [r for r in persons if r.judged.verdict is Verdict.REVIEW]
    if len(sure) == 1:
        return Decision(record, Outcome.JOINED, sure[0].person, sure[0].judged.because, sure[0].bits)
    if sure:
        return _review(record, sure, f"{len(sure)} people reach {model.join:g} points")
    if unsure:
        return _review(record, unsure, unsure[0].judged.because)
    return Decision(record, Outcome.NEW, record, f"nobody reaches {model.fracture:g} points")


def _review(record: str, rivals: list[_Rival], because: str) -> Decision:
    ranked = tuple((r.person, r.bits) for r in rivals[:MOST_RIVALS])
    return Decision(record, Outcome.REVIEW, record, because, rivals[0].bits, ranked)
