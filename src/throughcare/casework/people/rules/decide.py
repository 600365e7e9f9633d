"""What becomes of each incoming record: it joins somebody, is somebody new, or waits for a person to look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .model import MatchModel


class Outcome(StrEnum):
    """The three ways in."""

    JOINED = "joined"
    NEW = "new"
    REVIEW = "review"


@dataclass(frozen=True)
class Link:
    """A pair of records, incoming with existing or with each other, and its weight in bits."""

    left: str
    right: str
    bits: float


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
    One person at or above the join weight: joined. More than one: review, for a record must not
    pull two people together unseen. Between fracture and join: review. Otherwise new.
    """
    reaching = _by_record(records, links)
    settled: dict[str, Decision] = {}
    for record in records:
        persons = _persons(reaching.get(record, []), settled)
        tied = known.get(record)
        owner = settled[tied].person if tied in settled else tied
        settled[record] = _settle(record, persons, model, owner)
    return [settled[record] for record in records]


def _by_record(records: Sequence[str], links: Iterable[Link]) -> dict[str, list[tuple[str, float]]]:
    place = {record: n for n, record in enumerate(records)}
    reaching: dict[str, list[tuple[str, float]]] = {}
    for link in links:
        later, earlier = sorted((link.left, link.right), key=lambda r: place.get(r, -1), reverse=True)
        reaching.setdefault(later, []).append((earlier, link.bits))
    return reaching


def _persons(links: list[tuple[str, float]], settled: Mapping[str, Decision]) -> dict[str, float]:
    best: dict[str, float] = {}
    for other, bits in links:
        person = settled[other].person if other in settled else other
        best[person] = max(bits, best.get(person, bits))
    return best


def _settle(record: str, persons: Mapping[str, float], model: MatchModel, known: str | None) -> Decision:
    if known is not None:
        return Decision(record, Outcome.JOINED, known, "the sending agency's own id is already this person's")
    ranked = sorted(persons.items(), key=lambda p: (-p[1], p[0]))
    sure = [p for p in ranked if p[1] >= model.join]
    unsure = [p for p in ranked if model.fracture <= p[1] < model.join]
    if len(sure) == 1:
        person, bits = sure[0]
        return Decision(record, Outcome.JOINED, person, f"{bits:.1f} bits, at least {model.join:g}", bits)
    if sure:
        return _review(record, sure, f"{len(sure)} people reach {model.join:g} bits")
    if unsure:
        return _review(record, unsure, f"between {model.fracture:g} and {model.join:g} bits")
    return Decision(record, Outcome.NEW, record, f"nobody reaches {model.fracture:g} bits")


def _review(record: str, rivals: list[tuple[str, float]], because: str) -> Decision:
    return Decision(record, Outcome.REVIEW, record, because, rivals[0][1], tuple(rivals))
