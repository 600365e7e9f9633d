"""The words of interventions: what a service is for, how it works, and where a referral stands."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files


class Method(StrEnum):
    """How a service works with somebody: one vocabulary for the many spellings of contracts."""

    ONE_TO_ONE = "one to one"
    GROUP = "group"
    ONLINE = "online"
    TELEPHONE = "telephone"
    SELF_STUDY = "self-study"
    DROP_IN = "drop-in"


class OpenTo(StrEnum):
    """Who can use a service: anybody at all, or only somebody referred to it."""

    ANYBODY = "anybody"
    REFERRED = "people referred"


class Standing(StrEnum):
    """Whether a service is going on, in the words of public directories."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    CLOSED = "temporarily closed"


class ReferralState(StrEnum):
    """Where a referral stands."""

    SENT = "sent"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    DELIVERING = "delivering"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CONCLUDED = "concluded"


class StepKind(StrEnum):
    """What happened to a referral; its state is what these come to, in order."""

    SENT = "sent"
    RETURNED = "returned for information"
    ANSWERED = "sent again"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    TAKEN_UP_AGAIN = "taken up again"
    ASSIGNED = "given to a worker"
    PLANNED = "plan sent"
    PLAN_APPROVED = "plan approved"
    PLAN_RETURNED = "plan sent back"
    SESSION = "session recorded"
    END_ASKED = "end asked for"
    CONCLUDED = "concluded"
    TRANSFERRED = "transferred"
    AMENDED = "amended"
    READ = "amendment read"
    HELD = "waits while they are away"
    OUT = "they are out again"
    RESUMED = "goes on"
    CARRIED_ON = "carried on inside"


class RefusalReason(StrEnum):
    """Why a provider does not take somebody."""

    CAPACITY = "no capacity"
    NOT_ELIGIBLE = "not eligible"
    NOT_SAFE = "not safe"
    CONFLICT = "conflict of interest"
    OTHER = "other"


class WithdrawalReason(StrEnum):
    """Why a referral is taken back."""

    MISTAKEN = "mistaken or duplicate"
    NOT_ENGAGED = "the person did not engage"
    NEED_MET = "the need was met another way"
    MOVED = "the person moved"
    SENTENCE_CHANGED = "the sentence ended or changed"
    SERVICE_SLOW = "the wait was too long"
    OTHER = "other"


class Ending(StrEnum):
    """How delivery ended."""

    COMPLETED = "completed"
    ENDED_EARLY = "ended early"
    CANCELLED = "cancelled"


class Achievement(StrEnum):
    """What became of one thing that was planned."""

    ACHIEVED = "achieved"
    PARTLY = "partly achieved"
    NOT_ACHIEVED = "not achieved"


@lru_cache(maxsize=1)
def needs_of_requirements() -> Mapping[str, str]:
    """The need that a service for each kind of requirement answers (ours); a kind that is not here names none."""
    return {row["requirement"]: row["need"] for row in reference("requirement_needs.csv")}


@dataclass(frozen=True)
class NeedArea:
    """A need that a service can be for, and the sections of an assessment it answers to."""

    code: str
    name: str
    sections: tuple[str, ...]


def reference(name: str) -> list[dict[str, str]]:
    """The rows of a reference file of this context."""
    text = files("throughcare.casework.interventions").joinpath("reference", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def need_areas() -> Mapping[str, NeedArea]:
    """Every need that a service can be for, by its code."""
    return {
        row["code"]: NeedArea(row["code"], row["name"], tuple(row["sections"].split(";")))
        for row in reference("need_areas.csv")
    }


@lru_cache(maxsize=1)
def _spellings() -> Mapping[str, str]:
    found = {}
    for row in reference("need_areas.csv"):
        for spelling in (row["code"], row["name"], *row["spellings"].split(";")):
            found[_plain(spelling)] = row["code"]
    return found


def need_of(written: str) -> str | None:
    """The need that words mean, whatever is said after it of complexity; None where no list knows them."""
    plain = re.split(r"\b(?:core activities|pre release|\d)\b", _plain(written))[0].strip()
    return _spellings().get(plain)


def _plain(written: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", written.lower()).strip()


_SAID: Mapping[Method, str] = {
    Method.ONE_TO_ONE: r"1 ?[-:/ ]? ?(?:2|to)? ?[-:]? ?1\b|\b121\b|one[- ]to[- ]one|individual",
    Method.GROUP: r"group|workshop",
    Method.ONLINE: r"online|on-?line|digital|virtual|remote|messaging|video",
    Method.TELEPHONE: r"phone",
    Method.SELF_STUDY: r"self[- ]study|workbook|pre-?record|individual work online|written guidance",
    Method.DROP_IN: r"drop[- ]?in|job clubs?",
}
# What a spreadsheet made of "1/1/01" once, and what says only that sessions are held.
_DATES = re.compile(r"^\d{5}(?:\.0)?$")


def methods_of(written: str) -> tuple[Method, ...]:
    """The ways of working that free words name, in the vocabulary's order; empty where they name none."""
    said = re.sub(r"\s+", " ", written.lower()).strip()
    if _DATES.match(said):
        return ()
    return tuple(method for method, pattern in _SAID.items() if re.search(pattern, said))
